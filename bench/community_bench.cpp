// The personal order inside groups: 100,000 discussions with Zipf-distributed tags, authors and activity, half of them in one group, and
// people who engaged with some hundred of them each, and have a feed with a taste of their own, which the order asks as it does in the
// shop (app/group_taste.h). Arguments: discussions (default 100,000), people (default 10,000), pages (default 5,000), posts in the feed
// (default 20,000). Prints the memory's filling, p50 and p99 of a personal page in the great group and over all groups, the same without
// the feed, and of an edit's move in the lists: processor time of the asking thread.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "app/group_taste.h"
#include "modules/community/src/tastes.h"
#include "modules/feed/src/affinity_trainer.h"
#include "platform/testing/fake_clock.h"

using namespace plaza;  // NOLINT: a program of one file

namespace {

constexpr int tags_total = 400, authors_total = 5'000, groups_total = 40, deeds_of_one = 120;

double thread_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Zipf {
 public:
  explicit Zipf(int size) {
    double sum = 0;
    for (int i = 0; i < size; ++i) sums_.push_back(sum += 1.0 / (i + 3));
  }
  int draw(std::mt19937_64& random) const {
    const double at = std::uniform_real_distribution<double>(0, sums_.back())(random);
    return static_cast<int>(std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

community::Discussion discussion(std::int64_t id, Time now, std::mt19937_64& random, const Zipf& tags, const Zipf& authors) {
  community::Discussion made;
  made.id = {id};
  made.group = {id % 2 ? 1 : 2 + static_cast<std::int64_t>(random() % (groups_total - 1))};
  made.author = {1 + authors.draw(random)};
  made.title = "Discussion " + std::to_string(id);
  const int first = tags.draw(random), second = tags.draw(random);
  made.tags = {"tag-" + std::to_string(first)};
  if (second != first) made.tags.push_back("tag-" + std::to_string(second));
  made.created_at = now - static_cast<Micros>(random() % static_cast<std::uint64_t>(days(365)));
  made.replies = made.last = static_cast<std::int64_t>(std::exp(std::exponential_distribution<double>(0.8)(random)));
  made.active_at = made.created_at + static_cast<Micros>(random() % static_cast<std::uint64_t>(now - made.created_at + 1));
  return made;
}

// Everybody follows some authors; nobody saved a product.
class SomeFollows final : public content::Relations {
 public:
  bool liked(identity::AccountId, content::PostId) const override { return false; }
  bool saved(identity::AccountId, content::PostId) const override { return false; }
  bool follows(identity::AccountId viewer, identity::AccountId author) const override { return (viewer.value + author.value) % 97 == 0; }
  bool product_saved(identity::AccountId, catalog::ProductId) const override { return false; }
  identity::Counts counts(identity::AccountId) const override { return {}; }
  content::PostCounts post_counts(content::PostId) const override { return {}; }
};

// Posts of the same authors about the same words, and what each person did with a dozen of them.
void fill(feed::Engine& engine, Time now, std::int64_t posts, std::int64_t people, std::mt19937_64& random, const Zipf& tags, const Zipf& authors) {
  for (std::int64_t id = 1; id <= posts; ++id) {
    content::Post post;
    post.id = {id};
    post.author_id = {1 + authors.draw(random)};
    post.hashtags = {"tag" + std::to_string(tags.draw(random)), "tag" + std::to_string(tags.draw(random))};
    post.created_at = post.published_at = now - static_cast<Micros>(random() % static_cast<std::uint64_t>(days(90)));
    engine.put(post);
  }
  for (std::int64_t person = 1; person <= people; ++person) {
    for (int deed = 0; deed < 12; ++deed) {
      const content::PostId post{1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(posts))};
      engine.apply({{1'000'000 + person, ""}, feed::Action::liked, post, {}, 0, true, now - hours(deed)});
    }
  }
}

void print(const char* what, std::vector<double>& times, const char* promise = "") {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) { return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))]; };
  std::printf("%-34s p50 %7.3f ms   p99 %7.3f ms%s\n", what, at(0.5), at(0.99), promise);
}

std::int64_t argument(int count, char** values, int at, std::int64_t otherwise) {
  return count > at ? std::atoll(values[at]) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const auto discussions = argument(argc, argv, 1, 100'000), people = argument(argc, argv, 2, 10'000), pages = argument(argc, argv, 3, 5'000),
             posts = argument(argc, argv, 4, 20'000);
  std::mt19937_64 random(7);
  const Zipf tags(tags_total), authors(authors_total);
  const Time now{days(20'000)};
  testing::FakeClock clock{now};
  community::ThreadIndex index;
  community::Tastes tastes(index);
  std::vector<community::Discussion> all;
  const auto begun = std::chrono::steady_clock::now();
  for (std::int64_t id = 1; id <= discussions; ++id) {
    all.push_back(discussion(id, now, random, tags, authors));
    index.put(all.back());
  }
  for (std::int64_t person = 1; person <= people; ++person) {
    const auto& liked = all[random() % all.size()].tags.front();
    for (int deed = 0; deed < deeds_of_one; ++deed) {
      const auto& one = all[random() % all.size()];
      const bool likes = std::find(one.tags.begin(), one.tags.end(), liked) != one.tags.end();
      tastes.engaged({1'000'000 + person}, one.id, likes ? community::Tastes::Deed::reply : community::Tastes::Deed::read, now - hours(deed));
      tastes.read_up_to({1'000'000 + person}, one.id, one.last);
    }
  }
  const std::chrono::duration<double> filled = std::chrono::steady_clock::now() - begun;
  std::printf("%lld discussions, %lld people: memory filled in %.1f s\n", static_cast<long long>(discussions),
              static_cast<long long>(people), filled.count());
  feed::Engine engine(clock, feed::Settings{0.1, 7, 300'000}, [](std::string) {});
  fill(engine, now, posts, people, random, tags, authors);
  feed::AffinityTrainer trainer(engine, clock);
  const SomeFollows relations;
  app::GroupTaste shop(relations);
  shop.plug(engine);
  std::printf("a feed of %lld posts, %s learnt of people with the same taste\n", static_cast<long long>(posts), trainer.train() ? "vectors" : "nothing");
  const auto everybody = [](const community::Facts&) { return true; };
  const char* const promise = "   (promise at 100,000 discussions: p99 < 20 ms)";
  const auto measure = [&](const char* what, const auto& work, const char* limit = "") {
    std::vector<double> times;
    for (std::int64_t page = 0; page < pages; ++page) {
      const double from = thread_ms();
      work(page);
      times.push_back(thread_ms() - from);
    }
    print(what, times, limit);
  };
  const auto viewer = [&](std::int64_t page) { return identity::AccountId{1'000'001 + page % people}; };
  measure("in one group, without the feed", [&](std::int64_t page) { tastes.rank(viewer(page), {1}, now, everybody); });
  tastes.plug(shop);
  measure("a personal page in one group", [&](std::int64_t page) { tastes.rank(viewer(page), {1}, now, everybody); }, promise);
  measure("a personal page over all groups", [&](std::int64_t page) { tastes.rank(viewer(page), {}, now, everybody); }, promise);
  measure("a page by activity", [&](std::int64_t) { index.list({{1}, community::Sort::active, "", {}, {}, {}, {}, 20}, everybody); });
  measure("a reply moves a discussion", [&](std::int64_t page) {
    auto& one = all[static_cast<std::size_t>(page) % all.size()];
    ++one.replies;
    one.active_at = now;
    index.put(one);
  });
  return 0;
}
