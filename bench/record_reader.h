// Reads the files that record_sqlite and record_postgres write. Throws std::runtime_error where one is cut off.
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace plaza::bench {

class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
  bool more() const { return at_ != end_; }
  const char* place() const { return at_; }
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, bytes(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view bytes(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) < size) throw std::runtime_error("the record is cut off");
    at_ += size;
    return {at_ - size, size};
  }
  std::string_view sized() { return bytes(number<std::uint32_t>()); }
  void skip_value() {
    const char type = number<char>();
    if (type == 'i' || type == 'd') bytes(8);
    else if (type == 't' || type == 'b') sized();
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace plaza::bench
