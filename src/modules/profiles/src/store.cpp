#include "store.h"

#include "platform/json/describe.h"
#include "rules.h"
#include "statements.h"

namespace plaza::profiles::store {
namespace {

Edge edge_from(const db::Row& row) {
  return {row.string(0), row.id<identity::AccountId>(1), row.string(2), row.time(3), row.time(4), row.string(5),
          row.integer(6), row.string(7),                     row.string(8)};
}

Seen seen_from(const db::Row& row) {
  return {row.string(0), row.time(1),   row.time(2), row.integer(3), row.string(4), {row.string(5), row.string(6)},
          row.integer(7), row.integer(8)};
}

std::string prefix_pattern(std::string_view prefix) {
  std::string pattern;
  for (const char c : prefix) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

bool insert_edge(db::Transaction& tx, std::int64_t id, const Edge& edge) {
  return tx.execute(sql::insert_edge, {id, edge.visitor, edge.account, edge.proof, edge.made_at, edge.score, edge.evidence,
                                       edge.message_id}) == 1;
}

std::optional<OpenEdge> open_edge(db::Reader& reader, std::string_view visitor) {
  return reader.one(sql::open_edge, {visitor}, [](const db::Row& row) {
    return OpenEdge{row.id<identity::AccountId>(0), row.time(1), row.integer(2)};
  });
}

std::optional<Edge> displaced_edge(db::Reader& reader, std::string_view visitor, identity::AccountId account, std::int64_t id) {
  return reader.one(sql::displaced_edge, {visitor, account, id}, edge_from);
}

bool insert_twin(db::Transaction& tx, std::int64_t id, const Twin& twin) {
  return tx.execute(sql::insert_twin,
                    {id, twin.account, twin.twin, twin.proof, twin.made_at, twin.score, twin.evidence}) == 1;
}

bool end_twin(db::Transaction& tx, identity::AccountId account, identity::AccountId twin, Time now, std::string_view by) {
  return tx.execute(sql::end_twin, {account, twin, now, by}) == 1;
}

std::vector<Twin> list_twins(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::list_twins, {account}, [](const db::Row& row) {
    return Twin{row.id<identity::AccountId>(0), row.id<identity::AccountId>(1), row.string(2), row.time(3), row.time(4),
                row.string(5), row.integer(6), row.string(7)};
  });
}

void delete_twins(db::Transaction& tx, identity::AccountId account) { tx.execute(sql::delete_twins, {account}); }

bool end_edge(db::Transaction& tx, std::string_view visitor, identity::AccountId account, Time now, std::string_view by) {
  return tx.execute(sql::end_edge, {visitor, account, now, by}) == 1;
}

bool was_ended_by_staff(db::Reader& reader, std::string_view visitor, identity::AccountId account) {
  const auto ending = reader.one(sql::last_ending, {visitor, account}, [](const db::Row& row) { return row.string(0); });
  return ending == "staff";
}

std::vector<std::string> list_visitors(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::list_visitors, {account}, [](const db::Row& row) { return row.string(0); });
}

std::vector<Edge> list_edges(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::list_edges_of_account, {account}, edge_from);
}

std::vector<Edge> list_edges(db::Reader& reader, std::string_view visitor) {
  return reader.all(sql::list_edges_of_visitor, {visitor}, edge_from);
}

void load_links(db::Reader& reader, const std::function<void(std::string, identity::AccountId)>& each) {
  std::int64_t last = 0;
  for (bool more = true; more;) {
    more = false;
    reader.each(sql::load_links, {last}, [&](const db::Row& row) {
      more = true;
      last = row.integer(0);
      each(row.string(1), row.id<identity::AccountId>(2));
    });
  }
}

void delete_edges(db::Transaction& tx, identity::AccountId account) { tx.execute(sql::delete_edges, {account}); }

void add_seen(db::Transaction& tx, const Seen& seen) {
  tx.send(sql::add_seen, {seen.who, seen.first_seen, seen.last_seen, seen.interactions, seen.claimed_user_id,
                         seen.claimed_position, seen.acts});
}

void set_traits(db::Transaction& tx, std::string_view who, const Traits& traits) {
  tx.send(sql::set_traits, {who, traits.values, traits.told});
}

std::optional<Seen> find_seen(db::Reader& reader, std::string_view who) { return reader.one(sql::find_seen, {who}, seen_from); }

void each_seen(db::Reader& reader, const std::function<void(const Seen&)>& each) {
  std::string last;
  for (bool more = true; more;) {
    more = false;
    const std::string after = last;
    reader.each(sql::all_seen, {after}, [&](const db::Row& row) {
      more = true;
      const Seen seen = seen_from(row);
      last = seen.who;
      each(seen);
    });
  }
}

std::map<std::string, std::int64_t> erased_after(db::Reader& reader, std::int64_t position) {
  std::map<std::string, std::int64_t> found;
  reader.each(sql::erased_after, {position}, [&](const db::Row& row) { found.emplace(row.string(0), row.integer(1)); });
  return found;
}

void set_erased(db::Transaction& tx, std::string_view who, std::int64_t position) {
  tx.execute(sql::set_erased, {who, position});
}

void delete_seen(db::Transaction& tx, std::string_view who) { tx.execute(sql::delete_seen, {who}); }

std::vector<Seen> list_visitors_seen(db::Reader& reader, std::string_view prefix, Time last_seen, std::string_view who,
                                     int limit) {
  const std::string pattern = prefix_pattern(visitor_key(prefix));
  return reader.all(sql::list_seen, {pattern, last_seen, who, limit}, [](const db::Row& row) {
    return Seen{row.string(0), row.time(1), row.time(2), row.integer(3), "", {}};
  });
}

std::int64_t position(db::Reader& reader) {
  return *reader.one(sql::position, {}, [](const db::Row& row) { return row.integer(0); });
}

bool move_position(db::Transaction& tx, std::int64_t from, std::int64_t to) {
  return tx.execute(sql::move_position, {from, to}) == 1;
}

void start_version(db::Transaction& tx, int version) {
  const auto written = tx.one(sql::position, {}, [](const db::Row& row) { return row.integer(1); });
  if (written == version) return;
  tx.execute(sql::forget_seen, {});
  tx.execute(sql::reset_position, {version});
}

}  // namespace plaza::profiles::store
