// Bytes that were read and not yet parsed. Private to http.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace plaza::http {

class ReadBuffer {
 public:
  static constexpr std::size_t small = 4 * 1024;  // what an idle connection keeps

  std::string_view data() const { return {bytes_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  void consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Room for at least `count` more bytes; then added() says how many came.
  char* room(std::size_t count) {
    if (capacity_ - end_ >= count) return bytes_.get() + end_;
    const std::size_t used = end_ - begin_;
    if (capacity_ < used + count) {
      std::size_t larger = capacity_ ? capacity_ : small;
      while (larger < used + count) larger *= 2;
      std::unique_ptr<char[]> moved(new char[larger]);
      if (used) std::memcpy(moved.get(), bytes_.get() + begin_, used);
      bytes_ = std::move(moved);
      capacity_ = larger;
    } else {
      std::memmove(bytes_.get(), bytes_.get() + begin_, used);
    }
    begin_ = 0;
    end_ = used;
    return bytes_.get() + end_;
  }
  std::size_t room_left() const { return capacity_ - end_; }
  void added(std::size_t count) { end_ += count; }

  // Gives memory back after a large body.
  void shrink() {
    if (empty() && capacity_ > 4 * small) {
      bytes_.reset();
      capacity_ = begin_ = end_ = 0;
    }
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace plaza::http
