// What staff do with articles.
#include "routes.h"

namespace plaza::answers {
namespace {

using http::Call;

struct AdminArticle {
  static constexpr const char* schema_name = "AdminHelpArticle";
  ArticleId id;
  ArticleStatus status = ArticleStatus::draft;
  std::int64_t version = 0;
  ArticleWords words;
  std::optional<GrownFrom> source;
  Time created_at, updated_at;
  std::optional<Time> published_at;
  std::int64_t helped = 0, not_helped = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("version", version);
    v("words", words);
    v("source", source);
    v("created_at", created_at);
    v("updated_at", updated_at);
    v("published_at", published_at);
    v("helped", helped);
    v("not_helped", not_helped);
  }
};
AdminArticle view_of(const Article& a) {
  AdminArticle view{a.id, a.status, a.version, a.words, a.source, a.created_at, a.updated_at, {}, a.helped, a.not_helped};
  if (a.published_at.micros > 0) view.published_at = a.published_at;
  return view;
}

struct AdminArticleList {
  static constexpr const char* schema_name = "AdminHelpArticleList";
  std::vector<AdminArticle> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 500});
  }
};
struct ListAdminArticles {
  static constexpr const char* schema_name = "ListAdminHelpArticles";
  std::optional<ArticleStatus> status;
  template <class V>
  void describe(V& v) {
    v("status", status);
  }
};
struct AdminArticlePath {
  static constexpr const char* schema_name = "AdminHelpArticlePath";
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct ChangeArticle : ArticleWords {
  static constexpr const char* schema_name = "ChangeHelpArticle";
  std::string id;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    ArticleWords::describe(v);
  }
};
struct SetArticleStatus {
  static constexpr const char* schema_name = "SetHelpArticleStatus";
  std::string id;
  std::int64_t version = 0;
  ArticleStatus status = ArticleStatus::published;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("status", status);
  }
};
struct GrowArticle {
  static constexpr const char* schema_name = "GrowHelpArticle";
  std::string answer_id;
  template <class V>
  void describe(V& v) {
    v("answer_id", answer_id, json::Length{1, 60}, json::Doc{"A question's id, or that of another answer that can be offered."});
  }
};
struct EditView {
  static constexpr const char* schema_name = "HelpArticleEdit";
  Time at;
  std::string by;  // a name; empty: not known any more
  std::int64_t version = 0;
  ArticleWords words;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("by", by);
    v("version", version);
    v("words", words);
  }
};
struct EditList {
  static constexpr const char* schema_name = "HelpArticleEditList";
  std::vector<EditView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

Result<ArticleId> id_of(std::string_view text) {
  if (const auto id = parse_id<ArticleId>(text)) return *id;
  return no_article();
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_help(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: help").access(writing()).summary(summary);
  return builder;
}
template <class Req, class Res>
http::RouteBuilder<Req, Res> of_article(http::RouteBuilder<Req, Res> builder, const char* summary) {
  auto made = of_help(std::move(builder), summary);
  made.error("answers.not_found", ErrorKind::not_found, "There is no such article.");
  return made;
}

void add_making(http::Routes& routes, const Parts& parts) {
  routes.add(of_help(http::post<ArticleWords, AdminArticle>("/v1/admin/help/articles", "createHelpArticle"), "Begins an article, as a draft.")
                 .status(201)
                 .idempotent()
                 .error("answers.handle_taken", ErrorKind::conflict, "Another article has this address.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const ArticleWords& request) -> Result<AdminArticle> {
                   TRY(const auto made, parts.articles.create(tx, request, account_of(call)));
                   return view_of(made);
                 }));
  routes.add(of_help(http::post<GrowArticle, AdminArticle>("/v1/admin/help/grown_articles", "growHelpArticle"),
                     "A draft made of an answer, which it links to; the article that is there already if one grew of it before.")
                 .status(201)
                 .error("answers.no_such_answer", ErrorKind::not_found, "There is no such answer, or it is not shown.")
                 .error("answers.handle_taken", ErrorKind::conflict, "Too many articles are called like this.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const GrowArticle& request) -> Result<AdminArticle> {
                   TRY(const auto made, parts.articles.grow(tx, request.answer_id, account_of(call)));
                   return view_of(made);
                 }));
}

}  // namespace

void add_article_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_help(http::get<ListAdminArticles, AdminArticleList>("/v1/admin/help/articles", "adminListHelpArticles"),
                     "Articles, the last changed first; at most 500.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const ListAdminArticles& request) -> Result<AdminArticleList> {
                   AdminArticleList list;
                   for (const auto& each : parts.articles.list(reader, request.status)) list.items.push_back(view_of(each));
                   return list;
                 }));
  add_making(routes, parts);
  routes.add(of_article(http::get<AdminArticlePath, AdminArticle>("/v1/admin/help/articles/{id}", "adminGetHelpArticle"), "One article with all its words.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const AdminArticlePath& request) -> Result<AdminArticle> {
                   TRY(const auto id, id_of(request.id));
                   const auto found = parts.articles.find(reader, id);
                   if (!found) return no_article();
                   return view_of(*found);
                 }));
  routes.add(of_article(http::put<ChangeArticle, AdminArticle>("/v1/admin/help/articles/{id}", "changeHelpArticle"),
                        "Changes its words; what it said before is kept.")
                 .error("answers.stale", ErrorKind::conflict, "It is another version by now.")
                 .error("answers.handle_taken", ErrorKind::conflict, "Another article has this address.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const ChangeArticle& request) -> Result<AdminArticle> {
                   TRY(const auto id, id_of(request.id));
                   TRY(const auto changed, parts.articles.change(tx, id, request.version, request, account_of(call)));
                   return view_of(changed);
                 }));
  routes.add(of_article(http::put<SetArticleStatus, AdminArticle>("/v1/admin/help/articles/{id}/status", "setHelpArticleStatus"),
                        "Publishes it, hides it, or makes it a draft again.")
                 .error("answers.stale", ErrorKind::conflict, "It is another version by now.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const SetArticleStatus& request) -> Result<AdminArticle> {
                   TRY(const auto id, id_of(request.id));
                   TRY(const auto changed, parts.articles.set_status(tx, id, request.version, request.status));
                   return view_of(changed);
                 }));
  routes.add(of_article(http::get<AdminArticlePath, EditList>("/v1/admin/help/articles/{id}/edits", "listHelpArticleEdits"),
                        "What it said before, newest first; at most 50.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const AdminArticlePath& request) -> Result<EditList> {
                   TRY(const auto id, id_of(request.id));
                   if (!parts.articles.find(reader, id)) return no_article();
                   EditList list;
                   auto edits = parts.articles.edits(reader, id);
                   for (auto& edit : edits) {
                     const auto face = edit.by ? parts.needs.accounts.face(edit.by) : std::nullopt;
                     list.items.push_back({edit.at, face ? face->name : "", edit.version, std::move(edit.words)});
                   }
                   return list;
                 }));
}

}  // namespace plaza::answers
