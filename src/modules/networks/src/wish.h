// One answer that is to leave by a network's API, and what the API made of it.
#pragma once

#include <string>

#include "networks/settings.h"
#include "thread.h"

namespace plaza::networks {

struct Wish {
  Network network = Network::instagram;
  Thread thread;
  std::string text;
  std::string key;         // the same for every attempt
  std::string quotes;      // the customer's message that it answers; may be empty
  bool privately = false;  // to a comment's author alone
  bool late = false;       // more than 24 hours after the customer wrote
};

}  // namespace plaza::networks
