// Figures that are kept as conversations change, against a count over all of them.
#include "reports.h"

#include <algorithm>
#include <random>

#include "care_fixture.h"
#include "desk.h"
#include "figure_book.h"
#include "merging.h"
#include "platform/testing/seed.h"
#include "ratings.h"
#include "store.h"

namespace plaza::care {
namespace {

TEST(CareFigures, LengthsAreKeptToThreeDigits) {
  EXPECT_EQ(seconds_of(0), 0);
  EXPECT_EQ(seconds_of(-seconds(5)), 0);
  EXPECT_EQ(seconds_of(seconds(1) / 2), 1);
  EXPECT_EQ(seconds_of(seconds(999)), 999);
  EXPECT_EQ(seconds_of(seconds(1'234)), 1'230);
  EXPECT_EQ(seconds_of(seconds(1'235)), 1'240);
  EXPECT_EQ(seconds_of(minutes(30)), 1'800);
  EXPECT_EQ(seconds_of(days(28)), 2'420'000);
}

TEST(CareFigures, LengthsAddUpAndComeApartAgain) {
  Lengths lengths;
  EXPECT_FALSE(lengths.minutes_at(0.5));
  for (const int each : {60, 120, 120, 600}) lengths.add(each, 1);
  EXPECT_EQ(lengths.text(), "60:1,120:2,600:1");
  EXPECT_EQ(Lengths::parse(lengths.text()), lengths);
  EXPECT_DOUBLE_EQ(*lengths.minutes_at(0.5), 2.0);
  EXPECT_DOUBLE_EQ(*lengths.minutes_at(0.9), 10.0);
  lengths.add(600, -1);
  lengths.add(120, -2);
  EXPECT_EQ(lengths.text(), "60:1");
  lengths.add(60, -1);
  EXPECT_EQ(lengths, Lengths{});
}

// The report again, from the conversations themselves.
class Direct {
 public:
  Direct(const std::vector<Conversation>& all, std::int64_t first_day) : all_(all), first_day_(first_day) {}

  using Names = std::function<std::vector<std::string>(const Conversation&)>;
  std::map<std::string, std::string> lines(const Names& names_of) const {
    std::map<std::string, std::vector<const Conversation*>> by_name;
    for (const auto& each : all_) {
      if (each.status == Status::merged) continue;
      for (const auto& name : names_of(each)) by_name[name].push_back(&each);
    }
    std::map<std::string, std::string> found;
    for (const auto& [name, some] : by_name) {
      const auto text = line(some);
      if (!text.starts_with("0 ") || !text.ends_with(" 0")) found[name] = text;
    }
    return found;
  }

  static std::string text(const ReportLine& line) {
    const auto some = [](const std::optional<double>& value) { return value ? std::to_string(*value) : std::string("-"); };
    return std::to_string(line.opened) + " " + std::to_string(line.answered) + " " + std::to_string(line.resolved) + " " +
           std::to_string(line.late) + " " + std::to_string(line.rated) + " " + some(line.first_reply_minutes) + " " +
           some(line.first_reply_p90) + " " + some(line.resolution_minutes) + " " + some(line.rating) + " " + std::to_string(line.backlog);
  }

 private:
  // Three digits of whole seconds, as text is cut.
  static std::int64_t rough(Micros length) {
    const std::int64_t whole = std::max<std::int64_t>(0, (length + 500'000) / 1'000'000);
    const auto digits = static_cast<int>(std::to_string(whole).size());
    if (digits <= 3) return whole;
    std::int64_t unit = 1;
    for (int i = 3; i < digits; ++i) unit *= 10;
    return (whole + unit / 2) / unit * unit;
  }
  static std::optional<double> at(std::vector<std::int64_t> values, double share) {
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    return static_cast<double>(values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5))) / 60.0;
  }
  std::string line(const std::vector<const Conversation*>& some) const {
    ReportLine line;
    std::vector<std::int64_t> first, whole;
    std::int64_t stars = 0;
    for (const auto* each : some) {
      if (each->status != Status::resolved) line.backlog += 1;
      if (each->opened_at.micros / days(1) < first_day_) continue;
      line.opened += 1;
      line.late += each->late > 0 ? 1 : 0;
      if (each->first_replied_at.micros > 0) first.push_back(rough(each->first_replied_at - each->opened_at));
      if (each->resolved_at.micros > 0) whole.push_back(rough(each->resolved_at - each->opened_at));
      if (each->rating > 0) {
        line.rated += 1;
        stars += each->rating;
      }
    }
    line.answered = std::ssize(first);
    line.resolved = std::ssize(whole);
    line.first_reply_minutes = at(first, 0.5);
    line.first_reply_p90 = at(first, 0.9);
    line.resolution_minutes = at(whole, 0.5);
    if (line.rated > 0) line.rating = static_cast<double>(stars) / static_cast<double>(line.rated);
    return text(line);
  }

  const std::vector<Conversation>& all_;
  const std::int64_t first_day_;
};

class CareReports : public CareFixture {
 protected:
  std::vector<Conversation> everything() {
    return read([&](db::Reader& reader) {
      std::vector<Conversation> all;
      for (const auto id : known) {
        if (auto each = store::find(reader, id)) all.push_back(std::move(*each));
      }
      return all;
    });
  }
  Report reported(int days) {
    return read([&](db::Reader& reader) { return report(reader, days, clock.now()); });
  }
  static std::map<std::string, std::string> texts(const std::vector<ReportLine>& lines) {
    std::map<std::string, std::string> found;
    for (const auto& line : lines) found[line.name] = Direct::text(line);
    return found;
  }
  void expect_equal(int days_back, const std::string& when) {
    const auto all = everything();
    const Direct direct(all, clock.now().micros / days(1) - days_back + 1);
    const auto told = reported(days_back);
    const auto one = [](std::string name) { return std::vector<std::string>{std::move(name)}; };
    const auto whole = direct.lines([&](const Conversation&) { return one(""); });
    const auto expected = whole.empty() ? Direct::text({}) : whole.at("");
    EXPECT_EQ(Direct::text(told.all), expected) << when;
    EXPECT_EQ(texts(told.channels), direct.lines([&](const Conversation& each) { return one(each.channel); })) << when;
    EXPECT_EQ(texts(told.agents), direct.lines([&](const Conversation& each) { return one(each.assignee ? to_text(each.assignee) : ""); })) << when;
    EXPECT_EQ(texts(told.labels), direct.lines([](const Conversation& each) { return each.labels; })) << when;
    EXPECT_EQ(texts(told.reasons), direct.lines([&](const Conversation& each) { return each.topic.empty() ? std::vector<std::string>() : one(each.topic); })) << when;
    EXPECT_EQ(texts(told.products), direct.lines([&](const Conversation& each) { return each.product ? one(to_text(each.product)) : std::vector<std::string>(); })) << when;
    std::map<Status, std::int64_t> by_status;
    std::int64_t nobody = 0, late = 0;
    for (const auto& each : all) {
      by_status[each.status] += 1;
      const bool waits = each.status == Status::open || each.status == Status::pending || each.status == Status::snoozed;
      nobody += waits && !each.assignee ? 1 : 0;
      const auto due = std::min(each.reply_due.micros > 0 ? each.reply_due.micros : never, each.resolution_due.micros > 0 ? each.resolution_due.micros : never);
      late += each.status == Status::open && due <= clock.now().micros ? 1 : 0;
    }
    EXPECT_EQ(told.backlog.open, by_status[Status::open]) << when;
    EXPECT_EQ(told.backlog.pending, by_status[Status::pending]) << when;
    EXPECT_EQ(told.backlog.snoozed, by_status[Status::snoozed]) << when;
    EXPECT_EQ(told.backlog.nobody, nobody) << when;
    EXPECT_EQ(told.backlog.late, late) << when;
  }

  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
  std::vector<ConversationId> known;
};

// What a desk does in some weeks, by chance.
class RandomDesk {
 public:
  RandomDesk(std::uint64_t seed, Desk& desk, Merging& merging) : random_(seed), desk_(desk), merging_(merging) {}

  Inbound inbound() {
    static constexpr std::array channels{"form", "call", "forum"};
    static constexpr std::array topics{"", "order", "broken", "question"};
    Inbound inbound;
    inbound.channel = channels.at(below(3));
    inbound.channel_key = "key-" + std::to_string(below(12));
    inbound.topic = topics.at(below(4));
    inbound.customer = {an, "", "an@example.org", "An", "en", true};
    inbound.text = "Words";
    if (below(3) == 0) inbound.product = catalog::ProductId{static_cast<std::int64_t>(500 + below(4))};
    return inbound;
  }
  // One thing that may be refused.
  plaza::Status act(db::Transaction& tx, const std::vector<ConversationId>& known, Time now, std::vector<ConversationId>& fresh) {
    static constexpr std::array labels{"vip", "glaze", "late", "wholesale"};
    const auto kind = below(12);
    if (known.empty() || kind < 3) {
      TRY(const auto received, desk_.receive(tx, inbound()));
      if (received.fresh_conversation) fresh.push_back(received.conversation_id);
      return done();
    }
    const auto id = known.at(below(known.size()));
    const Agent agent{below(2) ? noor : mai, identity::agent};
    Change change;
    switch (kind) {
      case 3: case 4: TRY_DONE(desk_.answer(tx, id, agent, "Answer")); return done();
      case 5: change.status = Status::resolved; break;
      case 6: change.status = Status::open; break;
      case 7:
        change.status = Status::snoozed;
        change.snoozed_until = now + hours(static_cast<std::int64_t>(1 + below(60)));
        break;
      case 8: change.assignee = below(3) ? agent.id : AccountId{}; break;
      case 9: {
        std::vector<std::string> some;
        for (const auto* label : labels) {
          if (below(3) == 0) some.emplace_back(label);
        }
        change.labels = some;
        break;
      }
      case 10: TRY_DONE(desk_.rate(tx, id, static_cast<std::int64_t>(1 + below(5)), "")); return done();
      default: return merge_or_split(tx, known, id, agent, fresh);
    }
    TRY_DONE(desk_.change(tx, id, agent, change));
    return done();
  }
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

 private:
  plaza::Status merge_or_split(db::Transaction& tx, const std::vector<ConversationId>& known, ConversationId id, const Agent& agent,
                               std::vector<ConversationId>& fresh) {
    const auto which = below(3);
    if (which == 0) {
      TRY_DONE(merging_.merge(tx, id, known.at(below(known.size())), agent));
    } else if (which == 1) {
      TRY_DONE(merging_.unmerge(tx, id, agent));
    } else {
      const auto messages = store::messages_before(tx, id, {}, 1);
      if (messages.empty()) return done();
      TRY(const auto made, merging_.split(tx, id, {messages.front().id}, "", agent));
      fresh.push_back(made.id);
    }
    return done();
  }

  std::mt19937_64 random_;
  Desk& desk_;
  Merging& merging_;
};

ENGINE_TEST(CareReports, EqualACountOverAllConversations) {
  const auto seed = testing::draw_seed();
  Needs needs{database(), ids, clock, accounts, staff, media, orders, after_sale, returns, warranties, credit, by_hand, hub, mail,
              {"Kilnlight", "https://shop.example", {"hello@shop.example", "Kilnlight"}}, ":memory:"};
  auto& desk = static_cast<Desk&>(care());
  Merging merging(needs, desk);
  RandomDesk chance(seed, desk, merging);
  for (int step = 1; step <= 400; ++step) {
    clock.advance(minutes(static_cast<std::int64_t>(chance.below(180))));
    std::vector<ConversationId> fresh;
    const auto work = [&](db::Transaction& tx) -> plaza::Status {
      fresh.clear();
      TRY_DONE(chance.act(tx, known, clock.now(), fresh));
      if (chance.below(10) == 0) desk.wake(tx), desk.escalate(tx);
      return done();
    };
    if (write(work).ok()) known.insert(known.end(), fresh.begin(), fresh.end());
    if (step % 50) continue;
    dispatcher->drain();
    for (const int days_back : {1, 7, 365}) expect_equal(days_back, "seed " + std::to_string(seed) + ", step " + std::to_string(step));
    if (HasFailure()) return;
  }
  EXPECT_GT(known.size(), 20u);
}

ENGINE_TEST(CareReports, WhatWasThereBeforeIsCountedByAJobAndOnceOnly) {
  for (int i = 0; i < 1'203; ++i) {
    auto inbound = from_an("Words");
    inbound.topic = i % 3 ? "order" : "broken";
    known.push_back(receive(inbound).conversation_id);
    if (i % 4) continue;
    EXPECT_EQ(answer(known.back(), "Answer"), "ok");
  }
  const auto forget = [&](db::Transaction& tx) -> plaza::Status {  // as an older version left it
    for (const auto* text : {"DELETE FROM care_figures", "DELETE FROM care_counted"}) tx.execute(db::Statement{nullptr, text}, {});
    tx.execute(db::Statement{nullptr, "UPDATE care_counting SET position = 0, until = (SELECT MAX(id) FROM care_conversations)"}, {});
    return done();
  };
  dispatcher->drain();
  ASSERT_TRUE(write(forget).ok());
  EXPECT_FALSE(reported(28).complete);
  int batches = 0;
  for (bool last = false; !last; ++batches) {
    const auto some = [&](db::Transaction& tx) -> plaza::Status {
      last = count_some_before(tx);
      return done();
    };
    ASSERT_TRUE(write(some).ok());
    // Events of the same ones come in between.
    EXPECT_EQ(answer(known.at(static_cast<std::size_t>(batches) * 400 + 1), "Again"), "ok");
    dispatcher->drain();
  }
  EXPECT_EQ(batches, 3);
  EXPECT_TRUE(reported(28).complete);
  EXPECT_EQ(reported(28).all.opened, 1'203);
  EXPECT_EQ(reported(28).all.backlog, 1'203) << "more than lists count to";
  expect_equal(28, "after all were counted");
}

}  // namespace
}  // namespace plaza::care
