// A small shop to search: things by hand, a real index, the events of a real outbox.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "catalog/events.h"
#include "content/events.h"
#include "doubles.h"
#include "identity/events.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::search {

class SearchTest : public ::testing::Test {
 protected:
  SearchTest() { database_->migrate(events::migrations()); }

  void start(const std::string& path = ":memory:") {
    module_.reset();
    dispatcher_.reset();
    dispatcher_ = events::open_dispatcher(*database_, clock_);
    module_ = open({*database_, clock_, accounts_, catalog_, posts_, path, visibility_, &discussions_});
    module_->subscribe(*dispatcher_);
    module_->load();
  }
  // Ids grow: the later ones are newer.
  static std::int64_t id(std::int64_t n) { return ((1'772'000'000'000 - 1'704'067'200'000 + n * 1'000) << 22) | 1; }

  catalog::Product& product(std::int64_t n, std::string title, std::string description = "", std::vector<std::string> tags = {}) {
    auto& made = catalog_.all[id(n)];
    made.id = {id(n)};
    made.title = std::move(title);
    made.description_html = std::move(description);
    made.tags = std::move(tags);
    made.status = catalog::ProductStatus::active;
    made.variants.resize(1);
    return made;
  }
  content::Post& post(std::int64_t n, std::string text, std::vector<std::string> hashtags = {}) {
    auto& made = posts_.all[id(n)];
    made.id = {id(n)};
    made.text = std::move(text);
    made.hashtags = std::move(hashtags);
    return made;
  }
  void person(std::int64_t n, std::string name, std::string handle, std::string bio = "") {
    accounts_.faces[id(n)] = {{id(n)}, std::move(handle), std::move(name), std::move(bio), 0};
  }

  template <class E>
  void publish(std::int64_t n) {
    auto work = [&](db::Transaction& tx) -> Status {
      events::publish(tx, id(n), E{});
      return done();
    };
    ASSERT_TRUE(database_->write_now(work).ok());
  }
  void changed_product(std::int64_t n) { publish<catalog::ProductChanged>(n); }
  void changed_post(std::int64_t n) { publish<content::PostPublished>(n); }

  Search& search() { return module_->search(); }
  Results find(std::string text) { return search().find({std::move(text)}); }
  using Numbers = std::vector<std::int64_t>;
  template <class I>
  static Numbers numbers(const Hits<I>& hits) {
    Numbers found;
    for (const auto one : hits.ids) found.push_back(((one.value >> 22) - (1'772'000'000'000 - 1'704'067'200'000)) / 1'000);
    return found;
  }
  Numbers products(const std::string& text) { return numbers(find(text).products); }
  Numbers posts(const std::string& text) { return numbers(find(text).posts); }
  Numbers people(const std::string& text) { return numbers(find(text).people); }

  testing::TestDatabase database_{db::Engine::sqlite};
  testing::FakeClock clock_;
  HandAccounts accounts_;
  HandCatalog catalog_;
  HandPosts posts_;
  HandDiscussions discussions_;
  const content::Visibility* visibility_ = nullptr;
  std::unique_ptr<events::Dispatcher> dispatcher_;
  std::unique_ptr<Module> module_;
};

}  // namespace plaza::search
