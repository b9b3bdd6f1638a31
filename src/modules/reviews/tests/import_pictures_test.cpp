// Pictures and variants of each tool's file.
#include "reviews_fixture.h"

namespace plaza::reviews {
namespace {

using http::Method;

class ReviewFileParts : public ReviewsFixture {
 protected:
  Reply take(const std::string& file) {
    const auto started = ask(Method::post, "/v1/admin/reviews.csv", file, 9, identity::merchandiser);
    EXPECT_EQ(started.status, 202) << started.raw;
    run_all();
    return staff(Method::get, "/v1/admin/review_imports/" + started.text("/id"));
  }
  // With the pauses between attempts.
  void run_all() {
    for (int i = 0; i < 8; ++i) {
      runner->run_due();
      clock.advance(hours(1));
    }
    dispatcher->drain();
  }
  // One review of a file of one row: how many pictures, the variant's name, and its id as staff see it.
  void expect(const std::string& format, const std::string& header, const std::string& row, std::size_t pictures, const std::string& variant) {
    const auto run = take(header + "\n" + row + "\n");
    EXPECT_EQ(run.text("/format"), format) << run.raw;
    ASSERT_EQ(run.number("/created"), 1) << run.raw;
    EXPECT_EQ(run.number("/pictures/fetched"), static_cast<std::int64_t>(pictures)) << format;
    const auto newest = staff(Method::get, "/v1/admin/reviews?limit=1");
    EXPECT_EQ(newest.size("/items/0/media"), pictures) << newest.raw;
    EXPECT_EQ(newest.text("/items/0/variant_title"), variant) << format;
  }
};

ENGINE_TEST(ReviewFileParts, EachToolsPicturesAndVariantsComeAlong) {
  expect("judgeme",
         "title,body,rating,review_date,source,curated,reviewer_name,reviewer_email,product_id,product_handle,reply,reply_date,picture_urls,"
         "ip_address,location,metaobject_handle",
         "Calm,Calm,5,2025-03-02,email,ok,Hana,h@example.com,9,vase,,,\"https://x.example/1.jpg,https://x.example/2.jpg\",,,m", 2, "");
  expect("judgeme", "title,body,rating,review_date,reviewer_name,reviewer_email,product_id,product_handle,reply,picture_urls,variant_sku",
         "Calm,Calm,5,2025-03-02,Jo,j@example.com,9,vase,,https://x.example/3.jpg,VASE-1", 1, "Moss / L");
  expect("yotpo",
         "Review Title;Review Content;Review Score;Date;Product ID;Product Title;Product URL;Display Name;Email;Verified Purchase;Published Image URLs",
         "Good;Good;5;31/12/2024;1;;https://a.example/products/vase;Kai;k@example.com;true;https://y.example/1.jpg", 1, "");
  expect("loox", "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase",
         "l1,published,4,a@example.com,Bo,Bo Bo,Soft,2025-01-01,1,vase,\"https://l.example/1.jpg,https://l.example/2.jpg\",moss / l,yes", 2, "Moss / L");
  expect("loox", "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase",
         "l2,published,4,b@example.com,Cy,Cy,Soft,2025-01-02,1,vase,https://l.example/3.jpg,Ochre / XL,yes", 1, "Ochre / XL");
  expect("okendo", "Review ID,Product ID,Product Name,Variant Name,Rating,Title,Body,Reviewer Name,Is Verified Buyer,Date Created,Status,Image URLs",
         "o1,1,Vase,Sand / M,3,Ok,Ok,Di,true,2025-01-01,approved,https://o.example/1.jpg", 1, "Sand / M");
  expect("okendo", "reviewId,productId,product_title,sku,rating,title,body,reviewer.name,reviewer.email,dateCreated,media",
         "o2,1,Vase,vase-0,3,Ok,Ok,Eli,e@example.com,2025-01-01,\"[{\"\"url\"\":\"\"https://o.example/2.jpg\"\"}]\"", 1, "Sand / M");
  expect("shopify", "product_handle,state,rating,title,author,email,location,body,reply,created_at,replied_at",
         "vase,published,5,Yes,Fay,f@example.com,Oslo,Fine,,2025-01-01 00:00:00 UTC,", 0, "");
}

ENGINE_TEST(ReviewFileParts, WhatCannotBeReachedIsKeptReportedAndTriedAgain) {
  const std::string file =
      "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase\n"
      "l1,published,4,a@example.com,Bo,Bo,Soft,2025-01-01,1,vase,"
      "\"https://l.example/1.jpg,https://l.example/gone.jpg,https://l.example/html\",,yes\n";
  auto run = take(file);
  EXPECT_EQ(run.number("/pictures/fetched"), 1) << run.raw;
  EXPECT_EQ(run.number("/pictures/waiting"), 0);
  EXPECT_EQ(run.number("/pictures/lost"), 2);
  EXPECT_EQ(run.number("/pictures/problems/0/line"), 2);
  EXPECT_EQ(run.text("/pictures/problems/0/address"), "https://l.example/gone.jpg");
  EXPECT_EQ(run.text("/pictures/problems/0/code"), "media.unreachable");
  EXPECT_EQ(run.text("/pictures/problems/1/code"), "media.unsupported");
  EXPECT_EQ(std::count(images.asked.begin(), images.asked.end(), "https://l.example/1.jpg"), 1);  // what is here is not fetched again
  EXPECT_EQ(std::count(images.asked.begin(), images.asked.end(), "https://l.example/gone.jpg"), 5);
  images.reachable = true;
  ASSERT_EQ(staff(Method::post, "/v1/admin/review_imports/" + run.text("/id") + "/pictures").number("/pictures/waiting"), 2);
  run_all();
  run = staff(Method::get, "/v1/admin/review_imports/" + run.text("/id"));
  EXPECT_EQ(run.number("/pictures/fetched"), 2);
  EXPECT_EQ(run.number("/pictures/lost"), 1);
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items/0/media"), 2u);
  EXPECT_EQ(staff(Method::post, "/v1/admin/review_imports/rvi_0000000000001/pictures").code(), "reviews.import_not_found");
}

// What begins with anything but http is never asked; what leads into our own network is asked once, and the client refuses it.
ENGINE_TEST(ReviewFileParts, HostileAddressesAreRefusedAndReportedByLine) {
  const std::string file =
      "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase\n"
      "l1,published,4,a@example.com,Bo,Bo,Soft,2025-01-01,1,vase,https://l.example/1.jpg,,yes\n"
      "l2,published,4,b@example.com,Cy,Cy,Hard,2025-01-01,1,vase,"
      "\"file:///etc/passwd,javascript:alert(1),HTTP://127.0.0.1/admin,https://l.example/2.jpg\",,yes\n";
  const auto run = take(file);
  EXPECT_EQ(run.number("/created"), 2) << run.raw;
  EXPECT_EQ(run.number("/pictures/fetched"), 2);
  ASSERT_EQ(run.number("/pictures/lost"), 3);
  EXPECT_EQ(run.number("/pictures/problems/0/line"), 3);
  EXPECT_EQ(run.text("/pictures/problems/0/address"), "HTTP://127.0.0.1/admin");
  EXPECT_EQ(run.text("/pictures/problems/0/code"), "http.forbidden_address");
  EXPECT_EQ(run.text("/pictures/problems/1/address"), "file:///etc/passwd");
  EXPECT_EQ(run.text("/pictures/problems/1/code"), "reviews.address_refused");
  EXPECT_EQ(run.text("/pictures/problems/2/address"), "javascript:alert(1)");
  EXPECT_EQ(std::count(images.asked.begin(), images.asked.end(), "HTTP://127.0.0.1/admin"), 1);
  EXPECT_EQ(std::ssize(images.asked), 3);
  EXPECT_EQ(staff(Method::post, "/v1/admin/review_imports/" + run.text("/id") + "/pictures").number("/pictures/waiting"), 0);
  run_all();
  EXPECT_EQ(std::ssize(images.asked), 3) << "and never again";
}

ENGINE_TEST(ReviewFileParts, PicturesKeepTheOrderOfTheFile) {
  const std::string file =
      "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase\n"
      "l1,published,4,a@example.com,Bo,Bo,Soft,2025-01-01,1,vase,\"https://l.example/gone.jpg,https://l.example/1.jpg\",,yes\n";
  ASSERT_EQ(ask(Method::post, "/v1/admin/reviews.csv", file, 9, identity::merchandiser).status, 202);
  for (int i = 0; i < 2; ++i) runner->run_due();
  EXPECT_EQ(get("/v1/products/vase/reviews").text("/items/0/media/0/url"), "/media/61/w640.webp");
  images.reachable = true;
  run_all();
  const auto list = get("/v1/products/vase/reviews");
  ASSERT_EQ(list.size("/items/0/media"), 2u) << list.raw;
  EXPECT_EQ(list.text("/items/0/media/0/url"), "/media/62/w640.webp") << "it stood first";
  EXPECT_EQ(list.text("/items/0/media/1/url"), "/media/61/w640.webp");
}

// A file that was taken in when its pictures and variants were not read.
ENGINE_TEST(ReviewFileParts, TakenInAgainAReviewGetsWhatItLacked) {
  const std::string header = "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase\n";
  ASSERT_EQ(take(header + "l1,published,4,a@example.com,Bo,Bo,Soft,2025-01-01,1,vase,,,yes\n").number("/created"), 1);
  const auto again = take(header + "l1,published,4,a@example.com,Bo,Bo,Soft,2025-01-01,1,vase,https://l.example/1.jpg,Moss / L,yes\n");
  EXPECT_EQ(again.number("/updated"), 1);
  EXPECT_EQ(again.number("/pictures/fetched"), 1);
  const auto list = get("/v1/products/vase/reviews");
  EXPECT_EQ(list.size("/items/0/media"), 1u);
  EXPECT_EQ(list.text("/items/0/variant_title"), "Moss / L");
}

}  // namespace
}  // namespace plaza::reviews
