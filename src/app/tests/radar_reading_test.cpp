// The radar reads by what this shop's own decisions taught the real classifiers.
#include "radar/reading.h"

#include <gtest/gtest.h>

#include "classifiers/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::app {
namespace {

class NoDecisions final : public moderation::Examples {
 public:
  std::vector<moderation::Example> examples(db::Reader&, moderation::DecisionId, int) override { return {}; }
};

class AgentsLabels final : public care::Lessons {
 public:
  std::vector<care::LabelledWords> all;
  std::vector<care::RatedWords> ratings;
  std::vector<care::RatedWords> rated(db::Reader&, care::ConversationId, int) override { return ratings; }
  std::vector<care::LabelledWords> labelled(db::Reader&, care::ConversationId, int) override { return all; }
  std::vector<care::CorrectedWords> corrected(db::Reader&, care::Corrected, care::MessageId, int) override { return {}; }
};

class RadarReading : public testing::OnEachEngine {
 protected:
  RadarReading() {
    for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(), classifiers::migrations()}) {
      database().migrate(migrations);
    }
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = classifiers::open({database(), clock, decisions, lessons});
    module->subscribe(*dispatcher);
    module->add_jobs(*runner);
    module->load();
  }
  void learn() {
    clock.advance(hours(7));
    runner->run_due();
    dispatcher->drain();
  }

  testing::FakeClock clock;
  NoDecisions decisions;
  AgentsLabels lessons;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<classifiers::Module> module;
};

// In this shop "cracked" is a glaze that people ask for, and "frosting" is what goes wrong.
ENGINE_TEST(RadarReading, LearnsFromAgentsWhatTheLexiconTakesForADefect) {
  const std::string liked = "My bowl is cracked all over, from the second kiln", broken = "Frosting on the rim of the bowl";
  EXPECT_TRUE(radar::speaks_of_defect(radar::read(liked, module->classifiers())));
  EXPECT_FALSE(radar::speaks_of_defect(radar::read(broken, module->classifiers())));
  const auto before = module->classifiers().generation();
  static const char* const things[] = {"bowl", "cup", "plate", "vase", "jug", "tray", "lamp"};
  for (int i = 0; i < 60; ++i) {
    const std::string thing = things[i % 7], number = std::to_string(i);
    lessons.all.push_back({{i * 2 + 1}, "product question", "Is the " + thing + " cracked all over, from kiln " + number});
    lessons.all.push_back({{i * 2 + 2}, "defect", "Frosting on the rim of the " + thing + " " + number});
  }
  learn();
  EXPECT_NE(module->classifiers().generation(), before);
  EXPECT_FALSE(radar::speaks_of_defect(radar::read(liked, module->classifiers())));
  EXPECT_TRUE(radar::speaks_of_defect(radar::read(broken, module->classifiers())));
}

ENGINE_TEST(RadarReading, LearnsFeelingsFromRatings) {
  const std::string text = "What a blorb";
  EXPECT_EQ(radar::read(text, module->classifiers()).feeling.sign(), 0);
  for (int i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i);
    lessons.ratings.push_back({{i * 2 + 1}, 1, "The answer was a pure blorb " + number});
    lessons.ratings.push_back({{i * 2 + 2}, 5, "The answer was a real frimp " + number});
  }
  learn();
  const auto reading = radar::read(text, module->classifiers());
  EXPECT_EQ(reading.feeling.sign(), -1);
  ASSERT_FALSE(reading.feeling.words.empty());
}

}  // namespace
}  // namespace plaza::app
