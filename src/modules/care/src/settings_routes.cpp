// What the shop promises, and the words it uses again and again.
#include "routes.h"
#include "care/events.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

using http::Call;

struct ReplyMembers {
  std::string title, text, text_vi;
  std::optional<Status> status;
  std::optional<Priority> priority;
  std::vector<std::string> labels;
  template <class V>
  void describe(V& v) {
    v("title", title, json::Length{1, 80});
    v("text", text, json::Length{1, 5'000}, json::Multiline{});
    v("text_vi", text_vi, json::Optional{}, json::Length{0, 5'000}, json::Multiline{});
    v("status", status);
    v("priority", priority);
    v("labels", labels, json::Optional{}, json::Items{0, labels_max});
  }
};
struct NewReply : ReplyMembers {
  static constexpr const char* schema_name = "NewCareSavedReply";
  std::string shortcut;
  template <class V>
  void describe(V& v) {
    v("shortcut", shortcut, json::Length{1, 40}, json::Pattern{json::Pattern::Name::handle});
    ReplyMembers::describe(v);
  }
};
struct ChangeReply : ReplyMembers {
  static constexpr const char* schema_name = "ChangeCareSavedReply";
  std::string id;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    ReplyMembers::describe(v);
  }
};
struct ReplyPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct Replies {
  static constexpr const char* schema_name = "CareSavedReplies";
  std::vector<SavedReply> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 500});
  }
};

Error reply_missing() { return {ErrorKind::not_found, "care.reply_not_found", "There is no such saved reply."}; }

SavedReply reply_of(const ReplyMembers& members) {
  SavedReply reply;
  reply.title = members.title;
  reply.text = members.text;
  reply.text_vi = members.text_vi;
  reply.status = members.status;
  reply.priority = members.priority;
  for (const auto& label : members.labels) {
    if (auto clean = clean_label(label); !clean.empty()) reply.labels.push_back(std::move(clean));
  }
  return reply;
}

Result<SavedReply> change(db::Transaction& tx, const ChangeReply& request) {
  const auto id = parse_id<SavedReplyId>(request.id);
  for (const auto& before : store::saved_replies(tx)) {
    if (!id || before.id != *id) continue;
    SavedReply reply = reply_of(request);
    reply.id = before.id;
    reply.shortcut = before.shortcut;
    reply.uses = before.uses;
    reply.version = request.version;
    if (!store::change(tx, reply)) return Error{ErrorKind::conflict, "care.stale", "It was changed since that version."};
    reply.version += 1;
    return reply;
  }
  return reply_missing();
}

void add_replies(http::Routes& routes, const Parts& parts) {
  routes.add(of_care(http::get<http::None, Replies>("/v1/admin/saved_replies", "adminListSavedReplies"), "Saved replies, by their shortcuts.")
                 .read(parts.needs.database, [](Call&, db::Reader& reader, const http::None&) -> Result<Replies> {
                   return Replies{store::saved_replies(reader)};
                 }));
  routes.add(of_care(http::post<NewReply, SavedReply>("/v1/admin/saved_replies", "adminAddSavedReply"), "A new saved reply.")
                 .status(201)
                 .idempotent()
                 .error("care.shortcut_taken", ErrorKind::conflict, "There is one with this shortcut.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const NewReply& request) -> Result<SavedReply> {
                   SavedReply reply = reply_of(request);
                   reply.shortcut = request.shortcut;
                   return parts.desk.save_reply(tx, reply);
                 }));
  routes.add(of_care(http::put<ChangeReply, SavedReply>("/v1/admin/saved_replies/{id}", "adminChangeSavedReply"), "Changes a saved reply.")
                 .error("care.reply_not_found", ErrorKind::not_found, "There is no such saved reply.")
                 .error("care.stale", ErrorKind::conflict, "It was changed since that version.")
                 .write(parts.needs.database, [](Call&, db::Transaction& tx, const ChangeReply& request) { return change(tx, request); }));
  routes.add(of_care(http::del<ReplyPath, http::None>("/v1/admin/saved_replies/{id}", "adminDeleteSavedReply"), "Deletes a saved reply.")
                 .error("care.reply_not_found", ErrorKind::not_found, "There is no such saved reply.")
                 .write(parts.needs.database, [](Call&, db::Transaction& tx, const ReplyPath& request) -> Result<http::None> {
                   const auto id = parse_id<SavedReplyId>(request.id);
                   if (!id || !store::delete_reply(tx, *id)) return reply_missing();
                   return http::None{};
                 }));
}

}  // namespace

void add_settings_routes(http::Routes& routes, const Parts& parts) {
  add_replies(routes, parts);
  routes.add(of_care(http::get<http::None, Settings>("/v1/admin/care/settings", "adminGetCareSettings"),
                     "Hours, deadlines, topics, who takes what, limits and labels.")
                 .read(parts.needs.database, [](Call&, db::Reader& reader, const http::None&) -> Result<Settings> {
                   return store::read_settings(reader);
                 }));
  routes.add(of_care(http::put<Settings, Settings>("/v1/admin/care/settings", "adminSetCareSettings"),
                     "Changes them as a whole; deadlines that run already stay.")
                 .access(leading())
                 .error("care.stale", ErrorKind::conflict, "They were changed since that version.")
                 .write(parts.needs.database, [](Call&, db::Transaction& tx, const Settings& request) -> Result<Settings> {
                   TRY_DONE(check(request));
                   if (!store::write_settings(tx, request)) return Error{ErrorKind::conflict, "care.stale", "They were changed since that version."};
                   const Settings now = store::read_settings(tx);
                   events::publish(tx, 1, RulesChanged{now.version});
                   return now;
                 }));
}

}  // namespace plaza::care
