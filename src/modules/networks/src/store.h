// What arrived, who writes, and how each network stands, in the database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "care/ids.h"
#include "networks/network.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::networks::store {

struct Delivery {
  std::string source, body;
  bool done = false;
};
// False: the same came before.
bool insert_delivery(db::Transaction& tx, std::int64_t id, const std::string& source, const std::string& digest, const std::string& body, Time now);
std::optional<Delivery> find_delivery(db::Reader& reader, std::int64_t id);
void finish_delivery(db::Transaction& tx, std::int64_t id, Time now);
// Bodies that wait and hold one of these texts are thrown away; how many.
std::int64_t forget_bodies(db::Transaction& tx, const std::vector<std::string>& mentions, Time now);
void drop_before(db::Transaction& tx, Time time);

// True once for each.
bool claim_event(db::Transaction& tx, Network network, const std::string& id, Time now);
bool is_known(db::Reader& reader, Network network, const std::string& id);

struct Name {
  std::string name, handle;
};
std::optional<Name> find_person(db::Reader& reader, Network network, const std::string& person);
void put_person(db::Transaction& tx, Network network, const std::string& person, const Name& name, Time now);
std::int64_t drop_person(db::Transaction& tx, Network network, const std::string& person);

void insert_private(db::Transaction& tx, care::MessageId message, care::ConversationId conversation);
bool is_private(db::Reader& reader, care::MessageId message);
std::vector<care::MessageId> private_of(db::Reader& reader, care::ConversationId conversation);

struct Standing {
  std::int64_t events = 0;
  Time last_event_at, last_error_at;
  std::string last_error;
};
void count_events(db::Transaction& tx, Network network, std::int64_t events, Time now);
void note_error(db::Transaction& tx, Network network, const std::string& error, Time now);
std::map<Network, Standing> standings(db::Reader& reader);

}  // namespace plaza::networks::store
