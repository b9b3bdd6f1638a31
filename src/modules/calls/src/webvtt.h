// WebVTT (https://www.w3.org/TR/webvtt1/) as a transcript. Pure. Lenient where players are: a byte order mark, any line ends, cues
// without ids, hours that are left out, settings, NOTE, STYLE and REGION blocks; what is no cue is skipped.
#pragma once

#include <string_view>

#include "calls/transcript.h"
#include "platform/base/result.h"

namespace plaza::calls {

// calls.not_a_transcript (no WEBVTT at its beginning), calls.empty, calls.too_long (all unprocessable).
Result<Transcript> read_webvtt(std::string_view file);

}  // namespace plaza::calls
