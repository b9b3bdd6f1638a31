// Files of other shops' tools; invitations; what a person takes along and leaves.
#include "import_sheet.h"
#include "reviews_fixture.h"

namespace plaza::reviews {
namespace {

using http::Method;

class ReviewFiles : public ReviewsFixture {
 protected:
  Reply take(const std::string& file) {
    const auto started = ask(Method::post, "/v1/admin/reviews.csv", file, 9, identity::merchandiser);
    if (started.status != 202) return started;
    EXPECT_GT(runner->run_due(), 0);
    dispatcher->drain();
    return staff(Method::get, "/v1/admin/review_imports/" + started.text("/id"));
  }
  std::string everything() {
    std::string all;
    const auto read = [&](db::Reader& reader) {
      static constexpr db::Statement rows{nullptr, "SELECT person, import_key, details FROM reviews_reviews"};
      reader.each(rows, {}, [&](const db::Row& row) { all += row.string(0) + row.string(1) + row.string(2); });
      return true;
    };
    database().read_now(read);
    return all;
  }
};

const std::string judgeme =
    "\xEF\xBB\xBFtitle,body,rating,review_date,source,curated,reviewer_name,reviewer_email,product_id,product_handle,reply,reply_date,"
    "picture_urls,ip_address,location\r\n"
    "Calm,\"Two lines,\r\nand a comma\",5,2025-03-02 10:12:00 UTC,email,ok,Hana,hana@example.com,991,vase,Thank you,2025-03-03,"
    "\"https://x/1.jpg,https://x/2.jpg\",203.0.113.7,Graz\r\n"
    "Buy pills,Cheap pills,5,2025-03-02,web,spam,Bot,bot@example.com,991,vase,,,,203.0.113.8,\r\n"
    "Later,Not looked at,4,2025-03-04,web,not-yet,Ines,ines@example.com,991,vase,,,,203.0.113.9,\r\n"
    "Odd,No stars,nine,2025-03-04,web,ok,Max,max@example.com,991,vase,,,,,\r\n"
    "Odd,No product,4,2025-03-04,web,ok,Max,max@example.com,991,teapot,,,,,\r\n"
    "Fine,Fine,4,02/03/2025,web,ok,Jo,jo@example.com,991,lamp,,,,,\r\n";

ENGINE_TEST(ReviewFiles, JudgeMeComesInByLineAndItsAddressesDoNot) {
  buy(1, 0, {vase}).email = "Hana@example.com";
  accounts.by_email["ines@example.com"] = 77;
  const auto run = take(judgeme);
  ASSERT_EQ(run.text("/status"), "finished") << run.raw;
  EXPECT_EQ(run.text("/format"), "judgeme");
  EXPECT_EQ(run.number("/total"), 6);
  EXPECT_EQ(run.number("/done"), 6);
  EXPECT_EQ(run.number("/created"), 4);
  EXPECT_EQ(run.number("/failed"), 2);
  EXPECT_EQ(run.number("/problems/0/line"), 6);
  EXPECT_EQ(run.text("/problems/0/message"), "The rating is no number from 1 to 5.");
  EXPECT_EQ(run.text("/problems/1/message"), "There is no product \"teapot\".");
  const auto list = get("/v1/products/vase/reviews");
  ASSERT_EQ(list.size("/items"), 1u);
  EXPECT_EQ(list.text("/items/0/author/name"), "Hana");
  EXPECT_EQ(list.text("/items/0/text"), "Two lines,\r\nand a comma");
  EXPECT_EQ(list.text("/items/0/written_at").substr(0, 19), "2025-03-02T10:12:00");
  EXPECT_EQ(list.text("/items/0/reply/text"), "Thank you");
  EXPECT_TRUE(list.flag("/items/0/verified"));  // the address bought it here
  EXPECT_TRUE(list.flag("/items/0/imported"));
  EXPECT_EQ(staff(Method::get, "/v1/admin/reviews?status=pending").size("/items"), 1u);
  EXPECT_EQ(staff(Method::get, "/v1/admin/reviews?status=rejected").size("/items"), 1u);
  const auto kept = everything();
  EXPECT_EQ(kept.find("example.com"), std::string::npos);
  EXPECT_EQ(kept.find("203.0.113"), std::string::npos);
  EXPECT_EQ(kept.find("Graz"), std::string::npos);
  EXPECT_NE(kept.find("a:acc_"), std::string::npos);  // matched with an account
}

ENGINE_TEST(ReviewFiles, TakenInAgainItChangesNothingButWhatChanged) {
  ASSERT_EQ(take(judgeme).number("/created"), 4);
  const auto again = take(judgeme);
  EXPECT_EQ(again.number("/created"), 0);
  EXPECT_EQ(again.number("/unchanged"), 4);
  auto edited = judgeme;
  edited.replace(edited.find("Fine,Fine,4"), 11, "Fine,Best,5");
  const auto third = take(edited);
  EXPECT_EQ(third.number("/updated"), 1);
  EXPECT_EQ(get("/v1/products/lamp/reviews").text("/items/0/text"), "Best");
}

ENGINE_TEST(ReviewFiles, OtherToolsAreKnownByTheirColumns) {
  const auto format_of = [&](const std::string& header, const std::string& row) {
    const auto run = take(header + "\n" + row + "\n");
    EXPECT_EQ(run.number("/created"), 1) << run.raw;
    return run.text("/format");
  };
  EXPECT_EQ(format_of("Review Title;Review Content;Review Score;Date;Product ID;Product Title;Product URL;Display Name;Email;Verified Purchase",
                      "Good;Good, really;5;31/12/2024;1;;https://a.example/products/vase?x=1;Kai;kai@example.com;true"),
            "yotpo");
  EXPECT_EQ(format_of("id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase",
                      "l1,published,4,a@example.com,Bo,Bo Bo,Soft,2025-01-01,1,vase,,,yes"),
            "loox");
  EXPECT_EQ(format_of("Review ID,Product ID,Product Name,Rating,Title,Body,Reviewer Name,Is Verified Buyer,Date Created,Status",
                      "o1,1,Vase,3,Ok,Ok,Cy,true,2025-01-01,approved"),
            "okendo");
  EXPECT_EQ(format_of("reviewId,productId,product_title,rating,title,body,reviewer.name,reviewer.email,dateCreated",
                      "o2,1,Vase,3,Ok,Ok,Di,d@example.com,2025-01-01"),
            "okendo");
  EXPECT_EQ(format_of("product_handle\tstate\trating\ttitle\tauthor\temail\tlocation\tbody\treply\tcreated_at\treplied_at",
                      "vase\tpublished\t5\tYes\tEli\te@example.com\tOslo\tTab, comma; semicolon\t\t2025-01-01 00:00:00 UTC\t"),
            "shopify");
  const auto list = get("/v1/products/vase/reviews?limit=50");
  EXPECT_EQ(list.size("/items"), 5u);
  EXPECT_NE(list.raw.find("Tab, comma; semicolon"), std::string::npos);
  EXPECT_NE(list.raw.find("Good, really"), std::string::npos);
  EXPECT_EQ(take("a,b\n1,2\n").code(), "reviews.unknown_columns");
  EXPECT_EQ(take("").code(), "reviews.file_empty");
  EXPECT_EQ(staff(Method::get, "/v1/admin/review_imports/rvi_0000000000001").code(), "reviews.import_not_found");
  EXPECT_EQ(ask(Method::post, "/v1/admin/reviews.csv", judgeme, 9, identity::agent).status, 403);
}

ENGINE_TEST(ReviewFiles, WhatGoesOutComesIn) {
  ASSERT_EQ(review(7, "vase", 5, "=Formula, and more").status, 201);
  const auto out = staff(Method::get, "/v1/admin/reviews.csv");
  ASSERT_EQ(out.status, 200);
  EXPECT_NE(out.raw.find("'=Formula"), std::string::npos);
  EXPECT_EQ(take(out.raw).number("/unchanged"), 1);
  const auto work = [&](db::Transaction& tx) -> Status {
    static constexpr db::Statement empty{nullptr, "DELETE FROM reviews_reviews"};
    tx.execute(empty, {});
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  EXPECT_EQ(take(out.raw).number("/created"), 1);
  EXPECT_EQ(get("/v1/products/vase/reviews").text("/items/0/text"), "=Formula, and more");
}

// --- invitations ---

class Invited : public ReviewsFixture {
 protected:
  void deliver(std::int64_t order) {
    announce_order<orders::OrderDelivered>(order);
    clock.advance(days(10) + minutes(1));
    runner->run_due();
  }
};

ENGINE_TEST(Invited, AGuestIsAskedOnceAndReviewsByTheLink) {
  buy(1, 0, {vase, lamp});
  announce_order<orders::OrderDelivered>(1);
  runner->run_due();
  EXPECT_TRUE(mail.sent().empty());  // ten days later
  deliver(1);
  deliver(1);
  ASSERT_EQ(mail.sent().size(), 1u);
  const auto sent = mail.sent()[0];
  EXPECT_EQ(sent.to, "guest@example.com");
  EXPECT_EQ(sent.lines.size(), 2u);
  const std::string token = sent.link.substr(std::string("/review/").size());
  const auto page = get("/v1/review_invitations/" + token);
  EXPECT_EQ(page.size("/waiting"), 2u) << page.raw;
  EXPECT_EQ(page.text("/name"), "Lan N.");
  const std::string body = R"({"stars":4,"text":"Good.","invitation":")" + token + "\"}";
  const auto made = ask(Method::post, "/v1/products/vase/reviews", body);
  ASSERT_EQ(made.status, 201) << made.raw;
  EXPECT_TRUE(made.flag("/verified"));
  EXPECT_EQ(made.text("/author/name"), "Lan N.");
  EXPECT_EQ(ask(Method::post, "/v1/products/vase/reviews", body).code(), "reviews.already_written");
  EXPECT_EQ(ask(Method::post, "/v1/products/bowl/reviews", body).code(), "reviews.buyers_only");
  EXPECT_EQ(ask(Method::patch, "/v1/reviews/" + made.text("/id"), body).status, 200);
  EXPECT_EQ(get("/v1/review_invitations/" + token).size("/written"), 1u);
  std::string forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(get("/v1/review_invitations/" + forged).code(), "reviews.invitation_not_found");
  EXPECT_EQ(ask(Method::post, "/v1/products/lamp/reviews", R"({"stars":4,"invitation":")" + forged + "\"}").code(),
            "reviews.invitation_not_found");
}

ENGINE_TEST(Invited, NobodyIsAskedWhoSaidNoGaveItBackOrReviewedIt) {
  buy(1, 7, {vase});
  consents.mail[7] = false;
  buy(2, 8, {vase}).status = orders::OrderStatus::delivered;
  announce_order<orders::OrderDelivered>(2);
  orders.all.at(2).status = orders::OrderStatus::refunded;
  buy(3, 9, {vase});
  ASSERT_EQ(review(9, "vase", 5).status, 201);
  deliver(1);
  deliver(3);
  EXPECT_TRUE(mail.sent().empty());
  buy(4, 10, {vase});
  deliver(4);
  ASSERT_EQ(mail.sent().size(), 1u);
  const std::string token = mail.sent()[0].link.substr(8);
  EXPECT_EQ(ask(Method::post, "/v1/review_invitations/" + token + "/stop").status, 204);
  EXPECT_EQ(ask(Method::post, "/v1/review_invitations/nothing/stop").code(), "reviews.invitation_not_found");
  buy(5, 10, {lamp});
  deliver(5);
  EXPECT_EQ(mail.sent().size(), 1u);
}

// --- a person's data ---

ENGINE_TEST(Invited, AnErasedPersonLeavesTheStarsAndTheThread) {
  buy(1, 7, {vase});
  ASSERT_EQ(review(7, "vase", 2, "My private words.").status, 201);
  const auto question = ask(Method::post, "/v1/products/lamp/questions", R"({"text":"My private question?"})", 7).text("/id");
  ASSERT_EQ(ask(Method::post, "/v1/product_questions/" + question + "/answers", R"({"text":"Yes it does."})", 8).status, 201);
  const auto other = review(8, "lamp", 5).text("/id");
  ASSERT_EQ(ask(Method::put, "/v1/reviews/" + other + "/helpful", "", 7).number("/helpful"), 1);
  const double before = shown(vase);
  profiles::Person person;
  person.account = identity::AccountId{7};
  std::string out;
  const auto read = [&](db::Reader& reader) { return module->personal_data().export_json(reader, person); };
  out = database().read_now(read);
  EXPECT_NE(out.find("My private words."), std::string::npos);
  EXPECT_NE(out.find("My private question?"), std::string::npos);
  const auto erase = [&](db::Transaction& tx) -> Status {
    module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  EXPECT_DOUBLE_EQ(shown(vase), before);
  const auto list = get("/v1/products/vase/reviews");
  EXPECT_EQ(list.number("/items/0/stars"), 2);
  EXPECT_EQ(list.text("/items/0/text"), "");
  EXPECT_EQ(list.text("/items/0/author/name"), "");
  const auto thread = get("/v1/products/lamp/questions");
  EXPECT_EQ(thread.text("/items/0/text"), "");
  EXPECT_EQ(thread.text("/items/0/answers/0/text"), "Yes it does.");
  EXPECT_EQ(get("/v1/products/lamp/reviews").number("/items/0/helpful"), 0);
  EXPECT_EQ(database().read_now(read).find("private"), std::string::npos);
}

class BusyImages final : public catalog::ImageFetcher {
 public:
  int busy = 0;  // so often it cannot be reached
  Result<catalog::FetchedImage> fetch(std::string_view url, std::string_view) override {
    if (url.find("gone") != std::string_view::npos) return Error{ErrorKind::not_found, "media.broken", "It is no picture."};
    if (busy > 0) {
      --busy;
      return Error{ErrorKind::upstream, "http.unreachable", "Nobody answers."};
    }
    return catalog::FetchedImage{media::MediaId{static_cast<std::int64_t>(url.back() - '0') + 10}, 640, 640};
  }
};

ENGINE_TEST(ReviewFiles, PicturesAreFetchedInTheBackground) {
  BusyImages tired;
  tired.busy = 2;
  module->plug(tired);
  const std::string file = "title,body,rating,review_date,curated,reviewer_name,product_handle,picture_urls\n"
                           "Calm,Two lines,5,2025-03-02,ok,Hana,vase,\"https://x/1,https://x/gone,https://x/2\"\n";
  ASSERT_EQ(take(file).number("/created"), 1);
  for (int i = 0; i < 6; ++i) {
    clock.advance(hours(1));
    runner->run_due();
  }
  const auto list = get("/v1/products/vase/reviews");
  ASSERT_EQ(list.size("/items/0/media"), 2u) << list.raw;
  EXPECT_EQ(list.text("/items/0/media/0/url"), "/media/11/w640.webp");
  EXPECT_EQ(list.text("/items/0/media/1/url"), "/media/12/w640.webp");
  EXPECT_EQ(take(file).number("/unchanged"), 1);
}

ENGINE_TEST(ReviewFiles, AllRowsGoOutInOneFile) {
  std::string file = "title,body,rating,review_date,curated,reviewer_name,product_handle\n";
  for (int i = 0; i < 1'203; ++i) file += "T" + std::to_string(i) + ",Words,4,2025-03-02,ok,Name" + std::to_string(i) + ",vase\n";
  ASSERT_EQ(take(file).number("/created"), 1'203);
  const auto out = staff(Method::get, "/v1/admin/reviews.csv").raw;
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1'204);
  EXPECT_EQ(out.find("title,body"), out.rfind("title,body"));
}

}  // namespace
}  // namespace plaza::reviews
