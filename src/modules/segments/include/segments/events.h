// What segments announces; the aggregate is the segment. A person is an account, or a visitor that is linked to none.
#pragma once

#include <optional>
#include <string>

#include "identity/ids.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"
#include "segments/ids.h"

namespace plaza::segments {

struct MembershipFacts {
  SegmentId segment_id;
  std::string handle;
  std::optional<identity::AccountId> account_id;
  std::string visitor;  // empty: the account
  Time at;
  template <class V>
  void describe(V& v) {
    v("segment_id", segment_id);
    v("handle", handle);
    v("account_id", account_id);
    v("visitor", visitor);
    v("at", at);
  }
};

// Once for each time somebody comes in. Members of a segment that is deleted do not leave it: it is gone.
struct SegmentEntered : MembershipFacts {
  static constexpr const char* topic = "segments.segment_entered";
};
struct SegmentLeft : MembershipFacts {
  static constexpr const char* topic = "segments.segment_left";
};

// Made, edited or deleted; readers take the segment itself by its id.
struct SegmentChanged {
  static constexpr const char* topic = "segments.segment_changed";
  SegmentId segment_id;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("segment_id", segment_id);
    v("version", version);
  }
};

}  // namespace plaza::segments
