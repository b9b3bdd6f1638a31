// What a network tells, in one shape for all of them. Plain values.
#pragma once

#include <string>
#include <vector>

#include "networks/network.h"
#include "platform/base/time.h"

namespace plaza::networks {

// receipt: what became of an answer of ours. mention: somebody named us; its words may have to be fetched.
enum class Kind { message, comment, mention, receipt };

// delivered, read and failed as care knows them; anything else a network tells is none of these.
enum class Became { delivered, read, failed };

struct Event {
  Network network = Network::instagram;
  Kind kind = Kind::message;
  std::string id;           // the same when it comes again
  std::string account;      // ours, that it came to
  std::string author;       // the network's id of who wrote
  std::string author_name;  // as the network shows it; may be empty
  std::string handle;       // "@somebody", "+84912345678"; may be empty
  std::string text;
  std::vector<std::string> attachments;  // a link each, or what it is: "[image]"
  std::string answers_to;   // the id of the message or comment before it
  std::string thread;       // the conversation's channel key
  std::string post;         // that a comment or mention stands under
  std::string comment;      // of a mention in a comment
  std::string link;         // where it can be seen
  Became became = Became::delivered;
  std::string failure;
  Time at;                  // as the network says; micros 0: it does not
};

inline constexpr std::size_t events_max = 5'000;  // of one delivery
inline constexpr std::size_t attachments_max = 20;

}  // namespace plaza::networks
