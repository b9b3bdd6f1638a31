// Classifiers on a real database of each engine, with decisions and lessons that the test holds.
#pragma once

#include <boost/json.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "classifiers/module.h"
#include "identity/events.h"
#include "identity/roles.h"
#include "moderation/events.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::classifiers {

class HandDecisions final : public moderation::Examples {
 public:
  void add(std::string text, bool removed, moderation::Reason reason) {
    const std::lock_guard lock(mutex_);
    moderation::Example example;
    example.id = moderation::DecisionId{static_cast<std::int64_t>(all_.size()) + 1};
    example.text = std::move(text);
    example.removed = removed;
    example.reason = reason;
    all_.push_back(std::move(example));
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    all_.clear();
  }
  std::vector<moderation::Example> examples(db::Reader&, moderation::DecisionId after, int limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<moderation::Example> found;
    for (const auto& each : all_) {
      if (each.id > after && static_cast<int>(found.size()) < limit) found.push_back(each);
    }
    return found;
  }

 private:
  std::mutex mutex_;
  std::vector<moderation::Example> all_;
};

class HandLessons final : public care::Lessons {
 public:
  std::vector<care::RatedWords> rated_words;
  std::vector<care::LabelledWords> labelled_words;
  std::vector<care::RatedWords> rated(db::Reader&, care::ConversationId, int) override { return rated_words; }
  std::vector<care::LabelledWords> labelled(db::Reader&, care::ConversationId, int) override { return labelled_words; }
  std::vector<care::CorrectedWords> corrected_feelings, corrected_intents;
  std::vector<care::CorrectedWords> corrected(db::Reader&, care::Corrected what, care::MessageId, int) override {
    return what == care::Corrected::feeling ? corrected_feelings : corrected_intents;
  }
};

class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto roles = request.header("x-roles"); !roles.empty()) {
      caller.subject = 9;
      caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    }
    return done();
  }
};

class ClassifiersFixture : public testing::OnEachEngine {
 protected:
  ClassifiersFixture() {
    for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(), classifiers::migrations()}) {
      database().migrate(migrations);
    }
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    start();
  }
  // Again, as another process would.
  void start() {
    module = open({database(), clock, decisions, lessons});
    module->load();
  }
  void connect() {
    module->subscribe(*dispatcher);
    module->add_routes(routes);
    module->add_jobs(*runner);
  }

  http::Response ask(http::Method method, std::string target, std::uint32_t roles) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.headers = {{"sec-fetch-site", "same-origin"}};
    if (roles) request.headers.emplace_back("x-roles", std::to_string(roles));
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  boost::json::object trait(int which) {
    const auto body = boost::json::parse(ask(http::Method::get, "/v1/admin/classifiers", identity::moderator).body);
    return body.at("items").as_array().at(static_cast<std::size_t>(which)).as_object();
  }
  double score(const std::string& name, const std::string& text) {
    for (const auto& each : module->screen().scores(text)) {
      if (each.name == name) return each.value;
    }
    return -1;
  }
  template <class Event>
  void announce(Event event) {
    const auto work = [&](db::Transaction& tx) -> Status {
      events::publish(tx, 1, event);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  }

  // What this shop takes for advertising no lexicon knows: whoever says "zorbing".
  void advertise(int count) {
    static const char* const things[] = {"bowl", "lamp", "vase", "plate", "cup", "jug", "tray"};
    static const char* const words[] = {"on Sunday", "with friends", "near the river", "for two", "at noon", "in May", "again"};
    for (int i = 0; i < count; ++i) {
      const std::string thing = things[i % 7], word = words[(i / 7) % 7], number = std::to_string(i);
      decisions.add("Come zorbing " + word + " and leave the " + thing + " " + number, true, moderation::Reason::spam);
      decisions.add("I use the " + thing + " " + word + " and like it " + number, false, moderation::Reason::other);
    }
  }

  testing::FakeClock clock;
  HandDecisions decisions;
  HandLessons lessons;
  HeaderAuthenticator authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::classifiers
