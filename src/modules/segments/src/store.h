// Rows of segments.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/connection.h"
#include "roster.h"
#include "segments/segments.h"

namespace plaza::segments {

struct Segment {
  SegmentId id;
  std::string handle, name, description;
  std::string rule;  // the tree, as JSON
  std::int64_t version = 1;
  Time created_at, updated_at;
};

namespace store {

// False: the handle is taken.
bool insert(db::Transaction& tx, const Segment& segment);
// False: it is not there, or of another version than `segment.version`.
bool update(db::Transaction& tx, const Segment& segment);
bool remove(db::Transaction& tx, SegmentId id);  // with its members and its variant
std::optional<Segment> find(db::Reader& reader, SegmentId id);
std::vector<Segment> all(db::Reader& reader);
std::int64_t count(db::Reader& reader);

// False: it is so already (or the segment is gone).
bool write(db::Transaction& tx, const Move& move);
void forget(db::Transaction& tx, std::int64_t account);
struct MemberRow {
  Member who;
  Time since;
};
// Accounts first, newest first; then visitors. After `last`.
std::vector<MemberRow> members(db::Reader& reader, SegmentId id, const std::optional<Member>& last, int limit);
void each_member(db::Reader& reader, const std::function<void(SegmentId, const Member&, Time)>& each);

void put_variant(db::Transaction& tx, const Variant& variant);
void delete_variant(db::Transaction& tx, SegmentId id);
std::optional<Variant> find_variant(db::Reader& reader, SegmentId id);
std::vector<Variant> variants(db::Reader& reader);  // highest priority first

}  // namespace store
}  // namespace plaza::segments
