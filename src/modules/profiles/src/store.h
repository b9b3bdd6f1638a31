// Rows of profiles.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "profiles/profiles.h"
#include "rules.h"

namespace plaza::profiles::store {

struct Edge {
  std::string visitor;
  identity::AccountId account;
  std::string proof;
  Time made_at;
  Time ended_at;  // micros 0: open
  std::string ended_by;
  std::int64_t score = 1'000;
  std::string evidence;
  std::string message_id;
};

// False when the visitor has an open edge.
bool insert_edge(db::Transaction& tx, std::int64_t id, const Edge& edge);
struct OpenEdge {
  identity::AccountId account;
  Time made_at;
  std::int64_t id = 0;
};
std::optional<OpenEdge> open_edge(db::Reader& reader, std::string_view visitor);
// What the link of this id to this account ended.
std::optional<Edge> displaced_edge(db::Reader& reader, std::string_view visitor, identity::AccountId account, std::int64_t id);
// False when there was none.
bool end_edge(db::Transaction& tx, std::string_view visitor, identity::AccountId account, Time now, std::string_view by);
bool was_ended_by_staff(db::Reader& reader, std::string_view visitor, identity::AccountId account);
std::vector<std::string> list_visitors(db::Reader& reader, identity::AccountId account);
std::vector<Edge> list_edges(db::Reader& reader, identity::AccountId account);
std::vector<Edge> list_edges(db::Reader& reader, std::string_view visitor);
void load_links(db::Reader& reader, const std::function<void(std::string visitor, identity::AccountId)>& each);
void delete_edges(db::Transaction& tx, identity::AccountId account);

// Two accounts of one person, in the order of their ids.
struct Twin {
  identity::AccountId account, twin;
  std::string proof;
  Time made_at;
  Time ended_at;  // micros 0: open
  std::string ended_by;
  std::int64_t score = 1'000;
  std::string evidence;
};
bool insert_twin(db::Transaction& tx, std::int64_t id, const Twin& twin);
bool end_twin(db::Transaction& tx, identity::AccountId account, identity::AccountId twin, Time now, std::string_view by);
std::vector<Twin> list_twins(db::Reader& reader, identity::AccountId account);
void delete_twins(db::Transaction& tx, identity::AccountId account);

struct Seen {
  std::string who;
  Time first_seen;
  Time last_seen;
  std::int64_t interactions = 0;
  std::string claimed_user_id;
  Traits traits;
  std::int64_t claimed_position = 0;
  std::int64_t acts = 0;
};
void add_seen(db::Transaction& tx, const Seen& seen);  // counts are added, times widened; traits are left alone
void set_traits(db::Transaction& tx, std::string_view who, const Traits& traits);
std::optional<Seen> find_seen(db::Reader& reader, std::string_view who);
void delete_seen(db::Transaction& tx, std::string_view who);
void each_seen(db::Reader& reader, const std::function<void(const Seen&)>& each);
// Whoever was erased later than at this position of the log, and how far.
std::map<std::string, std::int64_t> erased_after(db::Reader& reader, std::int64_t position);
void set_erased(db::Transaction& tx, std::string_view who, std::int64_t position);
// Visitors whose id starts with `prefix`, last seen first, after (`last_seen`, `who`).
std::vector<Seen> list_visitors_seen(db::Reader& reader, std::string_view prefix, Time last_seen, std::string_view who,
                                     int limit);

// Positions and the version that wrote them.
std::int64_t position(db::Reader& reader);
// False when another node moved it.
bool move_position(db::Transaction& tx, std::int64_t from, std::int64_t to);
// Empties profiles_seen when it was written by another version.
void start_version(db::Transaction& tx, int version);

}  // namespace plaza::profiles::store
