// The live roster against a naive reading of the whole stream, and each kind of condition by itself.
#include "evaluate.h"

#include <random>

#include "platform/testing/seed.h"
#include "stream.h"

namespace plaza::segments {
namespace {

class Evaluation : public ::testing::Test {
 protected:
  bool holds(std::string_view rule, std::string_view visitor) { return verdict(rule, history.find(visitor)).holds; }
  bool holds(std::string_view rule, std::int64_t account) { return verdict(rule, history.find(account)).holds; }
  Verdict verdict(std::string_view rule, Index who) {
    for (; applied < stream.records.size(); ++applied) history.apply(stream.records[applied]);
    const auto parsed = rule_of(rule);
    const Index again = who;
    return evaluate(parsed, again == nobody ? Person(history) : Person(history, history.head(again)), world, stream.now);
  }
  void take() {
    for (; applied < stream.records.size(); ++applied) history.apply(stream.records[applied]);
  }

  Stream stream;
  History history;
  World world;
  std::size_t applied = 0;
};

TEST_F(Evaluation, CountsWithinAWindowThatEndsAtItsMicrosecond) {
  stream.track("v", "Product Viewed", R"({"category":"lamps"})");
  stream.now = start + days(1);
  stream.track("v", "Product Viewed", R"({"category":"vases"})");
  take();
  EXPECT_TRUE(holds("count(Product Viewed, 2 days) = 2", "v"));
  EXPECT_TRUE(holds("count(Product Viewed where category = \"lamps\", 2 days) = 1", "v"));
  EXPECT_TRUE(holds("count(Product Viewed where category != \"lamps\", 2 days) = 1", "v"));
  EXPECT_TRUE(holds("count(Product Viewed where category in (\"lamps\", \"vases\"), 2 days) = 2", "v"));
  EXPECT_TRUE(holds("count(Product Viewed where brand = \"x\", 2 days) = 0", "v"));
  stream.now = start + days(2) - microseconds(1);
  EXPECT_TRUE(holds("count(Product Viewed, 2 days) = 2", "v"));
  EXPECT_EQ(verdict("count(Product Viewed, 2 days) = 2", history.find("v")).next, start + days(2));
  stream.now = start + days(2);
  EXPECT_TRUE(holds("count(Product Viewed, 2 days) = 1", "v"));
}

TEST_F(Evaluation, LabelsOfConversationsAreTraitsThatOnlyTheShopSays) {
  const auto said = [&](const std::string& who, const std::string& labels, const std::string& gone) {
    stream.domain("care.labels_changed", "{" + who + ",\"labels\":[" + labels + "],\"gone\":[" + gone + "]}");
  };
  const std::string member = "\"account_id\":\"" + account_text(7) + "\",\"visitor\":\"\"", visitor = R"("account_id":null,"visitor":"v")";
  said(member, R"("vip","wholesale buyer")", "");
  said(visitor, R"("broken")", "");
  stream.identify("w", R"({"label:vip":true,"city":"Hue"})");
  take();
  EXPECT_TRUE(holds("trait \"label:vip\" exists", 7));
  EXPECT_TRUE(holds("trait \"label:vip\" = true", 7));
  EXPECT_TRUE(holds("trait \"label:wholesale buyer\" exists", 7));
  EXPECT_TRUE(holds("trait \"label:broken\" exists", "v"));
  EXPECT_FALSE(holds("trait \"label:vip\" exists", "v"));
  EXPECT_FALSE(holds("trait \"label:vip\" exists", "w")) << "a browser cannot say it";
  EXPECT_TRUE(holds("trait city = \"Hue\"", "w"));
  said(member, R"("wholesale buyer")", R"("vip")");
  take();
  EXPECT_FALSE(holds("trait \"label:vip\" exists", 7));
  EXPECT_TRUE(holds("trait \"label:wholesale buyer\" exists", 7));
  stream.merged("v", 7);
  take();
  EXPECT_TRUE(holds("trait \"label:broken\" exists", 7)) << "what was said of the visitor is the member's";
}

TEST_F(Evaluation, ALabelIsKeptHoweverMuchSomebodySaysOfThemselves) {
  for (int i = 0; i < 100; ++i) stream.identify("v", "{\"mine" + std::to_string(i) + "\":1}");
  stream.domain("care.labels_changed", R"({"account_id":null,"visitor":"v","labels":["broken"],"gone":[]})");
  take();
  EXPECT_TRUE(holds("trait mine99 exists", "v"));
  EXPECT_TRUE(holds("trait \"label:broken\" exists", "v"));
}

TEST_F(Evaluation, SumsMoneyOfTheShopOnlyAndInItsCurrencyOnly) {
  stream.paid(7, 15'000);
  stream.paid(7, 5'001);
  stream.paid(7, 90'000, "USD");
  stream.track(7, "order_paid", R"({"total":{"amount":1000000,"currency":"EUR"}})");
  take();
  EXPECT_TRUE(holds("sum(order_paid.total, 90 days) > 200 EUR", 7));
  EXPECT_FALSE(holds("sum(order_paid.total, 90 days) > 200.01 EUR", 7));
  EXPECT_TRUE(holds("sum(order_paid.total, 90 days) = 900 USD", 7));
  EXPECT_TRUE(holds("count(order_paid, 90 days) = 3", 7));
  EXPECT_TRUE(holds("count(order_paid where product_id = \"prd_1\", 90 days) = 3", 7));
}

TEST_F(Evaluation, ReadsSequencesThatHappenedAndThatDidNot) {
  stream.track(7, "Product Added");
  stream.now = start + hours(5);
  take();
  const auto bought = "sequence(Product Added then order_paid within 1 day, 30 days)";
  const auto left = "sequence(Product Added then not order_paid within 1 day, 30 days)";
  EXPECT_FALSE(holds(bought, 7));
  EXPECT_FALSE(holds(left, 7));
  EXPECT_EQ(verdict(left, history.find(7)).next, start + days(1));
  stream.now = start + days(1);
  EXPECT_TRUE(holds(left, 7));
  stream.now = start + days(1) + microseconds(1);
  stream.paid(7, 100);  // too late
  take();
  EXPECT_TRUE(holds(left, 7));
  EXPECT_FALSE(holds(bought, 7));
  stream.track(7, "Product Added");
  stream.now = stream.now + hours(2);
  stream.paid(7, 100);
  take();
  EXPECT_TRUE(holds(bought, 7));
  EXPECT_TRUE(holds(left, 7));  // the first one is still left
}

TEST_F(Evaluation, KnowsWhenSomebodyWasLastThere) {
  stream.track("v", "Search");
  take();
  EXPECT_TRUE(holds("last(Search) less than 3 days ago", "v"));
  EXPECT_FALSE(holds("last(Search) more than 3 days ago", "v"));
  stream.now = start + days(3);
  EXPECT_FALSE(holds("last(Search) less than 3 days ago", "v"));
  EXPECT_TRUE(holds("last(Search) more than 3 days ago", "v"));
  EXPECT_TRUE(holds("last(anything) more than 3 days ago", "v"));
  EXPECT_FALSE(holds("last(Never Done) more than 3 days ago", "v"));
}

TEST_F(Evaluation, ComparesTraitsByTheirTypes) {
  stream.identify("v", R"({"plan":"gold","age":31,"vip":true,"birthday":"2026-02-20","gone":"x"})");
  stream.identify("v", R"({"gone":null,"age":32})");
  take();
  for (const char* rule : {"trait plan = \"gold\"", "trait plan in (\"silver\", \"gold\")", "trait age > 31", "trait vip = true", "trait plan exists",
                           "trait birthday less than 30 days ago", "not trait gone exists", "trait plan != \"silver\"", "trait missing != 1",
                           "not trait account exists", "trait first_seen less than 1 day ago", "trait account = false"})
    EXPECT_TRUE(holds(rule, "v")) << rule;
  for (const char* rule : {"trait age = \"32\"", "trait plan > \"a\"", "trait missing exists", "trait vip = false", "trait birthday more than 30 days ago"})
    EXPECT_FALSE(holds(rule, "v")) << rule;
}

TEST_F(Evaluation, AnAccountsOwnTraitsLieOverThoseOfItsVisitors) {
  stream.identify("v", R"({"plan":"bronze","only":1})");
  stream.track(7, "Search");
  stream.merged("v", 7);
  stream.add(interactions::Kind::identify, interactions::Trust::session, "", R"({"plan":"gold"})").account = 7;
  take();
  EXPECT_TRUE(holds("trait plan = \"gold\" and trait only = 1 and trait account exists", "v"));
}

TEST_F(Evaluation, AForgedIdentityMovesNothing) {
  auto& forged = stream.identify("thief", R"({"plan":"gold"})");
  forged.user_id = account_text(7);
  auto& bought = stream.track("thief", "Order Completed", R"({"revenue":500})");
  bought.user_id = account_text(7);
  stream.track(7, "Search");
  take();
  EXPECT_TRUE(holds("trait plan = \"gold\"", "thief"));
  EXPECT_FALSE(holds("trait plan = \"gold\"", 7));
  EXPECT_TRUE(holds("count(Order Completed, 1 day) = 0", 7));
}

TEST_F(Evaluation, AsksThePortsForPredictionsAndConsents) {
  stream.track(7, "Search");
  take();
  EXPECT_FALSE(holds("predicted churn > 0.5", 7));
  EXPECT_FALSE(holds("consent email withdrawn", 7));
  world.prediction = [](std::string_view name, std::int64_t account, std::string_view) {
    return name == "churn" && account == 7 ? std::optional(0.7) : std::nullopt;
  };
  world.consent = [](std::int64_t account, std::string_view channel) {
    return account == 7 && channel == "email" ? std::optional(true) : std::nullopt;
  };
  EXPECT_TRUE(holds("predicted churn > 0.5", 7));
  EXPECT_EQ(verdict("predicted churn > 0.5", history.find(7)).next, (Time{1'772'409'600'000'000}));  // midnight
  EXPECT_TRUE(holds("consent email given", 7));
  EXPECT_FALSE(holds("consent sms given", 7));
}

TEST_F(Evaluation, CollectionsAreThoseOfNow) {
  stream.track("v", "Product Viewed", R"({"product_id":"prd_1"})");
  stream.track("v", "Product Viewed", R"({"product_id":"prd_2","post_id":"pst_1"})");
  take();
  world.in_collection = [](std::string_view product, std::string_view collection) { return product == "prd_2" && collection == "lamps"; };
  EXPECT_TRUE(holds("count(Product Viewed where collection = \"lamps\", 1 day) = 1", "v"));
  EXPECT_TRUE(holds("count(Product Viewed where collection != \"lamps\", 1 day) = 1", "v"));
  world.in_collection = [](std::string_view, std::string_view) { return false; };
  EXPECT_TRUE(holds("count(Product Viewed where collection = \"lamps\", 1 day) = 0", "v"));
}

TEST_F(Evaluation, WhatCameLateIsPutWhereItBelongs) {
  stream.now = start + days(10);
  stream.track("v", "A");
  stream.track("v", "A").at = start + days(1);
  take();
  EXPECT_TRUE(holds("count(A, 1 day) = 1", "v"));
  EXPECT_TRUE(holds("count(A, 30 days) = 2", "v"));
  EXPECT_TRUE(holds("last(A) less than 1 day ago", "v"));
}

TEST_F(Evaluation, OfOneKindTheLast128AreKeptAndVariedFieldsAreNot) {
  for (int i = 0; i < 200; ++i) {
    stream.now = start + seconds(i);
    stream.track("v", "A", R"({"n":)" + std::to_string(i) + "}");
  }
  stream.paid(7, 100);
  take();
  EXPECT_EQ(history.occurrences(), 129u);
  EXPECT_TRUE(holds("count(A where n >= 72, 1 day) > 100 and count(A where n < 72, 1 day) = 0", "v"));
  Caps caps;
  caps.values_of_field = 3;
  caps.occurrences = 5;
  History small(caps);
  Stream other;
  for (int i = 0; i < 5; ++i) other.track("v", "A", R"({"id":"x)" + std::to_string(i) + "\"}");
  other.track("v", "B");  // full
  other.paid(7, 100);     // the shop's own are kept all the same
  for (const auto& record : other.records) small.apply(record);
  EXPECT_EQ(small.occurrences(), 6u);
  EXPECT_EQ(small.refused(), 1);
  EXPECT_TRUE(small.events_seen()[0].fields[0].varied);
}

// --- the live roster against a naive reading

struct Fact {
  std::string who;  // "a:7" or "v:x"
  Time at;
  std::string event, color;
  double amount = 0;
};

class Naive {
 public:
  std::vector<Fact> facts;
  std::map<std::string, std::string> owner;  // of visitors

  std::string head(const std::string& who) const {
    const auto found = owner.find(who);
    return found == owner.end() ? who : found->second;
  }
  std::vector<const Fact*> of(const std::string& person, const Pattern& pattern, Time from, Time now) const {
    std::vector<const Fact*> found;
    for (const auto& fact : facts) {
      if (head(fact.who) != person || fact.event != pattern.event || fact.at <= from || fact.at > now) continue;
      bool fine = true;
      for (const auto& test : pattern.where) fine = fine && fact.color == test.values[0].text;
      if (fine) found.push_back(&fact);
    }
    return found;
  }
  bool holds(const Node& node, const std::string& person, Time now) const {
    const auto compare = [&](double value) {
      const double than = node.values[0].number;
      return node.op == Op::at_least ? value >= than : node.op == Op::equal ? value == than : value < than;
    };
    switch (node.type) {
      case Type::all_of:
        return std::all_of(node.rules.begin(), node.rules.end(), [&](const Node& each) { return holds(each, person, now); });
      case Type::any_of:
        return std::any_of(node.rules.begin(), node.rules.end(), [&](const Node& each) { return holds(each, person, now); });
      case Type::none_of: return !holds(node.rules[0], person, now);
      case Type::count: return compare(static_cast<double>(of(person, node.first, now - node.window, now).size()));
      case Type::sum: {
        double sum = 0;
        for (const auto* fact : of(person, node.first, now - node.window, now)) sum += fact->amount;
        return compare(sum);
      }
      case Type::sequence:
        for (const auto* first : of(person, node.first, now - node.window, now)) {
          bool followed = false;
          for (const auto* second : of(person, node.second, now - node.window, now))
            followed = followed || (second->at > first->at && second->at <= first->at + node.within);
          if (node.absent ? !followed && first->at + node.within <= now : followed) return true;
        }
        return false;
      default: {
        Time latest{};
        for (const auto* fact : of(person, node.first, Time{}, now)) latest = std::max(latest, fact->at);
        if (!latest.micros) return false;
        return node.op == Op::more_ago ? latest <= now - node.within : latest > now - node.within;
      }
    }
  }
};

class RandomRules {
 public:
  explicit RandomRules(std::mt19937& random) : random_(random) {}
  std::string rule(int depth) {
    const auto kind = pick(depth > 0 ? 8 : 5);
    const std::string window = std::to_string(1 + pick(9)) + (pick(2) ? " hours" : " days");
    switch (kind) {
      case 0:
      case 1: return "count(" + pattern() + ", " + window + ") " + (pick(3) == 0 ? "= " : pick(2) ? ">= " : "< ") + std::to_string(pick(4));
      case 2: return "sum(order_paid.total, " + window + ") >= " + std::to_string(pick(6)) + ".00 EUR";
      case 3: return "sequence(" + pattern() + (pick(2) ? " then " : " then not ") + pattern() + " within 1 hour, " + window + ")";
      case 4: return "last(" + pattern() + ") " + (pick(2) ? "more" : "less") + " than " + window + " ago";
      case 5: return "not (" + rule(depth - 1) + ")";
      case 6: return "(" + rule(depth - 1) + " and " + rule(depth - 1) + ")";
      default: return "(" + rule(depth - 1) + " or " + rule(depth - 1) + ")";
    }
  }
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

 private:
  std::string pattern() {
    if (pick(4) == 0) return "order_paid";
    const std::string event = pick(2) ? "View" : "Add";
    return pick(2) ? event + " where color = \"" + (pick(2) ? "red" : "blue") + "\"" : event;
  }
  std::mt19937& random_;
};

std::string key_of(const Member& who) { return who.account ? "a:" + std::to_string(who.account) : "v:" + who.visitor; }

// One random step of the stream, told to both.
void step(Stream& stream, Naive& naive, RandomRules& rules) {
  const std::string visitor = "v" + std::to_string(rules.pick(5));
  const std::int64_t account = 1 + rules.pick(3);
  const bool signed_in = rules.pick(2) == 0;
  const std::string who = signed_in ? "a:" + std::to_string(account) : "v:" + visitor;
  stream.now = stream.now + minutes(1 + rules.pick(300)) + rules.pick(3) * rules.pick(2) * hours(20);
  switch (rules.pick(8)) {
    case 0: stream.tick(); break;
    case 1:
      stream.merged(visitor, account);
      naive.owner["v:" + visitor] = "a:" + std::to_string(account);
      break;
    case 2:
      naive.owner.erase("v:" + visitor);
      for (std::int64_t each = 1; each <= 3; ++each) stream.unmerged(visitor, each);
      break;
    case 3:
      stream.paid(account, 100 * (1 + rules.pick(4)));
      naive.facts.push_back({"a:" + std::to_string(account), stream.now, "order_paid", "", 0});
      naive.facts.back().amount = std::stod(stream.records.back().properties.substr(stream.records.back().properties.find("\"amount\":") + 9));
      break;
    default: {
      const std::string event = rules.pick(2) ? "View" : "Add", color = rules.pick(2) ? "red" : "blue";
      const std::string properties = "{\"color\":\"" + color + "\"}";
      if (signed_in) stream.track(account, event, properties);
      else stream.track(visitor, event, properties);
      naive.facts.push_back({who, stream.now, event, color, 0});
    }
  }
}

TEST(SegmentRoster, IsAlwaysWhatANaiveReadingOfTheWholeStreamSays) {
  const auto seed = testing::draw_seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  RandomRules rules(random);
  Roster roster({}, {});
  roster.go_live();
  std::vector<Node> parsed;
  for (int i = 1; i <= 60; ++i) {
    const std::string text = rules.rule(2);
    parsed.push_back(rule_of(text));
    roster.put({SegmentId{i}, "s" + std::to_string(i), "", parsed.back(), 1});
  }
  Stream stream;
  Naive naive;
  for (int round = 0; round < 400; ++round) {
    const std::size_t before = stream.records.size();
    step(stream, naive, rules);
    for (std::size_t i = before; i < stream.records.size(); ++i) roster.apply(stream.records[i]);
    while (roster.sweep(1'000)) {
    }
    for (int i = 1; i <= 60; ++i) {
      for (std::int64_t account = 1; account <= 3; ++account) {
        const Member who{account, ""};
        if (!roster.knows(who)) continue;
        ASSERT_EQ(roster.contains("s" + std::to_string(i), who), naive.holds(parsed[static_cast<std::size_t>(i - 1)], key_of(who), stream.now))
            << "round " << round << " " << key_of(who) << ": " << text_of(parsed[static_cast<std::size_t>(i - 1)]);
      }
      for (int v = 0; v < 5; ++v) {
        const Member who{0, "v" + std::to_string(v)};
        if (!roster.knows(who)) continue;
        ASSERT_EQ(roster.contains("s" + std::to_string(i), who),
                  naive.holds(parsed[static_cast<std::size_t>(i - 1)], naive.head(key_of(who)), stream.now))
            << "round " << round << " " << key_of(who) << ": " << text_of(parsed[static_cast<std::size_t>(i - 1)]);
      }
    }
  }
}

}  // namespace
}  // namespace plaza::segments
