// Who is in which segment now. It is the learner: each record goes into the history, then only the rules that this record can
// touch are looked at, for the one person it is about; when time alone changes an answer, a timer says when to look again. What
// changed waits in a list until it is written. Thread-safe; answers from memory.
#pragma once

#include <functional>
#include <map>
#include <shared_mutex>
#include <unordered_map>

#include "belonging.h"
#include "evaluate.h"
#include "interactions/log.h"
#include "segments/segments.h"
#include "timers.h"

namespace plaza::segments {

struct Definition {
  SegmentId id;
  std::string handle, name;
  Node rule;
  std::int64_t version = 0;
};

struct Member {
  std::int64_t account = 0;  // or
  std::string visitor;
  friend auto operator<=>(const Member&, const Member&) = default;
};

// Somebody came or went, to be written.
struct Move {
  SegmentId segment;
  Member who;
  bool in = false;
  Time at;
};

class Roster final : public interactions::Learner {
 public:
  explicit Roster(World world, Caps caps = {});

  // The learner, on the log's thread.
  std::string name() const override { return "segments"; }
  int version() const override { return 2; }
  void restore(std::string_view snapshot) override;
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;

  // A segment as it now is; an older version than the known one is ignored. Its members are those that `load_member` told, until
  // sweep() has looked at everybody.
  void put(Definition definition);
  void remove(SegmentId id);
  void load_member(SegmentId id, const Member& who, Time since);
  // From now on membership follows every record; before, only the history grew. All segments are swept.
  void go_live();
  // Looks at up to `people` more for the segments that wait for it; false: none waits any more.
  bool sweep(std::size_t people);
  // All rules whose answer may depend on something that is not in the log (collections, consents).
  void sweep_outside();
  void reconsider(std::int64_t account);

  // The earliest moment at which somebody may come or go by time alone.
  std::optional<Time> next_timer() const;
  // Takes what waits to be written, at most `max`; give it back if it could not be written.
  std::vector<Move> take_moves(std::size_t max);
  std::size_t waiting_moves() const;
  void give_back(const std::vector<Move>& moves);

  // Visitors that are linked to an account as the graph knows it, and not as the log has told so far.
  using LinkedTo = std::function<std::int64_t(std::string_view visitor)>;
  std::vector<std::pair<std::string, std::int64_t>> untold_links(const LinkedTo& linked_to) const;

  bool knows(const Member& who) const;
  bool contains(std::string_view segment, const Member& who) const;
  std::vector<Membership> of(const Member& who) const;
  std::int64_t count(std::string_view segment) const;
  std::int64_t count(SegmentId id) const;
  // Not all people have been looked at since it was made or changed.
  bool is_building(SegmentId id) const;
  std::string handle_of(SegmentId id) const;
  // The segment's id by its text or handle.
  SegmentId find(std::string_view segment) const;

  struct Preview {
    std::int64_t count = 0, accounts = 0;
    std::int64_t looked_at = 0, people = 0;  // fewer than all when time was up
    std::vector<std::pair<Member, Time>> sample;  // with when last seen
  };
  // Looks at everybody in slices, until `enough()`.
  Preview preview(const Node& rule, const std::function<bool()>& enough) const;

  struct Figures {
    std::int64_t people = 0, occurrences = 0, refused = 0, timers = 0;
  };
  Figures figures() const;
  std::vector<History::EventSeen> events_seen() const;
  std::vector<std::string> traits_seen() const;

 private:
  struct Live {
    Definition definition;
    Prepared prepared;
    Place place = 0;
    std::int64_t members = 0;
    std::uint64_t touched = 0;  // the last round in which it was
    std::size_t swept = 0;      // identities looked at since it was put; all of them: live
    bool sweeping = true;
    bool when_empty = false;  // people of whom nothing is known fit
  };
  // A rule that an event may touch, if the event fits the pattern.
  struct Watch {
    Live* live;
    const Pattern* pattern;
    PreparedPattern prepared;
    std::size_t names;  // of the history when it was prepared
  };
  // Of one kind of event. Patterns that ask a field for a text stand under that text: others are not looked at.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  struct ByField {
    std::string field;
    std::unordered_map<std::string, std::vector<Watch>, TextHash, std::equal_to<>> by_text;
  };
  struct Watches {
    std::vector<Watch> always;
    std::vector<ByField> by_field;
  };

  void index(Live& live);
  void index_node(const Node& node, Live& live, bool& builtin);
  void watch(const Pattern& pattern, Live& live);
  void unindex(Live& live);
  void forget_names();
  void look(const Person& person, Live& live);
  void look_all(Index head);
  void look_touched(const Change& change);
  void begin_round();
  void touch(Live& live);
  void touch_all(const std::vector<Live*>& list);
  void touch_watches(std::vector<Watch>& watches, const Occurrence& occurrence);
  void touch_by_event(Symbol event, const Occurrence& occurrence);
  void touch_by_texts(const Watches& watches, const Kept& kept);
  void touch_own(Index head);
  void touch_relevant(const Person& person);
  void set_member(Index head, Live& live, bool in);
  void leave_all(Index index);
  void run_timers();
  Member member(Index index) const;
  Index head_of(const Member& who) const;
  void note(const Live& live, const Member& who, bool in);

  const World world_;
  mutable std::shared_mutex mutex_;
  History history_;
  bool live_ = false;
  bool sweeping_all_ = false;
  std::size_t swept_all_ = 0;
  std::map<SegmentId, Live> segments_;
  std::vector<Live*> places_;  // null: free
  std::unordered_map<std::string, SegmentId> handles_;
  std::unordered_map<std::string, Watches> by_event_;
  std::unordered_map<std::string, std::vector<Live*>> by_trait_;
  std::vector<Live*> by_anything_, by_newcomer_, by_outside_;
  Belonging belonging_;
  Timers timers_;
  std::uint64_t round_ = 0;
  std::vector<Live*> touched_;  // in this round
  std::vector<Property> properties_;
  std::map<std::pair<SegmentId, Member>, std::pair<bool, Time>> moves_;
  std::unordered_map<SegmentId, std::map<Member, Time>> written_;  // members as the table has them, until go_live()
};

}  // namespace plaza::segments
