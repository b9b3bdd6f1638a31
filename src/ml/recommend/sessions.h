// What comes next in a visit, from visits like it: vector multiplication session neighbours (V-SkNN; Ludewig and Jannach 2018) and
// sequential rules (what was clicked after what), added up. Nothing is trained: a finished session can be added at any time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace plaza::ml::recommend {

struct Session {
  std::vector<std::uint32_t> items;  // in order of time
  double ended = 0;                  // any unit; only the order matters
};

struct SessionOptions {
  std::size_t neighbours = 100;
  std::size_t sample = 1'000;   // the latest sessions that share an item are looked at
  double rules = 0.5;           // how much sequential rules count beside neighbours
  std::size_t rule_steps = 10;  // how far behind an item the next one may stand; weight 1 / steps
};

struct Scored {
  std::uint32_t item;
  float score;
};

class SessionModel {
 public:
  SessionModel(std::span<const Session> sessions, std::size_t items, const SessionOptions& options);

  // The `count` items that fit best after these, best first. Thread-safe. The items of the session itself may be among them.
  std::vector<Scored> next(std::span<const std::uint32_t> so_far, std::size_t count) const;

 private:
  void add_neighbours(std::span<const std::uint32_t> so_far, std::vector<float>& scores, std::vector<std::uint32_t>& touched) const;

  SessionOptions options_;
  std::vector<std::vector<std::uint32_t>> sessions_;     // oldest first, each item once, in order of its last click
  std::vector<std::vector<std::uint32_t>> sessions_of_;  // by item, latest last
  std::vector<std::vector<Scored>> rules_;               // by item: what came later
};

// Options that find the next item most often and earliest (hit rate plus reciprocal rank at 20) in the latest tenth of the sessions.
SessionOptions choose_session_options(std::span<const Session> sessions, std::size_t items);

}  // namespace plaza::ml::recommend
