// Help as other modules and the pages use it. Thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/article.h"
#include "answers/settings.h"
#include "answers/source.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::answers {

// Where somebody types. Stored by number.
enum class Place { product, contact, chat, community };
constexpr auto enum_names(Place*) { return std::array<std::string_view, 4>{"product", "contact", "chat", "community"}; }

struct Query {
  std::string text;
  std::string language;              // of the reader: answers in it come first
  catalog::ProductId product;        // that they look at; none: any
  std::optional<Kind> only;          // nothing: of all kinds
  std::string except;                // a link that is not offered: the page they are on
  bool typing = false;               // the last word may be unfinished
  bool any = false;                  // also what fits only a little: for what is related, and for agents
  std::size_t limit = 5;
};

struct Offer {
  static constexpr const char* schema_name = "HelpOffer";
  std::string id;
  Kind kind = Kind::article;
  std::string title;
  std::string passage;   // the part of the answer that fits, word for word
  std::string link, language, author;
  bool trusted = false;
  Time updated_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("title", title);
    v("passage", passage, json::Multiline{});
    v("link", link);
    v("language", language);
    v("author", author);
    v("trusted", trusted);
    v("updated_at", updated_at);
  }
};

// Who asks; one of the two may be none.
struct Asker {
  std::string visitor;
  identity::AccountId account;
};

// What somebody did after they had typed a question. Stored by number; none: nothing yet.
enum class Outcome { none, question, conversation, discussion };
constexpr auto enum_names(Outcome*) {
  return std::array<std::string_view, 4>{"none", "question", "conversation", "discussion"};
}

class Help {
 public:
  virtual ~Help() = default;
  // From memory, the best first; only what fits well enough.
  virtual std::vector<Offer> offers(const Query& query) const = 0;
  // False for a while after a start: what is offered is right, and there may be more.
  virtual bool ready() const = 0;
  // Somebody asked people after all, at that time. Counts for who typed within the week before it.
  virtual void asked_anyway(db::Transaction& tx, const Asker& asker, Outcome outcome, Time at) = 0;
  // Published articles by section, in the reader's language; sections without one are left out.
  virtual std::vector<SectionView> sections(db::Reader& reader, std::string_view locale) = 0;
  virtual std::optional<ArticleView> article(db::Reader& reader, std::string_view handle, std::string_view locale) = 0;
  virtual Settings settings(db::Reader& reader) = 0;
  virtual Result<Settings> set_settings(db::Transaction& tx, const Settings& settings) = 0;
};

}  // namespace plaza::answers
