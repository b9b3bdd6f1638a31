// The inbox: lists, one conversation, what is changed about it, and who else looks.
#include <algorithm>
#include <array>
#include <limits>

#include "care/live.h"
#include "merging.h"
#include "routes.h"
#include "store.h"

namespace plaza::care {
namespace {

using http::Call;

constexpr int page_of_messages = 50;
constexpr int earlier_max = 10;

struct ListConversations {
  std::optional<Status> status;
  std::string assignee, channel, label, q, cursor;
  std::optional<Priority> priority;
  std::optional<Feeling> feeling;
  std::string intent;
  bool late = false;
  Sort sort = Sort::newest;
  int limit = 30;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("assignee", assignee, json::Optional{}, json::Length{0, 40}, json::Doc{"An account's id, `me` or `nobody`."});
    v("channel", channel, json::Optional{}, json::Length{0, 40});
    v("label", label, json::Optional{}, json::Length{0, 40});
    v("priority", priority);
    v("feeling", feeling);
    v("intent", intent, json::Optional{}, json::Length{0, 40}, json::Doc{"What the customer wants, such as refund."});
    v("late", late, json::Optional{}, json::Doc{"Only open ones whose deadline has passed, the latest first."});
    v("q", q, json::Optional{}, json::Length{0, 200}, json::Doc{"Words of one message, or a whole e-mail address."});
    v("sort", sort, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};

struct ConversationPage {
  static constexpr const char* schema_name = "CareConversationPage";
  std::vector<ConversationView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct ChangeMembers {
  std::optional<Status> status;
  std::optional<Time> snoozed_until;
  std::optional<Priority> priority;
  std::optional<std::string> assignee_id;
  std::optional<std::vector<std::string>> labels;
  std::optional<std::string> subject;
  std::optional<Feeling> feeling;
  std::optional<std::string> intent, topic, team, product_id;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("snoozed_until", snoozed_until);
    v("priority", priority);
    v("assignee_id", assignee_id, json::Length{0, 40}, json::Doc{"Empty: nobody; `me`: who asks."});
    v("labels", labels, json::Items{0, labels_max});
    v("subject", subject, json::Length{0, subject_max});
    v("feeling", feeling, json::Doc{"Of the latest message, as it should have been read; it is learnt from."});
    v("intent", intent, json::Length{0, 40}, json::Doc{"What the customer wants, such as refund; empty: nothing of those. It is learnt from."});
    v("topic", topic, json::Length{0, 40}, json::Doc{"The code of one of the shop's topics; empty: none. Its team comes along."});
    v("team", team, json::Length{0, 40}, json::Doc{"Empty: anybody's."});
    v("product_id", product_id, json::Length{0, 40}, json::Doc{"Empty: not known."});
  }
};

struct ChangeConversation : ChangeMembers {
  std::string id;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    ChangeMembers::describe(v);
    v("version", version);
  }
};

struct ChangeMany : ChangeMembers {
  std::vector<std::string> ids, add_labels, remove_labels;
  template <class V>
  void describe(V& v) {
    v("ids", ids, json::Items{1, 100});
    ChangeMembers::describe(v);
    v("add_labels", add_labels, json::Optional{}, json::Items{0, labels_max}, json::Doc{"Beside those that each has."});
    v("remove_labels", remove_labels, json::Optional{}, json::Items{0, labels_max});
  }
};

// unchanged: it was as asked before.
enum class Became { changed, unchanged, refused };
constexpr auto enum_names(Became*) { return std::array<std::string_view, 3>{"changed", "unchanged", "refused"}; }

struct ChangedOne {
  static constexpr const char* schema_name = "CareChangedOne";
  std::string id;
  Became outcome = Became::refused;
  std::optional<ConversationView> conversation;
  std::string code, detail;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("outcome", outcome);
    v("conversation", conversation, json::Doc{"As it is now; null when it was refused."});
    v("code", code, json::Doc{"Why it was refused, such as care.wrong_status; empty otherwise."});
    v("detail", detail);
  }
};

struct ManyChanged {
  static constexpr const char* schema_name = "CareManyChanged";
  std::vector<ChangedOne> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Doc{"What became of each, in the order in which they were asked for."});
  }
};

struct OneConversation {
  std::string id, cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("cursor", cursor, json::Optional{}, json::Length{0, 40}, json::Doc{"Of earlier messages."});
  }
};

struct OfAccount {
  identity::AccountId id;
  int limit = 30;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};

struct SeeConversation {
  std::string id;
  std::optional<std::string> message_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("message_id", message_id, json::Length{1, 40}, json::Doc{"The newest that was seen; nothing: all. In a chat the customer is shown how far."});
  }
};

struct Here {
  std::string id;
  bool typing = false, answering = false, leaving = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("typing", typing, json::Optional{});
    v("answering", answering, json::Optional{}, json::Doc{"What is typed is an answer: in a chat the customer is shown that somebody types. A note is nobody's business."});
    v("leaving", leaving, json::Optional{});
  }
};

struct Others {
  static constexpr const char* schema_name = "CareOthers";
  std::vector<AgentView> others;
  std::int64_t version = 0;  // of the conversation: whoever shows another reads it anew
  template <class V>
  void describe(V& v) {
    v("others", others);
    v("version", version);
  }
};

struct Colleagues {
  static constexpr const char* schema_name = "CareColleagues";
  std::vector<AgentView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

Result<identity::AccountId> account_of(const std::string& text, const Call& call, const char* field) {
  if (text.empty() || text == "nobody") return identity::AccountId{};
  if (text == "me") return identity::AccountId{call.caller.subject};
  if (const auto id = parse_id<identity::AccountId>(text)) return *id;
  return invalid_field(field, "wrong_format", "is no account's id");
}

Result<Change> change_of(const ChangeMembers& wish, const Call& call) {
  Change change;
  change.status = wish.status;
  change.snoozed_until = wish.snoozed_until;
  change.priority = wish.priority;
  change.labels = wish.labels;
  change.subject = wish.subject;
  change.feeling = wish.feeling;
  change.intent = wish.intent;
  change.topic = wish.topic;
  change.team = wish.team;
  if (wish.product_id) {
    const auto product = wish.product_id->empty() ? std::optional(catalog::ProductId{}) : parse_id<catalog::ProductId>(*wish.product_id);
    if (!product) return invalid_field("product_id", "wrong_format", "is no product's id");
    change.product = *product;
  }
  if (wish.assignee_id) {
    TRY(change.assignee, account_of(*wish.assignee_id, call, "assignee_id"));
  }
  return change;
}

std::vector<AgentView> others_of(const Parts& parts, ConversationId id, const Call& call) {
  std::vector<AgentView> others;
  for (const auto& each : parts.presence.others(id, identity::AccountId{call.caller.subject}, parts.needs.clock.now())) {
    others.push_back({each.account, parts.views.name_of(each.account), each.typing});
  }
  return others;
}

Result<ConversationPage> page_of(const Parts& parts, const Call& call, db::Reader& reader, const ListConversations& request) {
  ListQuery query{request.status, {}, request.channel, request.label, request.priority, request.feeling, request.intent, request.late,
                  request.sort, request.cursor, request.limit};
  if (!request.assignee.empty()) {
    TRY(query.assignee, account_of(request.assignee, call, "assignee"));
  }
  const Time now = parts.needs.clock.now();
  TRY(auto found, request.q.empty() ? list(reader, query, now) : parts.search.find(reader, request.q, query, now));
  ConversationPage page;
  for (const auto& each : found.items) page.items.push_back(parts.views.of(each));
  page.next_cursor = std::move(found.next_cursor);
  return page;
}

TermsView terms_of(const Parts& parts, const Conversation& each) {
  const Channel* channel = parts.desk.channel(each.channel);
  if (!channel) return {"", {}, true, static_cast<std::int64_t>(text_max), 0, 0};
  const Terms terms = channel->terms(each);
  const Capabilities takes = channel->capabilities();
  TermsView view{terms.rule, {}, terms.answerable, 0, static_cast<std::int64_t>(takes.pictures_max), static_cast<std::int64_t>(takes.cards_max)};
  view.text_max = static_cast<std::int64_t>(terms.text_max > 0 ? terms.text_max : takes.text_max);
  if (terms.closes.micros > 0) {
    view.closes_at = terms.closes;
    view.open = terms.answerable && parts.needs.clock.now() < terms.closes;
  }
  return view;
}

Live* live_of(const Parts& parts, const Conversation& each) {
  Channel* channel = each.merged_into || each.channel_key.empty() ? nullptr : parts.desk.channel(each.channel);
  return channel ? channel->live() : nullptr;
}

std::optional<LiveView> live_view(const Parts& parts, db::Reader& reader, const Conversation& each) {
  Live* live = live_of(parts, each);
  const auto thread = live ? live->look(reader, each) : std::nullopt;
  if (!thread) return std::nullopt;
  LiveView view{thread->thread, std::nullopt};
  for (const auto& id : thread->read_ids) {
    const auto known = store::find_external(reader, each.channel, id);
    if (!known || known->conversation != each.id) continue;
    view.read_message_id = known->message;
    break;
  }
  return view;
}

Result<http::None> see(const Parts& parts, db::Transaction& tx, const SeeConversation& request) {
  TRY(const auto id, conversation_id(request.id));
  const auto each = store::find(tx, id);
  if (!each) return conversation_missing();
  MessageId after{std::numeric_limits<std::int64_t>::max()};
  if (request.message_id) {
    const auto last = parse_id<MessageId>(*request.message_id);
    if (!last) return invalid_field("message_id", "wrong_format", "is no message's id");
    after = MessageId{last->value + 1};
  }
  store::mark_seen(tx, id);
  if (Live* live = live_of(parts, *each)) live->seen(tx, *each, store::externals_before(tx, id, after));
  return http::None{};
}

Result<Others> look(const Parts& parts, const Call& call, db::Reader& reader, const Here& request) {
  TRY(const auto id, conversation_id(request.id));
  const auto each = store::find(reader, id);
  if (!each) return conversation_missing();
  const identity::AccountId me{call.caller.subject};
  if (request.leaving) parts.presence.gone(id, me);
  else parts.presence.here(id, me, request.typing, parts.needs.clock.now());
  Live* live = request.typing && request.answering && !request.leaving ? live_of(parts, *each) : nullptr;
  if (live) live->answering(reader, *each);
  return Others{others_of(parts, id, call), each->version};
}

// Of the account that it is found by; what only gave the same address stands apart.
void add_earlier(const Parts& parts, db::Reader& reader, const Conversation& each, DetailView& view) {
  const auto account = each.customer.account;
  const auto add = [&](std::vector<ConversationView>& to, const Conversation& other) {
    if (other.id != each.id && !other.merged_into && static_cast<int>(to.size()) < earlier_max) to.push_back(parts.views.of(other));
  };
  for (const auto& other : store::of_account(reader, account, earlier_max + 1)) add(view.earlier, other);
  for (const auto& other : store::of_address(reader, each.customer.address, 2 * earlier_max + 1)) {
    if (!account || other.customer.account != account) add(view.same_address, other);
  }
}

Result<DetailView> detail_of(const Parts& parts, const Call& call, db::Reader& reader, const OneConversation& request) {
  TRY(const auto id, conversation_id(request.id));
  const auto each = store::find(reader, id);
  if (!each) return conversation_missing();
  MessageId before{};
  if (!request.cursor.empty()) {
    const auto parsed = parse_id<MessageId>(request.cursor);
    if (!parsed) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *parsed;
  }
  DetailView view;
  view.conversation = parts.views.of(*each);
  auto messages = store::messages_before(reader, id, before, page_of_messages + 1);
  if (static_cast<int>(messages.size()) > page_of_messages) {
    messages.pop_back();
    view.earlier_cursor = to_text(messages.back().id);
  }
  std::reverse(messages.begin(), messages.end());
  for (const auto& message : messages) view.messages.push_back(parts.views.of(reader, message));
  view.others = others_of(parts, id, call);
  add_earlier(parts, reader, *each, view);
  for (const auto& other : merged_into(reader, id)) view.merged.push_back(parts.views.of(other));
  for (const auto& asked : parts.approvals.of_conversation(reader, id)) view.approvals.push_back(parts.views.of(reader, asked));
  const Agent agent = agent_of(call);
  const Room room = parts.actions.room_of(reader, agent);
  const bool may_give = (agent.roles & giving().roles) != 0;
  view.room = {may_give, room.refund_max, room.credit_max, room.day_left};
  view.terms = terms_of(parts, *each);
  view.live = live_view(parts, reader, *each);
  return view;
}

// Errors: what is wrong with the wish itself.
Result<ChangedOne> change_one(const Parts& parts, const Call& call, db::Transaction& tx, const std::string& text, const Change& change) {
  Result<Conversation> result = conversation_missing();
  const auto id = parse_id<ConversationId>(text);
  const auto before = id ? store::find(tx, *id) : std::nullopt;
  const auto work = [&] {
    result = parts.desk.change(tx, *id, agent_of(call), change);
    return result.ok();
  };
  if (before && tx.nested(work)) {
    return ChangedOne{text, result->version == before->version ? Became::unchanged : Became::changed, parts.views.of(*result), "", ""};
  }
  if (result.error().kind == ErrorKind::invalid) return result.error();
  return ChangedOne{text, Became::refused, std::nullopt, result.error().code, result.error().detail};
}

Result<ManyChanged> change_many(const Parts& parts, const Call& call, db::Transaction& tx, const ChangeMany& request) {
  TRY(auto change, change_of(request, call));
  change.add_labels = request.add_labels;
  change.remove_labels = request.remove_labels;
  ManyChanged done;
  for (const auto& text : request.ids) {
    TRY(auto one, change_one(parts, call, tx, text, change));
    done.items.push_back(std::move(one));
  }
  return done;
}

void add_lists(http::Routes& routes, const Parts& parts) {
  routes.add(of_care(http::get<ListConversations, ConversationPage>("/v1/admin/conversations", "adminListConversations"),
                     "Conversations of every channel, the latest activity first. A page may be short and still have a next one.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ListConversations& request) {
                   return page_of(parts, call, reader, request);
                 }));
  routes.add(of_care(http::get<OfAccount, ConversationPage>("/v1/admin/accounts/{id}/conversations", "adminListConversationsOfAccount"),
                     "The latest conversations of a member, of every channel; what was merged into another is told there.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const OfAccount& request) -> Result<ConversationPage> {
                   ConversationPage page;
                   for (const auto& each : store::of_account(reader, request.id, request.limit)) {
                     if (!each.merged_into) page.items.push_back(parts.views.of(each));
                   }
                   return page;
                 }));
  routes.add(of_care(http::get<http::None, Counts>("/v1/admin/conversations/counts", "adminCountConversations"),
                     "How many wait, each at most 1,000.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<Counts> {
                   return count(reader, identity::AccountId{call.caller.subject}, parts.needs.clock.now());
                 }));
  routes.add(of_care(http::get<http::None, Colleagues>("/v1/admin/conversations/colleagues", "adminListColleagues"),
                     "Who conversations can be given to.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<Colleagues> {
                   Colleagues all;
                   for (const auto& each : parts.needs.staff.list(reader)) {
                     if (each.roles & answering().roles) all.items.push_back({each.id, each.display_name, false});
                     if (all.items.size() == 100) break;
                   }
                   return all;
                 }));
}

void add_changes(http::Routes& routes, const Parts& parts) {
  routes.add(of_one(http::patch<ChangeConversation, ConversationView>("/v1/admin/conversations/{id}", "adminChangeConversation"),
                    "Status, deadline of its sleep, priority, who has it, labels, subject, how it feels, what it wants and what it is about. "
                    "Each change leaves a line in the thread.")
                 .error("care.stale", ErrorKind::conflict, "It was changed since that version.")
                 .error("care.wrong_status", ErrorKind::conflict, "Its status does not allow it.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const ChangeConversation& request) -> Result<ConversationView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(auto change, change_of(request, call));
                   change.version = request.version;
                   TRY(const auto changed, parts.desk.change(tx, id, agent_of(call), change));
                   return parts.views.of(changed);
                 }));
  routes.add(of_care(http::post<ChangeMany, ManyChanged>("/v1/admin/conversations/changes", "adminChangeConversations"),
                     "The same change for many, and what became of each. A wrong value is refused for all, and nothing is changed.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const ChangeMany& request) { return change_many(parts, call, tx, request); }));
}

}  // namespace

void add_inbox_routes(http::Routes& routes, const Parts& parts) {
  add_lists(routes, parts);
  add_changes(routes, parts);
  routes.add(of_one(http::get<OneConversation, DetailView>("/v1/admin/conversations/{id}", "adminGetConversation"),
                    "One conversation with its latest messages, who else looks at it, and what the same customer wrote before.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const OneConversation& request) {
                   return detail_of(parts, call, reader, request);
                 }));
  routes.add(of_one(http::post<SeeConversation, http::None>("/v1/admin/conversations/{id}/seen", "adminSeeConversation"),
                    "Its messages have been looked at.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const SeeConversation& request) { return see(parts, tx, request); }));
  routes.add(of_one(http::put<Here, Others>("/v1/admin/conversations/{id}/presence", "adminLookAtConversation"),
                    "Says that one looks at it, or types, for the next 25 seconds; tells who else does.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const Here& request) { return look(parts, call, reader, request); }));
}

}  // namespace plaza::care
