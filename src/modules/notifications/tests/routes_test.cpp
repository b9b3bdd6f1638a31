#include "notifications_fixture.h"
#include "profiles/personal_data.h"

namespace plaza::notifications {
namespace {

using http::Method;

class NotificationRoutes : public NotificationsFixture {};

ENGINE_TEST(NotificationRoutes, ListsNewestFirstInTheReadersLanguage) {
  notify(notice(Kind::liked, 1, 2));
  clock.advance(seconds(1));
  notify(notice(Kind::order_placed, 1, 0, "ord_1", "#1001"));
  const auto answer = object_of(ask(Method::get, "/v1/notifications", 1));
  const auto& items = answer.at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("text").as_string(), "We received your order #1001.");
  EXPECT_TRUE(items[0].at("actor").is_null());
  EXPECT_EQ(items[1].at("text").as_string(), "Bình liked your post.");
  EXPECT_EQ(items[1].at("actor").at("handle").as_string(), "binh");
  EXPECT_EQ(items[1].at("actor").at("avatar_url").as_string(), "/media/77");
  EXPECT_EQ(items[1].at("read").as_bool(), false);
  EXPECT_EQ(answer.at("unread").as_int64(), 2);
  const auto vietnamese = object_of(ask(Method::get, "/v1/notifications", 1, "", "vi"));
  EXPECT_EQ(vietnamese.at("items").at(1).at("text").as_string(), "Bình đã thích bài viết của bạn.");
}

ENGINE_TEST(NotificationRoutes, PagesByCursor) {
  for (int i = 0; i < 3; ++i) notify(notice(Kind::liked, 1, 2, "pst_" + std::to_string(i)));
  const auto first = object_of(ask(Method::get, "/v1/notifications?limit=2", 1));
  EXPECT_EQ(first.at("items").as_array().size(), 2u);
  const std::string cursor(first.at("next_cursor").as_string());
  const auto second = object_of(ask(Method::get, "/v1/notifications?limit=2&cursor=" + cursor, 1));
  EXPECT_EQ(second.at("items").as_array().size(), 1u);
  EXPECT_TRUE(second.at("next_cursor").is_null());
  EXPECT_EQ(ask(Method::get, "/v1/notifications?cursor=x", 1).status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/notifications?limit=101", 1).status, 400);
}

ENGINE_TEST(NotificationRoutes, ReadsSomeOrAllOfOnesOwn) {
  const auto first = notify(notice(Kind::liked, 1, 2, "pst_1"));
  notify(notice(Kind::liked, 1, 2, "pst_2"));
  const auto others = notify(notice(Kind::liked, 3, 2, "pst_1"));
  const auto answer = ask(Method::post, "/v1/notifications/read", 1,
                          R"({"ids":[")" + to_text(first) + R"(",")" + to_text(others) + R"("]})");
  EXPECT_EQ(answer.body, R"({"unread":1})");
  EXPECT_EQ(unread(3), 1);
  EXPECT_EQ(ask(Method::post, "/v1/notifications/read", 1, R"({"all":true})").body, R"({"unread":0})");
  EXPECT_EQ(unread(3), 1);
  EXPECT_EQ(ask(Method::post, "/v1/notifications/read", 1, "{}").status, 400);
}

ENGINE_TEST(NotificationRoutes, StrangersHaveNoBell) {
  EXPECT_EQ(ask(Method::get, "/v1/notifications", 0).status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/notifications/read", 0, R"({"all":true})").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/me/notification_preferences", 0).status, 401);
  EXPECT_TRUE(ask(Method::get, "/v1/stream", 0).stream) << "but they may listen to stock";
}

ENGINE_TEST(NotificationRoutes, ListsAndChangesPreferences) {
  const auto listed = object_of(ask(Method::get, "/v1/me/notification_preferences", 1));
  ASSERT_EQ(listed.at("items").as_array().size(), enum_names(static_cast<Kind*>(nullptr)).size());
  EXPECT_EQ(listed.at("items").at(0).at("kind").as_string(), "liked");
  EXPECT_EQ(listed.at("items").at(0).at("mail").as_bool(), false);
  const auto changed = ask(Method::patch, "/v1/me/notification_preferences", 1, R"({"items":[{"kind":"liked","mail":true}]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(object_of(changed).at("items").at(0).at("mail").as_bool(), true);
  const auto wrong = ask(Method::patch, "/v1/me/notification_preferences", 1, R"({"items":[{"kind":"poked","mail":true}]})");
  EXPECT_EQ(wrong.status, 400);
  const auto of_another = object_of(ask(Method::get, "/v1/me/notification_preferences", 2));
  EXPECT_EQ(of_another.at("items").at(0).at("mail").as_bool(), false);
}

ENGINE_TEST(NotificationRoutes, AFullHubSaysSo) {
  module->stop();
  const auto answer = ask(Method::get, "/v1/stream", 1);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(object_of(answer).at("code").as_string(), "notifications.too_many_streams");
}

ENGINE_TEST(NotificationRoutes, StaffSeeEveryMailWithTheShopsProducts) {
  EXPECT_EQ(ask(Method::get, "/v1/admin/mails", 0).status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/admin/mails", 2).status, 403);
  const auto list = object_of(ask(Method::get, "/v1/admin/mails?language=vi", 1));
  ASSERT_EQ(list.at("items").as_array().size(), enum_names(static_cast<Mail*>(nullptr)).size());
  EXPECT_EQ(list.at("items").at(0).at("kind").as_string(), "verify_email");
  EXPECT_EQ(list.at("items").at(0).at("group").as_string(), "account");
  EXPECT_EQ(list.at("items").at(0).at("sent_when").as_string(), "Khi có người đăng ký hoặc đổi địa chỉ email.");

  const auto mail = object_of(ask(Method::get, "/v1/admin/mails/order_placed?language=en", 1));
  EXPECT_EQ(mail.at("subject").as_string(), "Your order #1042 at Gốm & Co");
  const std::string html(mail.at("html").as_string());
  EXPECT_NE(html.find("https://shop.example/media/moon.webp"), std::string::npos);
  EXPECT_NE(std::string(mail.at("text").as_string()).find("2 × Moon jar, White: €178.00"), std::string::npos);
  EXPECT_EQ(ask(Method::get, "/v1/admin/mails/no_such_mail", 1).status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/mails/order_placed?language=de", 1).status, 400);
  EXPECT_EQ(mails.size(), 0u);
}

ENGINE_TEST(NotificationRoutes, ATrialGoesToWhoAsksAndToNobodyElse) {
  const auto sent = ask(Method::post, "/v1/admin/mails/return_settled/trials", 1, R"({"language":"vi"})");
  EXPECT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(object_of(sent).at("to").as_string(), "an@shop.example");
  runner->run_due();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].to, "an@shop.example");
  EXPECT_NE(mails[0].html.find("Thư thử"), std::string::npos);
  EXPECT_NE(mails[0].text.find("Thư thử"), std::string::npos);
  EXPECT_EQ(ask(Method::post, "/v1/admin/mails/return_settled/trials", 2, "{}").status, 403);

  for (int i = 1; i < 10; ++i) EXPECT_EQ(ask(Method::post, "/v1/admin/mails/bell/trials", 1, "{}").status, 200);
  const auto refused = ask(Method::post, "/v1/admin/mails/bell/trials", 1, "{}");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(object_of(refused).at("code").as_string(), "request.too_many");
  clock.advance(hours(1));
  EXPECT_EQ(ask(Method::post, "/v1/admin/mails/bell/trials", 1, "{}").status, 200);
}

ENGINE_TEST(NotificationRoutes, StaffSeeWhichMailsWentToAnAddressUntilThePersonIsErased) {
  const auto work = [&](db::Transaction& tx) -> Status {
    module->mailer().send(tx, {Mail::order_placed, "order_placed:ord_1:2", "Binh@shop.example ", "vi", "{}"});
    module->mailer().send(tx, {Mail::order_paid, "order_paid:ord_1", "somebody@shop.example", "en", "{}"});
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  const std::string path = "/v1/admin/sent_mails?account_id=" + to_text(identity::AccountId{2});
  EXPECT_EQ(ask(Method::get, path, 2).status, 403);
  const auto list = object_of(ask(Method::get, path, 1));
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  EXPECT_EQ(list.at("items").at(0).at("mail").as_string(), "order_placed");
  EXPECT_EQ(list.at("items").at(0).at("about").as_string(), "ord_1");
  profiles::Person person;
  person.account = identity::AccountId{2};
  person.email = "binh@shop.example";
  const auto read = [&](db::Reader& reader) { return module->personal_data().export_json(reader, person); };
  EXPECT_NE(database().read_now(read).find("order_placed"), std::string::npos);
  std::vector<profiles::Erased> erased;
  const auto erase = [&](db::Transaction& tx) -> Status {
    erased = module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].count, 1);
  EXPECT_TRUE(object_of(ask(Method::get, path, 1)).at("items").as_array().empty());
}

ENGINE_TEST(NotificationRoutes, AKeyHasNoMailboxForTrials) {
  const auto refused = ask(Method::post, "/v1/admin/mails/bell/trials", key_caller, "{}");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(object_of(refused).at("code").as_string(), "notifications.no_mailbox");
  EXPECT_EQ(ask(Method::get, "/v1/admin/mails/bell", key_caller).status, 200);
}

}  // namespace
}  // namespace plaza::notifications
