#include <gtest/gtest.h>

#include <fstream>

#include "interactions/module.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::interactions {
namespace {

const Time today = *parse_time("2026-03-01T12:00:00Z");

Record track(std::string message_id, std::string name = "A") {
  Record record;
  record.at = record.received_at = today;
  record.name = std::move(name);
  record.message_id = std::move(message_id);
  record.visitor = "v";
  record.properties = "{}";
  return record;
}

// A learner that keeps what it saw, and how often it was restored.
struct Notes final : Learner {
  explicit Notes(int its_version = 1) : its_version_(its_version) {}
  std::string name() const override { return "notes"; }
  int version() const override { return its_version_; }
  void restore(std::string_view snapshot) override { seen = std::string(snapshot); }
  void apply(const Record& record) override { seen += record.name; }
  std::string snapshot() const override { return seen; }
  int its_version_;
  std::string seen;
};

class LogTest : public ::testing::Test {
 protected:
  LogTest() {
    clock_.set(today);
    database_->migrate(migrations());
  }
  std::unique_ptr<Module> open_module() { return open({*database_, clock_, {}}); }
  testing::TestDatabase database_{db::Engine::sqlite};
  testing::FakeClock clock_;
};

TEST_F(LogTest, GivesPositionsInOrderAndDropsDuplicates) {
  auto module = open_module();
  const auto first = module->log().append_now({track("1"), track("2"), track("1")});
  EXPECT_EQ(first.stored, 2);
  EXPECT_EQ(first.duplicates, 1);
  const auto second = sync_wait(module->log().append({track("2"), track("3")}));
  EXPECT_EQ(second.stored, 1);
  EXPECT_EQ(module->log().last_position(), 3);
  std::string ids;
  module->log().read(0, 100, [&](const Record& record) { ids += record.message_id; });
  EXPECT_EQ(ids, "123");
}

TEST_F(LogTest, KnowsDuplicatesAfterARestart) {
  open_module()->log().append_now({track("1")});
  EXPECT_EQ(open_module()->log().append_now({track("1"), track("2")}).stored, 1);
}

TEST_F(LogTest, ALearnerSeesTheMissedAndThenTheLive) {
  open_module()->log().append_now({track("1", "A"), track("2", "B")});
  Notes notes;
  auto module = open_module();
  module->add_learner(notes);
  module->start();
  EXPECT_EQ(notes.seen, "AB");
  module->log().append_now({track("3", "C")});
  module->drain();
  EXPECT_EQ(notes.seen, "ABC");
}

TEST_F(LogTest, ALearnerGoesOnFromItsSnapshot) {
  {
    Notes notes;
    auto module = open_module();
    module->add_learner(notes);
    module->start();
    module->log().append_now({track("1", "A")});
    module->stop();
  }
  Notes notes;
  auto module = open_module();
  module->add_learner(notes);
  module->log().append_now({track("2", "B")});
  module->start();
  EXPECT_EQ(notes.seen, "AB");
}

TEST_F(LogTest, ANewVersionOfALearnerReplaysFromTheStart) {
  {
    Notes notes;
    auto module = open_module();
    module->add_learner(notes);
    module->start();
    module->log().append_now({track("1", "A"), track("2", "B")});
    module->drain();
    notes.seen = "wrong";
    module->stop();
  }
  Notes notes(2);
  auto module = open_module();
  module->add_learner(notes);
  module->start();
  EXPECT_EQ(notes.seen, "AB");
}

TEST_F(LogTest, BridgesEachDomainEventOnceAndKeepsItsPlace) {
  auto module = open_module();
  module->bridge({{11, 5, "orders.order_paid", 1, "{}", clock_.now()}, {12, 6, "orders.order_paid", 2, "{}", clock_.now()}});
  module->bridge({{12, 6, "orders.order_paid", 2, "{}", clock_.now()}});
  EXPECT_EQ(module->bridged(), 6);
  EXPECT_EQ(module->log().last_position(), 2);
  const auto latest = module->log().latest(1, "", 0);
  EXPECT_EQ(latest.at(0).message_id, "evt-12");
  EXPECT_EQ(latest.at(0).trust, Trust::domain);
}

TEST_F(LogTest, LatestNarrowsToOneVisitor) {
  auto module = open_module();
  auto other = track("2");
  other.visitor = "w";
  module->log().append_now({track("1"), other, track("3")});
  const auto latest = module->log().latest(10, "v", 0);
  ASSERT_EQ(latest.size(), 2u);
  EXPECT_EQ(latest[0].message_id, "3");
}

TEST_F(LogTest, TakesSomebodysWordsOutAndReadsTheLogAnewAtTheNextStart) {
  {
    Notes notes;
    auto module = open_module();
    module->add_learner(notes);
    module->start();
    auto theirs = track("1", "Secret");
    theirs.visitor = "w";
    theirs.properties = R"({"q":"secret"})";
    auto signed_in = track("2", "Secret");
    signed_in.account = 7;
    module->log().append_now({theirs, track("3", "A"), signed_in});
    module->bridge({{11, 5, "identity.account_created", 7, R"({"account_id":"acc_7","name":"secret"})", clock_.now()},
                    {12, 6, "identity.account_created", 8, R"({"account_id":"acc_8","name":"other"})", clock_.now()}});
    module->drain();
    Redaction who;
    who.account = 7;
    who.account_text = "acc_7";
    who.visitors = {"w"};
    who.until = module->log().last_position();
    who.rewrite = [](std::string_view) { return std::string(R"({"account_id":"acc_7"})"); };
    EXPECT_EQ(module->log().redact(who), 3);
    EXPECT_EQ(module->log().redact(who), 2) << "again: what was rewritten stays";
    module->stop();
  }
  std::string all;
  Notes notes;
  auto module = open_module();
  module->log().read(0, 100, [&](const Record& record) {
    all += record.name + record.properties + record.visitor + record.message_id + " ";
  });
  EXPECT_EQ(all, R"({}werased A{}v3 {}verased identity.account_created{"account_id":"acc_7"}evt-11 )"
                 R"(identity.account_created{"account_id":"acc_8","name":"other"}evt-12 )");
  module->add_learner(notes);
  module->start();
  EXPECT_EQ(notes.seen, "Aidentity.account_createdidentity.account_created") << "no snapshot of before";
}

// Its state is what tables hold: nobody's words.
struct Counted final : Learner {
  std::string name() const override { return "counted"; }
  int version() const override { return 1; }
  void restore(std::string_view) override {}
  void apply(const Record&) override {}
  std::string snapshot() const override { return "in tables"; }
  std::unique_ptr<Learner> rehearsal() override { return std::make_unique<Counted>(); }
};

// The two processes that share a log: the server, and the one that makes states aside.
class StatesAside : public LogTest {
 protected:
  void SetUp() override {
    LogTest::SetUp();
    server_ = open_module();
    server_->add_learner(notes_);
    server_->add_learner(counted_);
    server_->start();
    server_->log().append_now({track("1", "secret"), track("2", "A")});
    server_->drain();
  }
  void take_words_out() {
    Redaction who;
    who.visitors = {"nobody", "v"};
    who.until = 1;
    server_->log().redact(who);
  }
  void make_aside() {
    Notes notes;
    Counted counted;
    auto aside = open_module();
    aside->add_learner(notes);
    aside->add_learner(counted);
    EXPECT_EQ(aside->write_states(folder_.path()), 1) << "what stands in tables is left out";
  }
  std::string after_restart() {
    server_->stop();
    server_.reset();
    Notes notes;
    auto module = open_module();
    module->add_learner(notes);
    const auto check = module->check(false, {}).at(0);
    return check.restored ? "from " + std::to_string(check.from) + ": " + notes.seen : "anew: " + notes.seen;
  }

  testing::TemporaryFolder folder_;
  Notes notes_;
  Counted counted_;
  std::unique_ptr<Module> server_;
};

TEST_F(StatesAside, AreWantedOnceWordsWereTakenOutAndKeptForTheNextStart) {
  EXPECT_FALSE(server_->states_wanted());
  take_words_out();
  const auto wanted = server_->states_wanted();
  ASSERT_TRUE(wanted);
  make_aside();
  EXPECT_TRUE(server_->take_states(folder_.path(), *wanted));
  EXPECT_FALSE(server_->states_wanted()) << "they are there, and not far behind";
  server_->log().append_now({track("3", "B")});
  EXPECT_EQ(after_restart(), "from 2: AB");
}

TEST_F(StatesAside, AreNotKeptWhenWordsWereTakenOutMeanwhile) {
  take_words_out();
  const auto wanted = server_->states_wanted();
  ASSERT_TRUE(wanted);
  make_aside();
  take_words_out();
  EXPECT_FALSE(server_->take_states(folder_.path(), *wanted));
  EXPECT_NE(server_->states_wanted(), wanted);
  EXPECT_EQ(after_restart(), "anew: A");
}

TEST_F(StatesAside, ThatAreNotOursAreNotKept) {
  take_words_out();
  const auto wanted = server_->states_wanted();
  ASSERT_TRUE(wanted);
  EXPECT_FALSE(server_->take_states(folder_.path(), *wanted)) << "there is no file";
  std::ofstream(folder_.path() + "/notes.state") << "plaza-state-1 99 2\nsecret";
  EXPECT_FALSE(server_->take_states(folder_.path(), *wanted)) << "of another version";
  EXPECT_EQ(after_restart(), "anew: A");
}

TEST_F(StatesAside, AreWantedAgainWhenTheyAreFarBehind) {
  server_->stop();
  server_ = open({*database_, clock_, {.snapshot_every = 3}});
  server_->add_learner(notes_);
  server_->start();
  take_words_out();
  make_aside();
  EXPECT_TRUE(server_->take_states(folder_.path(), server_->states_wanted().value_or(0)));
  server_->log().append_now({track("3", "B"), track("4", "C")});
  server_->drain();
  EXPECT_FALSE(server_->states_wanted());
  server_->log().append_now({track("5", "D")});
  server_->drain();
  const auto wanted = server_->states_wanted();
  ASSERT_TRUE(wanted);
  make_aside();
  EXPECT_TRUE(server_->take_states(folder_.path(), *wanted));
  EXPECT_EQ(after_restart(), "from 5: ABCD");
}

// A state of a few megabytes, in pieces of its own sizes; each record changes all of it.
struct Large final : Learner {
  std::string name() const override { return "large"; }
  int version() const override { return 1; }
  void restore(std::string_view snapshot) override { seen = std::string(snapshot); }
  void apply(const Record& record) override { seen += record.name; }
  std::string snapshot() const override { return seen; }
  void save(const Pieces& out) const override {
    Packer packer(out);
    for (int i = 0; i < 40; ++i) packer.text(std::string(70'000, static_cast<char>('a' + i % 26)) + seen);
    packer.finish();
  }
  void load(const Source& next) override {
    Unpacker in(next);
    for (int i = 0; i < 40; ++i) seen = in.text().substr(70'000);
    if (!in.done()) throw std::runtime_error("more than was written");
  }
  std::string seen;
};

TEST_F(LogTest, ALargeStateGoesToDiskInPartsAndComesBack) {
  std::string hash;
  {
    Large large;
    auto module = open_module();
    module->add_learner(large);
    module->start();
    for (const char* name : {"A", "B"}) {  // twice: the second generation takes the place of the first
      module->log().append_now({track(name, name)});
      module->drain();
      module->stop();
      if (name[0] == 'A') module = open_module();
      if (name[0] == 'A') module->add_learner(large);
      if (name[0] == 'A') module->start();
    }
    const auto states = module->learners();
    ASSERT_EQ(states.size(), 1u);
    EXPECT_EQ(states[0].saved_position, 2);
    EXPECT_GT(states[0].saved_bytes, 2'800'000);
    hash = states[0].saved_hash;
    EXPECT_EQ(hash.size(), 64u);
  }
  Large large;
  auto module = open_module();
  module->add_learner(large);
  const auto checks = module->check(true, {});
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_TRUE(checks[0].restored);
  EXPECT_TRUE(checks[0].is_well());
  EXPECT_EQ(checks[0].hash, hash);
  EXPECT_EQ(checks[0].replayed, hash);
  EXPECT_EQ(checks[0].position, 2);
}

class DamagedSnapshot : public LogTest {
 protected:
  // A learner that saw A and B, stopped; then the file is damaged; what it has when it starts again.
  std::string after(const db::Statement& damage) {
    {
      Large large;
      auto module = open_module();
      module->add_learner(large);
      module->start();
      module->log().append_now({track("1", "A"), track("2", "B")});
      module->drain();
      module->stop();
    }
    auto work = [&](db::Transaction& tx) -> Status {
      EXPECT_GT(tx.execute(damage, {}), 0);
      return done();
    };
    EXPECT_TRUE(database_->write_now(work).ok());
    Large large;
    auto module = open_module();
    module->add_learner(large);
    module->start();
    return large.seen;
  }
};

TEST_F(DamagedSnapshot, WithAByteTurnedIsReadAnewFromTheLog) {
  EXPECT_EQ(after({nullptr, "UPDATE interactions_state_parts SET data = CAST('x' || SUBSTR(data, 2) AS BLOB) WHERE part = 1"}), "AB");
}

TEST_F(DamagedSnapshot, WithoutAPartIsReadAnewFromTheLog) {
  EXPECT_EQ(after({nullptr, "DELETE FROM interactions_state_parts WHERE part = 2"}), "AB");
}

TEST_F(DamagedSnapshot, CutShortIsReadAnewFromTheLog) {
  EXPECT_EQ(after({nullptr, "UPDATE interactions_states SET parts = 1"}), "AB");
}

TEST_F(DamagedSnapshot, OfAnotherVersionIsReadAnewFromTheLog) {
  EXPECT_EQ(after({nullptr, "UPDATE interactions_states SET version = 7"}), "AB");
}

TEST_F(LogTest, ALearnerThatIsNotWhatItsLogSaysIsFound) {
  {
    Notes notes;
    auto module = open_module();
    module->add_learner(notes);
    module->start();
    module->log().append_now({track("1", "A"), track("2", "B")});
    module->drain();
    notes.seen = "wrong";
    module->stop();
  }
  Notes notes;
  auto module = open_module();
  module->add_learner(notes);
  EXPECT_TRUE(module->check(false, {}).at(0).is_well()) << "what was written is what was read";
  const auto check = module->check(true, {}).at(0);
  EXPECT_FALSE(check.is_well());
  EXPECT_NE(check.hash, check.replayed);
  EXPECT_EQ(notes.seen, "AB");
}

TEST_F(LogTest, SnapshotsAreWrittenWhileItRunsToo) {
  Notes notes;
  auto module = open({*database_, clock_, {.snapshot_every = 2}});
  module->add_learner(notes);
  module->start();
  int number = 0;
  while (!module->learners().at(0).saved_position) {  // made between two batches, written beside them
    module->log().append_now({track(std::to_string(++number)), track(std::to_string(++number))});
    module->drain();
    ASSERT_LT(number, 100'000);
  }
  EXPECT_GE(*module->learners().at(0).saved_position, 2);
}

TEST_F(LogTest, EveryStatementPrepares) { testing::expect_prepares(*database_, all_statements(), migrations()); }

}  // namespace
}  // namespace plaza::interactions
