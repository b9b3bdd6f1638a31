#include "rules.h"

#include <gtest/gtest.h>

#include "letterbox.h"
#include "platform/crypto/crypto.h"

namespace plaza::mailbox {
namespace {

Letter with(std::vector<std::pair<std::string, std::string>> headers, std::string sender = "an@example.org") {
  Letter letter;
  letter.headers = std::move(headers);
  letter.sender = std::move(sender);
  return letter;
}

TEST(MailboxKinds, EachKindIsKnownByItsHeaders) {
  struct Case {
    const char* name;
    const char* value;
    Kind kind;
    bool acknowledged;
  };
  const std::vector<Case> cases{{"auto-submitted", "auto-replied", Kind::automatic, false},
                                {"auto-submitted", "auto-generated; owner=x", Kind::automatic, false},
                                {"auto-submitted", "No", Kind::person, true},
                                {"precedence", "auto_reply", Kind::automatic, false},
                                {"precedence", "Bulk", Kind::bulk, false},
                                {"precedence", "list", Kind::bulk, false},
                                {"precedence", "first-class", Kind::person, false},
                                {"list-id", "<news.example.org>", Kind::bulk, false},
                                {"list-unsubscribe", "<mailto:x@example.org>", Kind::bulk, false},
                                {"x-autoreply", "yes", Kind::automatic, false},
                                {"x-autorespond", "vacation", Kind::automatic, false},
                                {"x-auto-response-suppress", "All", Kind::person, false},
                                {"x-auto-response-suppress", "none", Kind::person, true},
                                {"return-path", "<>", Kind::automatic, false},
                                {"return-path", "<an@example.org>", Kind::person, true},
                                {"x-loop", "somebody", Kind::person, false},
                                {"x-mailer", "Thunderbird", Kind::person, true}};
  for (const auto& each : cases) {
    const Letter letter = with({{each.name, each.value}});
    EXPECT_EQ(kind_of(letter), each.kind) << each.name << ": " << each.value;
    EXPECT_EQ(may_acknowledge(letter), each.acknowledged) << each.name << ": " << each.value;
  }
}

TEST(MailboxKinds, MachinesThatNobodyReadsGetNoAnswer) {
  for (const auto* sender : {"noreply@example.org", "no-reply@example.org", "mailer-daemon@example.org", "postmaster@example.org",
                             "bounces+12@example.org", "donotreply@example.org", ""}) {
    EXPECT_FALSE(may_acknowledge(with({}, sender))) << sender;
  }
  EXPECT_TRUE(may_acknowledge(with({}, "norea@example.org")));
}

TEST(MailboxKinds, BouncesOfOldServersAreKnownByTheirSenderAndWords) {
  Letter letter = with({{"return-path", "<>"}}, "mailer-daemon@mx.example.org");
  letter.subject = "Undelivered Mail Returned to Sender";
  EXPECT_EQ(kind_of(letter), Kind::bounce);
  letter.subject = "Quota report";
  EXPECT_EQ(kind_of(letter), Kind::automatic);
  EXPECT_EQ(kind_of(with({{"x-failed-recipients", "x@y.example"}}, "postmaster@mx.example.org")), Kind::bounce);
  letter.sender = "an@example.org";
  letter.subject = "Undelivered Mail Returned to Sender";
  EXPECT_EQ(kind_of(letter), Kind::automatic);
  letter.is_report = true;
  EXPECT_EQ(kind_of(letter), Kind::bounce);
}

TEST(MailboxTokens, LeadBackAndCannotBeMade) {
  const care::ConversationId id{123'456'789'012'345};
  const std::string token = token_of("secret", id);
  EXPECT_EQ(token.size(), 29u);
  EXPECT_EQ(read_token("secret", token), id);
  std::string shouted = token;
  for (char& c : shouted) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  EXPECT_EQ(read_token("secret", shouted), id);
  EXPECT_EQ(read_token("another", token), std::nullopt);
  EXPECT_EQ(read_token("secret", ""), std::nullopt);
  EXPECT_EQ(read_token("secret", token + "0"), std::nullopt);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '7' ? '8' : '7';
    EXPECT_EQ(read_token("secret", changed), std::nullopt) << i;
  }
}

TEST(MailboxTokens, StandInPlusAddressesAndReferences) {
  const std::string token = token_of("secret", care::ConversationId{99});
  EXPECT_EQ(plus_address("support@shop.example", "abc"), "support+abc@shop.example");
  EXPECT_EQ(reference_of("support@shop.example", "abc"), "<reply.abc@shop.example>");
  Letter letter;
  letter.recipients = {"friend+abc@else.example", "support@shop.example", "support+" + token + "@shop.example"};
  letter.references = {"<x@y>", "<reply.tok@shop.example>"};
  EXPECT_EQ(tokens_in(letter, "support@shop.example"), (std::vector<std::string>{token, "tok"}));
}

TEST(MailboxTokens, ADigestIsOfTheMailAndNotOfItsWay) {
  Letter letter = with({{"date", "Mon, 1 Jun 2026 10:00:00 +0000"}, {"received", "by a"}});
  letter.message_id = "<a@b>";
  letter.text = "Hello";
  const auto first = digest_of(letter);
  letter.headers[1].second = "by another";
  EXPECT_EQ(digest_of(letter), first);
  letter.text = "Hullo";
  EXPECT_NE(digest_of(letter), first);
  letter.text = "Hello";
  letter.sender = "bo@example.org";
  EXPECT_NE(digest_of(letter), first);
}

TEST(MailboxBounces, TellWhyAndWhetherForGood) {
  Letter letter;
  letter.subject = "Mail delivery failed";
  EXPECT_TRUE(has_failed(letter));
  EXPECT_EQ(failure_of(letter), "Mail delivery failed");
  letter.undelivered = {{"rfc822; x@y.example", "delayed", "4.4.1", "smtp; later"}};
  EXPECT_FALSE(has_failed(letter));
  letter.undelivered.push_back({"rfc822; x@y.example", "failed", "5.1.1", "smtp; 550 no such user"});
  EXPECT_TRUE(has_failed(letter));
  EXPECT_EQ(failure_of(letter), "5.1.1 smtp; 550 no such user");
}

TEST(MailboxFolding, HistoryAndSignaturesAreFolded) {
  struct Case {
    std::string text, fresh, quoted;
  };
  const std::vector<Case> cases{
      {"Thanks!", "Thanks!", ""},
      {"Thanks!\n\nOn Mon, Ann wrote:\n> Hello\n> there", "Thanks!", "On Mon, Ann wrote:\n> Hello\n> there"},
      {"Cảm ơn\n\nVào Th 2, 1 thg 6, 2026 Kilnlight <a@b.example>\nđã viết:\n> Chào bạn", "Cảm ơn",
       "Vào Th 2, 1 thg 6, 2026 Kilnlight <a@b.example>\nđã viết:\n> Chào bạn"},
      {"Danke\n\nAm 1. Juni schrieb:\n> Hallo", "Danke", "Am 1. Juni schrieb:\n> Hallo"},
      {"New words\n-----Original Message-----\nFrom: x\nOld words", "New words", "-----Original Message-----\nFrom: x\nOld words"},
      {"Words\n-- \nAnn\nClay Street 1", "Words", "-- \nAnn\nClay Street 1"},
      {"Words\n> quoted at the end", "Words", "> quoted at the end"},
      // Answers between the lines stay.
      {"On Mon, Ann wrote:\n> Is it blue?\nYes.\n> Is it big?\nNo.", "On Mon, Ann wrote:\n> Is it blue?\nYes.\n> Is it big?\nNo.", ""},
      // Nothing but history: it is what was said.
      {"> all of it\n> is quoted", "> all of it\n> is quoted", ""},
      {"", "", ""},
      {"I wrote:\nsomething", "I wrote:\nsomething", ""}};
  for (const auto& each : cases) {
    const Folded folded = fold(each.text);
    EXPECT_EQ(folded.fresh, each.fresh);
    EXPECT_EQ(folded.quoted, each.quoted) << each.text;
  }
}

TEST(MailboxFolding, KnowsVietnamese) {
  EXPECT_TRUE(is_vietnamese("Tôi chưa nhận được hàng"));
  EXPECT_FALSE(is_vietnamese("Where is my order, señor?"));
  EXPECT_FALSE(is_vietnamese(""));
}

TEST(MailboxFiles, NamesCannotBreakOut) {
  const std::vector<std::pair<std::string, std::string>> cases{{"photo.jpg", "photo.jpg"},
                                                              {"../../etc/passwd", "passwd"},
                                                              {"C:\\Users\\x\\bill.pdf", "bill.pdf"},
                                                              {".htaccess", "htaccess"},
                                                              {"a\r\nSet-Cookie: x", "a__Set-Cookie_ x"},
                                                              {"a\"b<c>.png", "a_b_c_.png"},
                                                              {"inv\u202Egpj.exe", "invgpj.exe"},
                                                              {"hóa đơn.pdf", "hóa đơn.pdf"},
                                                              {"   ", "file-3.png"},
                                                              {"", "file-3.png"}};
  for (const auto& [name, safe] : cases) EXPECT_EQ(safe_name(name, "image/png", 3), safe) << name;
  EXPECT_LE(safe_name(std::string(5'000, 'x'), "image/png", 1).size(), 130u);
  EXPECT_EQ(safe_name("", "application/octet-stream", 2), "file-2.bin");
}

TEST(MailboxFiles, TypesThatBrowsersRunBecomeBytes) {
  const std::vector<std::pair<std::string, std::string>> cases{{"image/png", "image/png"},
                                                              {"IMAGE/JPEG; name=x", "image/jpeg"},
                                                              {"application/pdf", "application/pdf"},
                                                              {"text/html", "application/octet-stream"},
                                                              {"image/svg+xml", "application/octet-stream"},
                                                              {"application/xhtml+xml", "application/octet-stream"},
                                                              {"text/javascript", "application/octet-stream"},
                                                              {"x\r\ny/z", "application/octet-stream"},
                                                              {"", "application/octet-stream"}};
  for (const auto& [type, safe] : cases) EXPECT_EQ(safe_type(type), safe) << type;
}

TEST(MailboxPauses, GrowToAnHour) {
  EXPECT_EQ(pause_after(0), 0);
  EXPECT_EQ(pause_after(1), seconds(30));
  EXPECT_EQ(pause_after(2), minutes(1));
  EXPECT_EQ(pause_after(5), minutes(8));
  EXPECT_EQ(pause_after(8), hours(1));
  EXPECT_EQ(pause_after(1'000'000), hours(1));
}

TEST(MailboxAccounts, AreReadFromOneLine) {
  const auto account = parse_account("Support@Shop.example imaps://support%40shop.example:p%3Ass%20word@imap.shop.example/Care");
  ASSERT_TRUE(account.ok());
  EXPECT_EQ(account->address, "support@shop.example");
  EXPECT_EQ(account->host, "imap.shop.example");
  EXPECT_EQ(account->port, 993);
  EXPECT_TRUE(account->encrypted_from_start);
  EXPECT_EQ(account->user, "support@shop.example");
  EXPECT_EQ(account->password, "p:ss word");
  EXPECT_EQ(account->folder, "Care");
  const auto plain = parse_account("a@b.example imap://u:p@127.0.0.1:1143");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain->port, 1143);
  EXPECT_FALSE(plain->encrypted_from_start);
  EXPECT_EQ(plain->folder, "INBOX");
}

TEST(MailboxAccounts, RefusalsNeverShowThePassword) {
  for (const auto* text : {"", "a@b.example", "nobody imap://u:secret@host", "a@b.example http://u:secret@host", "a@b.example imap://u@host",
                           "a+b@c.example imap://u:secret@host", "a@b.example imap://u:secret@host/H%C3%B2m", "a@b.example imap://u:secret@host/a%0Ab"}) {
    const auto account = parse_account(text);
    ASSERT_FALSE(account.ok()) << text;
    EXPECT_EQ(account.error().code, "mailbox.invalid");
    EXPECT_EQ(account.error().detail.find("secret"), std::string::npos);
  }
}

TEST(MailboxImap, ReadsAnswersOfServers) {
  EXPECT_EQ(read_search("* SEARCH 4 2 9"), (std::vector<std::uint32_t>{4, 2, 9}));
  EXPECT_EQ(read_search("* search"), std::vector<std::uint32_t>{});
  EXPECT_EQ(read_search("* SEARCH 4 -1 x 99999999999 7"), (std::vector<std::uint32_t>{4, 7}));
  EXPECT_EQ(read_search("* 4 EXISTS"), std::vector<std::uint32_t>{});
  EXPECT_EQ(number_after("* 3 FETCH (UID 7 RFC822.SIZE 512)", "RFC822.SIZE "), 512);
  EXPECT_EQ(number_after("* 3 FETCH (RFC822.SIZE 512 UID 7)", "UID "), 7);
  EXPECT_EQ(number_after("* OK [UIDVALIDITY 1771] ok", "[UIDVALIDITY "), 1771);
  EXPECT_EQ(number_after("* OK nothing", "UID "), 0);
  EXPECT_EQ(number_after("* 1 FETCH (UID 999999999999999999999999)", "UID "), 0);
  EXPECT_EQ(literal_of("* 3 FETCH (UID 7 BODY[]<0> {120}"), 120);
  EXPECT_EQ(literal_of("* OK"), -1);
  EXPECT_EQ(literal_of("{}"), -1);
  EXPECT_EQ(literal_of("x}"), -1);
  EXPECT_EQ(literal_of("{-5}"), -1);
  EXPECT_EQ(imap_text("My \"own\" \\ folder"), "\"My \\\"own\\\" \\\\ folder\"");
}

}  // namespace
}  // namespace plaza::mailbox
