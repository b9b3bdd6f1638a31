#include "rules.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>

#include "platform/base/text.h"
#include "platform/base/time.h"
#include "platform/json/decode.h"
#include "platform/json/document.h"

namespace plaza::profiles {
namespace {

boost::json::object object_of(std::string_view text) {
  auto parsed = json::parse(text);
  return parsed.ok() && parsed->root().is_object() ? parsed->root().as_object() : boost::json::object();
}

struct Told {
  boost::json::value value;
  std::int64_t position = 0;
};

// The last told of each name. Of the same position (none was kept) the greater text, so that the order of members does not matter.
std::map<std::string, Told> newest(const std::vector<Traits>& members) {
  std::map<std::string, Told> found;
  for (const auto& member : members) {
    const auto places = object_of(member.told);
    for (const auto& [name, value] : object_of(member.values)) {
      const auto* place = places.if_contains(name);
      const Told told{value, place && place->is_int64() ? place->as_int64() : 0};
      const auto [known, fresh] = found.emplace(std::string(name), told);
      if (fresh || told.position < known->second.position) continue;
      const bool same = told.position == known->second.position;
      if (!same || boost::json::serialize(told.value) > boost::json::serialize(known->second.value)) known->second = told;
    }
  }
  return found;
}

constexpr std::array word_members = {"display_name", "handle", "excerpt", "text",   "name",   "email", "visitor",
                                      "note",         "reason", "subject", "title",  "actor",  "query", "phone", "tags"};

// "acc_01…", "2026-03-01T…", "#1001", "EUR", "like": nothing that somebody wrote.
bool is_ours(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() > 40) return false;
  if (parse_time(text)) return true;
  const auto all = [&](std::string_view rest, auto fits) { return std::all_of(rest.begin(), rest.end(), fits); };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto plain = [&](char c) { return (c >= 'a' && c <= 'z') || digit(c); };
  if (text.front() == '#') return all(text.substr(1), digit);
  if (text.size() == 3 && all(text, [](char c) { return c >= 'A' && c <= 'Z'; })) return true;
  if (text.size() == 17 && text[3] == '_') return all(text.substr(0, 3), plain) && all(text.substr(4), plain);
  return text.size() <= 20 && all(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

void take_words(boost::json::value& value, std::string_view member) {
  if (auto* text = value.if_string()) {
    const bool word = std::find(word_members.begin(), word_members.end(), member) != word_members.end();
    if (word || !is_ours(*text)) *text = "";
  } else if (auto* list = value.if_array()) {
    for (auto& each : *list) take_words(each, member);
  } else if (auto* object = value.if_object()) {
    for (auto& [name, each] : *object) take_words(each, name);
  }
}

}  // namespace

std::string without_words(std::string_view text) {
  auto parsed = json::parse(text);
  if (!parsed.ok()) return "{}";
  boost::json::value value = parsed->root();
  take_words(value, "");
  return boost::json::serialize(value);
}

std::string visitor_key(std::string_view visitor) { return "v:" + std::string(visitor); }
std::string account_key(std::int64_t account) { return "a:" + std::to_string(account); }

bool is_visitor(std::string_view text) {
  if (text.empty() || text.size() > visitor_bytes_max || !is_utf8(text)) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x21 || byte == 0x7f) return false;
  }
  return true;
}

std::string label_traits(const boost::json::object& payload) {
  boost::json::object traits;
  const auto take = [&](const char* member, const boost::json::value& value) {
    const auto* found = payload.if_contains(member);
    const auto* list = found ? found->if_array() : nullptr;
    if (!list) return;
    for (const auto& each : *list) {
      if (each.is_string() && !each.get_string().empty()) traits[std::string(label_prefix) + std::string(each.get_string())] = value;
    }
  };
  take("gone", nullptr);
  take("labels", true);
  return boost::json::serialize(traits);
}

Result<Traits> merged_traits(const Traits& known, std::string_view told, std::int64_t position, Teller teller) {
  auto parsed = json::parse(told);
  if (!parsed.ok() || !parsed->root().is_object()) {
    return invalid_field("traits", "wrong_type", "must be an object");
  }
  boost::json::object values = object_of(known.values);
  boost::json::object places = object_of(known.told);
  for (const auto& [name, value] : parsed->root().as_object()) {
    if (std::string_view(name).starts_with(label_prefix) != (teller == Teller::shop)) continue;
    if (value.is_null()) {
      values.erase(name);
      places.erase(name);
    } else {
      values[name] = value;
      places[name] = position;
    }
  }
  // What somebody says of themselves leaves room for what the shop says of them.
  const auto of_shop = std::count_if(values.begin(), values.end(), [](const auto& each) { return std::string_view(each.key()).starts_with(label_prefix); });
  if (values.size() > traits_max + static_cast<std::size_t>(of_shop)) return invalid_field("traits", "too_many", "has more than 100 members");
  Traits traits{boost::json::serialize(values), boost::json::serialize(places)};
  if (teller != Teller::shop && traits.values.size() > traits_bytes_max) return invalid_field("traits", "too_long", "is larger than 16 kB");
  return traits;
}

std::string combined_traits(const std::vector<Traits>& below, const std::vector<Traits>& above) {
  auto all = newest(below);
  for (auto& [name, told] : newest(above)) all[name] = std::move(told);
  std::map<std::string, Told> of_shop;
  for (auto each = all.begin(); each != all.end();) {
    const auto next = std::next(each);
    if (each->first.starts_with(label_prefix)) of_shop.insert(all.extract(each));
    each = next;
  }
  if (all.size() > traits_max) {
    std::vector<std::int64_t> positions;
    for (const auto& [name, told] : all) positions.push_back(told.position);
    std::nth_element(positions.begin(), positions.begin() + traits_max - 1, positions.end(), std::greater<>());
    const std::int64_t oldest = positions[traits_max - 1];
    std::erase_if(all, [&](const auto& entry) { return entry.second.position < oldest; });
    while (all.size() > traits_max) all.erase(std::prev(all.end()));
  }
  all.merge(of_shop);
  boost::json::object object;
  for (auto& [name, told] : all) object[name] = std::move(told.value);
  return boost::json::serialize(object);
}

std::int64_t act_digest(std::int64_t position, std::string_view name, std::string_view message_id) {
  std::uint64_t hash = 14'695'981'039'346'656'037u;  // FNV-1a, then the finalizer of splitmix64
  const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1'099'511'628'211u; };
  for (int shift = 0; shift < 64; shift += 8) add(static_cast<unsigned char>(static_cast<std::uint64_t>(position) >> shift));
  for (const char c : name) add(static_cast<unsigned char>(c));
  add(0);
  for (const char c : message_id) add(static_cast<unsigned char>(c));
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
  return static_cast<std::int64_t>((hash ^ (hash >> 31)) >> 1);
}

std::string phone_key(std::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.size() < 8) return {};
  return digits.size() > 9 ? digits.substr(digits.size() - 9) : digits;
}

bool is_same_phone(std::string_view a, std::string_view b) {
  const auto digits_of = [](std::string_view phone) {
    std::string digits;
    for (const char c : phone) {
      if (c >= '0' && c <= '9') digits += c;
    }
    return digits.starts_with("00") ? digits.substr(2) : digits;
  };
  const std::string one = digits_of(a), other = digits_of(b);
  if (one.size() < 8 || other.size() < 8) return false;
  if (one == other) return true;
  const auto is_end_of = [](const std::string& national, const std::string& whole) {
    return national.starts_with('0') && !whole.starts_with('0') && whole.ends_with(national.substr(1));
  };
  return is_end_of(one, other) || is_end_of(other, one);
}

int joined_score(const std::vector<int>& scores) {
  double doubt = 1;
  for (const int score : scores) doubt *= 1 - score / 1000.0;
  return std::min(990, static_cast<int>((1 - doubt) * 1000 + 0.5));
}

}  // namespace plaza::profiles
