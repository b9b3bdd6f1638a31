#include "webvtt.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "platform/base/text.h"

namespace plaza::calls {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// Line by line, whatever ends them.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  std::string_view next() {
    const auto end = rest_.find_first_of("\r\n");
    const auto line = rest_.substr(0, end);
    if (end == std::string_view::npos) {
      rest_ = {};
    } else {
      rest_.remove_prefix(end + (rest_.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return line;
  }

 private:
  std::string_view rest_;
};

// "01:02:03.004" or "02:03.004" in milliseconds; takes it from the front.
std::optional<std::int64_t> take_time(std::string_view& text) {
  std::int64_t parts[4] = {0, 0, 0, 0};
  int count = 0;
  std::size_t at = 0;
  for (; at < text.size() && count < 4; ++count) {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 9) parts[count] = parts[count] * 10 + (text[at++] - '0');
    if (at == begin) return std::nullopt;
    if (at >= text.size() || (text[at] != ':' && text[at] != '.')) {
      ++count;
      break;
    }
    ++at;
  }
  if (count < 3) return std::nullopt;
  text.remove_prefix(at);
  const std::int64_t ms = parts[count - 1], second = parts[count - 2], minute = parts[count - 3], hour = count == 4 ? parts[0] : 0;
  if (ms > 999 || second > 59 || minute > 59 || hour > 99) return std::nullopt;
  return ((hour * 60 + minute) * 60 + second) * 1'000 + ms;
}

struct Times {
  std::int64_t begin = 0, end = 0;
};
std::optional<Times> times_of(std::string_view line) {
  auto rest = trimmed(line);
  const auto begin = take_time(rest);
  rest = trimmed(rest);
  if (!begin || !rest.starts_with("-->")) return std::nullopt;
  rest = trimmed(rest.substr(3));
  const auto end = take_time(rest);
  if (!end || *end < *begin) return std::nullopt;
  return Times{*begin, *end};
}

void add_entity(std::string& out, std::string_view text, std::size_t& at) {
  static constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "}, {"&quot;", "\""}, {"&#39;", "'"}, {"&lrm;", ""}, {"&rlm;", ""}};
  for (const auto& [name, sign] : known) {
    if (!text.substr(at).starts_with(name)) continue;
    out += sign;
    at += name.size();
    return;
  }
  out += text[at++];
}

// "v.loud Esme Tran" -> "Esme Tran"; nothing when the tag is another.
std::optional<std::string> voice_of(std::string_view tag) {
  if (!tag.starts_with("v ") && !tag.starts_with("v.") && !tag.starts_with("v\t")) return std::nullopt;
  const auto blank = tag.find_first_of(" \t");
  return blank == std::string_view::npos ? std::string() : excerpt(trimmed(tag.substr(blank)), speaker_max);
}

class Reader {
 public:
  Status add_cue(const Times& times, std::string_view payload) {
    std::string text, speaker;
    const auto flush = [&] {
      const std::string said = excerpt(trimmed(text), turn_text_max);
      if (!said.empty()) transcript.turns.push_back({Role::other, speaker, times.begin, times.end, said, ""});
      text.clear();
    };
    for (std::size_t at = 0; at < payload.size();) {
      if (payload[at] == '<') {
        const auto end = std::min(payload.find('>', at), payload.size());
        const auto tag = payload.substr(at + 1, end - at - 1);
        if (auto voice = voice_of(tag)) {
          flush();
          speaker = std::move(*voice);
        }
        at = std::min(end + 1, payload.size());
      } else if (payload[at] == '&') {
        add_entity(text, payload, at);
      } else {
        text += payload[at++];
      }
    }
    flush();
    transcript.duration_ms = std::max(transcript.duration_ms, times.end);
    if (transcript.turns.size() > turns_max) return Error{ErrorKind::unprocessable, "calls.too_long", "The transcript has too many cues."};
    return done();
  }
  Transcript transcript;
};

}  // namespace

Result<Transcript> read_webvtt(std::string_view file) {
  if (file.size() > file_max) return Error{ErrorKind::unprocessable, "calls.too_long", "The transcript is longer than 5 MB."};
  if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
  Lines lines(file);
  const auto head = lines.next();
  if (!head.starts_with("WEBVTT") || (head.size() > 6 && head[6] != ' ' && head[6] != '\t')) {
    return Error{ErrorKind::unprocessable, "calls.not_a_transcript", "A WebVTT file begins with WEBVTT."};
  }
  Reader reader;
  std::optional<Times> times;
  std::string payload;
  bool skipping = false;
  const auto end_cue = [&]() -> Status {
    const auto cue = std::exchange(times, std::nullopt);
    const std::string said = std::exchange(payload, {});
    return cue ? reader.add_cue(*cue, said) : done();
  };
  while (!lines.done()) {
    const auto line = lines.next();
    if (line.empty()) {
      TRY_DONE(end_cue());
      skipping = false;
    } else if (line.find("-->") != std::string_view::npos && !skipping) {
      TRY_DONE(end_cue());
      times = times_of(line);
      if (!times) reader.transcript.skipped += 1;
      skipping = !times;
    } else if (times) {
      if (!payload.empty()) payload += ' ';
      payload += line;
    } else if (line == "STYLE" || line == "REGION" || line == "NOTE" || line.starts_with("NOTE ") || line.starts_with("NOTE\t")) {
      skipping = true;
    }
  }
  TRY_DONE(end_cue());
  if (reader.transcript.turns.empty()) return Error{ErrorKind::unprocessable, "calls.empty", "There are no words in it."};
  return std::move(reader.transcript);
}

}  // namespace plaza::calls
