// One Segment call a line, as exports of other systems hold them: {"type":"track","event":…,"anonymousId":…,"timestamp":…}.
#pragma once

#include <string>
#include <string_view>

#include "interactions/record.h"
#include "platform/base/result.h"

namespace plaza::interactions {

// Imported calls are trusted as a secret key is. `message_id` is used when the line has none. Errors as of the API.
Result<Record> parse_line(std::string_view line, Time now, const std::string& message_id);

}  // namespace plaza::interactions
