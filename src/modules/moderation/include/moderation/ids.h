#pragma once

#include "platform/base/id.h"

namespace plaza::moderation {

// A piece of content that waits for somebody to look at it, or was looked at.
struct CaseTag {
  static constexpr const char* prefix = "mcs";
};
using CaseId = Id<CaseTag>;

// What a moderator decided.
struct DecisionTag {
  static constexpr const char* prefix = "mdc";
};
using DecisionId = Id<DecisionTag>;

// An author's words against a decision.
struct AppealTag {
  static constexpr const char* prefix = "apl";
};
using AppealId = Id<AppealTag>;

// A member's report.
struct MemberReportTag {
  static constexpr const char* prefix = "mrp";
};
using MemberReportId = Id<MemberReportTag>;

}  // namespace plaza::moderation
