// For agents: passages beside a conversation. For whoever leads: what help brings, what waits, and the rules.
#include "routes.h"
#include "wanted.h"

namespace plaza::answers {
namespace {

using http::Call;

constexpr std::size_t wanted_max = 20;

struct FindPassages {
  static constexpr const char* schema_name = "FindHelpPassages";
  std::string text, locale;
  std::optional<catalog::ProductId> product_id;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Length{1, 5'000}, json::Multiline{}, json::Doc{"What the customer wrote."});
    v("locale", locale, json::Optional{}, json::Length{0, 10}, json::Doc{"The customer's language."});
    v("product_id", product_id);
  }
};
struct Passages {
  static constexpr const char* schema_name = "HelpPassages";
  std::vector<Offer> items;
  bool ready = true;
  template <class V>
  void describe(V& v) {
    v("ready", ready, json::Doc{"False for a while after a start: more may be known."});
    v("items", items, json::Doc{"Word for word from where they stand, the best first."});
  }
};

struct AskReport {
  static constexpr const char* schema_name = "HelpReportQuery";
  std::int64_t days = 30;
  template <class V>
  void describe(V& v) {
    v("days", days, json::Optional{}, json::Between{1, 365});
  }
};

struct ListWaiting {
  static constexpr const char* schema_name = "ListRoutedQuestions";
  std::optional<QuestionState> state;
  template <class V>
  void describe(V& v) {
    v("state", state);
  }
};
struct WaitingView {
  static constexpr const char* schema_name = "RoutedQuestion";
  std::string id, text, product_handle, product_title, url;
  AskedWhere where = AskedWhere::product;
  QuestionState state = QuestionState::waiting;
  Time asked_at, due_at;
  std::int64_t invited = 0, answers = 0;
  std::optional<std::string> conversation_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Multiline{});
    v("product_handle", product_handle);
    v("product_title", product_title);
    v("where", where);
    v("url", url, json::Doc{"Where it stands; empty: nowhere any more."});
    v("state", state);
    v("asked_at", asked_at);
    v("due_at", due_at);
    v("invited", invited);
    v("answers", answers);
    v("conversation_id", conversation_id);
  }
};
struct WaitingList {
  static constexpr const char* schema_name = "RoutedQuestionList";
  std::vector<WaitingView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

struct WantedView {
  static constexpr const char* schema_name = "WantedArticle";
  std::string text, url;
  std::int64_t times = 0;
  std::optional<std::string> answer_id;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Multiline{}, json::Doc{"As it was asked last."});
    v("url", url);
    v("times", times);
    v("answer_id", answer_id, json::Doc{"An answer of which an article can be made."});
  }
};
struct WantedList {
  static constexpr const char* schema_name = "WantedArticleList";
  std::vector<WantedView> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, wanted_max});
  }
};

WaitingView view_of(const Parts& parts, db::Reader& reader, const Waiting& row) {
  WaitingView view;
  view.where = row.where;
  view.state = row.state;
  view.asked_at = row.asked_at;
  view.due_at = row.due_at;
  view.invited = row.invited;
  if (row.conversation_id) view.conversation_id = to_text(row.conversation_id);
  if (row.where == AskedWhere::group) {
    const community::DiscussionId id{row.id};
    view.id = to_text(id);
    const auto question = parts.groups.find(reader, id);
    if (question && question->for_agents) {  // the words of a closed group are its members'
      view.text = question->title;
      view.url = question->url;
    }
    return view;
  }
  view.id = to_text(row.question_id());
  if (const auto question = parts.needs.questions.find(reader, row.question_id())) {
    view.text = question->text;
    view.answers = question->answers;
  }
  if (const auto product = parts.needs.catalog.product(reader, row.product_id)) {
    view.product_handle = product->handle;
    view.product_title = product->title;
    view.url = "/products/" + product->handle + "#questions";
  }
  return view;
}

// Of the last questions those that no article answers, newest first.
std::vector<AskedText> without_article(const Parts& parts, db::Reader& reader) {
  std::vector<AskedText> found;
  for (const auto& row : parts.routing.list(reader, std::nullopt)) {
    const auto view = view_of(parts, reader, row);
    if (view.text.empty() || view.url.empty()) continue;
    Query query;
    query.text = view.text;
    query.only = Kind::article;
    query.limit = 1;
    if (parts.answers.find(query).empty()) found.push_back({view.id, view.text, view.url, parts.answers.document(reader, view.id).has_value()});
  }
  return found;
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_help(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: help").access(writing()).summary(summary);
  return builder;
}

void add_rules(http::Routes& routes, const Parts& parts) {
  routes.add(of_help(http::get<http::None, Settings>("/v1/admin/help/settings", "getHelpSettings"), "The rules for help.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<Settings> {
                   return parts.service.settings(reader);
                 }));
  routes.add(of_help(http::put<Settings, Settings>("/v1/admin/help/settings", "setHelpSettings"), "Changes them as a whole.")
                 .access(identity::staff_access(identity::merchandiser))
                 .error("answers.stale", ErrorKind::conflict, "They are another version by now.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const Settings& request) {
                   return parts.service.set_settings(tx, request);
                 }));
}

}  // namespace

void add_staff_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_help(http::post<FindPassages, Passages>("/v1/admin/help/passages", "findHelpPassages"),
                     "What is known about a customer's question, with where it stands: for the answer that an agent writes.")
                 .memory([parts](Call&, const FindPassages& request) -> Result<Passages> {
                   Query query;
                   query.text = request.text;
                   query.language = request.locale;
                   query.product = request.product_id.value_or(catalog::ProductId{});
                   query.any = true;
                   query.limit = 6;
                   const bool ready = parts.answers.ready();  // before the search: what comes in between is no reason to say that it was all
                   return Passages{parts.answers.find(query), ready};
                 }));
  routes.add(of_help(http::get<AskReport, HelpReport>("/v1/admin/help/report", "getHelpReport"),
                     "Who was shown answers and who, by lot, was not; how many of each asked anyway.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const AskReport& request) -> Result<HelpReport> {
                   auto report = parts.measure.report(reader, parts.service.settings(reader), request.days);
                   report.waiting = std::ssize(parts.routing.list(reader, QuestionState::waiting));
                   report.with_agents = std::ssize(parts.routing.list(reader, QuestionState::with_agents));
                   report.ready = parts.answers.ready();
                   report.answers = static_cast<std::int64_t>(parts.answers.size());
                   return report;
                 }));
  routes.add(of_help(http::get<ListWaiting, WaitingList>("/v1/admin/help/questions", "listRoutedQuestions"),
                     "Questions on products and in groups on their way to an answer, newest first; at most 100.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const ListWaiting& request) -> Result<WaitingList> {
                   WaitingList list;
                   const auto rows = parts.routing.list(reader, request.state);
                   for (const auto& row : rows) list.items.push_back(view_of(parts, reader, row));
                   return list;
                 }));
  routes.add(of_help(http::get<http::None, WantedList>("/v1/admin/help/wanted", "listWantedArticles"),
                     "What was asked at least twice among the last questions and no article answers, the most asked first.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<WantedList> {
                   WantedList list;
                   for (const auto& each : often_asked(without_article(parts, reader), wanted_max)) {
                     WantedView view{each.newest.text, each.newest.url, each.times, {}};
                     if (!each.answered_id.empty()) view.answer_id = each.answered_id;
                     list.items.push_back(std::move(view));
                   }
                   return list;
                 }));
  add_rules(routes, parts);
}

}  // namespace plaza::answers
