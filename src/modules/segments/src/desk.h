// Segments as staff write them: read, checked, stored, announced, and put into this node's memory with the commit.
#pragma once

#include <shared_mutex>

#include "platform/base/id.h"
#include "platform/json/describe.h"
#include "roster.h"
#include "segments/ports.h"
#include "shelves.h"
#include "store.h"

namespace plaza::segments {

// A rule as it came: typed, or as a tree; one of both.
struct GivenRule {
  std::optional<std::string> text;
  std::optional<json::Raw> tree;
};

struct Wish {
  std::string handle;  // empty: made from the name
  std::string name, description;
  GivenRule rule;
};

struct Edit {
  SegmentId id;
  std::int64_t version = 0;
  std::optional<std::string> name, description;
  GivenRule rule;
};

struct DeskParts {
  IdSource& ids;
  const Clock& clock;
  Roster& roster;
  Shelves& shelves;
};

inline constexpr std::int64_t segments_max = 1'000;
inline constexpr std::size_t variant_collections_max = 50;

class Desk {
 public:
  explicit Desk(const DeskParts& parts) : parts_(parts) {}
  void plug(const Predictions* predictions) { predictions_ = predictions; }
  const Predictions* predictions() const { return predictions_; }

  // Codes: segments.rule_invalid; request.invalid when neither or both ways are there.
  Result<Node> read(const GivenRule& given) const;
  Result<Segment> create(db::Transaction& tx, const Wish& wish);
  Result<Segment> update(db::Transaction& tx, const Edit& edit);
  Status remove(db::Transaction& tx, SegmentId id);
  // Codes: segments.not_found, request.invalid.
  Result<Variant> put_variant(db::Transaction& tx, Variant variant);
  Status delete_variant(db::Transaction& tx, SegmentId id);

  // Into memory, as the database has it.
  void load(db::Reader& reader);
  void load(db::Reader& reader, SegmentId id);
  void load_variants(db::Reader& reader);
  std::optional<Variant> variant(const Member& who) const;

 private:
  void announce(db::Transaction& tx, const Segment& segment);
  Definition definition_of(const Segment& segment, db::Reader& reader);
  void announce_variants(db::Transaction& tx, SegmentId id);

  const DeskParts parts_;
  const Predictions* predictions_ = nullptr;
  mutable std::shared_mutex mutex_;
  std::vector<Variant> variants_;  // highest priority first
};

Error not_found();

}  // namespace plaza::segments
