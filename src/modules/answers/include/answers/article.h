// An article of the help centre, as it is stored and as it is shown. Its text is plain with a few marks (markup.h): "## " headings,
// "- " and "1. " lists, **strong**, [words](/path).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "answers/ids.h"
#include "answers/source.h"
#include "identity/ids.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::answers {

// Stored by number. hidden: was published, and is not any more.
enum class ArticleStatus { draft, published, hidden };
constexpr auto enum_names(ArticleStatus*) { return std::array<std::string_view, 3>{"draft", "published", "hidden"}; }

inline constexpr std::size_t article_text_max = 20'000;  // code points

// What staff write. A language without title or text is shown in the other one.
struct ArticleWords {
  static constexpr const char* schema_name = "HelpArticleWords";
  std::string handle;  // empty: made of the title
  std::string section;
  std::string title, text, title_vi, text_vi;
  std::vector<catalog::ProductId> product_ids;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Optional{}, json::Length{0, 80});
    v("section", section, json::Length{1, 40});
    v("title", title, json::Optional{}, json::Length{0, 160});
    v("text", text, json::Optional{}, json::Length{0, article_text_max}, json::Multiline{});
    v("title_vi", title_vi, json::Optional{}, json::Length{0, 160});
    v("text_vi", text_vi, json::Optional{}, json::Length{0, article_text_max}, json::Multiline{});
    v("product_ids", product_ids, json::Optional{}, json::Items{0, 30});
  }
};

// The answer that it grew from.
struct GrownFrom {
  static constexpr const char* schema_name = "HelpGrownFrom";
  std::string id;
  Kind kind = Kind::question;
  std::string link;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("link", link);
  }
};

struct Article {
  ArticleId id;
  ArticleStatus status = ArticleStatus::draft;
  std::int64_t version = 1;
  ArticleWords words;
  std::optional<GrownFrom> source;
  identity::AccountId source_account;  // whose words it was made of; none: the shop's
  Time created_at, updated_at, published_at;  // published_at: micros 0: never
  std::int64_t helped = 0, not_helped = 0;
};

// What it said until then.
struct ArticleEdit {
  Time at;
  identity::AccountId by;
  std::int64_t version = 0;
  ArticleWords words;
};

struct ArticleLine {
  static constexpr const char* schema_name = "HelpArticleLine";
  std::string handle, title, section, excerpt;
  template <class V>
  void describe(V& v) {
    v("handle", handle);
    v("title", title);
    v("section", section);
    v("excerpt", excerpt);
  }
};

struct ArticleProduct {
  static constexpr const char* schema_name = "HelpArticleProduct";
  std::string handle, title;
  template <class V>
  void describe(V& v) {
    v("handle", handle);
    v("title", title);
  }
};

// In the reader's language.
struct ArticleView {
  static constexpr const char* schema_name = "HelpArticle";
  std::string handle, title, section, section_label, language;
  std::string html;     // safe
  std::string excerpt;  // the first words
  Time updated_at;
  std::vector<ArticleProduct> products;
  std::vector<ArticleLine> related;
  template <class V>
  void describe(V& v) {
    v("handle", handle);
    v("title", title);
    v("section", section);
    v("section_label", section_label);
    v("language", language);
    v("html", html, json::Multiline{}, json::Length{0, 200'000});
    v("excerpt", excerpt);
    v("updated_at", updated_at);
    v("products", products);
    v("related", related);
  }
};

struct SectionView {
  static constexpr const char* schema_name = "HelpSectionView";
  std::string code, label;
  std::vector<ArticleLine> items;
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("label", label);
    v("items", items, json::Items{0, 500});
  }
};

}  // namespace plaza::answers
