// What the e-mail channel is told: which mailboxes are read, how often, and how much of what is let in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::mailbox {

// One mailbox of the shop.
struct Account {
  std::string address;  // in lower case: what it sends from, and what customers write to
  std::string host;
  int port = 993;
  bool encrypted_from_start = true;  // false: by STARTTLS, which only a server of this machine may lack
  std::string user, password;
  std::string folder = "INBOX";  // as IMAP names it, ASCII
};

// "support@shop.example imaps://user:password@imap.shop.example:993/INBOX": user and password percent-encoded; imap:// for STARTTLS;
// without a folder INBOX, without a port the scheme's. Errors: mailbox.invalid, which never shows the password.
Result<Account> parse_account(std::string_view text);

struct Settings {
  std::vector<Account> accounts;
  Micros poll_every = minutes(1);
  bool idle = true;                      // hear of new mail at once where the server has IDLE
  Micros idle_at_most = minutes(9);      // then it is asked anew: servers and routers forget a silent connection, by RFC 2177 after 29
  std::string done_folder;  // what was taken moves there; empty: it is marked as seen
  std::string ca_file;      // instead of the system's certificates
  bool acknowledge = false;     // a first mail is answered at once by a note that it came
  bool plus_addresses = true;   // the server delivers support+anything@ to support@
  std::int64_t mail_bytes_max = 25'000'000;
  std::int64_t per_sender_hour = 30;  // mails that are taken of one address
  std::int64_t per_hour = 1'000;      // and of all together
};

}  // namespace plaza::mailbox
