// The learner's state as bytes and back. Everything is written in the order in which it came, so the same log gives the same
// bytes, whether they were reached in one go or through a snapshot in between.
#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "history.h"

namespace plaza::segments {
namespace {

constexpr std::string_view magic = "plaza.segments.2";

}  // namespace

class SnapshotWriter {
 public:
  std::string out{magic};

  void history(const History& h) {
    number(h.now_.micros);
    number(h.refused_);
    symbols(h.events_);
    symbols(h.fields_);
    symbols(h.trait_names_);
    number(static_cast<std::int64_t>(h.values_.size()));
    for (const auto& values : h.values_) {
      number(values.varied);
      symbols(values.texts);
    }
    number(static_cast<std::int64_t>(h.seen_.size()));
    for (const auto& fields : h.seen_) {
      number(static_cast<std::int64_t>(fields.size()));
      for (const auto field : fields) number(field);
    }
    number(static_cast<std::int64_t>(h.identities_.size()));
    for (Index index = 0; index < h.identities_.size(); ++index) identity(h.identities_[index]);
  }

 private:
  // Zigzag, seven bits a byte.
  void number(std::int64_t value) {
    auto left = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
    while (left >= 0x80) {
      out += static_cast<char>(0x80 | (left & 0x7f));
      left >>= 7;
    }
    out += static_cast<char>(left);
  }
  void real(double value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    out += value;
  }
  void symbols(const Symbols& list) {
    number(static_cast<std::int64_t>(list.size()));
    for (Symbol symbol = 1; symbol <= list.size(); ++symbol) text(list.text(symbol));
  }
  void identity(const Identity& each) {
    number(each.account);
    text(each.visitor);
    number(each.first_seen.micros);
    number(each.last_seen.micros);
    number(each.owner == nobody ? 0 : static_cast<std::int64_t>(each.owner) + 1);
    number(static_cast<std::int64_t>(each.visitors.size()));
    for (const auto visitor : each.visitors) number(visitor);
    number(static_cast<std::int64_t>(each.traits.size()));
    for (const auto& trait : each.traits) {
      number(trait.name);
      number(static_cast<int>(trait.kind));
      text(trait.text);
      real(trait.number);
    }
    number(static_cast<std::int64_t>(each.kept.size()));
    for (const auto& kept : each.kept) {
      number(kept.event);
      number(static_cast<std::int64_t>(kept.occurrences.size()));
      text(kept.occurrences.bytes());
    }
  }
};

class SnapshotReader {
 public:
  explicit SnapshotReader(std::string_view bytes) : left_(bytes) {}

  void history(History& h) {
    if (!left_.starts_with(magic)) broken();
    left_.remove_prefix(magic.size());
    h.now_ = Time{number()};
    h.refused_ = number();
    symbols(h.events_);
    symbols(h.fields_);
    symbols(h.trait_names_);
    h.values_.resize(count());
    for (auto& values : h.values_) {
      values.varied = number() != 0;
      symbols(values.texts);
    }
    h.seen_.resize(count());
    for (auto& fields : h.seen_) {
      fields.resize(count());
      for (auto& field : fields) field = static_cast<std::uint16_t>(number());
    }
    const auto people = count();
    for (Index index = 0; index < people; ++index) {
      auto& each = h.identities_.add();
      identity(each, h);
      for (const auto& kept : each.kept) h.occurrences_ += kept.occurrences.size();
      if (each.account) h.accounts_.emplace(each.account, index);
      else if (!each.visitor.empty()) h.visitors_.add(index, h.identities_);
    }
    if (!left_.empty()) broken();
  }

 private:
  [[noreturn]] static void broken() { throw std::runtime_error("A snapshot of the segments' learner cannot be read."); }
  std::int64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (left_.empty()) broken();
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7fu) << shift;
      if (!(byte & 0x80u)) return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
    }
    broken();
  }
  // Of things that need a byte each at least.
  std::size_t count() {
    const auto value = number();
    if (value < 0 || static_cast<std::size_t>(value) > left_.size()) broken();
    return static_cast<std::size_t>(value);
  }
  double real() {
    double value = 0;
    if (left_.size() < sizeof value) broken();
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view text() {
    const auto size = count();
    const auto found = left_.substr(0, size);
    left_.remove_prefix(size);
    return found;
  }
  void symbols(Symbols& list) {
    for (auto left = count(); left > 0; --left) list.append(text());
  }
  void identity(Identity& each, const History& h) {
    each.account = number();
    each.visitor = text();
    each.first_seen = Time{number()};
    each.last_seen = Time{number()};
    const auto owner = number();
    each.owner = owner ? static_cast<Index>(owner - 1) : nobody;
    each.visitors.resize(count());
    for (auto& visitor : each.visitors) visitor = static_cast<Index>(number());
    each.traits.resize(count());
    for (auto& trait : each.traits) {
      trait.name = static_cast<Symbol>(number());
      trait.kind = static_cast<ValueKind>(number());
      trait.text = text();
      trait.number = real();
    }
    each.kept.resize(count());
    for (auto& kept : each.kept) {
      kept.event = static_cast<Symbol>(number());
      const auto occurrences = count();
      kept.occurrences.restore(text(), occurrences);
      check(kept, h);
    }
  }
  // Every symbol is in its table.
  void check(const Kept& kept, const History& h) {
    if (kept.event == 0 || kept.event > h.events_.size()) broken();
    kept.occurrences.each_from_newest([&](const Packed::Entry& one) {
      unpack(one.properties, properties_);
      for (const auto& property : properties_) {
        if (property.field == 0 || property.field > h.values_.size()) broken();
        if (property.text > h.values_[property.field - 1u].texts.size()) broken();
      }
      return true;
    });
  }

  std::vector<Property> properties_;
  std::string_view left_;
};

std::string History::snapshot() const {
  SnapshotWriter writer;
  writer.history(*this);
  return std::move(writer.out);
}

void History::restore(std::string_view bytes) {
  auto fresh = History(caps_);
  if (!bytes.empty()) SnapshotReader(bytes).history(fresh);
  *this = std::move(fresh);
}

}  // namespace plaza::segments
