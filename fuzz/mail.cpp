// A mail of a stranger, and what a mail server says: whatever comes, words are text, the HTML holds nothing that runs, names of files stay
// in their folder, and no more is taken than the caps allow.
#include <algorithm>

#include "letter.h"
#include "letterbox.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "safe_html.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

using namespace mailbox;  // NOLINT: a target of one block

constexpr Caps caps{20, 5, 4, 600};

bool is_line(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
bool is_text(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

// Every < opens an element of the short list, and no attribute of theirs begins with "on".
void check_safe(std::string_view html) {
  CHECK(is_text(html));
  const auto lower = lower_ascii(html);
  for (const auto* bad : {"<script", "<style", "<img", "<iframe", "<object", "<svg", "<form", "<input", "<link", "<meta", "<base", "=\"javascript:", "=\"data:"}) {
    CHECK(lower.find(bad) == std::string::npos);
  }
  for (std::size_t at = lower.find('<'); at != std::string::npos; at = lower.find('<', at + 1)) {
    const auto end = lower.find('>', at);
    CHECK(end != std::string::npos);
    CHECK(lower.substr(at, end - at).find(" on") == std::string::npos || lower.substr(at, end - at).find(" href=\"") != std::string::npos);
  }
}

void check_letter(const Letter& letter) {
  for (const auto& [name, value] : letter.headers) CHECK(is_line(value));
  for (const auto* line : {&letter.subject, &letter.sender, &letter.sender_name}) CHECK(is_line(*line));
  for (const auto& each : letter.recipients) CHECK(is_line(each));
  CHECK(letter.message_id.empty() || (letter.message_id.front() == '<' && letter.message_id.back() == '>' && is_line(letter.message_id)));
  for (const auto& each : letter.references) CHECK(each.size() <= 250 && is_line(each));
  CHECK(is_text(letter.text) && letter.text.size() <= caps.text_bytes_max);
  CHECK(letter.html.size() <= caps.text_bytes_max);
  check_safe(letter.html);
  CHECK(std::ssize(letter.files) <= caps.files_max);
  for (const auto& file : letter.files) {
    CHECK(!file.name.empty() && is_line(file.name) && file.name.find_first_of("/\\") == std::string::npos && file.name.front() != '.');
    CHECK(is_line(file.content_type));
  }
  for (const auto& each : letter.undelivered) CHECK(is_line(each.recipient) && is_line(each.action) && is_line(each.status) && is_line(each.diagnostic));
}

}  // namespace

void read(std::string_view bytes) {
  if (const auto letter = read_letter(bytes, caps); letter.ok()) check_letter(*letter);
  CHECK(is_utf8(to_utf8(bytes, "")) && is_utf8(to_utf8(bytes, bytes.substr(0, 12))));
  if (is_utf8(bytes)) {
    if (const auto safe = make_safe(bytes)) {
      check_safe(safe->html);
      CHECK(is_text(safe->text) && is_text(safe->quoted));
    }
  }
  for (const auto& each : message_ids_in(bytes, 10)) CHECK(each.size() <= 250 && is_line(each));
  // A line of a server.
  const auto line = bytes.substr(0, 2'000);
  CHECK(literal_of(line) >= -1 && number_after(line, "UID ") >= 0);
  for (const auto uid : read_search(line)) CHECK(uid > 0);
  CHECK(!(tells_of_mail(line) && names_capability(line, "IDLE")));
  CHECK(is_utf8(bytes) ? imap_text(line.substr(0, 100)).size() >= 2 : true);
}

std::vector<std::string> seeds() {
  return {"From: =?utf-8?b?TGFu?= <lan@example.org>\r\nTo: support@shop.example\r\nSubject: =?utf-8?q?B=C3=ACnh?=\r\nMessage-ID: <a@b>\r\nReferences: <c@d> <e@f>\r\n"
          "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
          "--y\r\nContent-Type: text/plain; charset=windows-1258\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCh=E0o =\r\nshop\r\n"
          "--y\r\nContent-Type: text/html\r\n\r\n<p onclick=x>Hi <a href=\"https://a.example/?x=1&y=2\">there</a><script>1</script><blockquote>old</blockquote>\r\n--y--\r\n"
          "--x\r\nContent-Disposition: attachment; filename*=utf-8''..%2f%E1%BA%A3nh.png\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n",
          "Content-Type: multipart/report; report-type=delivery-status; boundary=z\n\n--z\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n"
          "Final-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n such user\n\n--z\nContent-Type: message/rfc822\n\nMessage-ID: <q@r>\n\nx\n--z--\n",
          "* 3 FETCH (UID 7 RFC822.SIZE 512 BODY[] {12}", "* SEARCH 4 2 9", "* CAPABILITY IMAP4rev1 IDLE MOVE", "* 4 EXISTS",
          "<div style=\"x\"><svg/onload=alert(1)><a href=\"java\tscript:1\">x</a><table><tr><td>1</table>&lt;&#x3c;script&gt;"};
}

}  // namespace plaza::fuzz
