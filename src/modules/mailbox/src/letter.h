// A mail as it was read: what the rules decide on. Reading is bounded before it begins: so many bytes, parts and levels.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.h"

namespace plaza::mailbox {

struct File {
  std::string name;          // safe to show and to save
  std::string content_type;  // one of a few that browsers do not run, else application/octet-stream
  std::string bytes;
};

// What a report says of one recipient (RFC 3464).
struct Undelivered {
  std::string recipient;
  std::string action;      // "failed", "delayed", …
  std::string status;      // "5.1.1"
  std::string diagnostic;
};

struct Letter {
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, values decoded, on one line
  std::string message_id;                // "<…>"; empty: it has none that could be used
  std::vector<std::string> references;   // that it answers to, the nearest first
  std::string sender;                    // the address of From, lower case; empty: there is none
  std::string sender_name;
  std::vector<std::string> recipients;   // all that it says it went to, lower case
  std::string subject;
  std::string text;                      // of people's words
  std::string html;                      // made safe; empty: there was none
  std::vector<File> files;
  int left_out = 0;                      // files that were too many
  bool is_report = false;                // multipart/report of type delivery-status
  std::vector<Undelivered> undelivered;
  std::vector<std::string> reported_ids; // Message-IDs of what the report is about

  // The first of that name; empty: there is none.
  std::string_view header(std::string_view lower_case_name) const;
};

struct Caps {
  int parts_max = 100;
  int depth_max = 10;
  int files_max = 50;
  std::size_t text_bytes_max = 400'000;  // of words; what is longer is cut
};

// Codes: mailbox.too_many_parts, mailbox.too_nested, mailbox.unreadable; all ErrorKind::unprocessable.
Result<Letter> read_letter(std::string_view raw, const Caps& caps = {});

// "<a@b> junk <c@d>" -> {"<a@b>", "<c@d>"}; none that is longer than 250 bytes or holds what no id may hold.
std::vector<std::string> message_ids_in(std::string_view text, std::size_t most);
// The fields of message/delivery-status.
std::vector<Undelivered> read_status(std::string_view text);
// Any charset to UTF-8; what cannot be read becomes U+FFFD. Unknown names are read as UTF-8, else as Windows-1252.
std::string to_utf8(std::string_view bytes, std::string_view charset);

}  // namespace plaza::mailbox
