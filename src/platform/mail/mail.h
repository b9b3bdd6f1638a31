// Mail out: a message, its MIME text, and two ways to get rid of it: SMTP, or a folder of .eml files for brands without a mail
// server (and for tests). Sending blocks: do it in a job, which retries. The Message-ID follows from `key`, so a mail that is
// sent twice because a reply was lost is recognised as one by mail programs; the folder keeps it once.
//
// Codes: mail.invalid (ErrorKind::invalid, `fields` name the parts: never retry), mail.rejected (unprocessable: the server said no
// for good), mail.unreachable (upstream: try later).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::mail {

struct Address {
  std::string address;    // "ann@example.org": ASCII
  std::string name = "";  // any text; may be empty
};
// "Ann Lê <ann@example.org>" or "ann@example.org"; nothing if there is no valid address in it.
std::optional<Address> parse_address(std::string_view text);

// A file that goes with a mail. Name and type are put in so that they cannot break out of their header.
struct Attachment {
  std::string name;
  std::string content_type;  // "image/png"; anything that is none becomes application/octet-stream
  std::string bytes;
};

struct Message {
  std::string key;  // unique per mail, never shown: "order_placed:ord_…"
  Address from;
  std::vector<Address> to;  // 1 to 100
  std::string subject;
  std::string text;
  std::string html = "";  // with it the mail has both forms; `text` must be there too
  // More header fields, such as {"Reply-To", …}, {"List-Unsubscribe", …}, {"In-Reply-To", …}. Those made from the above are refused.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::vector<Attachment> attachments = {};  // at most 20, 20 MB in all
};

// "<…@domain of from>".
std::string message_id(const Message& message);
// The complete mail in the form it goes over the wire (CRLF, lines of at most 78 characters where they can be folded).
Result<std::string> compose(const Message& message, Time now);

class Sender {
 public:
  virtual ~Sender() = default;
  // Thread-safe.
  virtual Status send(const Message& message) = 0;
};

struct SmtpOptions {
  // smtp://host:587, smtps://host:465, with user:password@ before the host if the server wants them (percent-encoded).
  std::string url;
  int timeout_ms = 30'000;  // for the whole of one mail
  int connect_timeout_ms = 10'000;
  // Encryption on smtp://: with a password always, unless the server is this machine; without one where the server offers it.
  std::string ca_file = "";  // instead of the system's certificates
};
// `mail.invalid` when the address of the server is none.
Result<std::unique_ptr<Sender>> open_smtp(const SmtpOptions& options, const Clock& clock);
// One .eml file per mail, complete or not there at all; named by its key. The folder is made if missing.
std::unique_ptr<Sender> open_outbox(const std::string& folder, const Clock& clock);

}  // namespace plaza::mail
