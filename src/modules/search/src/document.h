// What the index holds of one product, post, person or discussion.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "catalog/product.h"
#include "community/discussions.h"
#include "content/posts.h"
#include "identity/accounts.h"

namespace plaza::search {

enum class Kind { product, post, person, discussion };
inline constexpr std::size_t kinds = 4;
inline constexpr std::array all_kinds{Kind::product, Kind::post, Kind::person, Kind::discussion};

// Where a word stands. Each word of a document is a term of its level and of all below, so that no query filters what it has read.
namespace level {
inline constexpr char title = 't';
inline constexpr char tag = 's';   // title or tag
inline constexpr char text = 'a';  // anywhere
inline constexpr char hashtag = 'h';
}  // namespace level

struct Document {
  std::int64_t id = 0;
  std::int64_t stamp = 0;        // of what it was made of
  double weight = 0;             // 0..8: how liked it was when it was indexed
  std::uint32_t title_key = 0;   // of the folded title
  std::string title;             // as people read it
  std::string terms;             // level and word, with spaces between, each once
};

// Stamps are cheap: they tell whether the document must be made again. 0: not to be found at all.
std::int64_t stamp_of(const catalog::Product& product);
std::int64_t stamp_of(const content::Post& post);
std::int64_t stamp_of(const identity::Face& face);
std::int64_t stamp_of(const community::Discussion& discussion);
double weight_of(const content::PostCounts& counts);
double weight_of(const community::Discussion& discussion);
Document document_of(const catalog::Product& product);
Document document_of(const content::Post& post);
Document document_of(const identity::Face& face);
Document document_of(const community::Discussion& discussion);

// For whole titles and queries that are the same but for case, marks and punctuation.
std::uint32_t title_key(std::string_view text);

}  // namespace plaza::search
