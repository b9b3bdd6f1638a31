#include "roster.h"

#include <algorithm>
#include <mutex>

#include "platform/base/check.h"

namespace plaza::segments {

Roster::Roster(World world, Caps caps)
    : world_(std::move(world)), history_(caps) {}

Member Roster::member(Index index) const {
  const auto& identity = history_.at(index);
  return {identity.account, identity.account ? std::string() : identity.visitor};
}

Index Roster::head_of(const Member& who) const {
  const Index index = who.account ? history_.find(who.account) : history_.find(who.visitor);
  return index == nobody ? nobody : history_.head(index);
}

// --- the learner

void Roster::restore(std::string_view snapshot) {
  const std::unique_lock lock(mutex_);
  history_.restore(snapshot);
  forget_names();
}

std::string Roster::snapshot() const {
  const std::shared_lock lock(mutex_);
  return history_.snapshot();
}

void Roster::apply(const interactions::Record& record) {
  const std::unique_lock lock(mutex_);
  const Change change = history_.apply(record);
  if (!live_) return;
  for (const auto& [index, account, visitor] : change.erased) {
    for (const auto& one : belonging_.of(index)) note(*places_[one.place()], {account, visitor}, false);
  }
  for (const Index index : change.regrouped) {
    if (history_.head(index) != index || !history_.is_head(index)) leave_all(index);
    const Index head = history_.head(index);
    if (history_.is_head(head)) look_all(head);
  }
  if (change.who != nobody) look_touched(change);
  run_timers();
}

void Roster::look_touched(const Change& change) {
  const Person person(history_, history_.head(change.who));
  begin_round();
  touch_all(by_anything_);
  if (change.first) touch_all(by_newcomer_);
  if (change.told_traits) {
    for (const auto& trait : history_.at(change.who).traits) {
      const auto found = by_trait_.find(history_.trait_text(trait.name));
      if (found != by_trait_.end()) touch_all(found->second);
    }
    touch_own(person.members.front());  // a trait that was taken away is among those of no list
  }
  if (change.occurrence) touch_by_event(change.event, *change.occurrence);
  for (Live* live : touched_) look(person, *live);
}

// --- which rules

void Roster::begin_round() {
  ++round_;
  touched_.clear();
}

void Roster::touch(Live& live) {
  if (live.touched == round_) return;
  live.touched = round_;
  touched_.push_back(&live);
}

void Roster::touch_all(const std::vector<Live*>& list) {
  for (Live* live : list) touch(*live);
}

void Roster::touch_watches(std::vector<Watch>& watches, const Occurrence& occurrence) {
  for (auto& watch : watches) {
    if (watch.live->touched == round_) continue;
    if (watch.names != history_.names()) {
      watch.prepared = prepared(*watch.pattern, history_);
      watch.names = history_.names();
    }
    if (fits(watch.prepared, occurrence.properties, history_, world_)) touch(*watch.live);
  }
}

void Roster::touch_by_event(Symbol event, const Occurrence& occurrence) {
  const auto found = by_event_.find(history_.event_text(event));
  if (found == by_event_.end()) return;
  touch_watches(found->second.always, occurrence);
  for (auto& each : found->second.by_field) {
    const Symbol field = history_.field(each.field);
    for (const auto& property : occurrence.properties) {
      if (!field || property.field != field || property.kind != ValueKind::text) continue;
      const auto watches = each.by_text.find(std::string_view(history_.value_text(property.field, property.text)));
      if (watches != each.by_text.end()) touch_watches(watches->second, occurrence);
    }
  }
}

// Those that say "yes" to this person.
void Roster::touch_own(Index head) {
  for (const auto& one : belonging_.of(head)) touch(*places_[one.place()]);
}

// The rules with a pattern that something kept may fit.
void Roster::touch_by_texts(const Watches& watches, const Kept& kept) {
  for (const auto& watch : watches.always) touch(*watch.live);
  if (watches.by_field.empty()) return;
  std::vector<std::pair<Symbol, const ByField*>> fields;
  for (const auto& each : watches.by_field) fields.emplace_back(history_.field(each.field), &each);
  kept.occurrences.each_from_newest([&](const Packed::Entry& one) {
    unpack(one.properties, properties_);
    for (const auto& property : properties_) {
      if (property.kind != ValueKind::text) continue;
      const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.first == property.field; });
      if (field == fields.end()) continue;
      const auto list = field->second->by_text.find(std::string_view(history_.value_text(property.field, property.text)));
      if (list == field->second->by_text.end()) continue;
      for (const auto& watch : list->second) touch(*watch.live);
    }
    return true;
  });
}

// The rules that can say anything but "no" to this person, and those that said "yes".
void Roster::touch_relevant(const Person& person) {
  touch_all(by_anything_);
  touch_all(by_newcomer_);
  touch_own(person.members.front());
  for (const Index index : person.members) {
    for (const auto& kept : history_.at(index).kept) {
      const auto watches = by_event_.find(history_.event_text(kept.event));
      if (watches != by_event_.end() && kept.occurrences.size() > 0) touch_by_texts(watches->second, kept);
    }
    for (const auto& trait : history_.at(index).traits) {
      const auto rules = by_trait_.find(history_.trait_text(trait.name));
      if (rules != by_trait_.end()) touch_all(rules->second);
    }
  }
}

// --- rules

void Roster::put(Definition definition) {
  const std::unique_lock lock(mutex_);
  const auto id = definition.id;
  auto& live = segments_[id];
  if (live.definition.version >= definition.version) return;
  if (live.definition.version) {
    unindex(live);
    handles_.erase(live.definition.handle);
  } else {
    const auto free = std::find(places_.begin(), places_.end(), nullptr);
    live.place = static_cast<Place>(free - places_.begin());
    CHECK(live.place < places_max);
    if (free == places_.end()) places_.push_back(&live);
    else *free = &live;
  }
  live.definition = std::move(definition);
  live.prepared = {};
  handles_[live.definition.handle] = id;
  index(live);
  live.swept = 0;
  live.sweeping = true;
}

void Roster::remove(SegmentId id) {
  const std::unique_lock lock(mutex_);
  const auto found = segments_.find(id);
  if (found == segments_.end()) return;
  auto& live = found->second;
  unindex(live);
  belonging_.disband(live.place);
  places_[live.place] = nullptr;
  std::erase_if(moves_, [&](const auto& move) { return move.first.first == id; });
  handles_.erase(live.definition.handle);
  written_.erase(id);
  segments_.erase(found);
}

void Roster::index(Live& live) {
  bool builtin = false;
  index_node(live.definition.rule, live, builtin);
  live.when_empty = evaluate(live.definition.rule, Person(history_), world_, history_.now()).holds;
  if (live.when_empty || builtin) by_newcomer_.push_back(&live);
}

void Roster::watch(const Pattern& pattern, Live& live) {
  if (pattern.event == anything) {
    by_anything_.push_back(&live);
    return;
  }
  auto& watches = by_event_[event_key(pattern.event)];
  const Watch made{&live, &pattern, prepared(pattern, history_), history_.names()};
  const auto is_text = [](const Literal& value) { return value.kind == ValueKind::text; };
  const auto decides = [&](const Test& test) {
    return (test.op == Op::equal || test.op == Op::in) && test.field != "collection" &&
           std::all_of(test.values.begin(), test.values.end(), is_text);
  };
  for (const auto& test : pattern.where)
    if (test.field == "collection") by_outside_.push_back(&live);
  const auto test = std::find_if(pattern.where.begin(), pattern.where.end(), decides);
  if (test == pattern.where.end()) {
    watches.always.push_back(made);
    return;
  }
  auto field = std::find_if(watches.by_field.begin(), watches.by_field.end(), [&](const ByField& each) { return each.field == test->field; });
  if (field == watches.by_field.end()) field = watches.by_field.insert(field, ByField{test->field, {}});
  for (const auto& value : test->values) field->by_text[value.text].push_back(made);
}

void Roster::index_node(const Node& node, Live& live, bool& builtin) {
  for (const auto& rule : node.rules) index_node(rule, live, builtin);
  switch (node.type) {
    case Type::count:
    case Type::sum:
    case Type::last: watch(node.first, live); break;
    case Type::sequence:
      watch(node.first, live);
      watch(node.second, live);
      break;
    case Type::trait:
      if (node.name == "last_seen" || node.name == "first_seen") by_anything_.push_back(&live);
      if (node.name == "account" || node.op == Op::not_equal) builtin = true;
      by_trait_[node.name].push_back(&live);
      break;
    case Type::predicted:
    case Type::consent:
      builtin = true;
      by_outside_.push_back(&live);
      break;
    default: break;
  }
}

void Roster::unindex(Live& live) {
  const auto is_its = [&](const Watch& watch) { return watch.live == &live; };
  for (auto& [event, watches] : by_event_) {
    std::erase_if(watches.always, is_its);
    for (auto& field : watches.by_field)
      for (auto& [text, list] : field.by_text) std::erase_if(list, is_its);
    for (auto& field : watches.by_field) std::erase_if(field.by_text, [](const auto& entry) { return entry.second.empty(); });
  }
  for (auto& [trait, rules] : by_trait_) std::erase(rules, &live);
  for (auto* list : {&by_anything_, &by_newcomer_, &by_outside_}) std::erase(*list, &live);
}

// The history is another one: its symbols are.
void Roster::forget_names() {
  constexpr auto unknown = static_cast<std::size_t>(-1);
  for (auto& [id, live] : segments_) live.prepared = {};
  for (auto& [event, watches] : by_event_) {
    for (auto& watch : watches.always) watch.names = unknown;
    for (auto& field : watches.by_field)
      for (auto& [text, list] : field.by_text)
        for (auto& watch : list) watch.names = unknown;
  }
}

// --- looking

void Roster::look(const Person& person, Live& live) {
  if (!live.prepared.is_current(history_)) live.prepared = Prepared(live.definition.rule, history_);
  const Verdict verdict = live.prepared.look(person, world_, history_.now());
  const Index head = person.members.front();
  set_member(head, live, verdict.holds);
  if (verdict.next != never) timers_.set(head, verdict.next);
}

void Roster::look_all(Index head) {
  timers_.clear(head);
  const Person person(history_, head);
  begin_round();
  touch_relevant(person);
  for (Live* live : touched_) look(person, *live);
}

void Roster::set_member(Index head, Live& live, bool in) {
  const bool moved = in ? belonging_.add(head, live.place, history_.now()) : belonging_.remove(head, live.place);
  if (!moved) return;
  live.members += in ? 1 : -1;
  note(live, member(head), in);
}

// Later moves replace earlier ones that nobody has written: what is written last is what is true.
void Roster::note(const Live& live, const Member& who, bool in) {
  moves_[{live.definition.id, who}] = {in, history_.now()};
}

// It is no head any more: part of another person, or erased (then who it was is known to the table alone).
void Roster::leave_all(Index index) {
  timers_.clear(index);
  const Member who = member(index);
  for (const auto& one : belonging_.of(index)) {
    auto& live = *places_[one.place()];
    --live.members;
    if (who.account || !who.visitor.empty()) note(live, who, false);
  }
  belonging_.clear(index);
}

// --- time

void Roster::run_timers() {
  for (auto first = timers_.first(); first && first->first <= history_.now(); first = timers_.first()) {
    look_all(first->second);  // takes the timer away and sets the next one
  }
}

std::optional<Time> Roster::next_timer() const {
  const std::shared_lock lock(mutex_);
  const auto first = timers_.first();
  return live_ && first ? std::optional(first->first) : std::nullopt;
}

// --- everybody

void Roster::load_member(SegmentId id, const Member& who, Time since) {
  const std::unique_lock lock(mutex_);
  written_[id][who] = since;
}

void Roster::go_live() {
  const std::unique_lock lock(mutex_);
  if (live_) return;
  live_ = true;
  // What the table says of people who are heads now; of the others it is taken back.
  for (auto& [id, members] : written_) {
    const auto found = segments_.find(id);
    if (found == segments_.end()) continue;
    for (const auto& [who, since] : members) {
      const Index index = who.account ? history_.find(who.account) : history_.find(who.visitor);
      if (index != nobody && history_.is_head(index)) {
        found->second.members += belonging_.add(index, found->second.place, since);
      } else {
        note(found->second, who, false);
      }
    }
  }
  written_.clear();
  for (auto& [id, live] : segments_) live.sweeping = false;
  sweeping_all_ = true;
}

bool Roster::sweep(std::size_t people) {
  const std::unique_lock lock(mutex_);
  if (!live_) return false;
  // First everybody, each for the rules that can hold for them; then segments that were made or changed since.
  for (; sweeping_all_ && people > 0; --people) {
    if (swept_all_ == history_.size()) {
      sweeping_all_ = false;
      break;
    }
    const auto index = static_cast<Index>(swept_all_++);
    if (history_.is_head(index)) look_all(index);
  }
  for (auto& [id, live] : segments_) {
    if (!live.sweeping || sweeping_all_) continue;
    const std::size_t end = std::min(history_.size(), live.swept + people);
    people -= end - live.swept;
    for (; live.swept < end; ++live.swept) {
      const auto index = static_cast<Index>(live.swept);
      if (history_.is_head(index)) look(Person(history_, index), live);
    }
    live.sweeping = live.swept < history_.size();
  }
  run_timers();
  const auto waits = [](const auto& each) { return each.second.sweeping; };
  return sweeping_all_ || std::any_of(segments_.begin(), segments_.end(), waits);
}

void Roster::sweep_outside() {
  const std::unique_lock lock(mutex_);
  for (Live* live : by_outside_) {
    live->swept = 0;
    live->sweeping = true;
  }
}

void Roster::reconsider(std::int64_t account) {
  const std::unique_lock lock(mutex_);
  const Index index = history_.find(account);
  if (live_ && index != nobody) look_all(history_.head(index));
}

}  // namespace plaza::segments
