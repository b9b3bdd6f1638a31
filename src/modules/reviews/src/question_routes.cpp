// Questions on a product: asked, answered, accepted, found helpful.
#include "identity/roles.h"
#include "routes.h"
#include "thread_store.h"

namespace plaza::reviews {
namespace {

using http::Call;

struct ListQuestions {
  std::string handle, cursor;
  int limit = 10;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};
struct QuestionList {
  std::vector<QuestionView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct AskQuestion {
  std::string handle, text;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
    v("text", text, json::Length{1, 500}, json::Multiline{});
  }
};
struct AnswerQuestion {
  std::string id, text;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{1, 2'000}, json::Multiline{});
  }
};
struct AcceptAnswer {
  std::string id;
  std::optional<AnswerId> answer_id;  // nothing: none any more
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("answer_id", answer_id);
  }
};
struct ListAdminQuestions {
  std::optional<ReviewStatus> status;
  bool unanswered = false;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("unanswered", unanswered, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};
struct AdminQuestion : QuestionView {
  static constexpr const char* schema_name = "AdminQuestion";
  std::string product_handle, product_title;
  std::string wanted;  // of the shop
  template <class V>
  void describe(V& v) {
    QuestionView::describe(v);
    v("wanted", wanted, json::Doc{"What nobody but the shop can answer, as read from the words; empty: owners can."});
    v("product_handle", product_handle);
    v("product_title", product_title);
  }
};
struct AdminQuestionList {
  std::vector<AdminQuestion> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

bool is_staff(const Call& call) { return identity::has_role(call.caller, identity::merchandiser | identity::agent | identity::moderator); }

Result<QuestionView> view_of(const Parts& parts, db::Reader& reader, const Call& call, QuestionId id, bool staff) {
  const auto question = parts.questions.find(reader, id);
  if (!question) return Error{ErrorKind::not_found, "reviews.question_not_found", "There is no such question."};
  return parts.questions.view(reader, *question, account_of(call), staff);
}

// PUT and DELETE of a vote, for questions and answers.
template <class I>
void add_vote(http::Routes& routes, const Parts& parts, const std::string& path, const char* operation, const char* code, bool helpful) {
  auto builder = helpful ? http::put<IdPath, HelpfulView>(path, operation) : http::del<IdPath, HelpfulView>(path, operation);
  routes.add(builder.tag("Product questions")
                 .summary(helpful ? "This helped; once for each member." : "Takes the vote back.")
                 .access(http::Access::signed_in())
                 .error(code, ErrorKind::not_found, "There is no such thing.")
                 .error("reviews.own", ErrorKind::conflict, "It is your own.")
                 .error("reviews.too_often", ErrorKind::too_many, "Try again in a moment.")
                 .write(parts.needs.database, [parts, code, helpful](Call& call, db::Transaction& tx,
                                                                     const IdPath& request) -> Result<HelpfulView> {
                   TRY_DONE(not_too_often(parts.votes, call));
                   TRY(const auto id, id_in_path<I>(request.id, code));
                   TRY(const auto count, parts.questions.vote(tx, id, account_of(call), helpful));
                   return HelpfulView{count};
                 }));
}

void add_asking(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<ListQuestions, QuestionList>("/v1/products/{handle}/questions", "listQuestions")
                 .tag("Product questions")
                 .summary("What people asked about a product, with the answers; the most helpful first, one's own that others do not see before them.")
                 .access(http::Access::anyone())
                 .error("reviews.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ListQuestions& request) -> Result<QuestionList> {
                   TRY(const auto product, product_of(parts.needs, reader, request.handle));
                   QuestionQuery query;
                   query.product_id = product.id;
                   query.cursor = request.cursor;
                   query.limit = request.limit;
                   const auto page = parts.questions.list(reader, query);
                   QuestionList list;
                   const auto viewer = account_of(call);
                   const bool first = request.cursor.empty() && viewer;
                   const auto own = first ? store::hidden_questions_of(reader, viewer, product.id) : std::vector<Question>{};
                   for (const auto& each : own) list.items.push_back(parts.questions.view(reader, each, viewer, false));
                   for (const auto& each : page.items) list.items.push_back(parts.questions.view(reader, each, account_of(call), false));
                   if (!page.next_cursor.empty()) list.next_cursor = page.next_cursor;
                   return list;
                 }));
  routes.add(http::post<AskQuestion, QuestionView>("/v1/products/{handle}/questions", "askQuestion")
                 .tag("Product questions")
                 .summary("Asks something about a product.")
                 .access(http::Access::signed_in())
                 .status(201)
                 .idempotent()
                 .error("reviews.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .error("reviews.too_often", ErrorKind::too_many, "Try again in some minutes.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const AskQuestion& request) -> Result<QuestionView> {
                   TRY_DONE(not_too_often(parts.writes, call));
                   TRY(const auto product, product_of(parts.needs, tx, request.handle));
                   TRY(const auto asked, parts.questions.ask(tx, product, account_of(call), request.text));
                   return parts.questions.view(tx, asked, account_of(call), false);
                 }));
}

}  // namespace

void add_question_routes(http::Routes& routes, const Parts& parts) {
  add_asking(routes, parts);
  routes.add(http::post<AnswerQuestion, QuestionView>("/v1/product_questions/{id}/answers", "answerQuestion")
                 .tag("Product questions")
                 .summary("Answers; who bought the product stands there as an owner.")
                 .access(http::Access::signed_in())
                 .status(201)
                 .idempotent()
                 .error("reviews.question_not_found", ErrorKind::not_found, "There is no such question.")
                 .error("reviews.too_often", ErrorKind::too_many, "Try again in some minutes.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const AnswerQuestion& request) -> Result<QuestionView> {
                   TRY_DONE(not_too_often(parts.writes, call));
                   TRY(const auto id, id_in_path<QuestionId>(request.id, "reviews.question_not_found"));
                   TRY_DONE(parts.questions.answer(tx, id, account_of(call), false, request.text));
                   return view_of(parts, tx, call, id, false);
                 }));
  routes.add(http::put<AcceptAnswer, QuestionView>("/v1/product_questions/{id}/accepted", "acceptAnswer")
                 .tag("Product questions")
                 .summary("Which answer it was: by who asked, or staff. Without an answer_id none any more.")
                 .access(http::Access::signed_in())
                 .error("reviews.question_not_found", ErrorKind::not_found, "There is no such question.")
                 .error("reviews.answer_not_found", ErrorKind::not_found, "It is no answer of this question.")
                 .error("reviews.not_yours", ErrorKind::forbidden, "Somebody else asked.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const AcceptAnswer& request) -> Result<QuestionView> {
                   TRY(const auto id, id_in_path<QuestionId>(request.id, "reviews.question_not_found"));
                   const auto answer = request.answer_id.value_or(AnswerId{});
                   TRY_DONE(parts.questions.accept(tx, id, answer, account_of(call), is_staff(call)));
                   return view_of(parts, tx, call, id, is_staff(call));
                 }));
  const std::string question = "/v1/product_questions/{id}/helpful", answer = "/v1/product_answers/{id}/helpful";
  add_vote<QuestionId>(routes, parts, question, "markQuestionHelpful", "reviews.question_not_found", true);
  add_vote<QuestionId>(routes, parts, question, "unmarkQuestionHelpful", "reviews.question_not_found", false);
  add_vote<AnswerId>(routes, parts, answer, "markAnswerHelpful", "reviews.answer_not_found", true);
  add_vote<AnswerId>(routes, parts, answer, "unmarkAnswerHelpful", "reviews.answer_not_found", false);
}

void add_admin_question_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<ListAdminQuestions, AdminQuestionList>("/v1/admin/product_questions", "listProductQuestions")
                 .tag("Product questions")
                 .summary("Questions on all products, newest first.")
                 .access(staff_who_review())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader,
                                                     const ListAdminQuestions& request) -> Result<AdminQuestionList> {
                   const auto page = parts.questions.list(reader, {{}, request.status, request.unanswered, request.cursor, request.limit});
                   AdminQuestionList list;
                   for (const auto& each : page.items) {
                     AdminQuestion view;
                     static_cast<QuestionView&>(view) = parts.questions.view(reader, each, account_of(call), true);
                     view.wanted = wanted_of_shop(each.text);
                     if (const auto product = parts.needs.catalog.product(reader, each.product_id)) {
                       view.product_handle = product->handle;
                       view.product_title = product->title;
                     }
                     list.items.push_back(std::move(view));
                   }
                   if (!page.next_cursor.empty()) list.next_cursor = page.next_cursor;
                   return list;
                 }));
  routes.add(http::post<AnswerQuestion, QuestionView>("/v1/admin/product_questions/{id}/answers", "answerQuestionAsStaff")
                 .tag("Product questions")
                 .summary("Answers as the shop.")
                 .access(staff_who_review())
                 .status(201)
                 .idempotent()
                 .error("reviews.question_not_found", ErrorKind::not_found, "There is no such question.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const AnswerQuestion& request) -> Result<QuestionView> {
                   TRY(const auto id, id_in_path<QuestionId>(request.id, "reviews.question_not_found"));
                   TRY_DONE(parts.questions.answer(tx, id, account_of(call), true, request.text));
                   return view_of(parts, tx, call, id, true);
                 }));
}

}  // namespace plaza::reviews
