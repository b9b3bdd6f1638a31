#include "history.h"

#include <algorithm>

#include "identity/ids.h"
#include "interactions/properties.h"
#include "platform/base/text.h"
#include "platform/json/document.h"

namespace plaza::segments {
namespace {

namespace bj = boost::json;
using interactions::Kind;
using interactions::Record;
using interactions::Trust;

constexpr std::size_t text_bytes_max = 400;
constexpr std::size_t visitor_bytes_max = 255;
constexpr std::size_t list_items_max = 10;
constexpr std::string_view label_prefix = "label:";

std::string_view view(const bj::string& text) { return {text.data(), text.size()}; }

std::string_view text_in(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? view(*text) : std::string_view();
}

std::int64_t account_in(const bj::object& object, const char* name) {
  return parse_id<identity::AccountId>(text_in(object, name)).value_or(identity::AccountId{}).value;
}

bool is_visitor(std::string_view text) { return !text.empty() && text.size() <= visitor_bytes_max && is_utf8(text); }

// Different with each event, so that no rule asks for them.
bool is_of_one_event(std::string_view field) {
  return field == "impression_id" || field == "order_id" || field == "number" || field == "messageId" || field == "visitor" ||
         field == "account_id" || field == "comment_id" || field == "excerpt" || field == "reason" || field == "display_name" ||
         field == "handle" || field == "follower_id";
}

// Of the entries of a list (`lines`, `products`): what says which product it is.
bool is_of_entry(std::string_view field) {
  return field == "product_id" || field == "variant_id" || field == "category" || field == "brand" || field == "sku" || field == "name";
}

}  // namespace

std::string event_key(std::string_view name) { return (is_domain_event(name) ? ":" : "") + std::string(name); }

Index History::find(std::int64_t account) const {
  const auto found = accounts_.find(account);
  return found == accounts_.end() ? nobody : found->second;
}

Index History::find(std::string_view visitor) const {
  return visitors_.find(visitor, identities_);
}

Index History::identity(std::int64_t account, std::string_view visitor, Time at, Change& change) {
  Index index = account ? find(account) : find(visitor);
  if (index != nobody) {
    auto& known = identities_[index];
    known.first_seen = std::min(known.first_seen, at);
    known.last_seen = std::max(known.last_seen, at);
    return index;
  }
  if (identities_.size() >= caps_.identities) {
    ++refused_;
    return nobody;
  }
  index = static_cast<Index>(identities_.size());
  auto& made = identities_.add();
  made.account = account;
  made.first_seen = made.last_seen = at;
  change.first = true;
  if (account) {
    accounts_.emplace(account, index);
    return index;
  }
  made.visitor = std::string(visitor);
  visitors_.add(index, identities_);
  return index;
}

Change History::apply(const Record& record) {
  Change change;
  now_ = std::max(now_, std::max(record.received_at, record.at));
  if (record.kind == Kind::tick || record.name == "feed.page") return change;
  if (record.trust == Trust::domain || record.kind == Kind::domain) {
    domain(record, change);
    return change;
  }
  std::int64_t account = record.account;
  if (record.trust == Trust::secret) {
    if (const auto named = parse_id<identity::AccountId>(record.user_id)) account = named->value;
  }
  if (!account && !is_visitor(record.visitor)) return change;
  change.who = identity(account, record.visitor, record.at, change);
  if (change.who == nobody) return change;
  switch (record.kind) {
    case Kind::identify: told_traits(change.who, record, change); break;
    case Kind::track:
      if (!record.name.empty() && record.name[0] != ':' && !is_domain_event(record.name) && is_utf8(record.name))
        told_event(change.who, record.name, record, false, change);
      break;
    case Kind::page: told_event(change.who, "Page Viewed", record, false, change); break;
    case Kind::screen: told_event(change.who, "Screen Viewed", record, false, change); break;
    default: break;
  }
  return change;
}

void History::domain(const Record& record, Change& change) {
  const auto* payload = interactions::object_in(record.properties);
  if (!payload) return;
  std::int64_t account = account_in(*payload, "account_id");
  if (!account) account = account_in(*payload, "follower_id");
  const auto visitor = text_in(*payload, "visitor");
  if (record.name == "profiles.profiles_merged") {
    if (account && is_visitor(visitor)) link(visitor, account, record.at, change);
  } else if (record.name == "profiles.profiles_unmerged") {
    unlink(visitor, account, change);
  } else if (record.name == "identity.account_erased") {
    forget(account, change);
  } else if (record.name == "profiles.person_erased") {
    forget_visitors(*payload, change);
  } else if (record.name == "care.labels_changed") {
    labelled(*payload, account, visitor, record, change);
  } else if (record.name == "profiles.consent_changed") {
    const Index index = account ? find(account) : find(visitor);
    if (index != nobody) change.regrouped.push_back(index);
  } else {
    const auto dot = record.name.rfind('.');
    const std::string_view name = std::string_view(record.name).substr(dot == std::string::npos ? 0 : dot + 1);
    if (!is_domain_event(name) || (!account && !is_visitor(visitor))) return;
    // Taking back a like or a follow is no such event.
    const auto* on = payload->if_contains("on");
    if (on && on->is_bool() && !on->get_bool()) return;
    change.who = identity(account, visitor, record.at, change);
    if (change.who != nobody) told_event(change.who, ":" + std::string(name), record, true, change);
  }
}

void History::let_go(Index visitor) {
  auto& known = identities_[visitor];
  if (known.owner == nobody) return;
  std::erase(identities_[known.owner].visitors, visitor);
  known.owner = nobody;
}

void History::link(std::string_view visitor, std::int64_t account, Time at, Change& change) {
  Change made;
  const Index owner = identity(account, {}, at, made);
  Index index = find(visitor);
  if (index == nobody) index = identity(0, visitor, at, made);
  if (owner == nobody || index == nobody || identities_[index].owner == owner) return;
  const Index before = identities_[index].owner;
  let_go(index);
  identities_[index].owner = owner;
  identities_[owner].visitors.push_back(index);
  change.regrouped.push_back(index);
  change.regrouped.push_back(owner);
  if (before != nobody) change.regrouped.push_back(before);
}

void History::unlink(std::string_view visitor, std::int64_t account, Change& change) {
  const Index index = find(visitor), owner = find(account);
  if (index == nobody || owner == nobody || identities_[index].owner != owner) return;
  let_go(index);
  change.regrouped = {index, owner};
}

// The account, and the visitors that it was.
void History::forget(std::int64_t account, Change& change) {
  const Index owner = find(account);
  if (owner == nobody) return;
  auto gone = identities_[owner].visitors;
  gone.push_back(owner);
  forget(gone, change);
}

// Visitors without an account who were erased; of accounts identity says it.
void History::forget_visitors(const bj::object& payload, Change& change) {
  const auto* visitors = payload.if_contains("visitors");
  if (!visitors || !visitors->is_array()) return;
  std::vector<Index> gone;
  for (const auto& each : visitors->get_array()) {
    if (!each.is_string()) continue;
    const Index index = find(std::string_view(each.get_string()));
    if (index != nobody && identities_[index].owner == nobody) gone.push_back(index);
  }
  if (!gone.empty()) forget(gone, change);
}

void History::forget(const std::vector<Index>& gone, Change& change) {
  for (const Index index : gone) {
    auto& known = identities_[index];
    for (const auto& each : known.kept) occurrences_ -= each.occurrences.size();
    if (known.account) {
      accounts_.erase(known.account);
    } else {
      visitors_.remove(known.visitor, identities_);
    }
    change.erased.push_back({index, known.account, known.visitor});
    known = Identity{};
    change.regrouped.push_back(index);
  }
  forget_unused_texts();
}

// What only an erased person said is in no table either.
void History::forget_unused_texts() {
  std::vector<bool> events(events_.size() + 1), fields(fields_.size() + 1), traits(trait_names_.size() + 1);
  std::vector<std::vector<bool>> values(values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) values[i].resize(values_[i].texts.size() + 1);
  std::vector<Property> properties;
  for (Index index = 0; index < identities_.size(); ++index) {
    const auto& each = identities_[index];
    for (const auto& trait : each.traits) traits[trait.name] = true;
    for (const auto& kept : each.kept) {
      events[kept.event] = events[kept.event] || kept.occurrences.size() > 0;
      kept.occurrences.each_from_newest([&](const Packed::Entry& one) {
        unpack(one.properties, properties);
        for (const auto& property : properties) {
          fields[property.field] = true;
          if (property.text) values[property.field - 1u][property.text] = true;
        }
        return true;
      });
    }
  }
  ++forgotten_;
  events_.forget_all_but(events);
  fields_.forget_all_but(fields);
  trait_names_.forget_all_but(traits);
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i].texts.forget_all_but(values[i]);
}

void History::told_event(Index who, std::string_view key, const Record& record, bool trusted, Change& change) {
  if (!trusted && occurrences_ >= caps_.occurrences) {
    ++refused_;
    return;
  }
  const Symbol event = events_.intern(key, caps_.events);
  if (!event) {
    ++refused_;
    return;
  }
  if (seen_.size() < event) seen_.resize(event);
  auto& known = identities_[who];
  auto kept = std::find_if(known.kept.begin(), known.kept.end(), [&](const Kept& each) { return each.event == event; });
  if (kept == known.kept.end()) {
    if (known.kept.size() >= caps_.kinds_of_identity && !trusted) {
      ++refused_;
      return;
    }
    // Grown by one: most people do a few kinds of things.
    known.kept.reserve(known.kept.size() + 1);
    kept = known.kept.insert(known.kept.end(), Kept{event, {}});
  }
  auto& properties = fresh_.properties;
  fresh_.at = record.at;
  properties.clear();
  if (record.kind == Kind::page || record.kind == Kind::screen) {
    if (!record.name.empty()) take_value("name", bj::value(bj::string(record.name)), event, properties);
  }
  if (const auto* object = interactions::object_in(record.properties)) take_fields(*object, event, properties);
  bytes_.clear();
  pack(properties, bytes_);
  auto& list = kept->occurrences;
  occurrences_ -= list.drop_until(now_ - window_max);
  const bool is_oldest = list.add(record.at, bytes_);
  ++occurrences_;
  if (list.size() > caps_.occurrences_of_kind) {
    list.drop_oldest();
    --occurrences_;
    if (is_oldest) return;  // older than all that are kept
  }
  change.event = event;
  change.occurrence = &fresh_;
}

void History::take_fields(const bj::object& object, Symbol event, std::vector<Property>& out) {
  for (const auto& [name, value] : object) {
    if (is_of_one_event(name)) continue;
    const auto* list = value.if_array();
    if (!list) {
      take_value(name, value, event, out);
      continue;
    }
    for (std::size_t i = 0; i < std::min(list->size(), list_items_max); ++i) {
      const auto* entry = (*list)[i].if_object();
      if (!entry) {
        take_value(name, (*list)[i], event, out);
        continue;
      }
      for (const auto& [inner, each] : *entry) {
        if (is_of_entry(inner)) take_value(inner, each, event, out);
      }
    }
  }
}

void History::take_value(std::string_view name, const bj::value& value, Symbol event, std::vector<Property>& out) {
  if (out.size() >= caps_.fields_of_event || name.size() > 255 || !is_utf8(name)) return;
  Property property;
  std::string_view text;
  if (const auto* found = value.if_string()) {
    text = view(*found);
    if (text.empty() || text.size() > text_bytes_max || !is_utf8(text)) return;
  } else if (const auto* flag = value.if_bool()) {
    property.kind = ValueKind::boolean;
    property.number = *flag ? 1 : 0;
  } else if (value.is_number()) {
    property.kind = ValueKind::number;
    property.number = value.to_number<double>();
  } else if (const auto* money = value.if_object()) {
    const auto* amount = money->if_contains("amount");
    text = text_in(*money, "currency");
    if (!amount || !amount->is_int64() || text.size() != 3) return;
    property.kind = ValueKind::money;
    property.number = static_cast<double>(amount->get_int64());
  } else {
    return;
  }
  property.field = static_cast<std::uint16_t>(fields_.intern(name, std::min<std::size_t>(caps_.fields, 65'000)));
  if (!property.field) return;
  if (values_.size() < property.field) values_.resize(property.field);
  auto& values = values_[property.field - 1];
  if (property.kind == ValueKind::text || property.kind == ValueKind::money) {
    if (values.varied && property.kind == ValueKind::text) return;
    property.text = values.texts.intern(text, caps_.values_of_field);
    if (!property.text) {
      values.varied = true;
      return;
    }
  }
  auto& seen = seen_[event - 1];
  if (std::find(seen.begin(), seen.end(), property.field) == seen.end() && seen.size() < 200) seen.push_back(property.field);
  out.push_back(property);
}

// Newer values win; null takes a trait away.
void History::set_trait(std::vector<Trait>& traits, std::string_view name, const bj::value& value, Change& change) {
  // However much browsers tell of themselves, there is room for what the shop says of people.
  const bool of_shop = name.starts_with(label_prefix);
  const Symbol symbol = trait_names_.intern(name, caps_.fields + (of_shop ? caps_.labels : 0));
  if (!symbol) return;
  const auto known = std::find_if(traits.begin(), traits.end(), [&](const Trait& each) { return each.name == symbol; });
  Trait trait{symbol, ValueKind::text, {}, 0};
  if (const auto* text = value.if_string()) {
    trait.text = std::string(first_code_points(view(*text), 200));
  } else if (const auto* flag = value.if_bool()) {
    trait.kind = ValueKind::boolean;
    trait.number = *flag ? 1 : 0;
  } else if (value.is_number()) {
    trait.kind = ValueKind::number;
    trait.number = value.to_number<double>();
  } else {
    if (value.is_null() && known != traits.end()) traits.erase(known);
    change.told_traits = true;
    return;
  }
  change.told_traits = true;
  if (known != traits.end()) *known = std::move(trait);
  else if (of_shop || traits.size() < caps_.traits_of_identity) traits.push_back(std::move(trait));
}

void History::told_traits(Index who, const Record& record, Change& change) {
  const auto* object = interactions::object_in(record.properties);
  if (!object) return;
  for (const auto& [name, value] : *object) {
    if (name.size() > 255 || !is_utf8(view(bj::string(name))) || std::string_view(name).starts_with(label_prefix)) continue;
    set_trait(identities_[who].traits, name, value, change);
  }
}

// Labels of a person's conversations are traits that nobody but the shop can say: "label:vip" is true, or not there.
void History::labelled(const bj::object& payload, std::int64_t account, std::string_view visitor, const Record& record, Change& change) {
  if (!account && !is_visitor(visitor)) return;
  change.who = identity(account, visitor, record.at, change);
  if (change.who == nobody) return;
  const auto take = [&](const char* member, const bj::value& value) {
    const auto* found = payload.if_contains(member);
    const auto* list = found ? found->if_array() : nullptr;
    if (!list) return;
    for (const auto& each : *list) {
      if (!each.is_string() || each.get_string().empty()) continue;
      set_trait(identities_[change.who].traits, std::string(label_prefix) + std::string(view(each.get_string())), value, change);
    }
  };
  take("gone", nullptr);
  take("labels", true);
}

std::vector<History::EventSeen> History::events_seen() const {
  std::vector<EventSeen> list;
  for (Symbol event = 1; event <= events_.size(); ++event) {
    const auto& key = events_.text(event);
    if (key.empty()) continue;
    EventSeen seen{key[0] == ':' ? key.substr(1) : key, key[0] == ':', {}};
    for (const auto field : event <= seen_.size() ? seen_[event - 1] : std::vector<std::uint16_t>()) {
      const auto& values = values_[field - 1];
      if (fields_.text(field).empty()) continue;
      FieldSeen one{fields_.text(field), values.varied, {}};
      for (Symbol value = 1; value <= std::min<std::size_t>(values.texts.size(), 40); ++value)
        if (!values.texts.text(value).empty()) one.values.push_back(values.texts.text(value));
      seen.fields.push_back(std::move(one));
    }
    list.push_back(std::move(seen));
  }
  return list;
}

std::vector<std::string> History::traits_seen() const {
  std::vector<std::string> list;
  for (Symbol name = 1; name <= trait_names_.size(); ++name)
    if (!trait_names_.text(name).empty()) list.push_back(trait_names_.text(name));
  return list;
}

}  // namespace plaza::segments
