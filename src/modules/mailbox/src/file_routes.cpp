// Letters beside the turns of a conversation, their files, and answers that carry some.
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "rules.h"

namespace plaza::mailbox {
namespace {

using http::Call;
using identity::AccountId;

struct FileView {
  static constexpr const char* schema_name = "LetterFile";
  FileId id;
  std::string name, content_type;
  std::int64_t bytes = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("content_type", content_type);
    v("bytes", bytes);
  }
};
FileView view_of(const store::FileRow& row) { return {row.id, row.name, row.content_type, row.bytes}; }

struct LetterView {
  static constexpr const char* schema_name = "Letter";
  care::MessageId message_id;
  std::string sender, recipients, quoted;
  std::int64_t left_out = 0;
  std::vector<FileView> files;
  template <class V>
  void describe(V& v) {
    v("message_id", message_id);
    v("sender", sender, json::Doc{"As the mail says; nothing has shown it."});
    v("recipients", recipients);
    v("quoted", quoted, json::Multiline{}, json::Length{0, 20'000}, json::Doc{"What was folded away: history and signature."});
    v("left_out", left_out, json::Doc{"How many files were too many."});
    v("files", files);
  }
};
struct Letters {
  static constexpr const char* schema_name = "LetterList";
  std::vector<LetterView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct AskLetters {
  std::string message_ids;
  template <class V>
  void describe(V& v) {
    v("message_ids", message_ids, json::Length{1, 4'000}, json::Doc{"Of turns of conversations, separated by commas, at most 100."});
  }
};
struct FilePath {
  FileId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct NewLetter {
  care::ConversationId id;
  std::string text;
  std::vector<FileId> file_ids;
  std::optional<care::Status> then;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{1, care::text_max}, json::Multiline{});
    v("file_ids", file_ids, json::Items{1, files_max});
    v("then", then, json::Doc{"The status after it: resolved, open. Nothing: pending, the customer's turn."});
  }
};
struct WrittenLetter {
  static constexpr const char* schema_name = "WrittenLetter";
  care::MessageId message_id;
  template <class V>
  void describe(V& v) {
    v("message_id", message_id);
  }
};

Error no_file() { return {ErrorKind::not_found, "mailbox.not_found", "There is no such file."}; }
Error no_conversation() { return {ErrorKind::not_found, "mailbox.not_found", "There is no such conversation."}; }
Error wrong_channel() { return {ErrorKind::conflict, "mailbox.wrong_channel", "Only conversations by mail take files."}; }

Result<Letters> letters(db::Reader& reader, std::string_view ids) {
  Letters all;
  int asked = 0;
  while (!ids.empty()) {
    const auto end = std::min(ids.find(','), ids.size());
    const auto id = parse_id<care::MessageId>(ids.substr(0, end));
    if (!id || ++asked > 100) return invalid_field("message_ids", "wrong_format", "must be at most 100 ids of messages");
    ids.remove_prefix(std::min(end + 1, ids.size()));
    LetterView view;
    view.message_id = *id;
    const auto row = store::of_message(reader, *id);
    for (const auto& file : store::files_of(reader, *id)) view.files.push_back(view_of(file));
    if (!row && view.files.empty()) continue;
    if (row) {
      view.sender = row->direction == store::Direction::in ? row->sender : row->address;
      view.recipients = row->recipients;
      view.quoted = row->quoted;
      view.left_out = row->left_out;
    }
    all.items.push_back(std::move(view));
  }
  return all;
}

// Never shown in a page of ours, whatever it is: it is saved.
http::Response download(const store::FileRow& row, std::string content) {
  http::Response response;
  response.content_type = row.content_type;
  std::string plain, exact;
  for (const char c : row.name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    plain += letter ? c : '_';
    exact += letter ? std::string(1, c) : "%" + crypto::hex(std::string_view(&c, 1));
  }
  response.header("content-disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact)
      .header("x-content-type-options", "nosniff")
      .header("content-security-policy", "default-src 'none'; sandbox")
      .header("cross-origin-resource-policy", "same-origin")
      .header("cache-control", "private, no-store");
  response.body = std::move(content);
  response.encoding = "identity";
  return response;
}

Task<http::Response> send_file(const Needs& needs, Call& call) {
  const auto id = parse_id<FileId>(call.path_value("id"));
  if (!id) co_return http::problem(no_file());
  struct Found {
    std::optional<store::FileRow> row;
    std::string content;
  };
  auto work = [id](db::Reader& reader) {
    Found found{store::file(reader, *id), {}};
    auto content = store::content_of(reader, *id);
    if (content) found.content = std::move(*content);
    else found.row.reset();
    return found;
  };
  auto found = co_await needs.database.read(work);
  if (!found.row) co_return http::problem(no_file());
  co_return download(*found.row, std::move(found.content));
}

Result<FileView> put_down(const Needs& needs, const Call& call, db::Transaction& tx) {
  const auto id = parse_id<care::ConversationId>(call.path_value("id"));
  const auto conversation = id ? needs.care.find(tx, *id) : std::nullopt;
  if (!conversation) return no_conversation();
  if (conversation->channel != "email") return wrong_channel();
  if (call.request.body.empty()) return invalid_field("file", "required", "must be there");
  if (store::count_drafts(tx, *id) >= drafts_max) {
    return Error{ErrorKind::conflict, "mailbox.too_many_files", "So many files wait for an answer already."};
  }
  const auto name = call.request.query_value("name");
  store::FileRow row;
  row.id = needs.ids.make<FileId>();
  row.conversation = *id;
  row.account = AccountId{call.caller.subject};
  row.content_type = safe_type(call.request.header("content-type"));
  row.name = safe_name(name ? *name : std::string_view(), row.content_type, 1);
  row.bytes = std::ssize(call.request.body);
  row.at = needs.clock.now();
  store::insert(tx, row, call.request.body);
  return view_of(row);
}

Task<http::Response> take_file(const Needs& needs, Call& call) {
  auto work = [&](db::Transaction& tx) { return put_down(needs, call, tx); };
  auto taken = co_await needs.database.write(work);
  if (!taken.ok()) co_return http::problem(taken.error());
  http::Response response;
  response.status = 201;
  response.body = json::encode(*taken);
  co_return response;
}

Result<WrittenLetter> answer(const Needs& needs, const Call& call, db::Transaction& tx, const NewLetter& request) {
  const care::Agent agent{AccountId{call.caller.subject}, call.caller.roles};
  const auto conversation = needs.care.find(tx, request.id);
  if (!conversation) return no_conversation();
  if (conversation->channel != "email") return wrong_channel();
  if (request.then && *request.then != care::Status::resolved && *request.then != care::Status::open) {
    return invalid_field("then", "not_allowed", "must be resolved or open");
  }
  std::int64_t bytes = 0;
  for (const auto id : request.file_ids) {
    const auto file = store::file(tx, id);
    if (!file || file->conversation != request.id || file->account != agent.id || file->message) return no_file();
    bytes += file->bytes;
  }
  if (bytes > static_cast<std::int64_t>(answer_bytes_max)) return invalid_field("file_ids", "too_long", "are more than 18 MB together");
  TRY(const auto message, needs.care.answer(tx, request.id, agent, request.text));
  for (const auto id : request.file_ids) {
    if (!store::attach(tx, id, request.id, agent.id, message.id)) return no_file();
  }
  if (request.then) {
    care::Change change;
    change.status = request.then;
    TRY_DONE(needs.care.change(tx, request.id, agent, change));
  }
  return WrittenLetter{message.id};
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_care(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: care").access(answering()).summary(summary);
  return builder;
}

void add_writing(http::Routes& routes, const Needs& needs) {
  routes.add(of_care(http::post<http::None, FileView>("/v1/admin/conversations/{id}/files", "adminAddLetterFile"),
                     "Puts a file down for an answer by mail: its bytes are the body, ?name= its name. It waits for two days.")
                 .status(201)
                 .any_content_type()
                 .body_max(file_bytes_max)
                 .error("mailbox.not_found", ErrorKind::not_found, "There is no such conversation.")
                 .error("mailbox.wrong_channel", ErrorKind::conflict, "It is not a conversation by mail.")
                 .error("mailbox.too_many_files", ErrorKind::conflict, "So many files wait already.")
                 .raw([needs](Call& call) { return take_file(needs, call); }));
  routes.add(of_care(http::del<FilePath, http::None>("/v1/admin/letters/files/{id}", "adminDropLetterFile"),
                     "Takes back a file of one's own that no answer has taken with it.")
                 .error("mailbox.not_found", ErrorKind::not_found, "There is no such file, or it went.")
                 .write(needs.database, [](Call& call, db::Transaction& tx, const FilePath& request) -> Result<http::None> {
                   if (!store::drop_draft(tx, request.id, AccountId{call.caller.subject})) return no_file();
                   return http::None{};
                 }));
  routes.add(of_care(http::post<NewLetter, WrittenLetter>("/v1/admin/conversations/{id}/letters", "adminAnswerWithFiles"),
                     "An answer by mail that carries files.")
                 .status(201)
                 .idempotent()
                 .error("mailbox.not_found", ErrorKind::not_found, "There is no such conversation, or a file is not one's own or went already.")
                 .error("mailbox.wrong_channel", ErrorKind::conflict, "It is not a conversation by mail.")
                 .error("care.no_address", ErrorKind::conflict, "There is no address that an answer could go to.")
                 .error("care.wrong_status", ErrorKind::conflict, "Its status does not allow it.")
                 .write(needs.database, [needs](Call& call, db::Transaction& tx, const NewLetter& request) {
                   return answer(needs, call, tx, request);
                 }));
}

}  // namespace

void add_file_routes(http::Routes& routes, const Needs& needs) {
  routes.add(of_care(http::get<AskLetters, Letters>("/v1/admin/letters", "adminGetLetters"),
                     "What belongs to turns beside their words: who wrote to whom, what was folded away, files.")
                 .read(needs.database, [](Call&, db::Reader& reader, const AskLetters& request) { return letters(reader, request.message_ids); }));
  routes.add(of_care(http::get<http::None, http::None>("/v1/admin/letters/files/{id}", "adminGetLetterFile"),
                     "The bytes of a file, to be saved: never shown inside a page.")
                 .status(200)
                 .error("mailbox.not_found", ErrorKind::not_found, "There is no such file.")
                 .raw([needs](Call& call) { return send_file(needs, call); }));
  add_writing(routes, needs);
}

}  // namespace plaza::mailbox
