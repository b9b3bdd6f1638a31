// Everybody who ever acted, by number, and visitors by their text. Numbers stay; nothing moves while it grows, so that no record waits
// for a copy of all.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "packed.h"

namespace plaza::segments {

using Index = std::uint32_t;  // of an identity
inline constexpr Index nobody = 0xffffffffu;

struct Kept {
  Symbol event = 0;
  Packed occurrences;
};

struct Trait {
  Symbol name = 0;
  ValueKind kind = ValueKind::text;
  std::string text;
  double number = 0;
};

struct Identity {
  std::int64_t account = 0;  // one of both; neither: erased
  std::string visitor;
  Time first_seen, last_seen;
  std::vector<Kept> kept;
  std::vector<Trait> traits;
  Index owner = nobody;          // of a visitor: the account it is linked to
  std::vector<Index> visitors;   // of an account: linked last comes last

  const Kept* find(Symbol event) const {
    for (const auto& each : kept)
      if (each.event == event) return &each;
    return nullptr;
  }
};

class Identities {
 public:
  std::size_t size() const { return size_; }
  Identity& operator[](Index index) { return parts_[index / part][index % part]; }
  const Identity& operator[](Index index) const { return parts_[index / part][index % part]; }
  Identity& add() {
    if (size_ % part == 0) parts_.push_back(std::make_unique<Identity[]>(part));
    return (*this)[static_cast<Index>(size_++)];
  }

 private:
  static constexpr std::size_t part = 1'024;
  std::vector<std::unique_ptr<Identity[]>> parts_;
  std::size_t size_ = 0;
};

// The visitors among them by their text, which stands in the identity alone.
class Visitors {
 public:
  Index find(std::string_view visitor, const Identities& identities) const;
  // Not there yet.
  void add(Index index, const Identities& identities);
  void remove(std::string_view visitor, const Identities& identities);

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Index index = nobody;  // free
  };
  std::size_t place(std::string_view visitor, std::uint32_t hash, const Identities& identities) const;  // its slot, or a free one
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two
  std::size_t count_ = 0;
};

}  // namespace plaza::segments
