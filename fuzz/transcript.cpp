// A transcript of a call in either format: times run forwards, every turn has words that can be stored, and the caps hold.
#include "contact_lens.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "target.h"
#include "webvtt.h"

namespace plaza::fuzz {
namespace {

bool is_text(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

void check(const Result<calls::Transcript>& read) {
  if (!read.ok()) {
    CHECK(read.error().kind == ErrorKind::unprocessable && read.error().code.starts_with("calls."));
    return;
  }
  const auto& transcript = *read;
  CHECK(!transcript.turns.empty() && transcript.turns.size() <= calls::turns_max && transcript.skipped >= 0);
  CHECK(is_text(transcript.contact_id) && is_text(transcript.language));
  for (const auto& turn : transcript.turns) {
    CHECK(turn.begin_ms >= 0 && turn.begin_ms <= turn.end_ms && turn.end_ms <= transcript.duration_ms);
    CHECK(is_text(turn.text) && !trimmed(turn.text).empty() && code_points(turn.text) <= calls::turn_text_max);
    CHECK(is_text(turn.speaker) && code_points(turn.speaker) <= calls::speaker_max);
    const auto& felt = turn.sentiment;
    CHECK(felt.empty() || felt == "positive" || felt == "neutral" || felt == "negative" || felt == "mixed");
  }
}

}  // namespace

void read(std::string_view bytes) {
  check(calls::read_webvtt(bytes));
  check(calls::read_webvtt("WEBVTT\n\n" + std::string(bytes)));
  check(calls::read_contact_lens(bytes));
}

std::vector<std::string> seeds() {
  return {"\xef\xbb\xbfWEBVTT - a call\r\n\r\n1\r\n00:00:01.000 --> 00:00:03.500 align:start\r\n<v.loud Esme Tran>Hello &amp; <b>welcome</b>\r\n\r\n"
          "NOTE nothing\r\n\r\n00:04.000 --> 00:05.000\r\n<v Lan>Bình của tôi vỡ.<v Esme>Oh.\r\n",
          "00:01.000 --> 00:02.000\nwithout a head\n\n99:59:59.999 --> 99:59:59.999\nlate",
          R"({"Channel":"VOICE","LanguageCode":"en-US","CustomerMetadata":{"ContactId":"c-1"},"Participants":[{"ParticipantId":"A","ParticipantRole":"AGENT"},{"ParticipantId":"C","ParticipantRole":"CUSTOMER"}],)"
          R"("Transcript":[{"ParticipantId":"A","Content":"Hello","BeginOffsetMillis":0,"EndOffsetMillis":900,"Sentiment":"NEUTRAL"},{"ParticipantId":"C","Content":"It is broken","BeginOffsetMillis":950,"EndOffsetMillis":2000}]})"};
}

}  // namespace plaza::fuzz
