#pragma once

#include "platform/base/id.h"

namespace plaza::mailbox {

// A mail that came or went.
struct LetterTag {
  static constexpr const char* prefix = "ltr";
};
using LetterId = Id<LetterTag>;

// A file of one.
struct FileTag {
  static constexpr const char* prefix = "lfl";
};
using FileId = Id<FileTag>;

}  // namespace plaza::mailbox
