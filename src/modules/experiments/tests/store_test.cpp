#include "store.h"

#include "experiments_fixture.h"

namespace plaza::experiments {
namespace {

class ExperimentsStore : public ExperimentsFixture {
 protected:
  Experiment draft(std::string key) {
    Experiment experiment;
    experiment.id = ids.make<ExperimentId>();
    experiment.key = std::move(key);
    experiment.name = "Bình gốm";
    experiment.hypothesis = "Bigger\nis better";
    experiment.variants = {{"a", "As is", 60}, {"b", "Bigger", 40}};
    experiment.audience = "regulars";
    experiment.primary = Metric::net_revenue;
    experiment.people_planned = 4'000;
    experiment.created_at = experiment.updated_at = clock.now();
    return experiment;
  }
  template <class Work>
  bool write(const Work& work) {
    const auto run = [&](db::Transaction& tx) -> Result<bool> { return work(tx); };
    return *database().write_now(run);
  }
  std::optional<Experiment> kept(ExperimentId id) {
    const auto read = [&](db::Reader& reader) { return store::find(reader, id); };
    return database().read_now(read);
  }
};

ENGINE_TEST(ExperimentsStore, StatementsArePrepared) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(ExperimentsStore, WhatIsWrittenIsRead) {
  auto experiment = draft("one");
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::insert(tx, experiment); }));
  EXPECT_EQ(kept(experiment.id), experiment);
  experiment.status = Stage::running;
  experiment.started_at = clock.now();
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::update(tx, experiment, 1, Stage::draft); }));
  EXPECT_FALSE(write([&](db::Transaction& tx) { return store::update(tx, experiment, 1, Stage::running); }));
  EXPECT_FALSE(write([&](db::Transaction& tx) { return store::update(tx, experiment, 2, Stage::draft); }));
  experiment.decision = Decision{"b", "It sold more."};
  experiment.status = Stage::decided;
  experiment.stopped_at = experiment.decided_at = clock.now();
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::update(tx, experiment, 2, Stage::running); }));
  experiment.version = 3;
  EXPECT_EQ(kept(experiment.id), experiment);
}

ENGINE_TEST(ExperimentsStore, AKeyIsOnesAlone) {
  const auto first = draft("one"), same = draft("one");
  auto other = draft("two");
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::insert(tx, first); }));
  EXPECT_FALSE(write([&](db::Transaction& tx) { return store::insert(tx, same); }));
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::insert(tx, other); }));
  other.key = "one";
  EXPECT_FALSE(write([&](db::Transaction& tx) { return store::update(tx, other, 1, Stage::draft); }));
  EXPECT_EQ(kept(other.id)->key, "two");
}

ENGINE_TEST(ExperimentsStore, OnlyDraftsAreRemovedAndTheShareIsSaidOnce) {
  auto experiment = draft("one");
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::insert(tx, experiment); }));
  experiment.status = Stage::running;
  ASSERT_TRUE(write([&](db::Transaction& tx) { return store::update(tx, experiment, 1, Stage::draft); }));
  EXPECT_FALSE(write([&](db::Transaction& tx) { return store::remove(tx, experiment.id); }));
  EXPECT_TRUE(write([&](db::Transaction& tx) { return store::set_holdout(tx, {300, clock.now()}); }));
  EXPECT_FALSE(write([&](db::Transaction& tx) { return store::set_holdout(tx, {900, clock.now()}); }));
  const auto read = [&](db::Reader& reader) { return store::holdout(reader)->share_bp; };
  EXPECT_EQ(database().read_now(read), 300);
}

}  // namespace
}  // namespace plaza::experiments
