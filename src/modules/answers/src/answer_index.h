// All that answers something, in memory: an inverted index with BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework:
// BM25 and Beyond", 2009; titles weigh as if their words stood there three times). A document is offered only when enough of what is asked,
// by how rare its words are, stands in it. Thread-safe: many read, one writes.
#pragma once

#include <cstdint>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "answers/help.h"
#include "answers/source.h"

namespace plaza::answers {

// Of the weight of the question's words.
inline constexpr double fits_from = 0.5, fits_a_little_from = 0.15;

class AnswerIndex {
 public:
  // In the place of the one with the same id.
  void put(Document document);
  void remove(std::string_view id);
  // The best first; one for each link.
  std::vector<Offer> find(const Query& query) const;
  std::size_t size() const;

 private:
  struct Posting {
    std::uint32_t slot;
    float weight;  // how often, titles counted more
  };
  using Postings = std::vector<Posting>;  // by slot
  struct Entry {
    Document document;
    std::vector<std::string> terms;  // each once
    float length = 0;
    bool used = false;
  };
  struct Asked {  // one word of the question
    std::vector<const Postings*> lists;  // more than one: it is not finished yet
    double rarity = 0;
  };
  struct Found {
    std::uint32_t slot;
    double score;
  };

  void take_out(std::uint32_t slot);
  std::uint32_t free_slot();
  double rarity_of(std::size_t documents) const;
  std::vector<Asked> asked_of(const Query& query) const;
  std::vector<Found> ranked(const Query& query, std::vector<Asked> asked) const;
  double liking(const Entry& entry, const Query& query, double score) const;

  mutable std::shared_mutex mutex_;
  std::map<std::string, Postings, std::less<>> words_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
  double length_sum_ = 0;
};

}  // namespace plaza::answers
