// Idempotency-Key on both engines: through an idempotent route, and by claim, complete and abandon.
#include "platform/http/idempotency.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "platform/json/document.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "shop.h"

namespace plaza::http {
namespace {

constexpr db::Migration things[] = {{"things", 1, "0001_things", "CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL);\n"}};
constexpr db::Statement add_thing{"things.add", "INSERT INTO things (id, name) SELECT COUNT(*) + 1, $1 FROM things"};
constexpr db::Statement count_things{"things.count", "SELECT COUNT(*) FROM things"};

struct AddThing {
  std::string name;
  template <class V>
  void describe(V& v) {
    v("name", name);
  }
};
struct ThingView {
  std::int64_t number = 0;
  std::string secret;
  template <class V>
  void describe(V& v) {
    v("number", number);
    v("secret", secret);
  }
};

class IdempotencyTest : public testing::OnEachEngine {
 protected:
  IdempotencyTest() {
    database().migrate(migrations());
    database().migrate(things);
    parts.clock = &clock;
    routes.add(post<AddThing, ThingView>("/v1/things", "addThing").status(201).idempotent().write(
        database(), [](Call& call, db::Transaction& tx, const AddThing& request) -> Result<ThingView> {
          tx.execute(add_thing, {request.name});
          if (request.name == "full") return Error{ErrorKind::conflict, "things.full", "Full."};
          if (request.name == "odd") return Error{ErrorKind::invalid, "things.odd", "Odd."};
          if (request.name == "busy") return Error{ErrorKind::too_many, "things.busy", "Busy."};
          if (request.name == "broken") throw std::runtime_error("broken");
          call.reply_headers.emplace_back("set-cookie", "a=b");
          return ThingView{*tx.one(count_things, {}, [](const db::Row& row) { return row.integer(0); }), "hush"};
        }));
    routes.add(post<AddThing, None>("/v1/others", "addOther").idempotent().write(
        database(), [](Call&, db::Transaction& tx, const AddThing& request) -> Result<None> {
          tx.execute(add_thing, {request.name});
          return None{};
        }));
    routes.add(post<AddThing, ThingView>("/v1/two", "twoWrites").task(
        [this](Call& call, const AddThing&) -> Task<Result<ThingView>> { return two_writes(call); }));
  }

  // Claims, lets the test do something in between, completes.
  Task<Result<ThingView>> two_writes(Call& call) {
    auto first = [&](db::Transaction& tx) { return claim(call, tx); };
    auto stored = co_await database().write(first);
    if (!stored.ok()) co_return std::move(stored).error();
    if (*stored) {
      call.reply_instead = std::move(**stored);
      co_return ThingView{};
    }
    if (between) between();
    auto last = [&](db::Transaction& tx) -> Result<ThingView> {
      tx.execute(add_thing, {"two"});
      const ThingView view{*tx.one(count_things, {}, [](const db::Row& row) { return row.integer(0); }), ""};
      TRY_DONE(complete(call, tx, json_response(200, view)));
      return view;
    };
    co_return co_await database().write(last);
  }

  Response ask(const std::string& target, const std::string& name, const std::string& key, Headers more = {}) {
    Request request;
    request.method = Method::post;
    request.target = target;
    request.body = "{\"name\":\"" + name + "\"}";
    request.headers = std::move(more);
    if (key != "-") request.headers.emplace_back("idempotency-key", key);
    if (request.header("plaza-anonymous-id").empty()) request.headers.emplace_back("plaza-anonymous-id", "v1");
    return sync_wait(dispatch(parts, request));
  }
  std::int64_t count() {
    auto read = [](db::Reader& reader) {
      return *reader.one(count_things, {}, [](const db::Row& row) { return row.integer(0); });
    };
    return database().read_now(read);
  }
  static std::string code_of(const Response& response) {
    return std::string(boost::json::parse(response.body).at("code").as_string());
  }
  static bool replayed(const Response& response) {
    for (const auto& header : response.headers) {
      if (header.first == "idempotent-replayed") return header.second == "true";
    }
    return false;
  }

  testing::FakeClock clock;
  Routes routes;
  TwoPeople people;
  ServerParts parts{routes, people};
  std::function<void()> between;
};

ENGINE_TEST(IdempotencyTest, PreparesItsStatements) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(IdempotencyTest, TheSecondClickGetsTheFirstAnswer) {
  const auto first = ask("/v1/things", "a", "k1");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.body, R"({"number":1,"secret":"hush"})");
  EXPECT_FALSE(replayed(first));
  const auto second = ask("/v1/things", "a", "k1");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.content_type, "application/json");
  EXPECT_EQ(second.headers[0], (std::pair<std::string, std::string>("set-cookie", "a=b")));
  EXPECT_TRUE(replayed(second));
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, WithoutAKeyEveryRequestCounts) {
  ask("/v1/things", "a", "-");
  ask("/v1/things", "a", "-");
  EXPECT_EQ(count(), 2);
}

ENGINE_TEST(IdempotencyTest, AnswersWithoutABodyAreReplayedToo) {
  EXPECT_EQ(ask("/v1/others", "a", "k1").status, 204);
  const auto second = ask("/v1/others", "a", "k1");
  EXPECT_EQ(second.status, 204);
  EXPECT_EQ(second.body, "");
  EXPECT_TRUE(replayed(second));
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, AnotherRequestUnderTheKeyIsRefused) {
  ask("/v1/things", "a", "k1");
  const auto second = ask("/v1/things", "b", "k1");
  EXPECT_EQ(second.status, 422);
  EXPECT_EQ(code_of(second), "request.key_reused");
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, KeysBelongToTheirCallerAndOperation) {
  ask("/v1/things", "a", "k1");
  EXPECT_FALSE(replayed(ask("/v1/others", "a", "k1")));
  EXPECT_FALSE(replayed(ask("/v1/things", "a", "k1", {{"plaza-anonymous-id", "v2"}})));
  EXPECT_FALSE(replayed(ask("/v1/things", "a", "k1", {{"authorization", "Bearer ann"}})));
  EXPECT_EQ(count(), 4);
}

ENGINE_TEST(IdempotencyTest, ARefusalIsKeptAndItsWorkUndone) {
  const auto first = ask("/v1/things", "full", "k1");
  EXPECT_EQ(first.status, 409);
  EXPECT_EQ(code_of(first), "things.full");
  EXPECT_EQ(count(), 0);
  const auto second = ask("/v1/things", "full", "k1");
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(code_of(second), "things.full");
  EXPECT_TRUE(replayed(second));
}

ENGINE_TEST(IdempotencyTest, InvalidThrottledAndBrokenAreNotKept) {
  for (const char* name : {"odd", "busy", "broken"}) {
    const int status = ask("/v1/things", name, "k1").status;
    EXPECT_TRUE(status == 400 || status == 429 || status == 500) << status;
    EXPECT_EQ(count(), 0);
  }
  EXPECT_EQ(ask("/v1/things", "a", "k1").status, 201);
}

ENGINE_TEST(IdempotencyTest, AKeyIsPrintableAscii) {
  const auto refused = ask("/v1/things", "a", std::string(256, 'k'));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(boost::json::parse(refused.body).at("errors").at(0).at("field"), "Idempotency-Key");
  EXPECT_EQ(ask("/v1/things", "a", "ké").status, 400);
  EXPECT_EQ(ask("/v1/things", "a", "").status, 400);
  EXPECT_EQ(count(), 0);
  EXPECT_EQ(ask("/v1/things", "a", std::string(255, 'k')).status, 201);
}

ENGINE_TEST(IdempotencyTest, AnAnswerIsForgottenAfterADay) {
  ask("/v1/things", "a", "k1");
  clock.advance(hours(24));
  EXPECT_TRUE(replayed(ask("/v1/things", "a", "k1")));
  clock.advance(microseconds(1));
  EXPECT_FALSE(replayed(ask("/v1/things", "other", "k1")));
  EXPECT_EQ(count(), 2);
}

ENGINE_TEST(IdempotencyTest, PurgesWhatIsExpired) {
  ask("/v1/things", "a", "k1");
  ask("/v1/things", "a", "k2");
  clock.advance(hours(12));
  ask("/v1/things", "a", "k3");
  clock.advance(hours(13));
  auto purge_one = [&](db::Transaction& tx) -> Result<std::int64_t> { return purge_idempotency(tx, clock.now(), 1); };
  EXPECT_EQ(*database().write_now(purge_one), 1);
  EXPECT_EQ(*database().write_now(purge_one), 1);
  EXPECT_EQ(*database().write_now(purge_one), 0);
  EXPECT_TRUE(replayed(ask("/v1/things", "a", "k3")));
}

ENGINE_TEST(IdempotencyTest, TwoWritesAnswerOnceAndReplay) {
  EXPECT_EQ(ask("/v1/two", "x", "k1").body, R"({"number":1,"secret":""})");
  const auto second = ask("/v1/two", "x", "k1");
  EXPECT_EQ(second.body, R"({"number":1,"secret":""})");
  EXPECT_TRUE(replayed(second));
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, BetweenTwoWritesTheKeyIsInFlight) {
  Response meanwhile;
  between = [&] {
    between = nullptr;
    meanwhile = ask("/v1/two", "x", "k1");
  };
  EXPECT_EQ(ask("/v1/two", "x", "k1").status, 200);
  EXPECT_EQ(meanwhile.status, 409);
  EXPECT_EQ(code_of(meanwhile), "request.in_flight");
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, AnOldClaimIsTakenOverAndItsFirstOwnerCannotComplete) {
  Response meanwhile;
  between = [&] {
    between = nullptr;
    clock.advance(minutes(2));
    meanwhile = ask("/v1/two", "x", "k1");
  };
  const auto late = ask("/v1/two", "x", "k1");
  EXPECT_EQ(meanwhile.status, 200);
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code_of(late), "request.in_flight");
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, ManyClicksAtOnceMakeOneThing) {
  ServerOptions options;
  options.port = 0;
  options.threads = 2;
  const auto server = serve(options, parts);
  std::atomic<int> created = 0, first = 0;
  std::vector<std::thread> clicks;
  for (int t = 0; t < 4; ++t) {
    clicks.emplace_back([&] {
      testing::HttpClient http(server->port());
      for (int i = 0; i < 10; ++i) {
        const auto reply = http.post("/v1/things", R"({"name":"a"})", {{"idempotency-key", "k"}, {"plaza-anonymous-id", "v"}});
        created += reply.status == 201 && reply.body == R"({"number":1,"secret":"hush"})" ? 1 : 0;
        first += reply.header("idempotent-replayed").empty() ? 1 : 0;
      }
    });
  }
  for (auto& click : clicks) click.join();
  EXPECT_EQ(created, 40);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(count(), 1);
}

ENGINE_TEST(IdempotencyTest, AnswersDoNotLieOpenInTheDatabase) {
  ask("/v1/things", "a", "k1");
  constexpr db::Statement all{"test.all", "SELECT id, answer FROM platform_idempotency"};
  auto read = [&](db::Reader& reader) {
    std::string text;
    reader.each(all, {}, [&](const db::Row& row) { text += row.string(0) + std::string(row.bytes(1)); });
    return text;
  };
  const std::string stored = database().read_now(read);
  EXPECT_GT(stored.size(), 40u);
  EXPECT_EQ(stored.find("hush"), std::string::npos);
  EXPECT_EQ(stored.find("k1"), std::string::npos);
}

}  // namespace
}  // namespace plaza::http
