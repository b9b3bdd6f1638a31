// What staff see and do: mailboxes and how they fare, what belongs to a turn beside its words, files in and out.
#pragma once

#include "checker.h"
#include "identity/roles.h"
#include "mailbox/module.h"
#include "watcher.h"

namespace plaza::mailbox {

// "mailbox.check": somebody asked for a look at once.
struct CheckJob {
  static constexpr const char* kind = "mailbox.check";
  std::string address;
  template <class V>
  void describe(V& v) {
    v("address", address);
  }
};

inline constexpr std::size_t file_bytes_max = 10'000'000, answer_bytes_max = 18'000'000;
inline constexpr int files_max = 10, drafts_max = 20;

void add_mailbox_routes(http::Routes& routes, const Needs& needs, const Watcher& watcher);
void add_file_routes(http::Routes& routes, const Needs& needs);

inline http::Access answering() { return identity::staff_access(identity::agent | identity::moderator); }

}  // namespace plaza::mailbox
