#include "store.h"

#include "platform/json/describe.h"
#include "statements.h"

namespace plaza::networks::store {
namespace {

std::string_view named(Network network) { return json::enum_text(network); }

}  // namespace

bool insert_delivery(db::Transaction& tx, std::int64_t id, const std::string& source, const std::string& digest, const std::string& body, Time now) {
  return tx.execute(sql::insert_delivery, {id, source, digest, body, now}) > 0;
}

std::optional<Delivery> find_delivery(db::Reader& reader, std::int64_t id) {
  return reader.one(sql::find_delivery, {id}, [](const db::Row& row) {
    return Delivery{row.string(0), row.string(1), row.integer(2) > 0};
  });
}

void finish_delivery(db::Transaction& tx, std::int64_t id, Time now) { tx.send(sql::finish_delivery, {id, now}); }

std::int64_t forget_bodies(db::Transaction& tx, const std::vector<std::string>& mentions, Time now) {
  const auto waiting = tx.all(sql::unfinished, {}, [](const db::Row& row) { return std::pair(row.integer(0), row.string(1)); });
  std::int64_t forgotten = 0;
  for (const auto& [id, body] : waiting) {
    bool theirs = false;
    for (const auto& mention : mentions) theirs = theirs || (mention.size() >= 5 && body.find(mention) != std::string::npos);
    if (!theirs) continue;
    finish_delivery(tx, id, now);
    ++forgotten;
  }
  return forgotten;
}

void drop_before(db::Transaction& tx, Time time) {
  tx.send(sql::drop_deliveries, {time});
  tx.send(sql::drop_events, {time});
}

bool claim_event(db::Transaction& tx, Network network, const std::string& id, Time now) {
  return tx.execute(sql::claim_event, {named(network), id, now}) > 0;
}

bool is_known(db::Reader& reader, Network network, const std::string& id) {
  return reader.one(sql::find_event, {named(network), id}, [](const db::Row&) { return true; }).has_value();
}

std::optional<Name> find_person(db::Reader& reader, Network network, const std::string& person) {
  return reader.one(sql::find_person, {named(network), person}, [](const db::Row& row) { return Name{row.string(0), row.string(1)}; });
}

void put_person(db::Transaction& tx, Network network, const std::string& person, const Name& name, Time now) {
  tx.send(sql::put_person, {named(network), person, name.name, name.handle, now});
}

std::int64_t drop_person(db::Transaction& tx, Network network, const std::string& person) {
  return tx.execute(sql::drop_person, {named(network), person});
}

void insert_private(db::Transaction& tx, care::MessageId message, care::ConversationId conversation) {
  tx.send(sql::insert_private, {message, conversation});
}

bool is_private(db::Reader& reader, care::MessageId message) {
  return reader.one(sql::find_private, {message}, [](const db::Row&) { return true; }).has_value();
}

std::vector<care::MessageId> private_of(db::Reader& reader, care::ConversationId conversation) {
  return reader.all(sql::private_of, {conversation}, [](const db::Row& row) { return row.id<care::MessageId>(0); });
}

void count_events(db::Transaction& tx, Network network, std::int64_t events, Time now) {
  tx.send(sql::count_events, {named(network), events, now});
}

void note_error(db::Transaction& tx, Network network, const std::string& error, Time now) {
  tx.send(sql::note_error, {named(network), error, now});
}

std::map<Network, Standing> standings(db::Reader& reader) {
  std::map<Network, Standing> all;
  reader.each(sql::standings, {}, [&](const db::Row& row) {
    const auto network = json::parse_enum<Network>(row.text(0));
    if (network) all[*network] = {row.integer(1), row.time(2), row.time(4), row.string(3)};
  });
  return all;
}

}  // namespace plaza::networks::store
