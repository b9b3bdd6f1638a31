// From a mailbox into conversations and back.
#include "mailbox_fixture.h"

#include "email_channel.h"
#include "statements.h"

namespace plaza::mailbox {
namespace {

class MailboxService : public MailboxFixture {};

ENGINE_TEST(MailboxService, EveryStatementPrepares) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(MailboxService, AMailBecomesAConversationOfSomebodyUnverified) {
  arrives(mail_of("an@example.org", "one@example.org", "Delivered-To: support@shop.example\r\n", "Where is my vase?\r\n-- \r\nAn"));
  ASSERT_EQ(care.all.size(), 1u);
  const auto& [id, each] = *care.all.begin();
  EXPECT_EQ(each.subject, "The vase");
  EXPECT_EQ(each.customer.address, "an@example.org");
  EXPECT_FALSE(each.customer.verified);
  EXPECT_FALSE(each.customer.account);
  ASSERT_EQ(care.turns[id].size(), 1u);
  EXPECT_EQ(care.turns[id][0].text, "Where is my vase?");
  const auto message = care.turns[id][0].id;
  const auto letter = read([&](db::Reader& reader) { return store::of_message(reader, message); });
  ASSERT_TRUE(letter.has_value());
  EXPECT_EQ(letter->quoted, "-- \nAn");
  EXPECT_EQ(letter->sender, "an@example.org");
  EXPECT_EQ(letter->recipients, support);
  EXPECT_EQ(server.put_away[1], 1);
  EXPECT_EQ(progress().received, 1);
  EXPECT_EQ(progress().last_uid, 1u);
}

ENGINE_TEST(MailboxService, AMailDeliveredTwiceIsOneAlsoAfterARestartAndANewCount) {
  const auto once = mail_of("an@example.org", "one@example.org");
  arrives(once);
  arrives("Received: from elsewhere\r\n" + once);
  start();
  look();
  EXPECT_EQ(progress().received, 1);
  EXPECT_EQ(progress().duplicates, 1);
  // The server numbers its mails anew, and both are unseen again.
  server.uid_validity = 8;
  server.put_away.clear();
  look();
  EXPECT_EQ(progress().received, 1);
  EXPECT_EQ(progress().duplicates, 3);
  EXPECT_EQ(progress().uid_validity, 8u);
  EXPECT_EQ(care.all.size(), 1u);
}

ENGINE_TEST(MailboxService, OneLookTakesAllThatWaits) {
  server.page = 2;
  for (int i = 0; i < 5; ++i) server.mails.push_back(mail_of("an@example.org", "m" + std::to_string(i) + "@example.org"));
  look();
  EXPECT_EQ(progress().received, 5);
  EXPECT_EQ(progress().last_uid, 5u);
}

ENGINE_TEST(MailboxService, ABorrowedMessageIdHidesNothing) {
  arrives(mail_of("evil@example.net", "one@example.org", "", "First"));
  arrives(mail_of("an@example.org", "one@example.org", "", "The real one"));
  arrives(mail_of("an@example.org", "", "", "None"));
  EXPECT_EQ(progress().received, 3);
  EXPECT_EQ(care.all.size(), 3u);
}

ENGINE_TEST(MailboxService, OldMailsThatSomebodySawStayWhereTheyAre) {
  server.mails = {mail_of("an@example.org", "old@example.org"), mail_of("an@example.org", "unseen@example.org")};
  server.put_away[1] = 1;
  look();
  EXPECT_EQ(progress().received, 1);
  // What comes later is taken even when somebody looked at it in another program.
  server.put_away[3] = 1;
  arrives(mail_of("an@example.org", "new@example.org"));
  EXPECT_EQ(progress().received, 2);
}

ENGINE_TEST(MailboxService, AThreadHoldsByReferencesTokenAddressAndNeverBySubject) {
  arrives(mail_of("an@example.org", "one@example.org"));
  const auto id = care.all.begin()->first;
  const auto sent = answers(id);
  EXPECT_EQ(sent.from.address, support);
  EXPECT_EQ(sent.from.name, "Noor · Kilnlight");
  EXPECT_EQ(sent.to[0].address, "an@example.org");
  EXPECT_EQ(sent.subject, "Re: The vase");
  EXPECT_EQ(header(sent, "In-Reply-To"), "<one@example.org>");
  const auto reply_to = header(sent, "Reply-To");
  const auto references = header(sent, "References");
  EXPECT_TRUE(references.starts_with("<reply.") && references.ends_with("> <one@example.org>")) << references;
  EXPECT_TRUE(reply_to.starts_with("support+") && reply_to.ends_with("@shop.example")) << reply_to;
  // By what it answers to.
  arrives(mail_of("an@example.org", "two@example.org", "In-Reply-To: " + mail::message_id(sent) + "\r\n", "Two"));
  // By the reference that came back alone.
  arrives(mail_of("an@example.org", "three@example.org", "References: " + references.substr(0, references.find(' ')) + "\r\n", "Three"));
  // By the address that it went to, from somebody else, and without any reference.
  arrives(mail_of("bo@example.org", "four@example.org", "Delivered-To: " + reply_to + "\r\n", "Four"));
  ASSERT_EQ(care.all.size(), 1u);
  ASSERT_EQ(care.turns[id].size(), 5u);
  EXPECT_EQ(care.turns[id][4].name, "An · bo@example.org");
  // By the subject alone: another one. By a token that nobody made: another one.
  arrives(mail_of("an@example.org", "five@example.org", "", "Five"));
  arrives(mail_of("an@example.org", "six@example.org", "Delivered-To: support+0000000000000aaaaaaaaaaaaaaaa@shop.example\r\n", "Six"));
  EXPECT_EQ(care.all.size(), 3u);
}

ENGINE_TEST(MailboxService, AnswersOfMachinesAreNotesAndNewOnesAreRefused) {
  arrives(mail_of("an@example.org", "one@example.org"));
  const auto id = care.all.begin()->first;
  const auto sent = answers(id);
  arrives(mail_of("an@example.org", "away@example.org", "Auto-Submitted: auto-replied\r\nIn-Reply-To: " + mail::message_id(sent) + "\r\n", "I am away."));
  ASSERT_EQ(care.turns[id].size(), 3u);
  EXPECT_EQ(care.turns[id][2].direction, care::Direction::note);
  EXPECT_NE(care.turns[id][2].text.find("I am away."), std::string::npos);
  arrives(mail_of("robot@example.org", "x@example.org", "Auto-Submitted: auto-generated\r\n"));
  arrives(mail_of("news@example.org", "y@example.org", "List-Unsubscribe: <x>\r\n"));
  arrives(mail_of(support, "z@shop.example"));
  arrives(mail_of("support+abc@shop.example", "zz@shop.example"));
  arrives("Subject: nobody\r\n\r\nx");
  EXPECT_EQ(reasons(), (std::vector<std::string>{"no_sender", "our_own", "our_own", "bulk", "automatic"}));
  EXPECT_EQ(progress().automatic, 1);
  EXPECT_EQ(progress().refused, 5);
  EXPECT_EQ(care.all.size(), 1u);
  EXPECT_FALSE(server.put_away.contains(3));
}

ENGINE_TEST(MailboxService, ABounceMarksTheAnswerThatItIsAbout) {
  arrives(mail_of("an@example.org", "one@example.org"));
  const auto id = care.all.begin()->first;
  const auto sent = answers(id);
  const auto report = [](const std::string& action, const std::string& about) {
    return "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nMessage-ID: <" + action + "." + about.substr(1, 8) +
           "@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nSorry.\r\n--r\r\n"
           "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; an@example.org\r\nAction: " +
           action + "\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: " + about + "\r\n--r--\r\n";
  };
  arrives(report("delayed", mail::message_id(sent)));
  EXPECT_EQ(care.turns[id][1].delivery, care::Delivery::none);
  arrives(report("failed", mail::message_id(sent)));
  EXPECT_EQ(care.turns[id][1].delivery, care::Delivery::failed);
  EXPECT_EQ(care.turns[id][1].failure, "5.1.1 rfc822; an@example.org");
  arrives(report("failed", "<nobody-knows@shop.example>"));
  EXPECT_EQ(reasons(), std::vector<std::string>{"bounce_of_unknown"});
  EXPECT_EQ(progress().bounced, 2);
}

ENGINE_TEST(MailboxService, ABombIsCountedAndDoesNotGoOff) {
  settings.per_sender_hour = 3;
  settings.per_hour = 5;
  settings.mail_bytes_max = 2'000;
  start();
  for (int i = 0; i < 6; ++i) server.mails.push_back(mail_of("evil@example.net", std::to_string(i) + "@x"));
  look();
  EXPECT_EQ(care.all.size(), 3u);
  EXPECT_EQ(progress().refused, 3);
  EXPECT_EQ(reasons().front(), "too_many_of_sender");
  for (int i = 0; i < 4; ++i) server.mails.push_back(mail_of("other" + std::to_string(i) + "@example.net", "o" + std::to_string(i) + "@x"));
  look();
  EXPECT_EQ(care.all.size(), 5u);
  EXPECT_EQ(reasons().front(), "too_many");
  arrives(mail_of("an@example.org", "big@x", "", std::string(3'000, 'x')));
  EXPECT_EQ(reasons().front(), "too_large");
  std::string nested = "From: an@example.org\r\nSubject: Deep\r\n";
  for (int i = 0; i < 20; ++i) nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" + std::to_string(i) + "\r\n";
  arrives(nested);
  const auto refused = read([](db::Reader& reader) { return store::refused(reader, support, 1); });
  EXPECT_EQ(refused[0].reason, "too_nested");
  EXPECT_EQ(refused[0].sender, "an@example.org");
  EXPECT_EQ(refused[0].subject, "Deep");
  // An hour later there is room again.
  clock.advance(hours(1));
  arrives(mail_of("evil@example.net", "later@x"));
  EXPECT_EQ(care.all.size(), 6u);
  EXPECT_EQ(progress().last_uid, server.mails.size());
}

ENGINE_TEST(MailboxService, AFirstMailIsAcknowledgedOnceADay) {
  settings.acknowledge = true;
  start();
  arrives(mail_of("an@example.org", "one@example.org"));
  look();
  ASSERT_EQ(mail.sent.size(), 1u);
  EXPECT_EQ(header(mail.sent[0], "Auto-Submitted"), "auto-replied");
  EXPECT_EQ(header(mail.sent[0], "In-Reply-To"), "<one@example.org>");
  EXPECT_EQ(mail.sent[0].from.address, support);
  // A robot that says nothing of being one answers everything: into the thread, or with a new one. It gets no second answer.
  for (int i = 0; i < 5; ++i) {
    arrives(mail_of("an@example.org", "robot" + std::to_string(i) + "@example.org", i % 2 ? "" : "In-Reply-To: " + mail::message_id(mail.sent[0]) + "\r\n", std::to_string(i)));
    look();
  }
  EXPECT_EQ(mail.sent.size(), 1u);
  arrives(mail_of("noreply@example.org", "nobody@example.org"));
  look();
  EXPECT_EQ(mail.sent.size(), 1u);
  clock.advance(days(1));
  arrives(mail_of("an@example.org", "tomorrow@example.org"));
  look();
  EXPECT_EQ(mail.sent.size(), 2u);
}

ENGINE_TEST(MailboxService, AServerThatIsAwayIsTriedAgainLaterAndLater) {
  server.trouble = "Connection refused";
  look();
  EXPECT_EQ(progress().error, "Connection refused");
  EXPECT_EQ(progress().failures, 1);
  for (int i = 0; i < 4; ++i) look();
  EXPECT_EQ(progress().failures, 4);
  EXPECT_GT(progress().next_at, clock.now());
  server.trouble.clear();
  server.mails.push_back(mail_of("an@example.org", "one@example.org"));
  for (int i = 0; i < 5; ++i) look();
  EXPECT_EQ(progress().error, "");
  EXPECT_EQ(progress().failures, 0);
  EXPECT_EQ(progress().received, 1);
}

ENGINE_TEST(MailboxService, FilesComeInWithTheirTurn) {
  arrives(mail_of("an@example.org", "one@example.org", "Content-Type: multipart/mixed; boundary=m\r\n",
                  "--m\r\n\r\nSee the picture\r\n--m\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=broken.png\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--m--"));
  const auto id = care.all.begin()->first;
  const auto message = care.turns[id][0].id;
  const auto files = read([&](db::Reader& reader) { return store::files_of(reader, message); });
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].name, "broken.png");
  EXPECT_EQ(files[0].bytes, 3);
  EXPECT_EQ(read([&](db::Reader& reader) { return store::content_of(reader, files[0].id); }), std::string("\0\1\2", 3));
}

ENGINE_TEST(MailboxService, APersonIsGivenOutAndTakenAway) {
  arrives(mail_of("an@example.org", "one@example.org", "Content-Type: multipart/mixed; boundary=m\r\n",
                  "--m\r\n\r\nWords\r\n-- \r\nsecretword\r\n--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=secretword.txt\r\n\r\nsecretword\r\n--m--"));
  arrives(mail_of("bo@example.org", "bo@example.org"));
  profiles::Person person;
  person.account = an;
  person.email = "An@Example.org";
  const auto give = [&] { return read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); }); };
  EXPECT_EQ(give(), "null");  // nobody has shown that the address is theirs
  person.email_verified = true;
  const auto given = give();
  EXPECT_NE(given.find("secretword.txt"), std::string::npos);
  EXPECT_NE(given.find("c2VjcmV0d29yZA"), std::string::npos);
  EXPECT_EQ(given.find("bo@"), std::string::npos);
  const auto receipt = write([&](db::Transaction& tx) -> Result<std::vector<profiles::Erased>> { return module->personal_data().erase(tx, person); });
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ((*receipt)[0].count, 1);
  EXPECT_EQ((*receipt)[1].count, 1);
  EXPECT_EQ(give(), "null");
  const auto id = care.all.begin()->first;
  EXPECT_TRUE(read([&](db::Reader& reader) { return store::files_of(reader, id); }).empty());
}

ENGINE_TEST(MailboxService, AnAnswerThatIsSentAgainIsTheSameMail) {
  arrives(mail_of("an@example.org", "one@example.org"));
  const auto id = care.all.begin()->first;
  care::Message message;
  message.id = MessageId{ids.next()};
  message.text = "Here";
  const auto first = module->channel().send({care.all.at(id), message, to_text(message.id), "Noor", {"<one@example.org>"}});
  const auto second = module->channel().send({care.all.at(id), message, to_text(message.id), "Noor", {"<one@example.org>"}});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(header(mail.sent[0], "Reply-To"), header(mail.sent[1], "Reply-To"));
  EXPECT_EQ(read([&](db::Reader& reader) { return store::letters_of(reader, id); }).size(), 2u);
}

TEST(MailboxAnswers, KeepTheBeginningAndTheEndOfLongThreads) {
  std::vector<std::string> earlier;
  for (int i = 0; i < 100; ++i) earlier.push_back("<" + std::string(60, 'x') + std::to_string(i) + "@example.org>");
  const auto text = references_text("<reply.t@shop.example>", earlier);
  EXPECT_LE(text.size(), 1'800u);
  EXPECT_TRUE(text.starts_with("<reply.t@shop.example> <"));
  EXPECT_TRUE(text.ends_with("99@example.org>"));
  EXPECT_EQ(answer_subject("RE: x", false), "RE: x");
  EXPECT_EQ(answer_subject(" ", true), "Tin nhắn của bạn");
}

}  // namespace
}  // namespace plaza::mailbox
