// The lines of all drops in this node's memory: what the gate looks up, what pages ask again and again
// and what staff watch. Filled from the database at the start, then by this node's commits and by other
// nodes' events, in any order: of two states of a ticket or a drop the newer version counts.
// Thread-safe; one lock for each drop.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "drop.h"

namespace plaza::drops {

struct LineCounts {
  std::int64_t waiting = 0, admitted = 0, bought = 0, lapsed = 0;  // people
  std::int64_t units = 0;                                          // sold
  std::int64_t total() const { return waiting + admitted + bought + lapsed; }
};

// How many joined, were let in and bought in one minute.
struct MinuteCounts {
  Time at;
  std::int64_t joined = 0, admitted = 0, bought = 0;
};

class LineTable {
 public:
  void apply(const Drop& drop);
  void apply(const Ticket& ticket);
  void forget(DropId drop);

  std::optional<Drop> drop(DropId id) const;
  // All but drafts that are not known to this node; newest first.
  std::vector<Drop> drops() const;
  bool empty() const;
  // The drop that stands before the product now: not a draft, and not over unless it then stops sales.
  std::optional<Drop> guard(catalog::ProductId product) const;

  std::optional<Ticket> ticket(DropId drop, TicketId id) const;
  std::optional<Ticket> ticket_of(DropId drop, identity::AccountId account) const;
  // How many wait before this one, which waits.
  std::int64_t ahead(const Ticket& ticket) const;
  LineCounts counts(DropId drop) const;
  // The last `minutes` minutes up to now, the oldest first.
  std::vector<MinuteCounts> history(DropId drop, Time now, int minutes) const;
  // How many were let in, bought and joined in the last 60 seconds.
  MinuteCounts last_minute(DropId drop, Time now) const;

 private:
  struct Place {
    bool late = false;
    std::int64_t rank = 0;
    std::int64_t id = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Line {
    mutable std::shared_mutex mutex;
    Drop drop;
    std::unordered_map<std::int64_t, Ticket> tickets;
    std::unordered_map<std::int64_t, std::int64_t> of_account;
    LineCounts counts;
    std::vector<Place> order;  // of those who wait; those before `head` do not any more
    std::size_t head = 0;
    bool sorted = true;  // `order` is in order and holds all who wait
  };
  using LinePtr = std::shared_ptr<Line>;

  LinePtr find(DropId id) const;
  static void count(LineCounts& counts, const Ticket& ticket, std::int64_t by);
  static Drop with_sold(const Line& line);
  static void arrange(Line& line);
  static void enqueue(Line& line, const Ticket& ticket);
  static bool waits_at(const Line& line, const Place& place);

  mutable std::shared_mutex mutex_;
  std::map<std::int64_t, LinePtr> lines_;
  std::unordered_map<std::int64_t, std::vector<LinePtr>> of_product_;
};

}  // namespace plaza::drops
