// Reviews over HTTP: who may write, what is shown, what is refused and changed nothing.
#include "reviews_fixture.h"
#include "platform/json/document.h"

namespace plaza::reviews {
namespace {

using http::Method;

class ReviewRoutes : public ReviewsFixture {};

ENGINE_TEST(ReviewRoutes, ABuyerReviewsWithAPictureAndItStandsOnTheProduct) {
  buy(1, 7, {vase});
  const auto made = ask(Method::post, "/v1/products/vase/reviews",
                        R"({"stars":5,"title":" Calm ","text":"The glaze is warmer than the pictures.","media_ids":[")" +
                            to_text(media::MediaId{70}) + R"("],"aspects":[{"key":"quality","value":4}]})",
                        7);
  ASSERT_EQ(made.status, 201) << made.raw;
  EXPECT_TRUE(made.flag("/verified"));
  EXPECT_EQ(made.text("/title"), "Calm");
  EXPECT_EQ(made.text("/variant_title"), "Sand");
  EXPECT_EQ(made.text("/author/name"), "Member 7");
  dispatcher->drain();
  const auto list = get("/v1/products/vase/reviews");
  ASSERT_EQ(list.size("/items"), 1u) << list.raw;
  EXPECT_EQ(list.text("/items/0/media/0/url"), "/media/70/w640.webp");
  EXPECT_FALSE(list.flag("/items/0/own"));
  EXPECT_EQ(list.number("/rating/count"), 1);
  EXPECT_EQ(list.number("/rating/stars/4"), 1);
  EXPECT_DOUBLE_EQ(list.real("/rating/rating"), 4.15);  // (8 * 85 / 21 + 5) / 9: the shop's mean knows it, too
  EXPECT_EQ(list.text("/rating/aspects/0/aspect/key"), "quality");
  EXPECT_DOUBLE_EQ(list.real("/rating/aspects/0/mean"), 4);
  EXPECT_TRUE(get("/v1/products/vase/reviews", 7).flag("/items/0/own"));
  EXPECT_EQ(get("/v1/reviews/" + made.text("/id")).number("/stars"), 5);
}

ENGINE_TEST(ReviewRoutes, RefusalsNameWhatIsWrongAndChangeNothing) {
  EXPECT_EQ(review(0, "vase", 5).code(), "reviews.sign_in");
  EXPECT_EQ(review(7, "nothing", 5).code(), "reviews.product_not_found");
  EXPECT_EQ(review(7, "vase", 6).status, 400);
  EXPECT_EQ(review(7, "vase", 1, "").text("/errors/0/field"), "text");
  const auto foreign = ask(Method::post, "/v1/products/vase/reviews", R"({"stars":5,"media_ids":[")" + to_text(media::MediaId{80}) + R"("]})", 7);
  EXPECT_EQ(foreign.text("/errors/0/field"), "media_ids[0]");
  const auto unknown = ask(Method::post, "/v1/products/vase/reviews", R"({"stars":5,"aspects":[{"key":"speed","value":3}]})", 7);
  EXPECT_EQ(unknown.text("/errors/0/field"), "aspects[0].key");
  EXPECT_EQ(get("/v1/products/nothing/reviews").code(), "reviews.product_not_found");
  EXPECT_EQ(get("/v1/reviews/rvw_0000000000001").code(), "reviews.not_found");
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items"), 0u);
}

ENGINE_TEST(ReviewRoutes, OneForEachPersonWhichTheyEditInTheOpen) {
  const auto made = review(7, "vase", 5, "I love it.");
  ASSERT_EQ(made.status, 201);
  EXPECT_FALSE(made.flag("/verified"));
  EXPECT_EQ(review(7, "vase", 4).code(), "reviews.already_written");
  const std::string path = "/v1/reviews/" + made.text("/id");
  clock.advance(days(3));
  EXPECT_EQ(ask(Method::patch, path, R"({"stars":3,"text":"It faded."})", 8).code(), "reviews.not_found");
  const auto edited = ask(Method::patch, path, R"({"stars":3,"text":"It faded."})", 7);
  ASSERT_EQ(edited.status, 200) << edited.raw;
  EXPECT_EQ(edited.number("/stars"), 3);
  EXPECT_EQ(edited.text("/history/0/text"), "I love it.");
  EXPECT_EQ(edited.number("/history/0/stars"), 5);
  EXPECT_EQ(get(path).size("/history"), 1u);
  EXPECT_EQ(ask(Method::del, path, "", 8).code(), "reviews.not_found");
  EXPECT_EQ(ask(Method::del, path, "", 7).status, 204);
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items"), 0u);
  EXPECT_EQ(shown(vase), 0);
}

ENGINE_TEST(ReviewRoutes, TheSecondClickWritesNoSecondReview) {
  http::Request request;
  request.method = Method::post;
  request.target = "/v1/products/vase/reviews";
  request.body = R"({"stars":4})";
  request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}, {"x-account", "7"}, {"idempotency-key", "k"}};
  const auto first = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  const auto second = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
}

ENGINE_TEST(ReviewRoutes, ABuyerIsKnownByOrdersAlone) {
  buy(1, 7, {vase}).status = orders::OrderStatus::refunded;
  EXPECT_FALSE(review(7, "vase", 4).flag("/verified"));
  buy(2, 8, {lamp});
  EXPECT_FALSE(review(8, "vase", 4).flag("/verified"));
  const auto of = [&](std::int64_t account) { return staff(Method::get, "/v1/admin/reviews?account_id=" + to_text(identity::AccountId{account})); };
  EXPECT_EQ(of(8).size("/items"), 1u);
  EXPECT_EQ(of(11).size("/items"), 0u);
  orders::Refund refund;
  auto& order = buy(3, 9, {vase});
  refund.lines.push_back({order.lines[0].id, 1, {}, {}, 0, false});
  order.after.refunds.push_back(refund);
  EXPECT_FALSE(review(9, "vase", 4).flag("/verified"));
  auto settings = staff(Method::get, "/v1/admin/review_settings");
  settings.body.as_object()["writers"] = "buyers";
  ASSERT_EQ(staff(Method::put, "/v1/admin/review_settings", boost::json::serialize(settings.body)).status, 200);
  EXPECT_EQ(review(10, "vase", 4).code(), "reviews.buyers_only");
  buy(4, 10, {vase});
  EXPECT_TRUE(review(10, "vase", 4).flag("/verified"));
}

ENGINE_TEST(ReviewRoutes, TheBadgeFollowsTheOrder) {
  buy(1, 7, {vase});
  const auto made = review(7, "vase", 5);
  ASSERT_TRUE(made.flag("/verified"));
  orders.all.at(1).status = orders::OrderStatus::refunded;
  announce_order<orders::OrderRefunded>(1);
  EXPECT_FALSE(get("/v1/reviews/" + made.text("/id")).flag("/verified"));
  buy(2, 7, {vase});
  announce_order<orders::OrderPaid>(2);
  EXPECT_TRUE(get("/v1/reviews/" + made.text("/id")).flag("/verified"));
}

ENGINE_TEST(ReviewRoutes, AVoteCountsOnceAndNeverForOneself) {
  for (const int buyer : {8, 9}) buy(buyer, buyer, {vase});
  const auto path = "/v1/reviews/" + review(7, "vase", 5).text("/id") + "/helpful";
  EXPECT_EQ(ask(Method::put, path, "", 0).status, 401);
  EXPECT_EQ(ask(Method::put, path, "", 7).code(), "reviews.own");
  EXPECT_EQ(ask(Method::put, path, "", 8).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::put, path, "", 8).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::put, path, "", 9).number("/helpful"), 2);
  EXPECT_TRUE(get("/v1/products/vase/reviews", 8).flag("/items/0/voted"));
  EXPECT_EQ(ask(Method::del, path, "", 8).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::del, path, "", 8).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::put, "/v1/reviews/rvw_0000000000001/helpful", "", 8).code(), "reviews.not_found");
}

ENGINE_TEST(ReviewRoutes, ListsAreSortedFilteredAndReadInPages) {
  for (int i = 0; i < 5; ++i) {
    buy(100 + i, 20 + i, {vase});
    clock.advance(days(1));
    ASSERT_EQ(review(20 + i, "vase", i + 1, "Number " + std::to_string(i)).status, 201);
  }
  clock.advance(days(1));
  ASSERT_EQ(review(30, "vase", 3, "Not bought").status, 201);
  const auto stars = [&](const std::string& query) {
    std::string found;
    const auto list = get("/v1/products/vase/reviews?limit=50&" + query);
    for (std::size_t i = 0; i < list.size("/items"); ++i) found += std::to_string(list.number("/items/" + std::to_string(i) + "/stars"));
    return found;
  };
  EXPECT_EQ(stars("sort=newest"), "354321");
  EXPECT_EQ(stars("sort=highest"), "543321");
  EXPECT_EQ(stars("sort=lowest"), "123345");
  EXPECT_EQ(stars("stars=3"), "33");
  EXPECT_EQ(stars("stars=3&verified=true"), "3");
  EXPECT_EQ(stars("pictures=true"), "");
  EXPECT_EQ(stars("aspect=quality"), "");
  for (const char* sort : {"helpful", "newest", "highest", "lowest", "pictures"}) {
    std::string seen, cursor;
    for (int page = 0; page < 10; ++page) {
      const auto list = get(std::string("/v1/products/vase/reviews?limit=2&sort=") + sort + (cursor.empty() ? "" : "&cursor=" + cursor));
      for (std::size_t i = 0; i < list.size("/items"); ++i) seen += list.text("/items/" + std::to_string(i) + "/text") + ";";
      cursor = list.text("/next_cursor");
      if (cursor.empty()) break;
    }
    for (int i = 0; i < 5; ++i) EXPECT_EQ(seen.find("Number " + std::to_string(i)), seen.rfind("Number " + std::to_string(i))) << sort;
    EXPECT_EQ(std::count(seen.begin(), seen.end(), ';'), 6) << sort;
  }
  EXPECT_EQ(get("/v1/products/vase/reviews?limit=51").status, 400);
}

ENGINE_TEST(ReviewRoutes, StaffModerateAndAnswer) {
  auto settings = staff(Method::get, "/v1/admin/review_settings");
  settings.body.as_object()["moderation"] = "before";
  const auto changed = staff(Method::put, "/v1/admin/review_settings", boost::json::serialize(settings.body));
  ASSERT_EQ(changed.status, 200) << changed.raw;
  EXPECT_EQ(staff(Method::put, "/v1/admin/review_settings", boost::json::serialize(settings.body)).code(), "reviews.stale");
  const auto made = review(7, "vase", 2, "It came late.");
  EXPECT_EQ(made.text("/status"), "pending");
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items"), 0u);
  EXPECT_EQ(get("/v1/reviews/" + made.text("/id")).status, 404);
  EXPECT_EQ(get("/v1/reviews/" + made.text("/id"), 7).status, 200);
  const auto waiting = staff(Method::get, "/v1/admin/reviews?status=pending");
  ASSERT_EQ(waiting.size("/items"), 1u);
  EXPECT_EQ(waiting.number("/counts/pending"), 1);
  EXPECT_EQ(waiting.text("/items/0/product_title"), "Sage vase");
  const std::string path = "/v1/admin/reviews/" + made.text("/id");
  EXPECT_EQ(staff(Method::get, path).text("/text"), "It came late.");
  EXPECT_EQ(ask(Method::get, path, "", 7).status, 403);
  EXPECT_EQ(staff(Method::get, "/v1/admin/reviews/rvw_0000000000001").code(), "reviews.not_found");
  EXPECT_EQ(get("/v1/reviews/" + made.text("/id"), 7).text("/findings/0/because"), "everything is looked at before it is shown");
  ASSERT_TRUE(stand(moderation::Kind::review, made.text("/id"), moderation::Standing::visible).ok());
  EXPECT_EQ(staff(Method::get, path).text("/status"), "published");
  const auto replied = staff(Method::put, path + "/reply", R"({"text":"We are sorry. The carrier lost a day."})");
  EXPECT_EQ(replied.text("/reply/text"), "We are sorry. The carrier lost a day.");
  EXPECT_EQ(mail.replies(), std::vector<std::string>{"/products/vase#reviews"});
  EXPECT_EQ(get("/v1/products/vase/reviews").text("/items/0/reply/text"), "We are sorry. The carrier lost a day.");
  ASSERT_TRUE(stand(moderation::Kind::review, made.text("/id"), moderation::Standing::removed).ok());
  EXPECT_EQ(staff(Method::get, path).text("/status"), "rejected");
  EXPECT_EQ(shown(vase), 0);
  EXPECT_EQ(stand(moderation::Kind::review, "rvw_0000000000001", moderation::Standing::removed).error().code, "reviews.not_found");
  EXPECT_EQ(staff(Method::put, "/v1/admin/reviews/rvw_0000000000001/reply", R"({"text":"x"})").code(), "reviews.not_found");
}

ENGINE_TEST(ReviewRoutes, WhatIsTakenAwayAndEditedWaitsForAPerson) {
  const auto id = review(7, "vase", 2, "Rude words.").text("/id");
  ASSERT_TRUE(stand(moderation::Kind::review, id, moderation::Standing::removed).ok());
  const auto edited = ask(Method::patch, "/v1/reviews/" + id, R"({"stars":2,"text":"Kind words."})", 7);
  EXPECT_EQ(edited.text("/status"), "pending");
}

ENGINE_TEST(ReviewRoutes, OneSeesWhatOneWroteAndWhatWaits) {
  buy(1, 7, {vase, lamp});
  ASSERT_EQ(review(7, "vase", 5).status, 201);
  const auto own = get("/v1/me/reviews", 7);
  ASSERT_EQ(own.size("/items"), 1u);
  EXPECT_EQ(own.text("/items/0/product_handle"), "vase");
  ASSERT_EQ(own.size("/waiting"), 1u);
  EXPECT_EQ(own.text("/waiting/0/product/handle"), "lamp");
  EXPECT_EQ(get("/v1/me/reviews").status, 401);
  const auto form = get("/v1/products/lamp/review_form", 7);
  EXPECT_TRUE(form.flag("/verified"));
  EXPECT_TRUE(form.flag("/may_write"));
  EXPECT_EQ(form.size("/aspects"), 2u);
  EXPECT_EQ(get("/v1/products/vase/review_form", 7).number("/own/stars"), 5);
  EXPECT_FALSE(get("/v1/products/vase/review_form").flag("/may_write"));
}

ENGINE_TEST(ReviewRoutes, NobodyWritesWithoutEnd) {
  int refused = 0;
  for (int i = 0; i < 12; ++i) refused += review(7, "nothing", 5).code() == "reviews.too_often";
  EXPECT_EQ(refused, 4);
  clock.advance(minutes(2));
  EXPECT_EQ(review(7, "vase", 5).status, 201);
}

ENGINE_TEST(ReviewRoutes, AComparisonHearsTheRating) {
  for (int i = 0; i < 3; ++i) {
    buy(10 + i, 20 + i, {vase, lamp});
    for (const char* product : {"vase", "lamp"}) {
      ASSERT_EQ(ask(Method::post, std::string("/v1/products/") + product + "/reviews",
                    R"({"stars":4,"aspects":[{"key":"quality","value":5}]})", 20 + i).status, 201);
    }
  }
  dispatcher->drain();
  const std::vector<catalog::ProductId> asked{vase, lamp, bowl};
  const auto read = [&](db::Reader& reader) { return module->evidence().about(reader, asked, "en"); };
  const auto topics = database().read_now(read);
  ASSERT_EQ(topics.size(), 3u);
  EXPECT_EQ(topics[0].key, "rating");
  EXPECT_EQ(topics[0].statements[0]->text, "4.0 / 5");
  EXPECT_FALSE(topics[0].statements[2]);
  EXPECT_EQ(topics[1].statements[1]->text, "3");
  EXPECT_EQ(topics[2].key, "aspect_quality");
  EXPECT_EQ(topics[2].statements[0]->text, "5.0 / 5");
}

}  // namespace
}  // namespace plaza::reviews
