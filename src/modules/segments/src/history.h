// What everybody did, in memory, as rules ask for it: for each acting identity (account or visitor) the last occurrences of each
// kind of event with their plain fields, and its traits. A function of the interaction log alone (links between visitors and
// accounts stand in the log too, as bridged events; what the graph knows beside it is written there when the module starts). Acts stay
// with who acted: a person is put together when a rule looks. Not thread-safe.
//
// Bounds: `Caps`. Of one kind of event an identity keeps its last 128; a field with more than 10,000 different texts is no more
// kept (ids of impressions are such); what is older than 400 days is forgotten.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interactions/record.h"
#include "identities.h"
#include "packed.h"
#include "rule.h"
#include "symbols.h"
#include "platform/json/document.h"

namespace plaza::segments {

struct Caps {
  std::size_t identities = 4'000'000;
  std::size_t occurrences = 64'000'000;    // of all; beyond it evidence is not kept, decisions of modules are
  std::size_t occurrences_of_kind = 128;   // of one identity
  std::size_t kinds_of_identity = 60;
  std::size_t events = 2'000;              // different names
  std::size_t fields = 2'000;
  std::size_t values_of_field = 10'000;    // different texts
  std::size_t fields_of_event = 16;
  std::size_t traits_of_identity = 100;  // without what the shop says
  std::size_t labels = 1'000;            // names of labels, beside `fields`
};

// What a record changed.
struct Change {
  Index who = nobody;       // the acting identity
  bool first = false;       // never seen before
  bool told_traits = false;
  Symbol event = 0;
  const Occurrence* occurrence = nullptr;  // until the next apply()
  std::vector<Index> regrouped;            // identities to look at anew: their person is another one, or was erased
  struct Erased {
    Index index;
    std::int64_t account;  // one of both
    std::string visitor;
  };
  std::vector<Erased> erased;
};

class History {
 public:
  explicit History(Caps caps = {}) : caps_(caps) {}

  Change apply(const interactions::Record& record);
  Time now() const { return now_; }  // the latest time of arrival

  std::size_t size() const { return identities_.size(); }
  const Identity& at(Index index) const { return identities_[index]; }
  // Grows when a name of an event, a field or a trait becomes known or is forgotten: then symbols must be looked up again.
  std::size_t names() const { return events_.size() + fields_.size() + trait_names_.size() + forgotten_; }
  Index find(std::int64_t account) const;
  Index find(std::string_view visitor) const;
  // Whose person it is: an account for its visitors, else itself.
  Index head(Index index) const { return at(index).owner == nobody ? index : at(index).owner; }
  bool is_head(Index index) const { return at(index).owner == nobody && (at(index).account || !at(index).visitor.empty()); }

  // A domain event's key is its name behind a colon: what browsers call an event is never mistaken for it.
  Symbol event(std::string_view key) const { return events_.find(key); }
  const std::string& event_text(Symbol event) const { return events_.text(event); }
  Symbol field(std::string_view name) const { return fields_.find(name); }
  const std::string& value_text(std::uint16_t field, Symbol value) const { return values_[field - 1].texts.text(value); }
  const std::string& trait_text(Symbol name) const { return trait_names_.text(name); }
  Symbol trait(std::string_view name) const { return trait_names_.find(name); }

  std::size_t occurrences() const { return occurrences_; }
  std::int64_t refused() const { return refused_; }  // not kept, because of a cap

  // What was seen, for people who write rules.
  struct FieldSeen {
    std::string name;
    bool varied = false;              // too many different texts: it cannot be asked for
    std::vector<std::string> values;  // some
  };
  struct EventSeen {
    std::string name;
    bool trusted = false;
    std::vector<FieldSeen> fields;
  };
  std::vector<EventSeen> events_seen() const;
  std::vector<std::string> traits_seen() const;

  std::string snapshot() const;
  // Throws std::runtime_error when the bytes are none of snapshot()'s. Empty: begins anew.
  void restore(std::string_view bytes);

 private:
  friend class SnapshotWriter;
  friend class SnapshotReader;
  struct FieldValues {
    Symbols texts;
    bool varied = false;
  };

  Index identity(std::int64_t account, std::string_view visitor, Time at, Change& change);
  void domain(const interactions::Record& record, Change& change);
  void link(std::string_view visitor, std::int64_t account, Time at, Change& change);
  void unlink(std::string_view visitor, std::int64_t account, Change& change);
  void forget(std::int64_t account, Change& change);
  void forget(const std::vector<Index>& gone, Change& change);
  void forget_visitors(const boost::json::object& payload, Change& change);
  void told_event(Index who, std::string_view key, const interactions::Record& record, bool trusted, Change& change);
  void told_traits(Index who, const interactions::Record& record, Change& change);
  void labelled(const boost::json::object& payload, std::int64_t account, std::string_view visitor, const interactions::Record& record,
                Change& change);
  void set_trait(std::vector<Trait>& traits, std::string_view name, const boost::json::value& value, Change& change);
  void take_fields(const boost::json::object& object, Symbol event, std::vector<Property>& out);
  void take_value(std::string_view name, const boost::json::value& value, Symbol event, std::vector<Property>& out);
  void let_go(Index visitor);
  void forget_unused_texts();

  Caps caps_;
  Time now_;
  Identities identities_;
  std::unordered_map<std::int64_t, Index> accounts_;
  Visitors visitors_;
  Symbols events_, fields_, trait_names_;
  std::vector<FieldValues> values_;               // by field
  std::vector<std::vector<std::uint16_t>> seen_;  // by event: its fields, in the order they came
  std::size_t occurrences_ = 0;
  std::int64_t refused_ = 0;
  std::size_t forgotten_ = 0;  // how often names were
  Occurrence fresh_;           // of the last record
  std::string bytes_;
};

// "order_paid" -> ":order_paid", "Product Viewed" -> itself.
std::string event_key(std::string_view name);

}  // namespace plaza::segments
