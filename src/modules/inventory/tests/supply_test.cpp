// Safety stock, places, limits, pre-orders, deliveries, alerts and CSV through the routes and the public class.
#include <boost/json.hpp>

#include "identity/events.h"
#include "profiles/personal_data.h"
#include "identity/roles.h"
#include "inventory_fixture.h"
#include "platform/http/server.h"

namespace plaza::inventory {
namespace {

using http::Method;

class ByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (request.header("x-role") == "merchandiser") caller.roles = identity::merchandiser;
    const auto account = request.header("x-account");
    caller.subject = caller.roles ? 42 : account.empty() ? 0 : std::stoll(std::string(account));
    return done();
  }
};

class Supply : public InventoryFixture {
 protected:
  Supply() {
    module->add_routes(routes);
    module->subscribe(*dispatcher);
    module->load();
  }

  http::Response ask(Method method, std::string target, std::string body, const http::Headers& more) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    for (const auto& header : more) request.headers.push_back(header);
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  http::Response staff(Method method, std::string target, std::string body = "") {
    return ask(method, std::move(target), std::move(body), {{"x-role", "merchandiser"}});
  }
  static boost::json::object json(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }
  static std::string code(const http::Response& response) {
    return response.status < 300 ? "ok" : std::string(json(response).at("code").as_string());
  }
  static std::string path(VariantId id, const char* rest) {
    return "/v1/admin/variants/" + to_text(id) + "/" + rest;
  }

  std::string sell_to(std::string_view order, std::vector<StockLine> lines, std::string_view country,
                      std::vector<std::string> people = {}) {
    return outcome([&](db::Transaction& tx) {
      return stock().sell(tx, order, lines, {country, people});
    });
  }
  std::vector<Presale> presales(std::string_view order) {
    const auto read = [&](db::Reader& reader) { return stock().presales(reader, order); };
    return database().read_now(read);
  }
  std::string from(std::string_view order, VariantId variant) {
    const auto read = [&](db::Reader& reader) {
      const auto place = sold_from(reader, order, variant);
      for (const auto& location : locations(reader)) {
        if (place == location.id) return location.handle;
      }
      return std::string("-");
    };
    return database().read_now(read);
  }
  std::string location(const std::string& handle, const std::string& more) {
    return code(staff(Method::post, "/v1/admin/locations", R"({"handle":")" + handle + R"(","name":"x")" + more + "}"));
  }

  ByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(Supply, SafetyStockIsNeverSold) {
  ASSERT_EQ(code(staff(Method::put, path(vase, "stock"), R"({"on_hand":5,"safety":2})")), "ok");
  EXPECT_EQ(module->levels().available(vase), 3);
  EXPECT_EQ(sell("ord_1", {{vase, 4}}), "inventory.out_of_stock");
  EXPECT_EQ(sell("ord_1", {{vase, 3}}), "ok");
  EXPECT_EQ(reserve("crt_1", {{vase, 1}}), "inventory.out_of_stock");
  EXPECT_EQ(balance(vase), "2/0");
  ASSERT_EQ(code(staff(Method::put, path(vase, "stock"), R"({"on_hand":2,"safety":0})")), "ok");
  EXPECT_EQ(module->levels().available(vase), 2);
  EXPECT_EQ(sell("ord_2", {{vase, 2}}), "ok");
  expect_explained(vase);
}

ENGINE_TEST(Supply, MoreSafetyThanStockIsNothingToSell) {
  ASSERT_EQ(code(staff(Method::put, path(vase, "stock"), R"({"on_hand":3,"safety":9})")), "ok");
  EXPECT_EQ(module->levels().available(vase), 0);
  ASSERT_EQ(set(vase, 10), "ok");
  EXPECT_EQ(module->levels().available(vase), 1);
}

ENGINE_TEST(Supply, UnitsComeFromWhereTheCountryIsServed) {
  ASSERT_EQ(location("berlin", R"(,"priority":-1,"countries":["DE","AT"])"), "ok");
  ASSERT_EQ(set(vase, 5), "ok");
  ASSERT_EQ(set(vase, 5, "berlin"), "ok");
  EXPECT_EQ(sell_to("ord_1", {{vase, 1}}, "DE"), "ok");
  EXPECT_EQ(sell_to("ord_2", {{vase, 1}}, "VN"), "ok");
  EXPECT_EQ(from("ord_1", vase), "berlin");
  EXPECT_EQ(from("ord_2", vase), "main");
  EXPECT_EQ(sell_to("ord_3", {{vase, 5}}, "VN"), "inventory.out_of_stock");  // five are in two places
  ASSERT_EQ(set(vase, 0), "ok");
  EXPECT_EQ(sell_to("ord_4", {{vase, 1}}, "VN"), "inventory.out_of_stock");
  EXPECT_EQ(code(staff(Method::post, "/v1/admin/locations", R"({"handle":"x","name":"x","countries":["de"]})")),
            "request.invalid");
}

ENGINE_TEST(Supply, AnOrderIsOneParcelIfItCanBe) {
  ASSERT_EQ(location("hue", ""), "ok");
  ASSERT_EQ(set(vase, 5), "ok");
  ASSERT_EQ(set(vase, 5, "hue"), "ok");
  ASSERT_EQ(set(bowl, 5, "hue"), "ok");
  EXPECT_EQ(sell_to("ord_1", {{vase, 1}, {bowl, 1}}, "VN"), "ok");
  EXPECT_EQ(from("ord_1", vase), "hue");
  EXPECT_EQ(sell_to("ord_2", {{vase, 1}}, "VN"), "ok");
  EXPECT_EQ(from("ord_2", vase), "main");
}

ENGINE_TEST(Supply, ALimitHoldsForAnOrderAndForAPerson) {
  ASSERT_EQ(set(vase, 50), "ok");
  ASSERT_EQ(code(staff(Method::put, path(vase, "limit"), R"({"per_order":2,"per_person":3,"days":7})")), "ok");
  const auto an = person_keys("acc_1", "An@Shop.Example "), an_again = person_keys("", "an+2@shop.example");
  EXPECT_EQ(reserve("crt_1", {{vase, 3}}), "inventory.limit_reached");
  EXPECT_EQ(sell_to("ord_1", {{vase, 3}}, "", an), "inventory.limit_reached");
  EXPECT_EQ(sell_to("ord_1", {{vase, 1}, {vase, 2}}, "", an), "inventory.limit_reached");
  EXPECT_EQ(balance(vase), "50/0");
  EXPECT_EQ(sell_to("ord_1", {{vase, 2}}, "", an), "ok");
  EXPECT_EQ(sell_to("ord_2", {{vase, 2}}, "", an_again), "inventory.limit_reached");
  EXPECT_EQ(sell_to("ord_2", {{vase, 1}}, "", an_again), "ok");
  EXPECT_EQ(sell_to("ord_3", {{vase, 1}}, "", an), "inventory.limit_reached");
  EXPECT_EQ(sell_to("ord_3", {{vase, 1}}, "", {"mail:binh@shop.example"}), "ok");
  EXPECT_EQ(restock("ord_1", {{vase, 1}}), "ok");  // one came back: one more may be bought
  EXPECT_EQ(sell_to("ord_4", {{vase, 1}}, "", an), "ok");
  EXPECT_EQ(sell_to("ord_5", {{vase, 1}}, "", an), "inventory.limit_reached");
  clock.advance(days(7));
  EXPECT_EQ(sell_to("ord_5", {{vase, 2}}, "", an), "ok");
  ASSERT_EQ(staff(Method::del, path(vase, "limit")).status, 204);
  EXPECT_EQ(sell_to("ord_6", {{vase, 20}}, "", an), "ok");
}

ENGINE_TEST(Supply, AHeldCartMeetsTheLimitWhenItIsSold) {
  ASSERT_EQ(set(vase, 5), "ok");
  ASSERT_EQ(code(staff(Method::put, path(vase, "limit"), R"({"per_person":1})")), "ok");
  const auto an = person_keys("acc_1", "");
  const auto commit_for = [&](std::string_view cart, std::string_view order) {
    return outcome([&](db::Transaction& tx) { return stock().commit(tx, cart, order, {"", an}); });
  };
  ASSERT_EQ(reserve("crt_1", {{vase, 1}}), "ok");
  EXPECT_EQ(commit_for("crt_1", "ord_1"), "ok");
  ASSERT_EQ(reserve("crt_2", {{vase, 1}}), "ok");
  EXPECT_EQ(commit_for("crt_2", "ord_2"), "inventory.limit_reached");
  EXPECT_EQ(balance(vase), "4/1");
}

ENGINE_TEST(Supply, APreorderSellsOnUpToItsCapAndIsFilledInTurn) {
  ASSERT_EQ(set(vase, 1), "ok");
  const std::string promised = to_text(clock.now() + days(30));
  ASSERT_EQ(code(staff(Method::put, path(vase, "preorder"), R"({"cap":4,"promised_at":")" + promised + R"("})")), "ok");
  EXPECT_FALSE(module->levels().preorder(vase));  // one is there
  EXPECT_EQ(sell("ord_1", {{vase, 1}}), "ok");
  ASSERT_TRUE(module->levels().preorder(vase));
  EXPECT_EQ(module->levels().preorder(vase)->left, 4);
  EXPECT_EQ(module->levels().available(vase), 4);
  EXPECT_EQ(sell("ord_2", {{vase, 2}}), "ok");
  EXPECT_EQ(sell("ord_3", {{vase, 1}}), "ok");
  EXPECT_EQ(sell("ord_4", {{vase, 2}}), "inventory.out_of_stock");
  EXPECT_EQ(reserve("crt_1", {{vase, 1}}), "ok");  // nothing to hold, and it can be sold
  EXPECT_EQ(balance(vase), "0/0");
  ASSERT_EQ(presales("ord_2").size(), 1u);
  EXPECT_EQ(to_text(*presales("ord_2")[0].promised_at), promised);
  EXPECT_FALSE(presales("ord_2")[0].filled);

  ASSERT_EQ(set(vase, 2), "ok");  // for who came first
  EXPECT_TRUE(presales("ord_2")[0].filled);
  EXPECT_FALSE(presales("ord_3")[0].filled);
  EXPECT_EQ(balance(vase), "0/0");
  EXPECT_EQ(module->levels().available(vase), 3);
  EXPECT_EQ(restock("ord_3", {{vase, 1}}), "ok");  // called off before it came
  EXPECT_TRUE(presales("ord_3").empty());
  EXPECT_EQ(balance(vase), "0/0");
  EXPECT_EQ(restock("ord_2", {{vase, 2}}), "ok");  // units that had come
  EXPECT_EQ(balance(vase), "2/0");
  expect_explained(vase);
}

ENGINE_TEST(Supply, AProductPageLearnsOfPreordersAndLimits) {
  const std::string promised = to_text(clock.now() + days(30));
  ASSERT_EQ(set(bowl, 2), "ok");
  ASSERT_EQ(set(vase, 0), "ok");
  ASSERT_EQ(code(staff(Method::put, path(vase, "preorder"), R"({"cap":4,"promised_at":")" + promised + R"("})")), "ok");
  ASSERT_EQ(code(staff(Method::put, path(vase, "limit"), R"({"per_order":2})")), "ok");
  const auto got = ask(Method::get, "/v1/availability?variants=" + to_text(vase) + "," + to_text(bowl), "", {});
  ASSERT_EQ(got.status, 200) << got.body;
  const auto items = json(got).at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("preorder").as_bool(), true);
  EXPECT_EQ(items[0].at("promised_at").as_string(), promised);
  EXPECT_EQ(items[0].at("per_order").as_int64(), 2);
  EXPECT_EQ(items[1].at("available").as_bool(), true);
  EXPECT_EQ(items[1].at("preorder").as_bool(), false);
  EXPECT_TRUE(items[1].at("per_order").is_null());
  EXPECT_EQ(code(ask(Method::get, "/v1/availability?variants=vase", "", {})), "request.invalid");
}

ENGINE_TEST(Supply, ADeliveryIsReceivedOnce) {
  ASSERT_EQ(set(vase, 0), "ok");
  const std::string expected = to_text(clock.now() + days(9));
  const auto made = staff(Method::post, "/v1/admin/incoming",
                          R"({"variant_id":")" + to_text(vase) + R"(","quantity":20,"expected_at":")" + expected + R"("})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id(json(made).at("id").as_string());
  ASSERT_EQ(code(staff(Method::put, path(vase, "preorder"), R"({"cap":5})")), "ok");
  EXPECT_EQ(to_text(*module->levels().preorder(vase)->promised_at), expected);
  ASSERT_EQ(sell("ord_1", {{vase, 3}}), "ok");
  EXPECT_EQ(json(staff(Method::get, "/v1/admin/incoming")).at("items").as_array().size(), 1u);
  const auto came = staff(Method::post, "/v1/admin/incoming/" + id + "/receive", R"({"quantity":18})");
  ASSERT_EQ(came.status, 200) << came.body;
  EXPECT_EQ(json(came).at("received").as_int64(), 18);
  EXPECT_EQ(balance(vase), "15/0");
  EXPECT_EQ(code(staff(Method::post, "/v1/admin/incoming/" + id + "/receive", R"({"quantity":18})")),
            "inventory.incoming_closed");
  EXPECT_EQ(code(staff(Method::post, "/v1/admin/incoming/inc_0000000000009/receive", R"({"quantity":1})")),
            "inventory.incoming_not_found");
  EXPECT_EQ(balance(vase), "15/0");
  EXPECT_EQ(json(staff(Method::get, "/v1/admin/incoming")).at("items").as_array().size(), 0u);
  EXPECT_EQ(ledger(vase)[1].reason, "received");
  expect_explained(vase);
}

ENGINE_TEST(Supply, WhoAskedIsToldOnceWhenItIsBack) {
  ASSERT_EQ(set(vase, 1), "ok");
  ASSERT_EQ(sell("ord_1", {{vase, 1}}), "ok");  // and the news that it was there is not told yet
  const std::string alerts = "/v1/variants/" + to_text(vase) + "/alerts";
  for (int twice = 0; twice < 2; ++twice) {
    EXPECT_EQ(ask(Method::post, alerts, R"({"email":"An@shop.example"})", {{"accept-language", "vi"}}).status, 204);
    EXPECT_EQ(ask(Method::post, alerts, "{}", {{"x-account", "7"}}).status, 204);
  }
  EXPECT_EQ(ask(Method::post, alerts, "{}", {{"x-account", "8"}}).status, 204);
  EXPECT_EQ(ask(Method::del, alerts, "", {{"x-account", "8"}}).status, 204);
  dispatcher->drain();
  EXPECT_TRUE(mailer.sent.empty());
  ASSERT_EQ(set(vase, 3), "ok");
  ASSERT_EQ(set(vase, 4), "ok");
  dispatcher->drain();
  ASSERT_EQ(mailer.sent.size(), 1u);
  EXPECT_EQ(mailer.sent[0].to, "an@shop.example");
  EXPECT_EQ(mailer.sent[0].mail, notifications::Mail::back_in_stock);
  EXPECT_EQ(mailer.sent[0].locale, "vi");
  EXPECT_EQ(mailer.sent[0].values, R"({"title":"Vase","link":"/products/handle-101"})");
  ASSERT_EQ(bell.rung.size(), 1u);
  EXPECT_EQ(bell.rung[0].to, identity::AccountId{7});
  EXPECT_EQ(bell.rung[0].url, "/products/handle-101");
}

ENGINE_TEST(Supply, AnErasedAccountIsNotToldAndNothingWaitsForEver) {
  const std::string alerts = "/v1/variants/" + to_text(vase) + "/alerts";
  ASSERT_EQ(ask(Method::post, alerts, "{}", {{"x-account", "7"}}).status, 204);
  ASSERT_EQ(ask(Method::post, alerts, R"({"email":"an@shop.example"})", {}).status, 204);
  const auto erase = [&](db::Transaction& tx) -> Status {
    events::publish(tx, 7, identity::AccountErased{identity::AccountId{7}});
    return done();
  };
  ASSERT_TRUE(write(erase).ok());
  dispatcher->drain();
  clock.advance(days(366));
  const auto runner = jobs::open_runner(database(), clock);
  module->add_jobs(*runner);
  EXPECT_GT(runner->run_due(), 0);
  ASSERT_EQ(set(vase, 3), "ok");
  dispatcher->drain();
  EXPECT_TRUE(bell.rung.empty());
  EXPECT_TRUE(mailer.sent.empty());
}

ENGINE_TEST(Supply, WhatAPersonWaitsForIsGivenOutAndTakenAway) {
  const std::string alerts = "/v1/variants/" + to_text(vase) + "/alerts";
  ASSERT_EQ(ask(Method::post, alerts, "{}", {{"x-account", "7"}}).status, 204);
  ASSERT_EQ(ask(Method::post, alerts, R"({"email":"An@shop.example"})", {}).status, 204);
  ASSERT_EQ(ask(Method::post, alerts, R"({"email":"other@shop.example"})", {}).status, 204);
  profiles::Person person;
  person.account = identity::AccountId{7};
  person.email = "an@shop.example";
  const auto waits = [&] {
    const auto read = [&](db::Reader& reader) { return module->personal_data().export_json(reader, person); };
    const auto text = database().read_now(read);
    std::size_t found = 0;
    for (auto at = text.find("asked_at"); at != std::string::npos; at = text.find("asked_at", at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(waits(), 1u);  // the address is not shown to be theirs
  person.email_verified = true;
  EXPECT_EQ(waits(), 2u);
  std::vector<profiles::Erased> erased;
  const auto erase = [&](db::Transaction& tx) -> Status {
    erased = module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].count, 2);
  EXPECT_EQ(waits(), 0u);
}

ENGINE_TEST(Supply, AnAlertNeedsAnAddressAndAVariant) {
  const std::string alerts = "/v1/variants/" + to_text(vase) + "/alerts";
  EXPECT_EQ(code(ask(Method::post, alerts, "{}", {})), "request.invalid");
  EXPECT_EQ(code(ask(Method::post, alerts, R"({"email":"an"})", {})), "request.invalid");
  EXPECT_EQ(code(ask(Method::post, "/v1/variants/" + to_text(unknown) + "/alerts", R"({"email":"a@b.example"})", {})),
            "inventory.variant_not_found");
  std::string last;
  for (int i = 0; i < 12; ++i)
    last = code(ask(Method::post, alerts, R"({"email":"a)" + std::to_string(i) + R"(@b.example"})", {}));
  EXPECT_EQ(last, "request.too_many");
}

ENGINE_TEST(Supply, CsvGoesRoundWithoutLossAndRunsNoFormula) {
  known.titles[vase] = "=1+1, \"Vase\"";
  ASSERT_EQ(location("hue", ""), "ok");
  ASSERT_EQ(code(staff(Method::put, path(vase, "stock"), R"({"on_hand":5,"safety":2})")), "ok");
  ASSERT_EQ(set(bowl, 7, "hue"), "ok");
  const auto out = staff(Method::get, "/v1/admin/stock.csv");
  ASSERT_EQ(out.status, 200);
  EXPECT_EQ(out.content_type, "text/csv; charset=utf-8");
  EXPECT_NE(out.body.find("\"'=1+1, \"\"Vase\"\"\""), std::string::npos) << out.body;
  EXPECT_NE(out.body.find(to_text(vase) + ",SKU-101,"), std::string::npos);
  const auto same = staff(Method::post, "/v1/admin/stock.csv", out.body);
  ASSERT_EQ(same.status, 200) << same.body;
  EXPECT_EQ(json(same).at("lines").as_int64(), 2);
  EXPECT_EQ(json(same).at("changed").as_int64(), 0);
  ASSERT_EQ(set(vase, 1), "ok");
  ASSERT_EQ(set(bowl, 1, "hue"), "ok");
  EXPECT_EQ(json(staff(Method::post, "/v1/admin/stock.csv?dry_run=true", out.body)).at("changed").as_int64(), 0);
  EXPECT_EQ(json(staff(Method::post, "/v1/admin/stock.csv", out.body)).at("changed").as_int64(), 2);
  EXPECT_EQ(staff(Method::get, "/v1/admin/stock.csv").body, out.body);
  EXPECT_EQ(ledger(vase)[0].reason, "imported");
}

ENGINE_TEST(Supply, CsvOfAnotherShopIsFoundByProductAndSku) {
  const std::string elsewhere = to_text(VariantId{987'654'321});
  const auto taken = staff(Method::post, "/v1/admin/stock.csv",
                           "variant_id,sku,product_handle,variant_title,location,on_hand\n" + elsewhere +
                               ",,handle-101,Blue,main,9\n" + elsewhere + ",SKU-102,other,,main,4\n");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(balance(vase), "9/0");
  EXPECT_EQ(balance(bowl), "4/0");
  const auto unknown_there = staff(Method::post, "/v1/admin/stock.csv",
                                   "variant_id,sku,product_handle,variant_title,location,on_hand\n" + elsewhere +
                                       ",,handle-101,Red,main,1\nnonsense,SKU-101,,,main,1\n");
  EXPECT_EQ(unknown_there.status, 400);
  EXPECT_EQ(json(unknown_there).at("errors").as_array().size(), 2u) << unknown_there.body;
  EXPECT_EQ(balance(vase), "9/0");
}

ENGINE_TEST(Supply, AWrongLineOfCsvChangesNothing) {
  ASSERT_EQ(set(vase, 5), "ok");
  const auto wrong = staff(Method::post, "/v1/admin/stock.csv",
                           "sku,location,on_hand\nSKU-101,main,9\nSKU-404,main,1\nSKU-102,mars,1\nSKU-102,main,1.5\n");
  EXPECT_EQ(wrong.status, 400);
  const auto errors = json(wrong).at("errors").as_array();
  ASSERT_EQ(errors.size(), 3u) << wrong.body;
  EXPECT_EQ(errors[0].at("field").as_string(), "lines[3].sku");
  EXPECT_EQ(errors[1].at("field").as_string(), "lines[4].location");
  EXPECT_EQ(errors[2].at("field").as_string(), "lines[5].on_hand");
  EXPECT_EQ(balance(vase), "5/0");
  EXPECT_EQ(code(staff(Method::post, "/v1/admin/stock.csv", "a,b\n1,2\n")), "request.invalid");
  EXPECT_EQ(ask(Method::get, "/v1/admin/stock.csv", "", {}).status, 401);
  ASSERT_EQ(reserve("crt_1", {{vase, 4}}), "ok");
  const auto held = staff(Method::post, "/v1/admin/stock.csv", "sku,on_hand\nSKU-101,1\nSKU-102,8\n");
  ASSERT_EQ(held.status, 200) << held.body;
  EXPECT_EQ(json(held).at("changed").as_int64(), 1);
  EXPECT_EQ(json(held).at("refused").as_array()[0].at("code").as_string(), "inventory.below_reserved");
  EXPECT_EQ(balance(bowl), "8/0");
}

}  // namespace
}  // namespace plaza::inventory
