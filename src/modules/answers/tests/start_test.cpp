// A start: answers are read in the background, and what is said until they are all there is true.
#include <condition_variable>

#include "help_fixture.h"

namespace plaza::answers {
namespace {

using http::Method;

// Its documents, one a page in the order of their ids. Each page is read at once and given when it may go.
class SlowSource final : public Source {
 public:
  void put(Document document) {
    const std::lock_guard lock(mutex_);
    all_[document.id] = std::move(document);
  }
  void take(const std::string& id) {
    const std::lock_guard lock(mutex_);
    all_.erase(id);
  }
  void fail_once() {
    const std::lock_guard lock(mutex_);
    failing_ = true;
  }
  // It never comes to an end.
  void go_round() {
    const std::lock_guard lock(mutex_);
    endless_ = true;
  }
  void let(int pages) {
    const std::lock_guard lock(mutex_);
    allowed_ += pages;
    moved_.notify_all();
  }
  // Until the n-th page was read: those before it have been taken in.
  void wait_for_page(int n) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return asked_ >= n; });
  }
  DocumentPage documents(db::Reader&, std::string_view cursor, int) override {
    std::unique_lock lock(mutex_);
    if (std::exchange(failing_, false)) throw std::runtime_error("a lost connection");
    DocumentPage page;
    if (const auto at = all_.upper_bound(std::string(cursor)); at != all_.end()) {
      page.items.push_back(at->second);
      page.next = endless_ ? "d" : at->first;
    }
    const int mine = ++asked_;
    moved_.notify_all();
    moved_.wait(lock, [&] { return allowed_ >= mine; });
    return page;
  }
  std::optional<Document> document(db::Reader&, std::string_view id) override {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(std::string(id));
    return found == all_.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<std::string> topics() const override { return {"test.slow"}; }
  std::vector<std::string> touched(db::Reader&, const events::Event& event) override { return {"doc_" + std::to_string(event.aggregate)}; }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::string, Document> all_;
  int allowed_ = 0, asked_ = 0;
  bool failing_ = false, endless_ = false;
};

class HelpStart : public HelpFixture {
 protected:
  HelpStart() {
    slow.put(document(1, "Does the vase hold water?", "Yes, it is glazed inside."));
    slow.put(document(2, "Is the lamp heavy?", "Two kilos."));
    slow.put(document(3, "Is the bowl for soup?", "Why not."));
  }
  ~HelpStart() override { slow.let(1'000'000); }
  // As the next process would.
  void open_again() {
    news = events::open_dispatcher(database(), clock);
    again = open({database(), ids, clock, accounts, catalog, consents, bell, care, reviews, questions});
    again->plug(slow);
    again->subscribe(*news);
    again->add_routes(pages);
  }
  void changed(std::int64_t number) {
    const auto work = [&](db::Transaction& tx) -> Status {
      events::publish_text(tx, "test.slow", number, "{}");
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    news->drain();
  }
  std::string passage(const std::string& text) {
    Query query;
    query.text = text;
    const auto found = again->help().offers(query);
    return found.empty() ? "" : found[0].passage;
  }
  Reply of_staff(Method method, const std::string& target, const std::string& body = "") {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}, {"x-account", "900"},
                       {"x-roles", std::to_string(static_cast<std::uint32_t>(identity::agent))}};
    const auto response = sync_wait(http::dispatch({pages, authenticator, {}, {}, &clock}, request));
    boost::system::error_code failure;
    return {response.status, response.body, boost::json::parse(response.body, failure)};
  }
  bool says_ready(const Reply& reply) {
    const auto* found = reply.at("/ready");
    EXPECT_TRUE(found && found->is_bool()) << reply.raw;
    return found && found->is_bool() && found->get_bool();
  }

  SlowSource slow;  // outlives the module
  std::unique_ptr<events::Dispatcher> news;
  http::Routes pages;
  std::unique_ptr<Module> again;
};

ENGINE_TEST(HelpStart, WhatIsReadIsFoundAndNobodyIsToldThatItIsAll) {
  open_again();
  again->load();  // does not wait
  slow.wait_for_page(1);
  EXPECT_EQ(passage("does the vase hold water"), "");
  slow.let(1);
  slow.wait_for_page(2);
  EXPECT_EQ(passage("does the vase hold water"), "Yes, it is glazed inside.");
  EXPECT_EQ(passage("is the lamp heavy"), "");
  EXPECT_FALSE(again->help().ready());
  EXPECT_FALSE(says_ready(of_staff(Method::post, "/v1/admin/help/passages", R"({"text":"is the lamp heavy"})")));
  EXPECT_FALSE(says_ready(of_staff(Method::get, "/v1/help/articles?q=lamp")));
  const auto report = of_staff(Method::get, "/v1/admin/help/report");
  EXPECT_FALSE(says_ready(report));
  EXPECT_EQ(report.number("/answers"), 1);
  slow.let(3);
  again->wait_until_ready();
  EXPECT_TRUE(again->help().ready());
  EXPECT_EQ(passage("is the lamp heavy"), "Two kilos.");
  EXPECT_TRUE(says_ready(of_staff(Method::get, "/v1/admin/help/report")));
  EXPECT_TRUE(says_ready(of_staff(Method::get, "/v1/help/articles?q=lamp")));
}

ENGINE_TEST(HelpStart, WhatChangesMeanwhileIsNotOverwrittenByWhatWasReadBefore) {
  open_again();
  again->load();
  slow.let(1);
  slow.wait_for_page(2);  // the lamp is read, and not taken in yet
  slow.put(document(2, "Is the lamp heavy?", "Three kilos by now."));
  changed(2);
  slow.let(1);
  slow.wait_for_page(3);  // and now the bowl
  slow.take("doc_3");
  changed(3);
  slow.let(2);
  again->wait_until_ready();
  EXPECT_EQ(passage("is the lamp heavy"), "Three kilos by now.");
  EXPECT_EQ(passage("is the bowl for soup"), "");
  EXPECT_EQ(passage("does the vase hold water"), "Yes, it is glazed inside.");
  slow.put(document(1, "Does the vase hold water?", "Not any more."));
  changed(1);
  EXPECT_EQ(passage("does the vase hold water"), "Not any more.");
}

ENGINE_TEST(HelpStart, AReadThatBreaksIsTriedAgain) {
  slow.fail_once();
  slow.let(4);
  open_again();
  again->load();
  again->wait_until_ready();
  EXPECT_EQ(passage("is the bowl for soup"), "Why not.");
}

ENGINE_TEST(HelpStart, AStopNeedNotWaitForTheRest) {
  slow.go_round();
  slow.let(1'000'000'000);
  open_again();
  again->load();
  slow.wait_for_page(3);
  again->stop();
  EXPECT_FALSE(again->help().ready());
}

}  // namespace
}  // namespace plaza::answers
