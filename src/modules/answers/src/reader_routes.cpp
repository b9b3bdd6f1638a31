// What readers and askers are given.
#include "routes.h"
#include "rules.h"
#include "store.h"

namespace plaza::answers {
namespace {

using http::Call;

struct AskHelp {
  static constexpr const char* schema_name = "HelpQuestion";
  std::string text;
  Place place = Place::product;
  std::optional<catalog::ProductId> product_id;
  std::string product_handle, except;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Length{1, 1'000}, json::Multiline{}, json::Doc{"As far as it is typed."});
    v("place", place, json::Optional{}, json::Doc{"Where somebody types."});
    v("product_id", product_id, json::Doc{"That they look at; or its handle."});
    v("product_handle", product_handle, json::Optional{}, json::Length{0, 200});
    v("except", except, json::Optional{}, json::Length{0, 300}, json::Doc{"A link that need not be offered: the page they are on."});
  }
};
struct Offers {
  static constexpr const char* schema_name = "HelpOffers";
  std::vector<Offer> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

struct FindArticles {
  static constexpr const char* schema_name = "FindHelpArticles";
  std::string q;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{}, json::Length{0, 200});
  }
};
struct Library {
  static constexpr const char* schema_name = "HelpLibrary";
  std::vector<SectionView> sections;
  std::vector<Offer> found;
  bool ready = true;
  template <class V>
  void describe(V& v) {
    v("ready", ready, json::Doc{"False for a while after a start: more may fit than was found."});
    v("sections", sections, json::Doc{"Without a question: all of them."});
    v("found", found, json::Doc{"With a question: what fits, the best first."});
  }
};

struct ArticlePath {
  static constexpr const char* schema_name = "HelpArticlePath";
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 100});
  }
};
struct SayHelped {
  static constexpr const char* schema_name = "HelpArticleVote";
  std::string handle;
  bool helped = true;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 100});
    v("helped", helped);
  }
};

std::string key_of(const Call& call) {
  if (!call.caller.visitor.empty()) return "v:" + call.caller.visitor;
  return call.caller.subject ? "a:" + to_text(account_of(call)) : "n:" + call.request.remote_address;
}

// The same search for everybody; by lot some are shown nothing of it. Who is followed is written down once, before they are answered.
Task<Result<Offers>> suggest(const Parts parts, Call& call, const AskHelp& request) {
  if (!parts.needs.unlimited && !parts.typing.take(key_of(call), parts.needs.clock.now())) {
    co_return Error{ErrorKind::too_many, "answers.too_often", "Please wait a moment."};
  }
  Query query;
  query.text = request.text;
  query.language = call.caller.locale;
  query.product = request.product_id.value_or(catalog::ProductId{});
  query.except = request.except;
  query.typing = true;
  query.limit = 4;
  auto look = [&](db::Reader& reader) {
    if (!request.product_handle.empty()) {
      const auto product = parts.needs.catalog.product_by_handle(reader, request.product_handle);
      if (product) query.product = product->id;
    }
    return store::read_settings(reader);
  };
  const auto settings = co_await parts.needs.database.read(look);
  if (!settings.offer) co_return Offers{};
  Offers offers{parts.answers.find(query)};
  if (offers.items.empty()) co_return offers;
  const auto asker = asker_of(call);
  const auto person = parts.measure.person_of(asker);
  if (person.empty()) co_return offers;  // nobody to follow
  const bool shown = is_shown(person, settings.unshown_bp);
  if (!parts.measure.is_known(person)) {
    auto work = [&](db::Transaction& tx) -> Status {
      parts.measure.begin(tx, person, asker, request.place, shown);
      return done();
    };
    const auto written = co_await parts.needs.database.write(work);
    if (!written.ok()) co_return written.error();
  }
  if (!shown) offers.items.clear();
  co_return offers;
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> help(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Help").access(http::Access::anyone()).summary(summary);
  return builder;
}

void add_articles(http::Routes& routes, const Parts& parts) {
  routes.add(help(http::get<FindArticles, Library>("/v1/help/articles", "listHelpArticles"), "The help centre's articles, or what fits a question.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const FindArticles& request) -> Result<Library> {
                   Library page;
                   if (request.q.empty()) {
                     page.sections = parts.service.sections(reader, call.caller.locale);
                     return page;
                   }
                   Query query;
                   query.text = request.q;
                   query.language = call.caller.locale;
                   query.typing = true;
                   query.any = true;
                   query.limit = 10;
                   page.ready = parts.answers.ready();
                   page.found = parts.answers.find(query);
                   return page;
                 }));
  routes.add(help(http::get<ArticlePath, ArticleView>("/v1/help/articles/{handle}", "getHelpArticle"), "One article, in the reader's language.")
                 .error("answers.not_found", ErrorKind::not_found, "There is no such article.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ArticlePath& request) -> Result<ArticleView> {
                   auto view = parts.service.article(reader, request.handle, call.caller.locale);
                   if (!view) return no_article();
                   return std::move(*view);
                 }));
  routes.add(help(http::put<SayHelped, http::None>("/v1/help/articles/{handle}/helped", "sayArticleHelped"), "Says whether an article helped; may be changed.")
                 .error("answers.not_found", ErrorKind::not_found, "There is no such article.")
                 .error("answers.too_often", ErrorKind::too_many, "Try again in a moment.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const SayHelped& request) -> Result<http::None> {
                   const auto person = key_of(call);
                   if (person.starts_with("n:")) return invalid_field("Plaza-Anonymous-Id", "required", "is needed, or a session");
                   if (!parts.needs.unlimited && !parts.votes.take(person, parts.needs.clock.now())) {
                     return Error{ErrorKind::too_many, "answers.too_often", "Please wait a moment."};
                   }
                   TRY_DONE(parts.articles.vote(tx, request.handle, person, request.helped));
                   return http::None{};
                 }));
}

}  // namespace

void add_reader_routes(http::Routes& routes, const Parts& parts) {
  routes.add(help(http::post<AskHelp, Offers>("/v1/help/suggestions", "suggestAnswers"),
                  "Answers that fit what somebody is typing; a share of people, drawn by lot, get none, so that it can be measured what they do.")
                 .error("answers.too_often", ErrorKind::too_many, "Too much at once.")
                 .task([parts](Call& call, const AskHelp& request) { return suggest(parts, call, request); }));
  add_articles(routes, parts);
}

}  // namespace plaza::answers
