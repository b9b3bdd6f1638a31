#include "messaging_fixture.h"
#include "store.h"

namespace plaza::messaging {
namespace {

class PersonalDataTest : public MessagingFixture {
 protected:
  profiles::Person person(std::int64_t account, std::vector<std::string> visitors = {}) {
    profiles::Person made;
    made.account = {account};
    made.visitors = std::move(visitors);
    return made;
  }
  std::string exported(const profiles::Person& who) {
    return database().read_now([&](db::Reader& reader) { return module->personal_data().export_json(reader, who); });
  }
  std::vector<profiles::Erased> erase(const profiles::Person& who) {
    std::vector<profiles::Erased> erased;
    const auto work = [&](db::Transaction& tx) -> Status {
      erased = module->personal_data().erase(tx, who);
      return done();
    };
    EXPECT_TRUE(commit(work).ok());
    return erased;
  }
};

ENGINE_TEST(PersonalDataTest, GivesOutWhatThePersonWroteAndNothingOfOthers) {
  const auto id = talk_of_an_and_binh();
  post("/v1/messages/threads/" + id + "/messages", 2, words("Binh's words"));
  post("/v1/chat", 1);
  post("/v1/chat/messages", 1, words("To the brand"));
  const auto text = exported(person(1));
  EXPECT_NE(text.find("Hello Binh"), std::string::npos);
  EXPECT_NE(text.find("To the brand"), std::string::npos);
  EXPECT_EQ(text.find("Binh's words"), std::string::npos);
  EXPECT_EQ(exported(person(3)), "null");
}

ENGINE_TEST(PersonalDataTest, ErasingTakesTheWordsAndLeavesTheConversationReadable) {
  const auto id = talk_of_an_and_binh();
  post("/v1/messages/threads/" + id + "/messages", 2, words("Binh's words"));
  put("/v1/me/message_preferences", 1, R"({"takes_from":"nobody"})");
  const auto erased = erase(person(1));
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].count, 1);
  accounts.known.erase(1);
  const auto shown = object_of(get("/v1/messages/threads/" + id + "/messages", 2));
  EXPECT_TRUE(shown.at("items").at(0).at("erased").as_bool());
  EXPECT_EQ(shown.at("items").at(0).at("text").as_string(), "");
  EXPECT_EQ(shown.at("items").at(1).at("text").as_string(), "Binh's words");
  EXPECT_EQ(shown.at("thread").at("with").at("name").as_string(), "");
  EXPECT_EQ(code_of(post("/v1/messages/threads/" + id + "/messages", 2, words("Where are you?"))), "messaging.not_reachable");
  EXPECT_EQ(exported(person(1)), "null");
}

ENGINE_TEST(PersonalDataTest, TheBrandsAnswersStayWithoutTheName) {
  post("/v1/chat", 1);
  post("/v1/chat/messages", 1, words("Are you open?"));
  const auto thread = *parse_id<ThreadId>(object_of(get("/v1/chat", 1)).at("thread").at("id").as_string());
  const auto answer = [&](db::Transaction& tx) {
    return module->messages().send(tx, {thread, AuthorKind::brand, {9}, "", "Yes, Linh, until six.", {}, {}});
  };
  ASSERT_TRUE(commit(answer).ok());
  auto linh = person(1);
  linh.display_name = "Linh Vu";
  erase(linh);
  const auto left = database().read_now([&](db::Reader& reader) { return store::messages_after(reader, thread, 0, 10); });
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].text, "");
  EXPECT_EQ(left[1].text, "Yes, …, until six.");
}

ENGINE_TEST(PersonalDataTest, ErasingAVisitorTakesTheirChatsWithPicturesAndAddress) {
  const auto response = ask(http::Method::post, "/v1/chat", 0, "{}", "none");  // with the visitor v-1
  ASSERT_EQ(response.status, 201);
  const auto chat = response.headers.at(0).second.substr(11, 22);
  post("/v1/chat/pictures", 0, "a picture", chat);
  post("/v1/chat/messages", 0, words("My words"), chat);
  put("/v1/chat/email", 0, R"({"email":"lan@mail.example"})", chat);
  EXPECT_NE(exported(person(0, {"v-1"})).find("My words"), std::string::npos);
  erase(person(0, {"v-1"}));
  ASSERT_EQ(media.removed.size(), 1u);
  EXPECT_TRUE(object_of(get("/v1/chat", 0, chat)).at("thread").is_null()) << "the key opens nothing any more";
  const db::Statement everything{nullptr, "SELECT COUNT(*) FROM messaging_threads WHERE email <> '' OR visitor <> ''"};
  const auto left = database().read_now(
      [&](db::Reader& reader) { return reader.one(everything, {}, [](const db::Row& row) { return row.integer(0); }); });
  EXPECT_EQ(left, 0);
}

ENGINE_TEST(PersonalDataTest, StatementsArePreparedByBothEngines) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

}  // namespace
}  // namespace plaza::messaging
