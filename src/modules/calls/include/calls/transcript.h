// What was said in a call, by whom and when. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::calls {

enum class Format { webvtt, contact_lens };
constexpr auto enum_names(Format*) { return std::array<std::string_view, 2>{"webvtt", "contact_lens"}; }

// other: nobody knows.
enum class Role { customer, agent, other };
constexpr auto enum_names(Role*) { return std::array<std::string_view, 3>{"customer", "agent", "other"}; }

inline constexpr std::size_t file_max = 5'000'000;   // bytes
inline constexpr std::size_t turns_max = 20'000;
inline constexpr std::size_t turn_text_max = 5'000;  // code points
inline constexpr std::size_t speaker_max = 80;

struct Turn {
  static constexpr const char* schema_name = "CallTurn";
  Role role = Role::other;
  std::string speaker;  // as the transcript names it; may be empty
  std::int64_t begin_ms = 0, end_ms = 0;
  std::string text;
  std::string sentiment;  // positive, neutral, negative, mixed; empty: not told
  template <class V>
  void describe(V& v) {
    v("role", role);
    v("speaker", speaker);
    v("begin_ms", begin_ms);
    v("end_ms", end_ms);
    v("text", text, json::Multiline{}, json::Length{0, 5'000});
    v("sentiment", sentiment);
  }
};

struct Transcript {
  Format format = Format::webvtt;
  std::string contact_id;  // of the telephone system; may be empty
  std::string language;    // "en-US"; may be empty
  std::vector<Turn> turns;
  std::int64_t duration_ms = 0;
  std::int64_t skipped = 0;  // pieces that could not be read
};

}  // namespace plaza::calls
