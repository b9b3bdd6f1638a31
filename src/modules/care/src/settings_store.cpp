// Settings and saved replies.
#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care::store {
namespace {

namespace sql = statements;

template <class T>
T decoded(std::string_view text) {
  auto value = json::decode<T>(text);
  CHECK(value.ok());
  return std::move(*value);
}

}  // namespace

Settings read_settings(db::Reader& reader) {
  auto found = reader.one(sql::read_settings, {}, [](const db::Row& row) {
    auto settings = decoded<Settings>(row.text(1));
    settings.version = row.integer(0);
    return settings;
  });
  return found ? std::move(*found) : first_settings();
}

bool write_settings(db::Transaction& tx, const Settings& settings) {
  const std::string text = json::encode(settings);
  if (settings.version == 0) return tx.execute(sql::first_settings, {text}) > 0;
  return tx.execute(sql::change_settings, {settings.version, text}) > 0;
}

bool insert(db::Transaction& tx, const SavedReply& reply) {
  const std::string details = json::encode(reply);
  return tx.execute(sql::insert_reply, {reply.id, reply.shortcut, details}) > 0;
}

bool change(db::Transaction& tx, const SavedReply& reply) {
  const std::string details = json::encode(reply);
  return tx.execute(sql::change_reply, {reply.id, reply.version, details}) > 0;
}

bool delete_reply(db::Transaction& tx, SavedReplyId id) { return tx.execute(sql::delete_reply, {id}) > 0; }

void use_reply(db::Transaction& tx, SavedReplyId id) { tx.send(sql::use_reply, {id}); }

std::vector<SavedReply> saved_replies(db::Reader& reader) {
  return reader.all(sql::list_replies, {}, [](const db::Row& row) {
    auto reply = decoded<SavedReply>(row.text(4));
    reply.version = row.integer(2);
    reply.uses = row.integer(3);
    return reply;
  });
}

}  // namespace plaza::care::store
