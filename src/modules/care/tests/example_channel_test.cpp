#include "example_channel.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "care_fixture.h"
#include "platform/testing/source_folder.h"

namespace plaza::care {
namespace {

class ExampleChannel : public CareFixture {
 protected:
  ExampleChannel() { module->plug(sms); }
  std::string take(const std::string& body, const std::string& secret = "shared") {
    const auto signature = crypto::hex(crypto::view(crypto::hmac_sha256(secret, body)));
    return outcome([&](db::Transaction& tx) { return sms.take(tx, care(), body, signature); });
  }
  Conversation only() {
    const auto found = read([&](db::Reader& reader) { return care().find(reader, newest); });
    return found.value_or(Conversation{});
  }
  std::vector<http::ClientRequest> asked;
  http::ClientResponse next{200, {}, R"({"id":"gw_1"})"};
  sms::Channel sms{{"https://gateway.example", "shared"}, [this](const http::ClientRequest& request) -> Result<http::ClientResponse> {
                     asked.push_back(request);
                     return next;
                   }};
  ConversationId newest;
};

const std::string hello = R"({"id":"in_1","from":"+84912345678","text":"Is the kiln open today?"})";

ENGINE_TEST(ExampleChannel, AMessageComesOnceIsAnsweredAndItsFailureIsHeardOf) {
  EXPECT_EQ(take(hello, "another"), "sms.bad_signature");
  EXPECT_EQ(take(hello), "ok");
  EXPECT_EQ(take(hello), "ok");
  Inbound same;
  same.channel = "sms";
  same.external_id = "in_1";
  same.text = "again";
  newest = receive(same).conversation_id;
  EXPECT_EQ(only().customer.address, "+84912345678");
  EXPECT_EQ(only().messages, 1);

  EXPECT_EQ(answer(newest, "From nine to six."), "ok");
  next = {503, {}, ""};
  runner->run_due();
  next = {200, {}, R"({"id":"gw_1"})"};
  clock.advance(minutes(1));
  runner->run_due();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].body, asked[1].body);
  EXPECT_NE(asked[0].body.find(R"("to":"+84912345678","text":"From nine to six.")"), std::string::npos);
  EXPECT_EQ(only().status, Status::pending);
  const auto heard = [&](db::Transaction& tx) { return care().heard_of(tx, "sms", "gw_1", Delivery::failed, "No such number"); };
  EXPECT_EQ(outcome(heard), "ok");
  EXPECT_EQ(only().status, Status::open);
}

ENGINE_TEST(ExampleChannel, AfterADayNothingCanBeAnswered) {
  EXPECT_EQ(take(hello), "ok");
  Inbound same;
  same.channel = "sms";
  same.external_id = "in_1";
  same.text = "again";
  newest = receive(same).conversation_id;
  clock.advance(hours(24));
  EXPECT_EQ(answer(newest, "Late"), "care.closed");
  EXPECT_TRUE(asked.empty());
}

TEST(ExampleChannelGuide, ShowsTheCodeThatRunsHere) {
  const auto text_of = [](const std::string& path) {
    std::ifstream file(testing::source_folder() / path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  const auto code = text_of("src/modules/care/tests/example_channel.h");
  ASSERT_FALSE(code.empty());
  EXPECT_NE(text_of("docs/channels.md").find("```cpp\n" + code + "```\n"), std::string::npos) << "docs/channels.md shows another example_channel.h";
}

}  // namespace
}  // namespace plaza::care
