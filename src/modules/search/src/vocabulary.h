// All words of the index in memory, with the number of documents of each kind that hold them. Thread-safe for reading.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plaza::search {

using Counts = std::array<std::uint32_t, 4>;  // products, posts, people, discussions

inline constexpr std::size_t completions_max = 20;

class Vocabulary {
 public:
  Vocabulary() : kept_(std::make_unique<Kept>()) {}

  void set(std::string_view word, const Counts& counts);
  // Adds or takes away one document; gives the new counts. A word that is in no document is forgotten.
  Counts change(std::string_view word, std::size_t kind, int by);
  const Counts* find(std::string_view word) const;
  std::uint32_t frequency(std::string_view word) const;
  std::size_t size() const { return words_.size(); }

  struct Completion {
    std::string word;
    std::uint32_t documents;  // of the kind asked for
  };
  // Words that begin with `prefix` (itself, if it is one, first), the most frequent of the kind; at most `limit` (completions_max).
  // Of short prefixes of a large vocabulary they are kept until it has changed by a thousandth.
  std::vector<Completion> completions(std::string_view prefix, std::size_t kind, std::size_t limit) const;
  template <class Each>
  void each(const Each& each) const {
    for (const auto& [word, counts] : words_) each(word, counts);
  }

 private:
  using Completions = std::array<std::vector<Completion>, 4>;
  struct Kept {
    struct One {
      std::uint64_t change;
      std::shared_ptr<const Completions> completions;
    };
    std::mutex mutex;
    std::unordered_map<std::string, One> by_prefix;
  };
  std::shared_ptr<const Completions> all_completions(std::string_view prefix) const;
  Completions read_completions(std::string_view prefix) const;

  std::uint64_t changes_ = 0;
  std::unique_ptr<Kept> kept_;
  std::map<std::string, Counts, std::less<>> words_;
};

}  // namespace plaza::search
