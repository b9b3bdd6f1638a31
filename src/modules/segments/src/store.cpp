#include "store.h"

#include <limits>

#include "platform/base/text.h"
#include "statements.h"

namespace plaza::segments::store {
namespace {

Segment segment_from(const db::Row& row) {
  return {row.id<SegmentId>(0), row.string(1), row.string(2), row.string(3), row.string(4), row.integer(5), row.time(6), row.time(7)};
}

// Handles have no commas.
std::string joined(const std::vector<std::string>& handles) {
  std::string out;
  for (const auto& each : handles) out += (out.empty() ? "" : ",") + each;
  return out;
}
std::vector<std::string> taken_apart(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

Variant variant_from(const db::Row& row) {
  return {row.id<SegmentId>(0), row.string(1), row.string(2), row.string(3), taken_apart(row.text(4)), row.integer(5)};
}

}  // namespace

bool insert(db::Transaction& tx, const Segment& s) {
  return tx.execute(sql::insert_segment, {s.id, s.handle, s.name, s.description, s.rule, s.created_at}) == 1;
}

bool update(db::Transaction& tx, const Segment& s) {
  return tx.execute(sql::update_segment, {s.id, s.version, s.name, s.description, s.rule, s.updated_at}) == 1;
}

bool remove(db::Transaction& tx, SegmentId id) {
  if (tx.execute(sql::delete_segment, {id}) != 1) return false;
  tx.send(sql::delete_members, {id});
  tx.send(sql::delete_variant, {id});
  return true;
}

std::optional<Segment> find(db::Reader& reader, SegmentId id) { return reader.one(sql::find_segment, {id}, segment_from); }

std::vector<Segment> all(db::Reader& reader) { return reader.all(sql::all_segments, {}, segment_from); }

std::int64_t count(db::Reader& reader) {
  return reader.one(sql::count_segments, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

bool write(db::Transaction& tx, const Move& move) {
  if (move.in) return tx.execute(sql::insert_member, {move.segment, move.who.account, move.who.visitor, move.at}) == 1;
  return tx.execute(sql::delete_member, {move.segment, move.who.account, move.who.visitor}) == 1;
}

void forget(db::Transaction& tx, std::int64_t account) { tx.execute(sql::forget_account, {account}); }

std::vector<MemberRow> members(db::Reader& reader, SegmentId id, const std::optional<Member>& last, int limit) {
  const std::int64_t account = last ? last->account : std::numeric_limits<std::int64_t>::max();
  const std::string visitor = last ? last->visitor : std::string();
  return reader.all(sql::members_after, {id, account, visitor, limit}, [](const db::Row& row) {
    return MemberRow{{row.integer(0), row.string(1)}, row.time(2)};
  });
}

void each_member(db::Reader& reader, const std::function<void(SegmentId, const Member&, Time)>& each) {
  SegmentId segment;
  Member last;
  for (int rows = 10'000; rows == 10'000;) {
    rows = 0;
    const SegmentId from = segment;
    const Member after = last;
    reader.each(sql::load_members, {from, after.account, after.visitor, 10'000}, [&](const db::Row& row) {
      ++rows;
      segment = row.id<SegmentId>(0);
      last = {row.integer(1), row.string(2)};
      each(segment, last, row.time(3));
    });
  }
}

void put_variant(db::Transaction& tx, const Variant& v) {
  const std::string collections = joined(v.collections);
  tx.send(sql::put_variant, {v.segment_id, v.title, v.text, v.landing, collections, v.priority});
}

void delete_variant(db::Transaction& tx, SegmentId id) { tx.send(sql::delete_variant, {id}); }

std::optional<Variant> find_variant(db::Reader& reader, SegmentId id) { return reader.one(sql::find_variant, {id}, variant_from); }

std::vector<Variant> variants(db::Reader& reader) { return reader.all(sql::all_variants, {}, variant_from); }

}  // namespace plaza::segments::store
