// An open page of a discussion: what it is told, as a browser that watches it hears it.
#include "community_fixture.h"

namespace plaza::community {
namespace {

class HeardStream final : public http::Stream {
 public:
  std::string heard;
  bool closed = false, gone = false;
  bool send(std::string data) override {
    if (!gone && !closed) heard += data;
    return !gone;
  }
  void close() override { closed = true; }
};

class Live : public CommunityFixture {
 protected:
  // The open page of account `as`; null when it was refused.
  std::shared_ptr<HeardStream> watch(const std::string& discussion, int as) {
    dispatcher->drain();
    const auto response = get("/v1/discussions/" + discussion + "/stream", as);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.content_type, "text/event-stream");
    if (!response.stream) return nullptr;
    auto stream = std::make_shared<HeardStream>();
    response.stream(stream);
    EXPECT_EQ(stream->heard, "retry: 3000\n\n");
    stream->heard.clear();
    return stream;
  }
  std::string heard_by(const std::shared_ptr<HeardStream>& page) {
    dispatcher->drain();
    return std::exchange(page->heard, "");
  }
  static std::string change(const std::string& discussion, const char* what, int last) {
    return "event: change\ndata: {\"discussion_id\":\"" + discussion + "\",\"what\":\"" + what + "\",\"last\":" + std::to_string(last) + "}\n\n";
  }
};

ENGINE_TEST(Live, AnOpenPageHearsThatSomethingIsNewAndNeverWhat) {
  group("glaze", "public", {1, 2});
  level(1, 1);
  const auto id = question("glaze", 1, "Why does it craze?"), other = question("glaze", 9, "Something else");
  const auto stranger = watch(id, 0), member = watch(id, 2);
  const auto reply = answer(id, 2, "It is the body");
  EXPECT_EQ(heard_by(member), change(id, "reply", 1));
  EXPECT_EQ(heard_by(stranger), change(id, "reply", 1));
  ASSERT_EQ(put("/v1/replies/" + reply + "/vote", 1, R"({"value":1})").status, 200);
  EXPECT_EQ(heard_by(stranger), change(id, "vote", 1));
  ASSERT_EQ(put("/v1/discussions/" + id + "/accepted", 1, R"({"reply_id":")" + reply + "\"}").status, 200);
  EXPECT_EQ(heard_by(stranger), change(id, "accepted", 1));
  answer(other, 2, "Not for this page");
  EXPECT_EQ(heard_by(stranger), "");
}

ENGINE_TEST(Live, WhatIsHeldIsToldToNobody) {
  group("glaze", "public", {1, 2});
  const auto id = question("glaze", 1, "Why does it craze?");
  const auto page = watch(id, 2);
  dispatcher->drain();
  page->heard.clear();
  answer(id, 1, "holdme for now");
  EXPECT_EQ(heard_by(page).find("\"last\":1"), std::string::npos);
}

ENGINE_TEST(Live, WhoMayReadNoMoreHearsNoMore) {
  group("inner", "request", {1, 2});
  const auto id = question("inner", 1, "For members alone");
  EXPECT_EQ(code_of(get("/v1/discussions/" + id + "/stream", 0)), "community.discussion_not_found");
  const auto stays = watch(id, 1), leaves = watch(id, 2);
  ASSERT_EQ(code_of(del("/v1/groups/inner/members/m_2", 9)), "204");
  dispatcher->drain();
  EXPECT_TRUE(leaves->closed);
  answer(id, 1, "Now we are alone");
  EXPECT_EQ(heard_by(stays), change(id, "reply", 1));
  EXPECT_EQ(heard_by(leaves), "");
}

ENGINE_TEST(Live, AGroupThatClosesClosesTheStrangersPagesAtTheNextWord) {
  group("glaze", "public", {1});
  const auto id = question("glaze", 1, "Why does it craze?");
  const auto stranger = watch(id, 0), member = watch(id, 1);
  ASSERT_EQ(patch("/v1/groups/glaze", 9, R"({"visibility":"secret"})").status, 200);
  dispatcher->drain();
  member->heard.clear();
  answer(id, 1, "Between us");
  EXPECT_EQ(heard_by(stranger), "");
  EXPECT_TRUE(stranger->closed);
  EXPECT_EQ(heard_by(member), change(id, "reply", 1));
}

ENGINE_TEST(Live, PagesThatWentAwayAndTheStopOfTheServerEndStreams) {
  group("glaze", "public", {1});
  const auto id = question("glaze", 1, "Why does it craze?");
  const auto gone = watch(id, 0), open = watch(id, 1);
  gone->gone = true;
  answer(id, 1, "One");
  dispatcher->drain();
  EXPECT_TRUE(gone->closed);
  module->stop();
  EXPECT_TRUE(open->closed);
  EXPECT_EQ(code_of(get("/v1/discussions/" + id + "/stream", 1)), "community.too_many_streams");
}

}  // namespace
}  // namespace plaza::community
