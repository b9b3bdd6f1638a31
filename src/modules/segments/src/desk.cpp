#include "desk.h"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "platform/json/decode.h"
#include "platform/json/document.h"
#include "segments/events.h"

namespace plaza::segments {
namespace {

bool is_handle(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 60 && text.front() != '-' && std::all_of(text.begin(), text.end(), fits) &&
         !parse_id<SegmentId>(text);
}

Error stale() {
  return Error{ErrorKind::conflict, "segments.stale", "Somebody else changed the segment meanwhile. Read it again."};
}

}  // namespace

Error not_found() { return Error{ErrorKind::not_found, "segments.not_found", "There is no such segment."}; }

Result<Node> Desk::read(const GivenRule& given) const {
  if (given.text.has_value() == given.tree.has_value()) return invalid_field("text", "required", "either text or rule is required");
  Result<Node> rule = Node{};
  if (given.text) {
    rule = parse_text(*given.text);
  } else {
    if (given.tree->text.size() > 4 * rule_bytes_max) return rule_invalid({{"rule", "too_long", "must have at most 32,000 bytes"}});
    TRY(auto document, json::parse(given.tree->text));
    rule = parse_tree(document.root(), "rule");
  }
  if (!rule.ok()) return rule;
  const auto names = predictions_ ? predictions_->names() : std::vector<std::string>();
  if (auto wrong = check(*rule, names); !wrong.empty()) return rule_invalid(std::move(wrong));
  return rule;
}

Definition Desk::definition_of(const Segment& segment, db::Reader& reader) {
  auto document = json::parse(segment.rule);
  if (!document.ok()) throw std::runtime_error("A segment's rule cannot be read.");
  auto rule = parse_tree(document->root(), "rule");
  if (!rule.ok()) throw std::runtime_error("A segment's rule cannot be read.");
  parts_.shelves.need(reader, *rule);
  return {segment.id, segment.handle, segment.name, std::move(*rule), segment.version};
}

void Desk::announce(db::Transaction& tx, const Segment& segment) {
  events::publish(tx, segment.id.value, SegmentChanged{segment.id, segment.version});
  tx.on_commit([this, definition = definition_of(segment, tx)] { parts_.roster.put(definition); });
}

Result<Segment> Desk::create(db::Transaction& tx, const Wish& wish) {
  TRY(const auto rule, read(wish.rule));
  if (!wish.handle.empty() && !is_handle(wish.handle))
    return invalid_field("handle", "wrong_format", "may have a to z, 0 to 9 and - only, at most 60");
  if (trimmed(wish.name).empty()) return invalid_field("name", "required", "is required");
  if (store::count(tx) >= segments_max)
    return Error{ErrorKind::conflict, "segments.too_many", "There are 1,000 segments; delete some that are not used."};
  Segment segment;
  segment.id = parts_.ids.make<SegmentId>();
  segment.name = std::string(trimmed(wish.name));
  segment.description = wish.description;
  segment.rule = boost::json::serialize(tree_of(rule));
  segment.created_at = segment.updated_at = parts_.clock.now();
  std::string base = wish.handle.empty() ? slug(segment.name).substr(0, 56) : wish.handle;
  if (!is_handle(base)) base = "segment";
  segment.handle = base;
  for (int again = 2; !store::insert(tx, segment); ++again) {
    if (!wish.handle.empty() || again > 99)
      return Error{ErrorKind::conflict, "segments.handle_taken", "Another segment has this handle."};
    segment.handle = base + "-" + std::to_string(again);
  }
  announce(tx, segment);
  return segment;
}

Result<Segment> Desk::update(db::Transaction& tx, const Edit& edit) {
  auto segment = store::find(tx, edit.id);
  if (!segment) return not_found();
  if (segment->version != edit.version) return stale();
  if (edit.rule.text || edit.rule.tree) {
    TRY(const auto rule, read(edit.rule));
    segment->rule = boost::json::serialize(tree_of(rule));
  }
  if (edit.name) {
    if (trimmed(*edit.name).empty()) return invalid_field("name", "required", "is required");
    segment->name = std::string(trimmed(*edit.name));
  }
  if (edit.description) segment->description = *edit.description;
  segment->updated_at = parts_.clock.now();
  if (!store::update(tx, *segment)) return stale();
  ++segment->version;
  announce(tx, *segment);
  return std::move(*segment);
}

Status Desk::remove(db::Transaction& tx, SegmentId id) {
  if (!store::remove(tx, id)) return not_found();
  events::publish(tx, id.value, SegmentChanged{id, 0});
  tx.on_commit([this, id] {
    parts_.roster.remove(id);
    const std::unique_lock lock(mutex_);
    std::erase_if(variants_, [&](const Variant& each) { return each.segment_id == id; });
  });
  return done();
}

// --- variants

void Desk::announce_variants(db::Transaction& tx, SegmentId id) {
  events::publish(tx, id.value, SegmentChanged{id, 0});
  tx.on_commit([this, all = store::variants(tx)] {
    const std::unique_lock lock(mutex_);
    variants_ = all;
  });
}

Result<Variant> Desk::put_variant(db::Transaction& tx, Variant variant) {
  if (!store::find(tx, variant.segment_id)) return not_found();
  const auto is_plain = [](const std::string& handle) { return handle.find(',') == std::string::npos && !handle.empty(); };
  if (!std::all_of(variant.collections.begin(), variant.collections.end(), is_plain))
    return invalid_field("collections", "wrong_format", "must be handles of collections");
  if (variant.title.empty() && variant.text.empty() && variant.landing.empty() && variant.collections.empty())
    return invalid_field("title", "required", "a variant changes something: a title, a text, a landing page or an order");
  store::put_variant(tx, variant);
  announce_variants(tx, variant.segment_id);
  return variant;
}

Status Desk::delete_variant(db::Transaction& tx, SegmentId id) {
  if (!store::find(tx, id)) return not_found();
  store::delete_variant(tx, id);
  announce_variants(tx, id);
  return done();
}

std::optional<Variant> Desk::variant(const Member& who) const {
  const std::shared_lock lock(mutex_);
  for (const auto& each : variants_)
    if (parts_.roster.contains(to_text(each.segment_id), who)) return each;
  return std::nullopt;
}

// --- memory

void Desk::load(db::Reader& reader) {
  for (const auto& segment : store::all(reader)) parts_.roster.put(definition_of(segment, reader));
  store::each_member(reader, [&](SegmentId id, const Member& who, Time since) { parts_.roster.load_member(id, who, since); });
  load_variants(reader);
}

void Desk::load(db::Reader& reader, SegmentId id) {
  if (const auto segment = store::find(reader, id)) parts_.roster.put(definition_of(*segment, reader));
  else parts_.roster.remove(id);
}

void Desk::load_variants(db::Reader& reader) {
  auto all = store::variants(reader);
  const std::unique_lock lock(mutex_);
  variants_ = std::move(all);
}

}  // namespace plaza::segments
