#include "identity/events.h"
#include "notifications_fixture.h"
#include "store.h"

namespace plaza::notifications {
namespace {

using identity::AccountId;

class BellTest : public NotificationsFixture {};
class MailTest : public NotificationsFixture {
 protected:
  bool send(Mail mail, std::string key, std::string values) {
    bool sent = false;
    commit([&](db::Transaction& tx) {
      sent = module->mailer().send(tx, {mail, std::move(key), "guest@shop.example", "en", std::move(values)});
    });
    return sent;
  }
};

ENGINE_TEST(BellTest, TellsTheSameThingOnce) {
  EXPECT_TRUE(notify(notice(Kind::liked, 1, 2)));
  EXPECT_FALSE(notify(notice(Kind::liked, 1, 2)));
  EXPECT_TRUE(notify(notice(Kind::liked, 1, 3)));
  EXPECT_TRUE(notify(notice(Kind::liked, 1, 2, "pst_2")));
  EXPECT_EQ(unread(1), 3);
}

ENGINE_TEST(BellTest, DoesNotTellOneOfOnesOwnDoings) {
  EXPECT_FALSE(notify(notice(Kind::commented, 1, 1)));
  EXPECT_FALSE(notify(notice(Kind::commented, 0, 1)));
  EXPECT_EQ(unread(1), 0);
}

ENGINE_TEST(BellTest, AnUndoneLikeIsTakenBackUnlessItWasRead) {
  notify(notice(Kind::liked, 1, 2));
  commit([&](db::Transaction& tx) { module->bell().withdraw(tx, notice(Kind::liked, 1, 2)); });
  EXPECT_EQ(unread(1), 0);
  notify(notice(Kind::liked, 1, 2));
  ask(http::Method::post, "/v1/notifications/read", 1, R"({"all":true})");
  commit([&](db::Transaction& tx) { module->bell().withdraw(tx, notice(Kind::liked, 1, 2)); });
  EXPECT_FALSE(notify(notice(Kind::liked, 1, 2))) << "no second bell for the second like";
}

ENGINE_TEST(BellTest, MailsByPreferenceToVerifiedAddressesOnly) {
  notify(notice(Kind::replied, 2, 1, "cmt_1", "Thank you"));
  notify(notice(Kind::replied, 3, 1, "cmt_2"));  // not verified
  notify(notice(Kind::liked, 2, 1));              // not mailed by default
  runner->run_due();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].to, "binh@shop.example");
  EXPECT_EQ(mails[0].subject, "An đã trả lời: “Thank you”");
  EXPECT_EQ(mails[0].from, "hello@shop.example");

  ask(http::Method::patch, "/v1/me/notification_preferences", 2,
      R"({"items":[{"kind":"replied","mail":false},{"kind":"liked","mail":true}]})");
  notify(notice(Kind::replied, 2, 1, "cmt_3"));
  notify(notice(Kind::liked, 2, 1, "pst_9"));
  runner->run_due();
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_EQ(mails[1].subject, "An đã thích bài viết của bạn.");
}

ENGINE_TEST(BellTest, NewsOfAnEventSayItsTimesByTheShopsClockAndAsTimes) {
  const auto at = [](const char* text) { return *parse_time(text); };
  Notice moved{AccountId{2}, Kind::event_moved, AccountId{1}, "gev_1:1", "Open studio", "/groups/glaze/events/gev_1", ""};
  moved.occasion = Occasion{{at("2026-03-06T10:00:00Z"), at("2026-03-06T12:00:00Z")},
                            Span{at("2026-03-05T10:00:00Z"), at("2026-03-05T12:00:00Z")}, "12 Kiln\nLane"};
  EXPECT_TRUE(notify(moved));
  EXPECT_FALSE(notify(moved));
  const std::string text = "“Open studio” đã đổi giờ, từ 17:00–19:00 thứ Năm, 5/3/2026 (UTC+7) sang 17:00–19:00 thứ Sáu, 6/3/2026 (UTC+7)."
                           " Địa điểm: 12 Kiln Lane";
  runner->run_due();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].subject, text);
  const auto line = object_of(ask(http::Method::get, "/v1/notifications", 2, "", "vi")).at("items").at(0).as_object();
  EXPECT_EQ(line.at("text").as_string(), text);
  const auto& times = line.at("times").as_array();
  ASSERT_EQ(times.size(), 2u);
  EXPECT_EQ(times[0].at("starts_at").as_string(), "2026-03-06T10:00:00Z");
  EXPECT_EQ(times[1].at("ends_at").as_string(), "2026-03-05T12:00:00Z");
  for (const auto& each : times) EXPECT_NE(text.find(each.at("text").as_string()), std::string::npos);

  ask(http::Method::patch, "/v1/me/notification_preferences", 2, R"({"items":[{"kind":"event_reminder","mail":false,"push":false}]})");
  moved.kind = Kind::event_reminder;
  EXPECT_TRUE(notify(moved));
  runner->run_due();
  EXPECT_EQ(mails.size(), 1u);
}

ENGINE_TEST(BellTest, OpenPagesHearOfNewLines) {
  const auto stream = std::make_shared<KeptStream>();
  http::Response response = ask(http::Method::get, "/v1/stream", 2, "", "vi");
  ASSERT_TRUE(response.stream);
  EXPECT_EQ(response.content_type, "text/event-stream");
  response.stream(stream);
  notify(notice(Kind::commented, 2, 1, "cmt_1", "Đẹp quá"));
  dispatcher->drain();
  EXPECT_TRUE(stream->wait_for("event: notification"));
  module->stop();
  const std::string received = stream->received();
  EXPECT_NE(received.find("event: notification\ndata: {\"unread\":1,\"notification\":{"), std::string::npos) << received;
  EXPECT_NE(received.find("An đã bình luận: “Đẹp quá”"), std::string::npos) << received;
}

ENGINE_TEST(BellTest, OpenPagesHearThatTheBellWasRead) {
  notify(notice(Kind::liked, 1, 2));
  const auto stream = std::make_shared<KeptStream>();
  const http::Response response = ask(http::Method::get, "/v1/stream", 1);
  response.stream(stream);
  ask(http::Method::post, "/v1/notifications/read", 1, R"({"all":true})");
  dispatcher->drain();
  EXPECT_TRUE(stream->wait_for("data: {\"unread\":0,\"notification\":null}")) << stream->received();
}

ENGINE_TEST(BellTest, AnotherAccountsPageHearsNothing) {
  const auto stream = std::make_shared<KeptStream>();
  const http::Response response = ask(http::Method::get, "/v1/stream", 3);
  response.stream(stream);
  notify(notice(Kind::liked, 1, 2));
  dispatcher->drain();
  module->hub().to_all(Topic::product, "1");
  EXPECT_TRUE(stream->wait_for("event: product"));
  EXPECT_EQ(stream->received().find("event: notification"), std::string::npos);
}

ENGINE_TEST(BellTest, IsPartOfTheCallersTransaction) {
  const auto refused = [&](db::Transaction& tx) -> Status {
    EXPECT_TRUE(module->bell().notify(tx, notice(Kind::replied, 1, 2)));
    return Error{ErrorKind::conflict, "test.refused", ""};
  };
  EXPECT_FALSE(database().write_now(refused).ok());
  runner->run_due();
  EXPECT_EQ(unread(1), 0);
  EXPECT_TRUE(mails.empty());
}

ENGINE_TEST(BellTest, LongSubjectsAreCutAndTheirControlsDropped) {
  notify(notice(Kind::commented, 1, 2, "cmt_1", std::string(5'000, 'a') + "\r\nBcc: x"));
  const auto text = std::string(
      object_of(ask(http::Method::get, "/v1/notifications", 1)).at("items").at(0).at("text").as_string());
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_LT(text.size(), 300u);
}

ENGINE_TEST(BellTest, AnErasedAccountLeavesNoLines) {
  notify(notice(Kind::liked, 1, 2));
  notify(notice(Kind::liked, 3, 1));
  notify(notice(Kind::liked, 3, 2));
  ask(http::Method::patch, "/v1/me/notification_preferences", 1, R"({"items":[{"kind":"liked","mail":true}]})");
  commit([&](db::Transaction& tx) { events::publish(tx, 1, identity::AccountErased{AccountId{1}}); });
  dispatcher->drain();
  runner->run_due();
  EXPECT_EQ(unread(1), 0);
  EXPECT_EQ(unread(3), 1);
  const auto chosen = database().read_now([](db::Reader& reader) { return store::list_preferences(reader, AccountId{1}); });
  EXPECT_TRUE(chosen.empty());
}

ENGINE_TEST(MailTest, IsSentOncePerKey) {
  const std::string values = R"({"name":"An","number":"#1","link":"/o","total":{"amount":100,"currency":"EUR"}})";
  EXPECT_TRUE(send(Mail::order_paid, "order_paid:1", values));
  EXPECT_FALSE(send(Mail::order_paid, "order_paid:1", values));
  EXPECT_TRUE(send(Mail::order_paid, "order_paid:2", values));
  runner->run_due();
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_EQ(mails[0].subject, "Your payment for order #1");
  EXPECT_NE(mails[0].key, mails[1].key);
}

ENGINE_TEST(MailTest, IsNotSentWhenTheChangeIsRolledBack) {
  const auto work = [&](db::Transaction& tx) -> Status {
    module->mailer().send(tx, {Mail::order_paid, "order_paid:1", "a@shop.example", "en", "{}"});
    return Error{ErrorKind::conflict, "test.refused", ""};
  };
  EXPECT_FALSE(database().write_now(work).ok());
  runner->run_due();
  EXPECT_TRUE(mails.empty());
  EXPECT_TRUE(send(Mail::order_paid, "order_paid:1", "{}"));
}

ENGINE_TEST(MailTest, IsTriedAgainWhenTheServerWasDown) {
  mail_is_down = true;
  send(Mail::order_delivered, "order:1", R"({"name":"An","number":"#1","link":"/o"})");
  runner->run_due();
  EXPECT_TRUE(mails.empty());
  mail_is_down = false;
  clock.advance(minutes(1));
  runner->run_due();
  EXPECT_EQ(mails.size(), 1u);
}

ENGINE_TEST(MailTest, IsNotTriedAgainWhenItWasRefusedForGood) {
  mail_refuses = true;
  send(Mail::order_delivered, "order:1", R"({"name":"An","number":"#1","link":"/o"})");
  runner->run_due();
  clock.advance(hours(2));
  runner->run_due();
  EXPECT_EQ(mail_attempts, 1);
  EXPECT_TRUE(runner->parked(10).empty());
}

ENGINE_TEST(MailTest, CarriesTheLinksOfAccounts) {
  const identity::MailRecipient to{AccountId{2}, "binh@shop.example", "Bình", "vi"};
  commit([&](db::Transaction& tx) {
    module->account_mail().send_verification(tx, to, "tok-1");
    module->account_mail().send_reset(tx, to, "tok-2");
    module->account_mail().send_password_changed(tx, to);
  });
  runner->run_due();
  ASSERT_EQ(mails.size(), 3u);
  std::string all;
  for (const auto& mail : mails) {
    EXPECT_EQ(mail.to, "binh@shop.example");
    all += mail.text;
  }
  EXPECT_NE(all.find("https://shop.example/verify?token=tok-1"), std::string::npos) << all;
  EXPECT_NE(all.find("https://shop.example/reset?token=tok-2"), std::string::npos) << all;
  EXPECT_NE(all.find("https://shop.example/signin"), std::string::npos) << all;
}

}  // namespace
}  // namespace plaza::notifications
