// One look into a mailbox: what waits there is taken mail by mail. Each stands in the database, with the bookmark behind it, before its
// server hears that it was taken.
#pragma once

#include <map>
#include <mutex>

#include "intake.h"
#include "letterbox.h"

namespace plaza::mailbox {

class Checker {
 public:
  explicit Checker(const Needs& needs);
  // What to do while another look at it goes on: skip this one, or look once more behind it.
  enum class Busy { skip, wait };
  // Errors are kept for the studio and end in a pause; the status is an error only when the database is away.
  Status check(const Account& account, Busy busy = Busy::skip);
  // Whether the last look went well, and not so long ago.
  bool is_fresh(const Account& account, Micros age);

 private:
  Status look(const Account& account);
  Status take(Letterbox& letterbox, const Account& account, std::uint32_t uid_validity, std::uint32_t uid);
  Result<store::Outcome> store_mail(const Account& account, std::uint32_t uid_validity, std::uint32_t uid, const Result<Letter>& letter,
                                    std::int64_t bytes, const std::string& refusal);

  const Needs needs_;
  Intake intake_;
  std::map<std::string, std::mutex, std::less<>> busy_;  // one look at a time; the keys never change
};

}  // namespace plaza::mailbox
