// Pure decisions about transcripts: which file it is, who speaks, what becomes one turn, and how it reads as a conversation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calls/calls.h"
#include "calls/transcript.h"
#include "platform/base/result.h"

namespace plaza::calls {

// WebVTT or Contact Lens, by how it begins. calls.not_a_transcript (422) when it is neither.
Result<Transcript> read_file(std::string_view file);

// Roles by the names of customer and agent and by words such as "Agent"; of two speakers the one who is left is the other.
void name_roles(Transcript& transcript, std::string_view customer_name, std::string_view agent_name);

// Pieces of one speaker that follow each other within two seconds become one turn of at most a thousand letters.
void join_turns(Transcript& transcript);

// "1:02:03" or "4:05".
std::string clock_text(std::int64_t milliseconds);

// A line for each turn, in parts that fit one message of care; at most 20.
std::vector<std::string> conversation_texts(const Transcript& transcript, std::string_view customer_name, std::string_view agent_name);

}  // namespace plaza::calls
