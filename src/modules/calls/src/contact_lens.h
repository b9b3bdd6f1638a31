// Amazon Connect Contact Lens: the conversational analytics file of a voice contact (Version 1.1.0), raw or redacted, as a transcript. Pure.
#pragma once

#include <string_view>

#include "calls/transcript.h"
#include "platform/base/result.h"

namespace plaza::calls {

// calls.not_a_transcript, calls.not_voice (the file of a chat or an e-mail), calls.empty, calls.too_long (all unprocessable).
Result<Transcript> read_contact_lens(std::string_view file);

}  // namespace plaza::calls
