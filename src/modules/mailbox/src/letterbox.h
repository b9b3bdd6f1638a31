// One connection to a mailbox, as the checker uses it. Not thread-safe; every call has its deadline. Errors: mailbox.unreachable
// (upstream), mailbox.refused (upstream: the server said no), mailbox.broken (upstream: it said what no server says).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mailbox/module.h"
#include "waker.h"

namespace plaza::mailbox {

struct Opened {
  std::uint32_t uid_validity = 0, uid_next = 0;
};

class Letterbox {
 public:
  virtual ~Letterbox() = default;
  virtual Result<Opened> open() = 0;
  // After `last`, ascending, at most 500; of those below `old_below` only what nobody has seen.
  virtual Result<std::vector<std::uint32_t>> waiting(std::uint32_t last, std::uint32_t old_below) = 0;
  // Bytes; 0: it is not there any more.
  virtual Result<std::int64_t> size(std::uint32_t uid) = 0;
  // Its first bytes, without marking it as seen.
  virtual Result<std::string> fetch(std::uint32_t uid, std::int64_t bytes) = 0;
  // Whether the server can say when mail comes (IDLE).
  virtual Result<bool> can_idle() = 0;
  // After open(): waits until the server says that something came, at most so long. False: nothing, or woken.
  virtual Result<bool> idle(Micros most, const Waker& waker) = 0;
  // Marks it as seen, or moves it to the folder for what was taken.
  virtual Status put_away(std::uint32_t uid) = 0;
};

// libcurl connects, encrypts and signs in; the few commands of IMAP4rev1 (RFC 3501) that follow are spoken here, because libcurl's own
// fetch marks a mail as seen before it is stored and takes lines of a mail for answers of the server.
Result<std::unique_ptr<Letterbox>> open_imap(const Account& account, const Settings& settings);

// --- pure, for tests ---

// "* SEARCH 4 2 9" -> {4, 2, 9}; what is no number is left out.
std::vector<std::uint32_t> read_search(std::string_view line);
// The number after a word: number_after("* 3 FETCH (UID 7 RFC822.SIZE 512)", "RFC822.SIZE ") is 512; 0: there is none.
std::int64_t number_after(std::string_view line, std::string_view word);
// n of a line that ends with "{n}": that many bytes follow; -1: none do.
std::int64_t literal_of(std::string_view line);
// "* CAPABILITY IMAP4rev1 IDLE MOVE": whether a word stands in it, in any case.
bool names_capability(std::string_view line, std::string_view word);
// "* 4 EXISTS" and "* 1 RECENT": mail came.
bool tells_of_mail(std::string_view line);
// A name between quotes; blanks and quotes in it keep their meaning.
std::string imap_text(std::string_view name);

}  // namespace plaza::mailbox
