// How fast search answers: products with words of a Zipf distribution, some words in 20 % of them. Arguments: products (default
// 1,000,000), questions of each kind (default 2,000), folder (default: the system's temporary one). Prints the time to make the
// index, to open it again, and p50 and p99 of each kind of question: processor time of the asking thread, which waits for nothing.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "../src/modules/search/tests/doubles.h"
#include "platform/log/log.h"
#include "search/module.h"

using namespace plaza;  // NOLINT: a program of one file

namespace {

constexpr std::size_t words_total = 100'000;
constexpr const char* everywhere[] = {"handmade", "ceramic", "blue"};  // each in 20 %

std::string word(std::size_t rank) {
  static constexpr const char* parts[] = {"ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "an", "er", "in", "or", "un", "tha"};
  std::string text;
  for (auto n = rank * 2654435761u % 1'048'576 + 16; n > 0; n /= 16) text += parts[n % 16];
  return text;
}

class Words {
 public:
  Words() {
    double sum = 0;
    for (std::size_t i = 0; i < words_total; ++i) {
      words_.push_back(word(i));
      sums_.push_back(sum += 1.0 / static_cast<double>(i + 3));
    }
  }
  const std::string& any(std::mt19937_64& random) const {
    const double at = std::uniform_real_distribution<double>(0, sums_.back())(random);
    return words_[static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin())];
  }
  const std::string& ranked(std::size_t rank) const { return words_[rank]; }

 private:
  std::vector<std::string> words_;
  std::vector<double> sums_;
};

catalog::Product product_number(const Words& words, std::int64_t n) {
  std::mt19937_64 random(static_cast<std::uint64_t>(n));
  catalog::Product product;
  product.id = {(n << 22) | 1};
  product.status = catalog::ProductStatus::active;
  product.variants.resize(1);
  product.variants[0].sku = "SKU" + std::to_string(n);
  for (int i = 0; i < 4; ++i) product.title += (i ? " " : "") + words.any(random);
  for (const auto* common : everywhere) {
    if (random() % 5 == 0) (random() % 2 ? product.title : product.description_html) += std::string(" ") + common;
  }
  product.tags = {words.any(random), words.any(random)};
  for (int i = 0; i < 20; ++i) product.description_html += " " + words.any(random);
  return product;
}

class ManyProducts final : public search::HandCatalog {
 public:
  ManyProducts(const Words& words, std::int64_t count) : words_(words), count_(count) {}
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>& each) override {
    for (std::int64_t n = 1; n <= count_; ++n) each(product_number(words_, n));
  }

 private:
  const Words& words_;
  const std::int64_t count_;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double thread_milliseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <class Ask>
void measure(const char* name, int times, const Ask& ask) {
  std::vector<double> took;
  std::int64_t found = 0;
  for (int i = 0; i < times; ++i) {
    const double begin = thread_milliseconds();
    found += ask(i);
    took.push_back(thread_milliseconds() - begin);
  }
  std::sort(took.begin(), took.end());
  const auto at = [&](double part) { return took[static_cast<std::size_t>(part * static_cast<double>(took.size() - 1))]; };
  std::printf("%-34s p50 %7.3f ms   p99 %7.3f ms   max %7.3f ms   (%.1f found)\n", name, at(0.5), at(0.99), took.back(),
              static_cast<double>(found) / times);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const int times = argc > 2 ? std::atoi(argv[2]) : 2'000;
  const auto folder = std::filesystem::path(argc > 3 ? argv[3] : std::filesystem::temp_directory_path().c_str()) / "plaza_search_bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  log::Options quiet;
  quiet.level = log::Level::warning;
  log::configure(quiet);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const Words words;
  const SystemClock clock;
  auto database = db::open_sqlite({.path = (folder / "main.db").string()});
  search::HandAccounts accounts;
  search::HandPosts posts;
  ManyProducts products(words, count);
  const search::Needs needs{*database, clock, accounts, products, posts, (folder / "search.db").string()};

  auto begin = std::chrono::steady_clock::now();
  double making_began = thread_milliseconds();
  for (std::int64_t n = 1; n <= count; ++n) (void)product_number(words, n);
  const double making = (thread_milliseconds() - making_began) / 1'000;
  making_began = thread_milliseconds();
  begin = std::chrono::steady_clock::now();
  auto module = search::open(needs);
  module->load();
  std::printf("%lld products: index made in %.1f s, %.1f s of a processor (%.1f s are the bench's own)\n",
              static_cast<long long>(count), seconds_since(begin), (thread_milliseconds() - making_began) / 1'000, making);
  module.reset();
  std::printf("index file: %.0f MB\n", static_cast<double>(std::filesystem::file_size(folder / "search.db")) / 1e6);
  begin = std::chrono::steady_clock::now();
  module = search::open(needs);
  module->load();
  std::printf("opened again and compared in %.1f s\n", seconds_since(begin));

  std::mt19937_64 random(42);
  auto& search = module->search();
  const auto find = [&](const std::string& text) { return search.find({text}).products.count; };
  const auto rare = [&] { return words.ranked(200 + random() % 60'000); };
  measure("one word in 20 %", times, [&](int i) { return find(everywhere[i % 3]); });
  measure("two words in 20 % each", times, [&](int i) { return find(std::string(everywhere[i % 3]) + " " + everywhere[(i + 1) % 3]); });
  measure("a word in 20 % and a rare one", times, [&](int i) { return find(std::string(everywhere[i % 3]) + " " + rare()); });
  measure("a rare word", times, [&](int) { return find(rare()); });
  measure("two of any", times, [&](int) { return find(words.any(random) + " " + words.any(random)); });
  measure("three of any", times, [&](int) { return find(words.any(random) + " " + words.any(random) + " " + words.any(random)); });
  measure("two letters", times, [&](int) { return find(words.any(random).substr(0, 2)); });
  measure("three letters", times, [&](int) { return find(words.any(random).substr(0, 3)); });
  measure("a common word and two letters", times, [&](int i) { return find(std::string(everywhere[i % 3]) + " " + words.any(random).substr(0, 2)); });
  measure("a typo", times, [&](int i) {
    auto text = i % 3 == 0 ? std::string(everywhere[i % 2]) : rare();
    std::swap(text[1], text[2]);
    return find(text);
  });
  measure("two words with a typo each", times, [&](int) {
    auto first = std::string(everywhere[0]), second = rare();
    std::swap(first[2], first[3]);
    second[1] = 'q';
    return find(first + " " + second);
  });
  measure("suggestions for two letters", times, [&](int) { return std::ssize(search.suggestions(words.any(random).substr(0, 2), 8)); });
  measure("suggestions for four letters", times, [&](int) { return std::ssize(search.suggestions(words.any(random).substr(0, 4), 8)); });
  module.reset();
  database.reset();
  std::filesystem::remove_all(folder);
}
