// What live_bench measures with, and what stands in for modules that it does not ask.
#pragma once

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "identity/accounts.h"

namespace plaza::bench {

using Steady = std::chrono::steady_clock;
using Point = Steady::time_point;

constexpr int batch = 100;  // interactions in one call

inline double since(Point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

// Of the heap, in use: what was freed does not count.
inline double memory_mb() {
  const auto heap = mallinfo2();
  return static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
}

inline double resident_mb() {
  long pages = 0;
  std::ifstream statm("/proc/self/statm");
  statm >> pages >> pages;
  return static_cast<double>(pages) * 4096 / 1e6;
}

inline double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

struct Spread {
  double mean = 0, p50 = 0, p99 = 0, max = 0;
};
inline Spread spread(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (const double value : values) sum += value;
  return {sum / static_cast<double>(values.size()), values[values.size() / 2], values[values.size() * 99 / 100], values.back()};
}

// Everybody whose number is small enough has an account; only faces are asked for.
class MadeAccounts final : public identity::Accounts {
 public:
  std::optional<identity::Face> face(identity::AccountId id) const override { return identity::Face{id, "", "", "", 0}; }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId) override { return {}; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return {}; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, identity::AccountId) override { return done(); }
};

class NoCollections final : public catalog::Collections {
 public:
  std::vector<catalog::Collection> all(db::Reader&) override { return {}; }
  std::optional<catalog::Collection> collection(db::Reader&, catalog::CollectionId) override { return {}; }
  std::optional<catalog::Collection> collection_by_handle(db::Reader&, std::string_view) override { return {}; }
  std::vector<catalog::ProductId> products(db::Reader&, catalog::CollectionId) override { return {}; }
  Result<catalog::Collection> create(db::Transaction&, const catalog::NewCollection&) override { return catalog::Collection{}; }
  Result<catalog::Collection> update(db::Transaction&, catalog::CollectionId, const catalog::CollectionPatch&) override {
    return catalog::Collection{};
  }
  Status remove(db::Transaction&, catalog::CollectionId) override { return done(); }
};

// Prints what the part took.
class Part {
 public:
  explicit Part(const char* name) : name_(name) {}
  // `count` things of `what`, `more` to say.
  void end(double count, const char* what, const std::string& more = "") const {
    const double mb = memory_mb() - before_;
    std::printf("  %-10s %8.0f MB  %6.1f s   %.0f bytes for each of %.0f %s%s\n", name_, mb, since(start_), mb * 1e6 / count, count, what, more.c_str());
    std::fflush(stdout);
  }

 private:
  const char* name_;
  const double before_ = memory_mb();
  const Point start_ = Steady::now();
};

// What the same machine gives: the disk for such groups at this rate, and memory.
void print_limits(const std::string& folder, double rate);

}  // namespace plaza::bench
