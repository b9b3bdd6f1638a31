// Meta's Graph API: the requests that answer, and what its answers mean. Pure but for nothing: the caller sends.
//
// Errors of the answers: networks.busy (upstream: a limit, or a broken server; try again with the same key), networks.refused
// (unprocessable: for good, with words for the agent).
#pragma once

#include "event.h"
#include "platform/base/result.h"
#include "platform/http/client.h"
#include "wish.h"

namespace plaza::networks::graph {

http::ClientRequest answer(const Settings& settings, const Wish& wish);
// The id of what was made.
Result<std::string> made(const http::ClientResponse& reply);

// Who somebody is that wrote a message.
http::ClientRequest person(const Settings& settings, Network network, const std::string& id);
struct Name {
  std::string name, handle;
};
Result<Name> named(const http::ClientResponse& reply);

// The words of a mention at Instagram, which its webhook does not carry.
http::ClientRequest mention(const Settings& settings, const Event& event);
// Writes text, author, link into the event.
Status read_mention(const http::ClientResponse& reply, Event& event);

}  // namespace plaza::networks::graph
