// Groups and discussions as people use them, and as they are attacked.
#include "community_fixture.h"
#include "platform/json/document.h"
#include "content/events.h"

namespace plaza::community {
namespace {

class Community : public CommunityFixture {};

ENGINE_TEST(Community, AGroupIsFoundedByTrustAndJoined) {
  EXPECT_EQ(code_of(post("/v1/groups", 1, R"({"name":"Mine","subject":{"kind":"interest","ref":"x"}})")), "community.level_too_low");
  group("glaze", "public", {1});
  EXPECT_EQ(code_of(post("/v1/groups", 9, R"({"name":"Again","slug":"glaze","subject":{"kind":"interest","ref":"x"}})")),
            "community.slug_taken");
  EXPECT_EQ(object_of(get("/v1/groups/glaze", 1)).at("members").as_int64(), 2);
  EXPECT_EQ(code_of(del("/v1/groups/glaze/membership", 9)), "community.last_owner");
  EXPECT_EQ(code_of(del("/v1/groups/glaze/membership", 1)), "204");
  EXPECT_EQ(text_of_state("glaze", 1), "none");
  EXPECT_EQ(code_of(patch("/v1/groups/glaze", 1, R"({"about":"mine"})")), "community.not_allowed");
  EXPECT_EQ(code_of(patch("/v1/groups/glaze", 9, R"({"archived":true})")), "200");
  EXPECT_EQ(code_of(put("/v1/groups/glaze/membership", 2)), "community.archived");
}

ENGINE_TEST(Community, AGroupByRequestIsReadByMembersAlone) {
  group("kiln", "request", {1});
  question("kiln", 1, "How hot is it in there");
  EXPECT_EQ(code_of(get("/v1/groups/kiln", 0)), "200");
  EXPECT_EQ(code_of(get("/v1/groups/kiln/discussions", 0)), "community.not_a_member");
  EXPECT_EQ(object_of(get("/v1/groups/kiln", 0)).at("discussions").as_int64(), 0);
  EXPECT_EQ(put("/v1/groups/kiln/membership", 2, R"({"note":"please"})").status, 200);
  EXPECT_EQ(text_of_state("kiln", 2), "requested");
  EXPECT_EQ(code_of(get("/v1/groups/kiln/discussions", 2)), "community.not_a_member");
  EXPECT_EQ(code_of(put("/v1/groups/kiln/members/m_2", 1, R"({"state":"active"})")), "community.not_allowed");
  EXPECT_EQ(code_of(put("/v1/groups/kiln/members/m_2", 9, R"({"state":"banned"})")), "200");
  EXPECT_EQ(code_of(put("/v1/groups/kiln/membership", 2)), "community.banned");
}

ENGINE_TEST(Community, ASecretGroupLeaksNowhere) {
  group("inner", "secret", {1});
  const auto id = question("inner", 1, "A secret question here", R"(,"text":"@m_3 look")");
  const auto reply = answer(id, 9, "A secret answer");
  EXPECT_EQ(told(3), 0u);  // a mention does not tell who may not read
  for (const int stranger : {0, 3}) {
    EXPECT_EQ(code_of(get("/v1/groups/inner", stranger)), "community.group_not_found");
    EXPECT_EQ(code_of(get("/v1/groups/inner/discussions", stranger)), "community.group_not_found");
    EXPECT_EQ(code_of(get("/v1/groups/inner/events", stranger)), "community.group_not_found");
    EXPECT_EQ(code_of(get("/v1/groups/inner/calendar.ics", stranger)), "community.group_not_found");
    EXPECT_EQ(code_of(get("/v1/groups/inner/log", stranger)), "community.group_not_found");
    EXPECT_EQ(code_of(get("/v1/discussions/" + id, stranger)), "community.discussion_not_found");
    EXPECT_EQ(code_of(get("/v1/discussions/" + id + "/stream", stranger)), "community.discussion_not_found");
    EXPECT_EQ(code_of(get("/v1/discussions/" + id + "/replies", stranger)), "community.discussion_not_found");
    EXPECT_TRUE(titles(get("/v1/discussions?sort=newest", stranger)).empty());
    EXPECT_TRUE(titles(get("/v1/discussions?q=secret&sort=active", stranger)).empty());
    EXPECT_TRUE(object_of(get("/v1/groups", stranger)).at("items").as_array().empty());
  }
  EXPECT_EQ(code_of(put("/v1/groups/inner/membership", 3)), "community.group_not_found");
  EXPECT_EQ(code_of(put("/v1/replies/" + reply + "/vote", 3, R"({"value":1})")), "community.reply_not_found");
  EXPECT_EQ(code_of(post("/v1/discussions/" + id + "/replies", 3, R"({"text":"hello"})")), "community.discussion_not_found");
  EXPECT_EQ(titles(get("/v1/discussions?sort=newest", 1)).size(), 1u);
  EXPECT_TRUE(titles(get("/v1/discussions?sort=newest", 9)).size() <= 1u);
  database().read_now([&](db::Reader& reader) {
    EXPECT_TRUE(module->discussions().published_after(reader, DiscussionId{}, 10).empty());
    return 0;
  });
  EXPECT_EQ(code_of(del("/v1/groups/inner/members/m_1", 9)), "204");
  EXPECT_EQ(code_of(get("/v1/discussions/" + id, 1)), "community.discussion_not_found");
}

ENGINE_TEST(Community, AThreadKeepsItsOrderAndItsCounts) {
  group("glaze", "public", {1, 2, 3});
  const auto id = question("glaze", 1, "Why does my celadon craze?", R"(,"tags":["Celadon"],"text":"I use /products/mug daily")");
  const auto shown = object_of(get("/v1/discussions/" + id, 0));
  EXPECT_EQ(shown.at("all_products").as_array().at(0).at("handle").as_string(), "mug");
  EXPECT_EQ(shown.at("tags").as_array().at(0).as_string(), "celadon");
  const auto first = answer(id, 2, "It is the body");
  answer(id, 3, "Or the cooling");
  const auto child = answer(id, 1, "Which body?", first);
  const auto list = object_of(get("/v1/discussions/" + id + "/replies", 0));
  ASSERT_EQ(list.at("items").as_array().size(), 3u);
  EXPECT_EQ(list.at("items").as_array().at(1).at("id").as_string(), child);
  EXPECT_EQ(list.at("last").as_int64(), 3);
  EXPECT_EQ(object_of(get("/v1/discussions/" + id, 0)).at("replies").as_int64(), 3);
  EXPECT_EQ(titles(get("/v1/groups/glaze/discussions?tag=celadon", 0)).size(), 1u);
  EXPECT_EQ(object_of(get("/v1/discussions/" + id + "/replies?after=2", 0)).at("items").as_array().size(), 1u);
  EXPECT_EQ(code_of(del("/v1/replies/" + first, 3)), "community.not_allowed");
  EXPECT_EQ(code_of(del("/v1/replies/" + first, 2)), "204");
  const auto after = object_of(get("/v1/discussions/" + id + "/replies", 0));
  EXPECT_EQ(after.at("items").as_array().at(0).at("hidden").as_string(), "erased");
  EXPECT_EQ(after.at("items").as_array().at(1).at("text").as_string(), "Which body?");
  EXPECT_EQ(told(1), 1u);  // what was taken back before anybody was told is not told
}

ENGINE_TEST(Community, NewMembersHaveLimitsAndModeratorsHaveNone) {
  group("glaze", "public", {1, 2});
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 1, R"({"title":"Look at this","text":"https://x.example"})")), "community.limit_links");
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 1, R"({"title":"Look at this","text":"@m_2 @m_3 @m_4"})")),
            "community.limit_mentions");
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 1, R"({"title":"Which one","poll":{"options":["a","b"]}})")),
            "community.level_too_low");
  question("glaze", 1, "My first question");
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 1, R"({"title":"My second question"})")), "community.limit_today");
  clock.advance(hours(25));
  question("glaze", 1, "My second question");
  question("glaze", 9, "Rules of the group", R"(,"text":"https://x.example https://y.example")");
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 3, R"({"title":"From outside"})")), "community.not_a_member");
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 1, R"({"title":"refuseme please"})")), "community.limit_today");
  level(1, 3);
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 1, R"({"title":"refuseme please"})")), "moderation.refused");
}

ENGINE_TEST(Community, ReadingEarnsTheFirstLevel) {
  group("glaze", "public", {1});
  std::vector<std::string> found;
  for (int i = 0; i < 5; ++i) found.push_back(question("glaze", 9, "Question number " + std::to_string(i)));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(put("/v1/discussions/" + found[static_cast<std::size_t>(i)] + "/read", 1, R"({"number":0})").status, 204);
  EXPECT_EQ(object_of(get("/v1/me/community", 1)).at("level").as_int64(), 0);
  clock.advance(days(1));
  EXPECT_EQ(put("/v1/discussions/" + found[4] + "/read", 1, R"({"number":0})").status, 204);
  const auto own = object_of(get("/v1/me/community", 1));
  EXPECT_EQ(own.at("level").as_int64(), 1);
  EXPECT_EQ(own.at("next").as_int64(), 2);
  EXPECT_EQ(told(1), 1u);
}

ENGINE_TEST(Community, WhatIsHeldIsSeenByItsAuthorAndComesOutWhole) {
  group("glaze", "public", {1, 2});
  const auto id = question("glaze", 1, "Please holdme back");
  EXPECT_EQ(text_of(get("/v1/discussions/" + id, 1), "status"), "held");
  EXPECT_EQ(code_of(get("/v1/discussions/" + id, 2)), "community.discussion_not_found");
  EXPECT_TRUE(titles(get("/v1/groups/glaze/discussions?sort=newest", 2)).empty());
  auto let = [&](db::Transaction& tx) { return module->moderated_discussions().stand(tx, id, moderation::Standing::visible); };
  ASSERT_TRUE(database().write_now(let).ok());
  EXPECT_EQ(titles(get("/v1/groups/glaze/discussions?sort=newest", 2)).size(), 1u);
  answer(id, 2, "A reply stays");
  auto take = [&](db::Transaction& tx) { return module->moderated_discussions().stand(tx, id, moderation::Standing::removed); };
  ASSERT_TRUE(database().write_now(take).ok());
  const auto removed = object_of(get("/v1/discussions/" + id, 2));
  EXPECT_EQ(removed.at("hidden").as_string(), "removed");
  EXPECT_EQ(removed.at("title").as_string(), "");
  EXPECT_EQ(code_of(del("/v1/discussions/" + id, 1)), "community.not_allowed");
}

ENGINE_TEST(Community, BlockedMembersDoNotReachTheBlocker) {
  group("glaze", "public", {1, 2});
  level(2, 3);
  const auto id = question("glaze", 1, "Why does it craze?");
  const auto theirs = question("glaze", 2, "Another question", R"(,"text":"@m_1 see this")");
  told(1);
  blocks.pairs.insert({1, 2});
  const auto before = told(1);
  EXPECT_EQ(code_of(post("/v1/discussions/" + id + "/replies", 2, R"({"text":"hello"})")), "community.cannot_reply");
  EXPECT_EQ(code_of(post("/v1/groups/glaze/discussions", 2, R"({"title":"@m_1 look here"})")), "201");
  EXPECT_EQ(code_of(put("/v1/discussions/" + id + "/vote", 2, R"({"value":1})")), "200");
  EXPECT_EQ(object_of(get("/v1/discussions/" + id, 1)).at("helpful").as_int64(), 0);
  group("other", "public", {2});
  EXPECT_EQ(code_of(post("/v1/groups/other/invitations", 2, R"({"handle":"m_1"})")), "community.cannot_invite");
  EXPECT_EQ(code_of(post("/v1/groups/other/invitations", 2, R"({"handle":"m_399"})")), "204");
  EXPECT_EQ(code_of(put("/v1/groups/glaze/experts/m_1/glaze", 2)), "community.person_not_found");
  EXPECT_EQ(told(1), before);
  EXPECT_EQ(text_of(get("/v1/discussions/" + theirs, 1), "hidden"), "blocked");
  EXPECT_EQ(text_of(get("/v1/discussions/" + theirs, 1), "title"), "");
  EXPECT_EQ(titles(get("/v1/groups/glaze/discussions?sort=newest", 1)).size(), 1u);
}

ENGINE_TEST(Community, AVoteRingDoesNotLiftAnAnswer) {
  group("glaze", "public", {1, 2, 3, 4, 5});
  for (const int honest : {3, 4}) level(honest, 3);
  const auto id = question("glaze", 1, "Which clay for a mug?");
  const auto good = answer(id, 2, "Stoneware"), bad = answer(id, 5, "Buy mine");
  for (const int honest : {3, 4}) EXPECT_EQ(put("/v1/replies/" + good + "/vote", honest, R"({"value":1})").status, 200);
  for (int ring = 100; ring < 120; ++ring) {
    join("glaze", ring);
    if (ring >= 110) level(ring, 1);  // half of them even read for their level
    EXPECT_EQ(put("/v1/replies/" + bad + "/vote", ring, R"({"value":1})").status, 200);
  }
  EXPECT_EQ(helpful(id, good), 3);
  EXPECT_LE(helpful(id, bad), 1);
  const auto list = object_of(get("/v1/discussions/" + id + "/replies?sort=helpful", 0));
  EXPECT_EQ(list.at("items").as_array().at(0).at("id").as_string(), good);
}

ENGINE_TEST(Community, AnAcceptedAnswerIsAnnouncedAndEarns) {
  group("glaze", "public", {1, 2});
  level(1, 1);
  const auto id = question("glaze", 1, "Which clay for a mug?");
  const auto reply = answer(id, 2, "Stoneware");
  EXPECT_EQ(code_of(put("/v1/discussions/" + id + "/accepted", 2, R"({"reply_id":")" + reply + "\"}")), "community.not_allowed");
  EXPECT_EQ(code_of(put("/v1/discussions/" + id + "/accepted", 1, R"({"reply_id":")" + reply + "\"}")), "200");
  EXPECT_EQ(object_of(get("/v1/community/people/m_2", 0)).at("accepted").as_int64(), 1);
  database().read_now([&](db::Reader& reader) {
    const auto found = module->discussions().accepted_after(reader, DiscussionId{}, 10);
    EXPECT_EQ(found.size(), 1u);
    EXPECT_EQ(found.empty() ? "" : found.front().answer, "Stoneware");
    return 0;
  });
  EXPECT_EQ(told(2), 1u);
  EXPECT_EQ(code_of(del("/v1/discussions/" + id + "/accepted", 1)), "200");
  EXPECT_EQ(object_of(get("/v1/community/people/m_2", 0)).at("accepted").as_int64(), 0);
  EXPECT_EQ(code_of(put("/v1/replies/" + reply + "/vote", 2, R"({"value":1})")), "community.own");
  EXPECT_EQ(code_of(put("/v1/replies/" + reply + "/vote", 1, R"({"value":-1})")), "community.level_too_low");
}

ENGINE_TEST(Community, PollsShowTheirVotesToWhoVoted) {
  group("glaze", "public", {1, 2});
  const auto id = question("glaze", 9, "Which glaze next?", R"(,"poll":{"options":["Celadon","Tenmoku"]})");
  EXPECT_TRUE(object_of(get("/v1/discussions/" + id, 1)).at("poll_view").at("options").as_array().at(0).at("votes").is_null());
  EXPECT_EQ(code_of(put("/v1/discussions/" + id + "/poll", 1, R"({"options":[0,1]})")), "request.invalid");
  const auto voted = object_of(put("/v1/discussions/" + id + "/poll", 1, R"({"options":[1]})"));
  EXPECT_EQ(voted.at("options").as_array().at(1).at("votes").as_int64(), 1);
  EXPECT_EQ(code_of(put("/v1/discussions/" + id + "/poll", 3, R"({"options":[1]})")), "community.not_a_member");
  EXPECT_EQ(put("/v1/discussions/" + id + "/state", 9, R"({"locked":true})").status, 200);
  EXPECT_EQ(code_of(put("/v1/discussions/" + id + "/poll", 2, R"({"options":[1]})")), "community.poll_closed");
  EXPECT_EQ(code_of(post("/v1/discussions/" + id + "/replies", 2, R"({"text":"late"})")), "community.locked");
}

ENGINE_TEST(Community, AnErasureTakesTheWordsAndLeavesTheThread) {
  group("glaze", "public", {1, 2});
  const auto id = question("glaze", 1, "My telephone is 12345");
  const auto mine = answer(id, 1, "I am Mai");
  answer(id, 2, "An answer of somebody else", mine);
  auto erase = [&](db::Transaction& tx) -> Result<int> {
    profiles::Person person;
    person.account = AccountId{1};
    EXPECT_NE(module->personal_data().export_json(tx, person).find("12345"), std::string::npos);
    module->personal_data().erase(tx, person);
    return 0;
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  const auto shown = object_of(get("/v1/discussions/" + id, 2));
  EXPECT_EQ(shown.at("hidden").as_string(), "erased");
  EXPECT_TRUE(shown.at("author").is_null());
  const auto replies = get("/v1/discussions/" + id + "/replies", 2);
  EXPECT_EQ(replies.body.find("Mai"), std::string::npos);
  EXPECT_NE(replies.body.find("An answer of somebody else"), std::string::npos);
  EXPECT_TRUE(titles(get("/v1/groups/glaze/discussions?sort=newest", 2)).empty());
}

ENGINE_TEST(Community, WhatIsAnnouncedHoldsNoWordThatSomebodyTyped) {
  group("glaze", "public", {1, 2, 3});
  const auto id = question("glaze", 1, "Does Quimperle craze?", R"(,"tags":["quimperle"],"text":"Quimperle, again")");
  const auto reply = answer(id, 2, "Quimperle does");
  EXPECT_EQ(put("/v1/replies/" + reply + "/vote", 3, R"({"value":1})").status, 200);
  EXPECT_EQ(get("/v1/discussions/" + id, 3).status, 200);
  const db::Statement everything{nullptr, "SELECT payload FROM platform_outbox UNION ALL SELECT payload FROM platform_outbox_new"};
  std::size_t told = 0;
  const auto look = [&](db::Reader& reader) {
    reader.each(everything, {}, [&](const db::Row& row) {
      ++told;
      EXPECT_EQ(lower_ascii(row.text(0)).find("quimperle"), std::string::npos) << row.text(0);
    });
    return 0;
  };
  database().read_now(look);
  EXPECT_GE(told, 3u);
}

ENGINE_TEST(Community, DigestsComeWhenTheyWereChosenAndStopByTheirLink) {
  group("glaze", "public", {1, 2});
  EXPECT_EQ(patch("/v1/groups/glaze/membership", 1, R"({"digest":"daily"})").status, 200);
  clock.advance(hours(1));
  question("glaze", 2, "What is new here?");
  runner->run_due();
  EXPECT_TRUE(mailer.mails.empty());
  clock.advance(days(1));
  runner->run_due();
  ASSERT_EQ(mailer.mails.size(), 1u);
  EXPECT_EQ(mailer.mails.front().to, "m_1@mail.example");
  const auto values = boost::json::parse(mailer.mails.front().values).as_object();
  const std::string stop(values.at("stop").as_string());
  EXPECT_EQ(code_of(post("/v1/community/unsubscribe", 0, R"({"token":"nonsense"})")), "community.bad_token");
  EXPECT_EQ(code_of(post("/v1/community/unsubscribe", 0, R"({"token":")" + stop.substr(stop.find('=') + 1) + "\"}")), "200");
  question("glaze", 9, "Newer still?");
  clock.advance(days(2));
  runner->run_due();
  EXPECT_EQ(mailer.mails.size(), 1u);
}

ENGINE_TEST(Community, MemoryIsTheSameAfterAStart) {
  group("glaze", "public", {1, 2});
  question("glaze", 1, "Why does it craze?");
  const auto before = get("/v1/groups/glaze/discussions?sort=active", 2).body;
  module->load();
  EXPECT_EQ(get("/v1/groups/glaze/discussions?sort=active", 2).body, before);
}

ENGINE_TEST(Community, OnlyModeratorsOfTheGroupDecideInIt) {
  group("glaze", "public", {1, 2});
  EXPECT_EQ(code_of(get("/v1/groups/glaze/moderation/cases", 1)), "community.not_allowed");
  EXPECT_EQ(put("/v1/groups/glaze/members/m_1", 9, R"({"role":"moderator"})").status, 200);
  EXPECT_EQ(code_of(get("/v1/groups/glaze/moderation/cases", 1)), "200");
  EXPECT_EQ(code_of(put("/v1/groups/glaze/members/m_2", 1, R"({"role":"moderator"})")), "community.not_allowed");
  const std::string one = to_text(moderation::CaseId{5});
  EXPECT_EQ(code_of(post("/v1/groups/glaze/moderation/cases/" + one + "/decide", 1, R"({"action":"remove"})")), "204");
  ASSERT_EQ(desk.decided.size(), 1u);
  EXPECT_TRUE(desk.decided.front().starts_with("grp_"));
  EXPECT_EQ(code_of(post("/v1/groups/glaze/moderation/cases/" + one + "/decide", 2, R"({"action":"remove"})")), "community.not_allowed");
}

const content::PostId post_70{70};

ENGINE_TEST(Community, APostInAClosedGroupIsItsMembersEverywhere) {
  group("inner", "secret", {1, 2});
  const std::string id = to_text(post_70);
  const auto& visibility = module->visibility();
  const auto seen_by = [&] {
    std::string all;
    for (const int account : {0, 1, 2, 3}) all += visibility.admits(AccountId{account}, post_70) ? std::to_string(account) : "";
    return all;
  };
  EXPECT_FALSE(visibility.is_any_kept());
  EXPECT_EQ(seen_by(), "0123");
  EXPECT_EQ(code_of(put("/v1/groups/inner/posts/" + id, 9)), "community.post_not_found");
  EXPECT_EQ(code_of(put("/v1/groups/inner/posts/" + id, 1)), "204");
  EXPECT_TRUE(visibility.is_any_kept());
  EXPECT_EQ(seen_by(), "12");
  EXPECT_EQ(object_of(get("/v1/groups/inner/feed", 1)).at("items").as_array().size(), 1u);
  EXPECT_EQ(object_of(get("/v1/groups/inner/feed", 9)).at("items").as_array().size(), 1u);

  EXPECT_EQ(code_of(del("/v1/groups/inner/members/m_2", 9)), "204");
  EXPECT_EQ(seen_by(), "1");  // at once
  ASSERT_EQ(patch("/v1/groups/inner", 9, R"({"visibility":"request"})").status, 200);
  EXPECT_EQ(seen_by(), "1");
  ASSERT_EQ(patch("/v1/groups/inner", 9, R"({"visibility":"public"})").status, 200);
  EXPECT_EQ(seen_by(), "0123");
  ASSERT_EQ(patch("/v1/groups/inner", 9, R"({"visibility":"secret"})").status, 200);
  module->load();  // as after a new start
  EXPECT_EQ(seen_by(), "1");

  EXPECT_EQ(code_of(del("/v1/groups/inner/posts/" + id, 1)), "204");  // its author lets it out
  EXPECT_EQ(seen_by(), "0123");
}

ENGINE_TEST(Community, APostInAPublicGroupTooIsForEverybody) {
  group("inner", "secret", {1});
  group("glaze", "public", {1});
  const std::string id = to_text(post_70);
  EXPECT_EQ(code_of(put("/v1/groups/inner/posts/" + id, 1)), "204");
  EXPECT_FALSE(module->visibility().admits({}, post_70));
  EXPECT_EQ(code_of(put("/v1/groups/glaze/posts/" + id, 1)), "204");
  EXPECT_TRUE(module->visibility().admits({}, post_70));
}

ENGINE_TEST(Community, WhatAModeratorTakesOutOfAClosedGroupIsNotOutInTheOpen) {
  group("inner", "secret", {1, 2});
  const std::string path = "/v1/groups/inner/posts/" + to_text(post_70);
  ASSERT_EQ(code_of(put(path, 1)), "204");
  EXPECT_EQ(code_of(del(path, 2)), "community.not_allowed");
  EXPECT_EQ(code_of(del(path, 9)), "204");
  EXPECT_TRUE(object_of(get("/v1/groups/inner/feed", 1)).at("items").as_array().empty());
  EXPECT_FALSE(module->visibility().admits({}, post_70));
  EXPECT_EQ(code_of(put(path, 1)), "community.taken_out");
  module->load();
  EXPECT_FALSE(module->visibility().admits({}, post_70));
  EXPECT_EQ(code_of(del(path, 1)), "204");
  EXPECT_TRUE(module->visibility().admits({}, post_70)) << "its author took it out altogether";
  EXPECT_EQ(code_of(put(path, 1)), "community.taken_out") << "going does not undo what a moderator decided";
  EXPECT_EQ(code_of(del(path, 1)), "community.post_not_found");
  module->load();
  EXPECT_TRUE(module->visibility().admits({}, post_70));
}

ENGINE_TEST(Community, WhatHangsInAPublicGroupNoMoreIsKeptAsItsOtherGroupsKeepIt) {
  group("inner", "secret", {1, 2});
  group("outer", "public", {1, 2});
  ASSERT_EQ(code_of(put("/v1/groups/inner/posts/" + to_text(post_70), 1)), "204");
  ASSERT_EQ(code_of(put("/v1/groups/outer/posts/" + to_text(post_70), 1)), "204");
  EXPECT_TRUE(module->visibility().admits({}, post_70));
  ASSERT_EQ(code_of(del("/v1/groups/outer/posts/" + to_text(post_70), 9)), "204");
  for (int round = 0; round < 2; ++round) {
    EXPECT_FALSE(module->visibility().admits({}, post_70));
    EXPECT_TRUE(module->visibility().admits(AccountId{2}, post_70));
    module->load();
  }
}

ENGINE_TEST(Community, WhoLeftASecretGroupTakesTheirPostAlong) {
  group("inner", "secret", {1, 2});
  const std::string path = "/v1/groups/inner/posts/" + to_text(post_70);
  ASSERT_EQ(code_of(put(path, 1)), "204");
  ASSERT_EQ(code_of(del("/v1/groups/inner/membership", 1)), "204");
  EXPECT_EQ(code_of(del("/v1/groups/inner/posts/" + to_text(content::PostId{4711}), 1)), "community.group_not_found");
  EXPECT_EQ(code_of(del(path, 3)), "community.group_not_found");
  EXPECT_EQ(code_of(del(path, 1)), "204");
  EXPECT_TRUE(module->visibility().admits({}, post_70));
}

ENGINE_TEST(Community, APostThatIsHeldForAWhileComesBackToTheSamePeople) {
  group("inner", "secret", {1});
  ASSERT_EQ(code_of(put("/v1/groups/inner/posts/" + to_text(post_70), 1)), "204");
  const auto gone = [&] {
    const auto work = [&](db::Transaction& tx) -> plaza::Status {
      events::publish(tx, post_70.value, content::PostRemoved{post_70, AccountId{1}});
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  };
  gone();  // held, or a draft again: it is still there
  EXPECT_FALSE(module->visibility().admits({}, post_70));
  module->load();
  EXPECT_FALSE(module->visibility().admits({}, post_70));
  posts.deleted = true;
  gone();
  EXPECT_FALSE(module->visibility().is_any_kept());
}

}  // namespace
}  // namespace plaza::community
