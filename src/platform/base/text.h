// Text that came from outside: UTF-8, counted in code points, without control characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace plaza {

// Well-formed UTF-8 (no surrogates, no overlong forms, no code point past U+10FFFF).
bool is_utf8(std::string_view text);
// Code points; `text` must be UTF-8.
std::size_t code_points(std::string_view text);
// The first `count` code points.
std::string_view first_code_points(std::string_view text, std::size_t count);
// Valid UTF-8 without NUL of at most `count` code points, whatever came in: for reasons of failures that are kept.
std::string excerpt(std::string_view text, std::size_t count);
// Without leading and trailing ASCII white space.
std::string_view trimmed(std::string_view text);
// ASCII only: header names, host names, currency codes.
std::string lower_ascii(std::string_view text);
// For HTML text and quoted attributes: & < > " '.
std::string escape_html(std::string_view text);
// For a JSON block inside <script>: also < as \u003c.
std::string escape_script_json(std::string_view json);
// What search and slugs compare: lower case, compatibility forms unified, diacritics removed (also the Vietnamese
// đ -> d, ø -> o, ł -> l, ß -> ss, æ -> ae, œ -> oe). Scripts whose marks carry the vowels keep them. `text` must be UTF-8.
std::string folded(std::string_view text);
// "Bình gốm Sage 20cm" -> "binh-gom-sage-20cm"; at most 80 bytes; may be empty.
// Other scripts are spelled in Latin letters; words are cut whole where possible.
std::string slug(std::string_view text);
// A whole number in decimal, nothing else in the text.
std::optional<long long> parse_integer(std::string_view text);

}  // namespace plaza
