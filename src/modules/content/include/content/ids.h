#pragma once

#include "platform/base/id.h"

namespace plaza::content {

// A piece of content.
struct PostTag {
  static constexpr const char* prefix = "pst";
};
using PostId = Id<PostTag>;

// A comment on a post.
struct CommentTag {
  static constexpr const char* prefix = "cmt";
};
using CommentId = Id<CommentTag>;

// A member's report.
struct ReportTag {
  static constexpr const char* prefix = "rpt";
};
using ReportId = Id<ReportTag>;

}  // namespace plaza::content
