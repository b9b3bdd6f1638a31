// For who asks: who was asked about it, and what comes next. For who was asked: what waits for them.
#include <algorithm>

#include "routes.h"
#include "store.h"

namespace plaza::answers {
namespace {

using http::Call;

// Who is asked when no member answers in time.
enum class Next { agents, moderators, nobody };
constexpr auto enum_names(Next*) { return std::array<std::string_view, 3>{"agents", "moderators", "nobody"}; }

struct QuestionPath {
  static constexpr const char* schema_name = "HelpQuestionPath";
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 60}, json::Doc{"A question's on a product, or a discussion's."});
  }
};
struct ExpertView {
  static constexpr const char* schema_name = "AskedExpert";
  identity::AccountId id;
  std::string handle, name;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
  }
};
struct AskedView {
  static constexpr const char* schema_name = "AskedExperts";
  QuestionState state = QuestionState::waiting;
  Time asked_at, due_at;
  std::int64_t asked = 0;
  std::vector<ExpertView> experts;
  bool mine = false;
  Next next = Next::nobody;
  template <class V>
  void describe(V& v) {
    v("state", state);
    v("asked_at", asked_at);
    v("due_at", due_at, json::Doc{"Until then members are waited for."});
    v("asked", asked, json::Doc{"How many were asked and did not leave it to others."});
    v("experts", experts, json::Doc{"Those of them whom the community trusts in the open. Who merely owns the product is not named."});
    v("mine", mine, json::Doc{"The caller was asked."});
    v("next", next, json::Doc{"Who is asked when no member answers in time."});
  }
};
struct ForMeView {
  static constexpr const char* schema_name = "QuestionForMe";
  std::string id, text, about, url;
  AskedWhere where = AskedWhere::product;
  QuestionState state = QuestionState::waiting;
  Time asked_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("where", where);
    v("text", text, json::Multiline{});
    v("about", about, json::Doc{"The product's title, or the group's name."});
    v("url", url);
    v("state", state);
    v("asked_at", asked_at);
  }
};
struct ForMeList {
  static constexpr const char* schema_name = "QuestionsForMe";
  std::vector<ForMeView> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 50});
  }
};

Error no_question() { return {ErrorKind::not_found, "answers.question_not_found", "There is no such question."}; }

// As the viewer may read it: of a group they may not look into, or of somebody they are apart from, there is none.
struct Found {
  Waiting row;
  std::string id;
  ForMeView view;
  Next next = Next::nobody;
};

std::optional<Found> read_product(const Parts& parts, db::Reader& reader, const Waiting& row, identity::AccountId viewer) {
  const auto question = parts.needs.questions.find(reader, row.question_id());
  if (!question || question->text.empty()) return std::nullopt;
  const bool own = viewer && question->account_id == viewer;
  if (!own && question->status != reviews::ReviewStatus::published) return std::nullopt;
  const auto product = parts.needs.catalog.product(reader, row.product_id);
  if (!product) return std::nullopt;
  Found found{row, to_text(row.question_id()), {}, Next::agents};
  found.view = {found.id, question->text, product->title, "/products/" + product->handle + "#questions", row.where, row.state, row.asked_at};
  return found;
}

std::optional<Found> read_group(const Parts& parts, db::Reader& reader, const Waiting& row, identity::AccountId viewer) {
  const auto question = parts.groups.find(reader, community::DiscussionId{row.id});
  if (!question || !parts.groups.reads(*question, viewer)) return std::nullopt;
  const bool own = viewer && question->account == viewer;
  if (!own && !question->shown) return std::nullopt;
  Found found{row, to_text(question->id), {}, question->for_agents ? Next::agents : Next::moderators};
  found.view = {found.id, question->title, question->group_name, question->url, row.where, row.state, row.asked_at};
  return found;
}

std::optional<Found> read(const Parts& parts, db::Reader& reader, const Waiting& row, identity::AccountId viewer) {
  return row.where == AskedWhere::group ? read_group(parts, reader, row, viewer) : read_product(parts, reader, row, viewer);
}

std::optional<Found> read(const Parts& parts, db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto discussion = parse_id<community::DiscussionId>(id);
  const auto question = parse_id<reviews::QuestionId>(id);
  if (!discussion && !question) return std::nullopt;
  const auto row = waiting_for(reader, discussion ? discussion->value : question->value);
  if (!row || (row->where == AskedWhere::group) != discussion.has_value()) return std::nullopt;
  return read(parts, reader, *row, viewer);
}

AskedView view_of(const Parts& parts, db::Reader& reader, const Found& found, identity::AccountId viewer) {
  AskedView view;
  view.state = found.row.state;
  view.asked_at = found.row.asked_at;
  view.due_at = found.row.due_at;
  view.next = found.next;
  if (found.next == Next::agents && !store::read_settings(reader).to_agents) view.next = Next::nobody;
  for (const auto& each : parts.routing.asking().asked(reader, found.row.id)) {
    if (each.passed) continue;
    ++view.asked;
    if (viewer && each.account == viewer) view.mine = true;
    const auto face = each.trusted ? parts.needs.accounts.face(each.account) : std::nullopt;
    if (face) view.experts.push_back({face->id, face->handle, face->name});
  }
  return view;
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_question(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Help").summary(summary).error("answers.question_not_found", ErrorKind::not_found, "There is no such question.");
  return builder;
}

}  // namespace

void add_expert_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<http::None, ForMeList>("/v1/help/questions", "listQuestionsForMe")
                 .summary("Questions that the caller was asked about and nobody has answered yet, newest first; at most 50.")
                 .tag("Help")
                 .access(http::Access::signed_in())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<ForMeList> {
                   ForMeList list;
                   for (const auto& row : questions_for(reader, account_of(call))) {
                     if (auto found = read(parts, reader, row, account_of(call))) list.items.push_back(std::move(found->view));
                   }
                   return list;
                 }));
  routes.add(of_question(http::get<QuestionPath, AskedView>("/v1/help/questions/{id}", "getAskedExperts"),
                         "Who was asked about a question on a product or in a group, and who is asked next.")
                 .access(http::Access::anyone())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const QuestionPath& request) -> Result<AskedView> {
                   const auto found = read(parts, reader, request.id, account_of(call));
                   if (!found) return no_question();
                   return view_of(parts, reader, *found, account_of(call));
                 }));
  routes.add(of_question(http::post<QuestionPath, http::None>("/v1/help/questions/{id}/pass", "passQuestion"),
                         "Leaves a question that the caller was asked about to others: somebody else is asked.")
                 .access(http::Access::signed_in())
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const QuestionPath& request) -> Result<http::None> {
                   const auto found = read(parts, tx, request.id, account_of(call));
                   if (!found) return no_question();
                   if (!parts.routing.asking().pass(tx, found->row.id, account_of(call))) return http::None{};
                   if (found->row.where == AskedWhere::group) parts.groups.invite_again(tx, community::DiscussionId{found->row.id});
                   else parts.routing.invite_again(tx, found->row);
                   return http::None{};
                 }));
}

}  // namespace plaza::answers
