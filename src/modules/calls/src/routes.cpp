#include "routes.h"

#include "identity/roles.h"
#include "platform/base/text.h"
#include "platform/http/idempotency.h"
#include "platform/http/multipart.h"
#include "platform/json/document.h"

namespace plaza::calls {
namespace {


constexpr std::size_t form_extra = 1'000'000;  // what a form, or JSON's escapes, add to the file

http::Access answering() { return identity::staff_access(identity::agent | identity::moderator); }

struct NewCall {
  static constexpr const char* schema_name = "NewCall";
  std::string webvtt;
  std::optional<json::Raw> contact_lens;
  std::optional<identity::AccountId> account_id;
  std::string email, phone, customer_name, agent_name;
  std::optional<Time> began_at;
  bool follow_up = false;
  template <class V>
  void describe(V& v) {
    v("webvtt", webvtt, json::Optional{}, json::Multiline{}, json::Length{0, file_max}, json::Doc{"The whole file."});
    v("contact_lens", contact_lens, json::Doc{"Or the file of Contact Lens, as it is."});
    v("account_id", account_id, json::Doc{"Whose call it was. Else it is found by e-mail or telephone."});
    v("email", email, json::Optional{}, json::Length{0, 254});
    v("phone", phone, json::Optional{}, json::Length{0, 30});
    v("customer_name", customer_name, json::Optional{}, json::Length{0, 80});
    v("agent_name", agent_name, json::Optional{}, json::Length{0, 80}, json::Doc{"The speaker of this name is the agent."});
    v("began_at", began_at);
    v("follow_up", follow_up, json::Optional{}, json::Doc{"Somebody should call back: the conversation stays open."});
  }
};

struct CallView {
  static constexpr const char* schema_name = "CallView";
  CallId id;
  Format format = Format::webvtt;
  std::string contact_id, language, email, phone, customer_name, agent_name;
  std::optional<identity::AccountId> account_id;
  care::ConversationId conversation_id;
  Time began_at;
  std::int64_t duration_ms = 0, turns = 0, skipped = 0;
  bool known = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("format", format);
    v("contact_id", contact_id);
    v("language", language);
    v("email", email);
    v("phone", phone);
    v("customer_name", customer_name);
    v("agent_name", agent_name);
    v("account_id", account_id);
    v("conversation_id", conversation_id);
    v("began_at", began_at);
    v("duration_ms", duration_ms);
    v("turns", turns);
    v("skipped", skipped, json::Doc{"Pieces of the file that could not be read."});
    v("known", known, json::Optional{}, json::Doc{"It had been imported before; nothing was done."});
  }
};
struct CallDetail {
  static constexpr const char* schema_name = "CallDetail";
  CallView call;
  std::vector<Turn> turns;
  template <class V>
  void describe(V& v) {
    v("call", call);
    v("turns", turns, json::Items{0, turns_max});
  }
};
struct CallPage {
  static constexpr const char* schema_name = "CallPage";
  std::vector<CallView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListCalls {
  std::optional<identity::AccountId> account_id;
  std::optional<care::ConversationId> conversation_id;
  std::string cursor;
  int limit = 20;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("conversation_id", conversation_id, json::Doc{"The call that a conversation is about."});
    v("cursor", cursor, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};
struct CallPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

CallView view_of(const Call& call) {
  CallView view{call.id, call.format, call.contact_id, call.language, call.email, call.phone, call.customer_name, call.agent_name, {},
                call.conversation, call.began_at, call.duration_ms, call.turns, call.skipped, false};
  if (call.account) view.account_id = call.account;
  return view;
}

Error not_found() { return {ErrorKind::not_found, "calls.not_found", "There is no such call."}; }

struct Import {
  std::string file;
  About about;
};

About about_of(const NewCall& wish) {
  return {wish.account_id.value_or(identity::AccountId{}), wish.email, wish.phone, wish.customer_name, wish.agent_name, wish.began_at.value_or(Time{}), wish.follow_up};
}

// A form: the part "file", and parts of the names that JSON has. They are checked as JSON's members are.
Result<Import> read_form(const http::Call& call, const std::string& boundary) {
  if (boundary.empty()) return Error{ErrorKind::invalid, "request.malformed", "The form has no good boundary."};
  TRY(const auto parts, http::parse_multipart(call.request.body, boundary));
  Import import;
  boost::json::object members;
  bool found = false;
  for (const auto& part : parts) {
    if (part.name == "file") {
      if (found) return invalid_field("file", "too_many", "must be there once");
      found = true;
      import.file = part.body;
    } else if (part.name == "follow_up") {
      members["follow_up"] = part.body == "true" || part.body == "on" || part.body == "1";
    } else if (!trimmed(part.body).empty()) {
      if (!is_utf8(part.body)) return invalid_field(excerpt(part.name, 50), "not_text", "is not valid UTF-8");
      members[part.name] = std::string(trimmed(part.body));
    }
  }
  if (!found) return invalid_field("file", "required", "must be there");
  TRY(const auto wish, json::decode<NewCall>(boost::json::serialize(members)));
  import.about = about_of(wish);
  return import;
}

Result<Import> read_json(const http::Call& call) {
  TRY(auto wish, json::decode<NewCall>(call.request.body));
  if (wish.webvtt.empty() == !wish.contact_lens) return invalid_field("webvtt", "required", "or contact_lens must be there, and not both");
  return Import{wish.contact_lens ? wish.contact_lens->text : std::move(wish.webvtt), about_of(wish)};
}

Task<http::Response> import_call(const Needs& needs, Calls& all, http::Call& call) {
  const auto boundary = http::multipart_boundary(call.request.header("content-type"));
  const auto import = boundary ? read_form(call, *boundary) : read_json(call);
  if (!import.ok()) co_return http::problem(import.error());
  const identity::AccountId by{call.caller.subject};
  auto work = [&](db::Transaction& tx) { return all.import(tx, import->file, import->about, by); };
  const auto done = co_await needs.database.write(work);
  if (!done.ok()) co_return http::problem(done.error());
  CallView view = view_of(done->call);
  view.known = done->known;
  co_return http::json_response(done->known ? 200 : 201, view);
}

Result<CallPage> page_of(Calls& all, db::Reader& reader, const ListCalls& request) {
  CallPage page;
  if (request.conversation_id) {
    const auto call = all.of_conversation(reader, *request.conversation_id);
    if (call && !call->erased) page.items.push_back(view_of(*call));
    return page;
  }
  CallId before;
  if (!request.cursor.empty()) {
    const auto parsed = parse_id<CallId>(request.cursor);
    if (!parsed) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *parsed;
  }
  for (const auto& each : all.list(reader, request.account_id.value_or(identity::AccountId{}), before, request.limit)) page.items.push_back(view_of(each));
  if (static_cast<int>(page.items.size()) == request.limit) page.next_cursor = to_text(page.items.back().id);
  return page;
}

void add_import(http::Routes& routes, const Needs& needs, Calls& all) {
  const Needs* own = &needs;
  routes.add(http::post<NewCall, CallView>("/v1/admin/calls", "adminImportCall")
                 .tag("Admin: care")
                 .access(answering())
                 .status(201)
                 .body_max(file_max + form_extra)
                 .any_content_type()
                 .summary("Imports the transcript of a call: WebVTT or Contact Lens, as JSON, or as multipart/form-data with the part file and the "
                          "other members as parts. The same file or contact again: 200 and the call that is there.")
                 .error("calls.not_a_transcript", ErrorKind::unprocessable, "It is neither WebVTT nor a file of Contact Lens.")
                 .error("calls.not_voice", ErrorKind::unprocessable, "It is the file of a chat or an e-mail.")
                 .error("calls.empty", ErrorKind::unprocessable, "There are no words in it.")
                 .error("calls.too_long", ErrorKind::unprocessable, "It has more than 5 MB, or too many turns.")
                 .error("calls.in_flight", ErrorKind::unavailable, "Somebody imports the same call in this moment.")
                 .error("calls.erased", ErrorKind::conflict, "The call was erased with its person.")
                 .raw([own, &all](http::Call& call) { return import_call(*own, all, call); }));
}

}  // namespace

void add_all_routes(http::Routes& routes, const Needs& needs, Calls& all) {
  add_import(routes, needs, all);
  routes.add(http::get<ListCalls, CallPage>("/v1/admin/calls", "adminListCalls")
                 .tag("Admin: care")
                 .access(answering())
                 .summary("Calls, the latest imported first: all, or those of an account.")
                 .read(needs.database, [&all](http::Call&, db::Reader& reader, const ListCalls& request) { return page_of(all, reader, request); }));
  routes.add(http::get<CallPath, CallDetail>("/v1/admin/calls/{id}", "adminGetCall")
                 .tag("Admin: care")
                 .access(answering())
                 .summary("One call with its turns.")
                 .error("calls.not_found", ErrorKind::not_found, "There is no such call.")
                 .read(needs.database, [&all](http::Call&, db::Reader& reader, const CallPath& request) -> Result<CallDetail> {
                   const auto id = parse_id<CallId>(request.id);
                   const auto call = id ? all.find(reader, *id) : std::nullopt;
                   if (!call || call->erased) return not_found();
                   return CallDetail{view_of(*call), all.turns(reader, *id)};
                 }));
}

}  // namespace plaza::calls
