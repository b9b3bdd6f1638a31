// CSV out: RFC 4180 with CRLF. Text that a spreadsheet would run as a formula (it begins with = + -
// @, a tab or a line break) gets an apostrophe in front; plain numbers such as -1.50 stay as they
// are. So does text that looks like guarded text already: unguarded() gives back exactly what was
// written, whatever it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::csv {

// A cell as it was before it was guarded.
std::string unguarded(std::string_view cell);

// Appends to a text that belongs to the caller: take it away in pieces when it grows.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& field(std::string_view text);
  Writer& field(std::int64_t number);
  void end_record();

 private:
  void separate();
  std::string& out_;
  bool first_ = true;
};

}  // namespace plaza::csv
