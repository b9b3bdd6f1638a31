// The channel key of a conversation, taken apart: where an answer goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plaza::networks {

struct Thread {
  enum class Kind { message, comment, mention } kind = Kind::message;
  std::string account;  // ours, of a message
  std::string person;   // of a message; at TikTok the conversation
  std::string post;     // of a mention, or a comment at TikTok
  std::string comment;  // of a comment, or the mention's; may be empty there
};

// "dm:<account>:<person>", "comment:<id>", "comment:<post>:<id>", "mention:<post>:<comment or nothing>".
std::optional<Thread> parse_thread(std::string_view key);

}  // namespace plaza::networks
