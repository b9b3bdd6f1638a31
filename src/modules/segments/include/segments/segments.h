// Live segments: rules over what people did and are, and who matches them now. Membership is answered from memory, is fresh to
// the last interaction that this process has taken in, and is the profile's: an account with the visitors linked to it, or a
// visitor alone. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/time.h"
#include "segments/ids.h"

namespace plaza::segments {

// Of a segment: its id as text ("seg_…") or its handle.
struct Membership {
  SegmentId id;
  std::string handle;
  std::string name;
  Time since;
};

// What the shop shows to members of a segment instead of what everybody sees. Of several the highest priority wins.
struct Variant {
  SegmentId segment_id;
  std::string title, text;               // of the shop page; empty: as for everybody
  std::string landing;                   // handle of a collection, or empty
  std::vector<std::string> collections;  // handles that come first, in this order
  std::int64_t priority = 0;
  friend bool operator==(const Variant&, const Variant&) = default;
};

class Segments {
 public:
  virtual ~Segments() = default;
  // False too when there is no such segment, or nobody ever saw this person.
  virtual bool contains(std::string_view segment, identity::AccountId account) const = 0;
  virtual bool contains(std::string_view segment, std::string_view visitor) const = 0;
  // In the order of their ids.
  virtual std::vector<Membership> of(identity::AccountId account) const = 0;
  virtual std::vector<Membership> of(std::string_view visitor) const = 0;
  // 0 when there is no such segment.
  virtual std::int64_t count(std::string_view segment) const = 0;
  // `account` decides when there is one.
  virtual std::optional<Variant> variant(identity::AccountId account, std::string_view visitor) const = 0;
  // Something that a port answers about this account has changed.
  virtual void reconsider(identity::AccountId account) = 0;
};

}  // namespace plaza::segments
