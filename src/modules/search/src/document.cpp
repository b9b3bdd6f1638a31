#include "document.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "words.h"

namespace plaza::search {

namespace {

constexpr std::size_t words_max = 400;  // different ones, of one document

// FNV-1a.
class Hash {
 public:
  Hash& add(std::string_view text) {
    for (const char c : text) byte(static_cast<unsigned char>(c));
    byte(0xFF);
    return *this;
  }
  Hash& add(std::int64_t number) {
    for (int i = 0; i < 64; i += 8) byte(static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> i));
    return *this;
  }
  std::uint64_t value() const { return state_; }
  std::int64_t stamp() const { return static_cast<std::int64_t>(state_ >> 1) | 1; }

 private:
  void byte(unsigned char b) { state_ = (state_ ^ b) * 0x100000001B3ull; }
  std::uint64_t state_ = 0xCBF29CE484222325ull;
};

class Terms {
 public:
  // From the highest level down: a word that is there already stands higher.
  void add(char level, std::string_view text) {
    for (const auto& word : document_words(text)) add_word(level, word);
  }
  void add_word(char at, const std::string& word) {
    if (word.empty() || seen_.size() >= words_max || !seen_.insert(word).second) return;
    if (at == level::title) term(level::title, word);
    if (at != level::text) term(level::tag, word);
    term(level::text, word);
  }
  void add_hashtag(const std::string& word) {
    if (!word.empty() && hashtags_.insert(word).second) term(level::hashtag, word);
  }
  std::string take() { return std::move(text_); }

 private:
  void term(char at, const std::string& word) {
    if (!text_.empty()) text_ += ' ';
    text_ += at;
    text_ += word;
  }
  std::unordered_set<std::string> seen_, hashtags_;
  std::string text_;
};

}  // namespace

std::int64_t stamp_of(const catalog::Product& product) {
  if (product.status != catalog::ProductStatus::active || product.variants.empty()) return 0;
  Hash hash;
  hash.add(product.title).add(product.description_html).add(product.vendor).add(product.product_type);
  for (const auto& tag : product.tags) hash.add(tag);
  for (const auto& option : product.options) {
    for (const auto& value : option.values) hash.add(value.value);
  }
  for (const auto& attribute : product.attributes) hash.add(attribute.value);
  for (const auto& variant : product.variants) hash.add(variant.sku);
  return hash.stamp();
}

std::int64_t stamp_of(const content::Post& post) {
  if (post.status != content::PostStatus::published || post.visibility != content::PostVisibility::everyone) return 0;
  Hash hash;
  hash.add(post.text);
  for (const auto& tag : post.hashtags) hash.add(tag);
  return hash.stamp();
}

std::int64_t stamp_of(const identity::Face& face) {
  return Hash().add(face.name).add(face.handle).add(face.bio).stamp();
}

std::int64_t stamp_of(const community::Discussion& discussion) {
  if (discussion.status != community::PieceStatus::published) return 0;
  Hash hash;
  hash.add(discussion.title).add(discussion.words.text);
  for (const auto& tag : discussion.tags) hash.add(tag);
  return hash.stamp();
}

double weight_of(const community::Discussion& discussion) {
  const double answered = discussion.accepted ? 2 : 0;
  return std::min(8.0, answered + std::log1p(static_cast<double>(discussion.replies) + 2 * std::max(0.0, discussion.helpful)));
}

double weight_of(const content::PostCounts& counts) {
  const auto liked = static_cast<double>(counts.likes + 2 * counts.comments + 3 * (counts.saves + counts.shares));
  return std::min(8.0, std::log1p(std::max(0.0, liked)));
}

Document document_of(const catalog::Product& product) {
  Document document{product.id.value, stamp_of(product), 0, title_key(product.title), product.title, {}};
  Terms terms;
  terms.add(level::title, product.title);
  for (const auto& tag : product.tags) terms.add(level::tag, tag);
  terms.add(level::tag, product.product_type);
  terms.add(level::tag, product.vendor);
  for (const auto& option : product.options) {
    for (const auto& value : option.values) terms.add(level::tag, value.value);
  }
  for (const auto& variant : product.variants) terms.add_word(level::tag, joined_word(variant.sku));
  for (const auto& attribute : product.attributes) terms.add(level::text, attribute.value);
  terms.add(level::text, without_markup(product.description_html));
  document.terms = terms.take();
  return document;
}

Document document_of(const content::Post& post) {
  Document document{post.id.value, stamp_of(post), 0, 0, {}, {}};
  document.weight = weight_of(post.counts);
  Terms terms;
  for (const auto& tag : post.hashtags) {
    terms.add_hashtag(hashtag_word(tag));
    terms.add_word(level::tag, joined_word(tag));
  }
  terms.add(level::text, post.text);
  document.terms = terms.take();
  return document;
}

Document document_of(const identity::Face& face) {
  Document document{face.id.value, stamp_of(face), 0, title_key(face.name), face.name, {}};
  Terms terms;
  terms.add(level::title, face.name);
  terms.add_word(level::title, joined_word(face.handle));
  terms.add(level::title, face.handle);
  terms.add(level::text, face.bio);
  document.terms = terms.take();
  return document;
}

Document document_of(const community::Discussion& discussion) {
  Document document{discussion.id.value, stamp_of(discussion), weight_of(discussion), title_key(discussion.title), discussion.title, {}};
  Terms terms;
  terms.add(level::title, discussion.title);
  for (const auto& tag : discussion.tags) terms.add(level::tag, tag);
  terms.add(level::text, discussion.words.text);
  document.terms = terms.take();
  return document;
}

std::uint32_t title_key(std::string_view text) {
  Hash hash;
  for (const auto& word : query_words(text)) hash.add(word);
  const auto value = hash.value();
  return static_cast<std::uint32_t>(value ^ (value >> 32));
}

}  // namespace plaza::search
