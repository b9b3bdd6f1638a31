#include "platform/mail/mime.h"

#include <gtest/gtest.h>

#include "platform/mail/mail.h"

namespace plaza::mail {
namespace {

constexpr Time at{1'772'357'400'000'000};

Message message() {
  return {"order_placed:ord_1",
          {"shop@example.org", "The Shop"},
          {{"ann@example.com", "Ann"}},
          "Your order",
          "Thank you.",
          "",
          {}};
}

std::map<std::string, std::string> mistakes(const Message& m) {
  std::map<std::string, std::string> found;
  const auto composed = compose(m, at);
  if (composed.ok()) return found;
  EXPECT_EQ(composed.error().code, "mail.invalid");
  EXPECT_EQ(composed.error().kind, ErrorKind::invalid);
  for (const auto& field : composed.error().fields) found[field.field] = field.code;
  return found;
}
using Found = std::map<std::string, std::string>;

TEST(Mime, DatesAreOfRfc5322) {
  EXPECT_EQ(date_text(at), "Sun, 01 Mar 2026 09:30:00 +0000");
  EXPECT_EQ(date_text(Time{0}), "Thu, 01 Jan 1970 00:00:00 +0000");
}

TEST(Mime, EncodesWhatIsNotAscii) {
  EXPECT_EQ(encoded_text("Your order #1001"), "Your order #1001");
  EXPECT_EQ(encoded_text("Đơn hàng"), "=?UTF-8?B?xJDGoW4gaMOgbmc=?=");
  EXPECT_EQ(encoded_text("=?UTF-8?B?eA==?="), "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=");
}

TEST(Mime, SplitsEncodedWordsBetweenLetters) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "ồ";  // 3 bytes each
  EXPECT_EQ(encoded_text(text),
            "=?UTF-8?B?4buT4buT4buT4buT4buT4buT4buT4buT4buT4buT4buT4buT4buT4buT4buT?= "
            "=?UTF-8?B?4buT4buT4buT4buT4buT?=");
}

TEST(Mime, QuotesNames) {
  EXPECT_EQ(encoded_name("Ann Lee"), "Ann Lee");
  EXPECT_EQ(encoded_name("Lee, Ann \"A\""), "\"Lee, Ann \\\"A\\\"\"");
  EXPECT_EQ(encoded_name("Ann <x@y>"), "\"Ann <x@y>\"");
  EXPECT_EQ(encoded_name("Lê"), "=?UTF-8?B?TMOq?=");
}

TEST(Mime, FoldsHeadersAtSpaces) {
  EXPECT_EQ(header_line("Subject", "short"), "Subject: short\r\n");
  EXPECT_EQ(header_line("Subject", std::string(60, 'a') + " " + std::string(60, 'b')),
            "Subject: " + std::string(60, 'a') + "\r\n " + std::string(60, 'b') + "\r\n");
  EXPECT_EQ(header_line("X", std::string(100, 'a')), "X: " + std::string(100, 'a') + "\r\n");
  EXPECT_EQ(header_line("X", ""), "X:\r\n");
}

TEST(Mime, QuotedPrintableKeepsTextReadable) {
  EXPECT_EQ(quoted_printable("a = b\nGốm\r\n"), "a =3D b\r\nG=E1=BB=91m\r\n");
  EXPECT_EQ(quoted_printable("end \ntab\t"), "end=20\r\ntab=09\r\n");
  EXPECT_EQ(quoted_printable(".\n.dot\nFrom x\n"), "=2E\r\n=2Edot\r\n=46rom x\r\n");
  EXPECT_EQ(quoted_printable(""), "");
  EXPECT_EQ(quoted_printable("a\rb"), "a\r\nb\r\n");
}

TEST(Mime, QuotedPrintableLinesHaveAtMost76Characters) {
  EXPECT_EQ(quoted_printable(std::string(76, 'a')), std::string(76, 'a') + "\r\n");
  EXPECT_EQ(quoted_printable(std::string(77, 'a')), std::string(75, 'a') + "=\r\naa\r\n");
  EXPECT_EQ(quoted_printable(std::string(75, 'a') + ".b"), std::string(75, 'a') + "=\r\n=2Eb\r\n");
  EXPECT_EQ(quoted_printable(std::string(74, 'a') + "ồb"),
            std::string(74, 'a') + "=\r\n=E1=BB=93b\r\n");
}

TEST(Mime, KnowsAddresses) {
  for (const char* text :
       {"a@b", "ann.lee+tag@mail.example.org", "o'neill@example.org", "a@1.2.3.4", "x_y@a-b.c"}) {
    EXPECT_TRUE(is_address(text)) << text;
  }
  for (const char* text :
       {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@-b", "a@b-", "a@b..c", ".a@b", "a.@b",
        "a..b@c", "a@b\r\nBcc: x", "<a@b>", "ä@b", "a@b.", "a,b@c", "\"a\"@b"}) {
    EXPECT_FALSE(is_address(text)) << text;
  }
  EXPECT_FALSE(is_address(std::string(65, 'a') + "@b"));
}

TEST(Mime, ReadsAddresses) {
  EXPECT_EQ(parse_address("a@b.c")->address, "a@b.c");
  EXPECT_EQ(parse_address(" Ann Lê <a@b.c>")->name, "Ann Lê");
  EXPECT_EQ(parse_address("\"Lee, Ann\" <a@b.c>")->name, "Lee, Ann");
  EXPECT_EQ(parse_address("<a@b.c>")->address, "a@b.c");
  EXPECT_EQ(parse_address("<a@b.c>")->name, "");
  for (const char* text : {"", "Ann", "Ann <a@b.c", "Ann <>", "Ann <a b@c>"})
    EXPECT_FALSE(parse_address(text)) << text;
}

TEST(Compose, PlainText) {
  EXPECT_EQ(*compose(message(), at),
            "Date: Sun, 01 Mar 2026 09:30:00 +0000\r\n"
            "Message-ID: <e63d27f6740000f8ea688094a9095379@example.org>\r\n"
            "From: The Shop <shop@example.org>\r\n"
            "To: Ann <ann@example.com>\r\n"
            "Subject: Your order\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "Thank you.\r\n");
}

TEST(Compose, BothForms) {
  Message m = message();
  m.html = "<p>Cảm ơn</p>";
  const std::string mail = *compose(m, at);
  const std::string boundary = "=_" + message_id(m).substr(1, 32);
  EXPECT_NE(
      mail.find(
          "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" +
          boundary +
          "\r\n"
          "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
          "quoted-printable\r\n\r\n"
          "Thank you.\r\n--" +
          boundary +
          "\r\nContent-Type: text/html; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>C=E1=BA=A3m =C6=A1n</p>\r\n--" +
          boundary + "--\r\n"),
      std::string::npos)
      << mail;
}

TEST(Compose, TheMessageIdFollowsFromTheKey) {
  Message other = message();
  other.subject = "Another";
  EXPECT_EQ(message_id(other), message_id(message()));
  other.key = "order_placed:ord_2";
  EXPECT_NE(message_id(other), message_id(message()));
}

TEST(Compose, AddsHeadersAndEncodesTheirValues) {
  Message m = message();
  m.headers = {{"Reply-To", "care@example.org"}, {"X-Note", "gốm"}};
  const std::string mail = *compose(m, at);
  EXPECT_NE(mail.find("\r\nReply-To: care@example.org\r\nX-Note: =?UTF-8?B?Z+G7kW0=?=\r\n"),
            std::string::npos);
}

TEST(Compose, RefusesHeaderInjection) {
  Message m = message();
  m.subject = "x\r\nBcc: evil@example.org";
  m.from.name = "x\ny";
  m.to[0].name = std::string("x\0y", 3);
  m.to.push_back({"a@b\r\nBcc: c@d"});
  m.headers = {{"X-A", "x\r\n\r\nbody"}, {"X B", "x"},     {"X:C", "x"},
               {"Bcc", "x@y.z"},         {"subject", "x"}, {"", "x"}};
  EXPECT_EQ(mistakes(m), (Found{{"subject", "control_character"},
                                {"from", "control_character"},
                                {"to[0]", "control_character"},
                                {"to[1]", "no_address"},
                                {"headers.X-A", "control_character"},
                                {"headers.X B", "no_name"},
                                {"headers.X:C", "no_name"},
                                {"headers.Bcc", "reserved"},
                                {"headers.subject", "reserved"},
                                {"headers.", "no_name"}}));
}

TEST(Compose, NamesWhatIsMissingOrBroken) {
  Message m;
  EXPECT_EQ(mistakes(m), (Found{{"key", "required"}, {"from", "no_address"}, {"to", "required"}}));
  m = message();
  m.html = "<p>x</p>";
  m.text = "";
  EXPECT_EQ(mistakes(m), (Found{{"text", "required"}}));
  m = message();
  m.text = "\xFF";
  m.subject = "\xFF";
  EXPECT_EQ(mistakes(m), (Found{{"text", "not_utf8"}, {"subject", "not_utf8"}}));
  m = message();
  m.to.assign(101, {"a@b.c"});
  m.subject = std::string(501, 'x');
  EXPECT_EQ(mistakes(m), (Found{{"to", "too_many"}, {"subject", "too_long"}}));
}

TEST(Mime, FilesGoWithTheWords) {
  Message m = message();
  m.html = "<p>Thank you.</p>";
  m.attachments = {{"nhãn.pdf", "application/pdf", std::string("\0\1\2", 3)}, {"a\"b.png", "image/png\r\nX: y", "x"}};
  const auto mail = compose(m, at);
  ASSERT_TRUE(mail.ok());
  EXPECT_NE(mail->find("Content-Type: multipart/mixed; boundary=\"=_m"), std::string::npos);
  EXPECT_NE(mail->find("Content-Type: multipart/alternative; boundary=\"=_"), std::string::npos);
  EXPECT_NE(mail->find("Content-Disposition: attachment; filename=\"nh__n.pdf\";\r\n filename*=UTF-8''nh%c3%a3n.pdf\r\n\r\nAAEC\r\n"), std::string::npos);
  EXPECT_NE(mail->find("Content-Type: application/octet-stream\r\n"), std::string::npos);
  EXPECT_NE(mail->find("filename=\"a_b.png\""), std::string::npos);
  EXPECT_EQ(mail->find("\r\nX: y"), std::string::npos);
  EXPECT_TRUE(mail->ends_with("--\r\n"));
}

TEST(Mime, FilesHaveTheirLimits) {
  Message m = message();
  m.attachments = {{"line\nbreak", "image/png", "x"}};
  EXPECT_EQ(mistakes(m), (Found{{"attachments", "control_character"}}));
  m.attachments = {{"big", "image/png", std::string(20'000'001, 'x')}};
  EXPECT_EQ(mistakes(m), (Found{{"attachments", "too_long"}}));
  m.attachments.assign(21, {"small", "image/png", "x"});
  EXPECT_EQ(mistakes(m), (Found{{"attachments", "too_many"}}));
}

}  // namespace
}  // namespace plaza::mail
