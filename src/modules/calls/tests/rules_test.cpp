#include "rules.h"

#include <gtest/gtest.h>

#include "calls_fixture.h"
#include "contact_lens.h"
#include "webvtt.h"

namespace plaza::calls {
namespace {

// "role speaker begin-end text", or the code.
std::string told(const Result<Transcript>& read) {
  if (!read.ok()) return read.error().code;
  std::string all;
  for (const auto& each : read->turns) {
    all += (all.empty() ? "" : "|") + each.speaker + " " + std::to_string(each.begin_ms) + "-" + std::to_string(each.end_ms) + " " + each.text;
  }
  return all;
}

TEST(WebVtt, CuesAreReadWithAndWithoutIdsAndHours) {
  EXPECT_EQ(told(read_webvtt(vtt)), "Noor 1000-3500 Kilnlight, good morning.|An Lê 4000-6000 My vase broke & leaks.");
}

TEST(WebVtt, AByteOrderMarkAndAnyLineEndsAreFine) {
  const std::string expected = " 1000-2000 One two| 3000-4000 Three";
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    for (const std::string mark : {"", "\xef\xbb\xbf"}) {
      const std::string file = mark + "WEBVTT - call" + end + "Kind: captions" + end + end + "00:01.000 --> 00:02.000 align:start" + end + "One" + end + "two" +
                               end + end + end + "00:03.000-->00:04.000" + end + "Three";
      EXPECT_EQ(told(read_webvtt(file)), expected) << end.size() << mark.size();
    }
  }
}

TEST(WebVtt, NotesStylesAndRegionsAreNoWords) {
  EXPECT_EQ(told(read_webvtt("WEBVTT\n\nNOTE\nnot --> this\n00:00.000 --> 00:01.000\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTE a remark\n\n00:05.000 --> "
                             "00:06.000\nWords\n")),
            " 5000-6000 Words");
}

TEST(WebVtt, VoicesChangeInsideACueAndTagsGo) {
  EXPECT_EQ(told(read_webvtt("WEBVTT\n\n00:00.000 --> 00:02.000\n<v.loud Esme>Hi <b>you</b> <00:01.000><c.x>there</c></v><v Mai>&lt;Hello&gt;&nbsp;&unknown;")),
            "Esme 0-2000 Hi you there|Mai 0-2000 <Hello> &unknown;");
}

TEST(WebVtt, WhatIsNoCueIsSkippedAndCounted) {
  const auto read = read_webvtt("WEBVTT\n\nxx:00.000 --> 00:01.000\nLost\n\n00:03.000 --> 00:02.000\nBackwards\n\n00:61.000 --> 00:62.000\nNo\n\n00:04.000 --> 00:05.000\nKept");
  EXPECT_EQ(told(read), " 4000-5000 Kept");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->skipped, 3);
  EXPECT_EQ(read->duration_ms, 5'000);
}

TEST(WebVtt, HostileFilesAreRefusedOrShort) {
  EXPECT_EQ(told(read_webvtt("")), "calls.not_a_transcript");
  EXPECT_EQ(told(read_webvtt("WEBVTTX\n")), "calls.not_a_transcript");
  EXPECT_EQ(told(read_webvtt("1\n00:00:01,000 --> 00:00:02,000\nsrt")), "calls.not_a_transcript");
  EXPECT_EQ(told(read_webvtt("WEBVTT")), "calls.empty");
  EXPECT_EQ(told(read_webvtt("WEBVTT\n\n00:00.000 --> 00:01.000\n<v \n")), "calls.empty");
  EXPECT_EQ(told(read_webvtt("WEBVTT\n\n00:00.000 --> 00:01.000\n" + std::string(5'000'000, 'a'))), "calls.too_long");
  const auto one = read_webvtt("WEBVTT\n\n00:00.000 --> 00:01.000\n" + std::string(400'000, 'a'));
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(one->turns[0].text.size(), turn_text_max);
  std::string many = "WEBVTT\n\n";
  for (int i = 0; i <= static_cast<int>(turns_max); ++i) many += "00:00.000 --> 00:01.000\na\n\n";
  EXPECT_EQ(told(read_webvtt(many)), "calls.too_long");
  EXPECT_EQ(told(read_webvtt("WEBVTT\n\n999999999999999999999:00.000 --> 00:01.000\na")), "calls.empty");
}

TEST(ContactLens, TurnsHaveRolesTimesAndFeelings) {
  const auto read = read_contact_lens(lens);
  EXPECT_EQ(told(read), " 0-1500 Good morning.| 2000-61500 It is [PII] who calls.");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->turns[1].role, Role::customer);
  EXPECT_EQ(read->turns[1].sentiment, "negative");
  EXPECT_EQ(read->contact_id, "contact-1");
  EXPECT_EQ(read->duration_ms, 61'500);
}

TEST(ContactLens, OtherFilesAreRefused) {
  EXPECT_EQ(told(read_contact_lens("{}")), "calls.not_a_transcript");
  EXPECT_EQ(told(read_contact_lens("[]")), "calls.not_a_transcript");
  EXPECT_EQ(told(read_contact_lens("{\"Participants\":[]")), "calls.not_a_transcript");
  EXPECT_EQ(told(read_contact_lens(R"({"Channel":"CHAT","Participants":[],"Transcript":[]})")), "calls.not_voice");
  EXPECT_EQ(told(read_contact_lens(R"({"Participants":[],"Transcript":[{"ParticipantId":"X","Content":"a","BeginOffsetMillis":0,"EndOffsetMillis":1}]})")), "calls.empty");
  EXPECT_EQ(told(read_contact_lens(R"({"Participants":[{"ParticipantId":"A"}],"Transcript":[1,{"ParticipantId":"A","Content":"a","BeginOffsetMillis":-1,"EndOffsetMillis":1}]})")), "calls.empty");
  EXPECT_EQ(told(read_contact_lens(std::string(40, '[') + std::string(40, ']'))), "calls.not_a_transcript");
}

TEST(CallRules, AFileIsKnownByHowItBegins) {
  EXPECT_TRUE(read_file(" \n" + lens).ok());
  EXPECT_TRUE(read_file("\xef\xbb\xbf" + vtt).ok());
  EXPECT_EQ(told(read_file("Hello")), "calls.not_a_transcript");
}

TEST(CallRules, OfTwoSpeakersTheOneWhoIsLeftIsTheOther) {
  auto read = read_webvtt(vtt);
  ASSERT_TRUE(read.ok());
  name_roles(*read, "", "noor");
  EXPECT_EQ(read->turns[0].role, Role::agent);
  EXPECT_EQ(read->turns[1].role, Role::customer);
  name_roles(*read, "", "");
  EXPECT_EQ(read->turns[0].role, Role::other);
  name_roles(*read, "An Le", "");
  EXPECT_EQ(read->turns[0].role, Role::agent);
}

TEST(CallRules, PiecesOfOneSpeakerBecomeOneTurn) {
  auto read = read_webvtt("WEBVTT\n\n00:00.000 --> 00:01.000\n<v A>One\n\n00:02.000 --> 00:03.000\n<v A>two\n\n00:03.000 --> 00:04.000\n<v B>three\n\n00:09.000 --> 00:10.000\n<v B>four");
  ASSERT_TRUE(read.ok());
  join_turns(*read);
  EXPECT_EQ(told(read), "A 0-3000 One two|B 3000-4000 three|B 9000-10000 four");
}

TEST(CallRules, AConversationHasALineForEachTurnInPartsThatFit) {
  auto read = read_contact_lens(lens);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(conversation_texts(*read, "An", ""), std::vector<std::string>{"0:00 Agent: Good morning.\n0:02 An: It is [PII] who calls.\n"});
  read->turns.assign(1'000, Turn{Role::agent, "", 3'723'000, 3'724'000, std::string(1'000, 'x'), ""});
  const auto parts = conversation_texts(*read, "", "Noor");
  EXPECT_EQ(parts.size(), 20u);
  EXPECT_EQ(parts[0].substr(0, 14), "1:02:03 Noor: ");
  EXPECT_LE(parts[0].size(), care::text_max);
}

}  // namespace
}  // namespace plaza::calls
