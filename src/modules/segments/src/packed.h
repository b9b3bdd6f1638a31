// The occurrences of one kind of event of one identity, by time, packed into one piece of memory: 10 bytes and what the properties take,
// most of them two or three. Each is [properties][microseconds: 8][length of both and of itself: 2], so that the newest are reached first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rule.h"
#include "symbols.h"

namespace plaza::segments {

struct Property {
  std::uint16_t field = 0;  // symbol
  ValueKind kind = ValueKind::text;
  Symbol text = 0;    // of this field's values; of money its currency
  double number = 0;
};

struct Occurrence {
  Time at;
  std::vector<Property> properties;
};

// Properties as bytes, and back. Throws std::runtime_error when they are none of pack()'s.
void pack(const std::vector<Property>& properties, std::string& out);
void unpack(std::string_view bytes, std::vector<Property>& out);

class Packed {
 public:
  struct Entry {
    Time at;
    std::string_view properties;  // packed
  };

  std::size_t size() const { return count_; }
  Time oldest() const { return oldest_; }  // when there is one
  std::string_view bytes() const { return {bytes_.get(), used_}; }

  // Calls each(Entry), the newest first, until it says false.
  template <class Each>
  void each_from_newest(const Each& each) const {
    for (std::size_t end = used_; end > 0;) {
      const Entry entry = entry_before(end);
      end = static_cast<std::size_t>(entry.properties.data() - bytes_.get());
      if (!each(entry)) return;
    }
  }

  // After those of the same time. True: it is the oldest now.
  bool add(Time at, std::string_view properties);
  // Those at or before this time; how many.
  std::size_t drop_until(Time time);
  void drop_oldest();
  // Of bytes(). Throws std::runtime_error when they do not hold so many.
  void restore(std::string_view bytes, std::size_t count);

 private:
  static constexpr std::size_t tail = sizeof(std::int64_t) + sizeof(std::uint16_t);
  // Sizes that the allocator gives without waste: 24, 40, 56 …, above 256 in larger steps.
  static std::size_t rounded(std::size_t size) {
    if (size == 0) return 0;
    const std::size_t step = size > 256 ? 64 : 16;
    return (std::max<std::size_t>(size, 24) - 8 + step - 1) / step * step + 8;
  }

  Entry entry_before(std::size_t end) const {
    std::uint16_t length;
    std::memcpy(&length, bytes_.get() + end - sizeof length, sizeof length);
    Entry entry;
    std::memcpy(&entry.at.micros, bytes_.get() + end - tail, sizeof entry.at.micros);
    entry.properties = {bytes_.get() + end - length, length - tail};
    return entry;
  }
  void cut_front(std::size_t bytes);

  std::unique_ptr<char[]> bytes_;  // rounded(used_) of them
  std::uint32_t used_ = 0;
  std::uint32_t count_ = 0;
  Time oldest_;
};

}  // namespace plaza::segments
