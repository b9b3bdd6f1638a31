// Experiments on a fresh database of each engine, with a log in memory into which domain events are bridged.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <set>

#include "experiments/module.h"
#include "log_story.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::experiments {

class Regulars final : public Audience {
 public:
  std::set<std::string> visitors;
  bool contains(std::string_view segment, const Viewer& viewer) const override {
    return segment == "regulars" && visitors.contains(viewer.visitor);
  }
};

// Who is who by headers.
class CallerByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override;
};

class ExperimentsFixture : public testing::OnEachEngine {
 protected:
  ExperimentsFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    module = open({database(), ids, clock, log, eur});
    module->plug(regulars);
    log.feed(module->learner());
    module->subscribe(*dispatcher);
    dispatcher->every_node("bridge", {"experiments.experiment_changed", "experiments.holdout_set"},
                           [this](const std::vector<events::Event>& batch) {
                             for (const auto& event : batch) {
                               interactions::Record record;
                               record.at = record.received_at = event.at;
                               record.kind = interactions::Kind::domain;
                               record.trust = interactions::Trust::domain;
                               record.name = event.topic;
                               record.message_id = "event-" + std::to_string(event.id);
                               record.properties = event.payload;
                               log.append_now({record});
                             }
                           });
    module->load();
    module->add_routes(routes);
  }

  // A visitor outside the hold-out group.
  std::string visitor(int number) {
    for (int i = number * 1'000;; ++i) {
      const auto name = "v" + std::to_string(i);
      if (!module->experiments().is_held_out({0, name})) return name;
    }
  }

  http::Response ask(http::Method method, std::string target, std::string body = "", std::string role = "merchandiser",
                     std::string visitor = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    if (!visitor.empty()) request.headers.emplace_back("plaza-anonymous-id", visitor);
    auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
    dispatcher->drain();
    return response;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KeptLog log;
  Regulars regulars;
  CallerByHeader authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::experiments
