// Labels reach the person: what is told when they change, and of whom.
#include "care/events.h"
#include "care_fixture.h"
#include "desk.h"

namespace plaza::care {
namespace {

class CareLabels : public CareFixture {
 protected:
  CareLabels() {
    dispatcher->once("test.labels", {LabelsChanged::topic}, [this](db::Transaction& tx, const events::Event& event) {
      const auto told = events::read<LabelsChanged>(event);
      std::string line = told.account_id ? (*told.account_id == an ? "an" : "somebody") : told.visitor;
      line += ":";
      for (const auto& label : told.labels) line += " " + label;
      for (const auto& label : told.gone) line += " -" + label;
      tx.on_commit([this, line] { heard.push_back(line); });
      return done();
    });
  }
  std::string label(ConversationId id, std::vector<std::string> labels) {
    Change wish;
    wish.labels = std::move(labels);
    return change(id, wish);
  }
  std::string last() {
    dispatcher->drain();
    return heard.empty() ? "nothing" : heard.back();
  }
  Inbound chat_of(const std::string& visitor) {
    auto inbound = from_an("Hello");
    inbound.channel = "chat";
    inbound.channel_key = "thr_of_" + visitor;
    inbound.customer = {{}, visitor, "", "", "en", false};
    return inbound;
  }

  std::vector<std::string> heard;
};

ENGINE_TEST(CareLabels, AreThoseOfAllTheirConversations) {
  const auto one = receive(from_an("first")).conversation_id, two = receive(from_an("second")).conversation_id;
  ASSERT_EQ(label(one, {"Vip", "broken"}), "ok");
  EXPECT_EQ(last(), "an: broken vip");
  ASSERT_EQ(label(two, {"vip"}), "ok");
  EXPECT_EQ(last(), "an: broken vip");
  ASSERT_EQ(label(one, {}), "ok");
  EXPECT_EQ(last(), "an: vip -broken") << "vip stands on the other one still";
  ASSERT_EQ(label(two, {}), "ok");
  EXPECT_EQ(last(), "an: -vip");
  const auto count = heard.size();
  ASSERT_EQ(label(two, {}), "ok");
  ASSERT_EQ(resolve(two), "ok");
  last();
  EXPECT_EQ(heard.size(), count) << "nothing changed about them";
}

ENGINE_TEST(CareLabels, NothingIsToldOfWhoOnlySaysToBeSomebody) {
  auto inbound = from_an("I am An");
  inbound.customer.verified = false;
  inbound.channel_key = "claimed";
  const auto id = receive(inbound).conversation_id;
  ASSERT_EQ(label(id, {"rude"}), "ok");
  EXPECT_EQ(last(), "nothing");
  inbound.customer.verified = true;
  receive(inbound);
  EXPECT_EQ(last(), "an: rude") << "once it is shown";
}

ENGINE_TEST(CareLabels, AVisitorsGoAlongWhenTheySignIn) {
  const auto id = receive(chat_of("v-7")).conversation_id;
  ASSERT_EQ(label(id, {"vip"}), "ok");
  EXPECT_EQ(last(), "v-7: vip");
  Customer member;
  member.account = an;
  member.verified = true;
  const auto adopt = [&](db::Transaction& tx) { return care().adopt(tx, "chat", "thr_of_v-7", "thr_of_v-7", member); };
  ASSERT_EQ(outcome(adopt), "ok");
  dispatcher->drain();
  ASSERT_EQ(heard.size(), 3u);
  EXPECT_EQ(heard.at(1), "v-7: -vip");
  EXPECT_EQ(heard.at(2), "an: vip");
}

}  // namespace
}  // namespace plaza::care
