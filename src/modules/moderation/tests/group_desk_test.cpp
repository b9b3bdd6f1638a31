// The desk of one group: its own cases and nothing else.
#include "moderation_fixture.h"

namespace plaza::moderation {
namespace {

constexpr const char* glaze = "grp_glaze";
constexpr const char* kiln = "grp_kiln";

class GroupDesks_ : public ModerationFixture {
 protected:
  GroupDesk& desk() { return module->group_desk(); }
  std::vector<GroupCase> waiting(const char* group) {
    return read([&](db::Reader& reader) { return desk().waiting(reader, group, CaseId{}, 10); });
  }
  std::string decide(identity::AccountId by, const char* group, CaseId id, GroupAction action) {
    const auto status = write([&](db::Transaction& tx) { return desk().decide(tx, by, group, id, action, Reason::spam, "see the rules"); });
    return status.ok() ? "ok" : status.error().code;
  }
};

ENGINE_TEST(GroupDesks_, SeesAndDecidesTheCasesOfItsGroupAlone) {
  EXPECT_TRUE(submit(mai, "cmt_1", "hello", glaze).ok());
  EXPECT_TRUE(submit(mai, "cmt_2", "hello too", kiln).ok());
  EXPECT_EQ(report(linh, "cmt_1"), "ok");
  EXPECT_EQ(report(linh, "cmt_2"), "ok");
  const auto cases = waiting(glaze);
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases.front().subject.id, "cmt_1");
  EXPECT_EQ(cases.front().notes.size(), 1u);
  EXPECT_EQ(decide(hoa, kiln, cases.front().id, GroupAction::remove), "moderation.case_not_found");
  EXPECT_EQ(decide(hoa, "", cases.front().id, GroupAction::remove), "moderation.case_not_found");
  EXPECT_EQ(decide(mai, glaze, cases.front().id, GroupAction::remove), "moderation.own_decision");
  EXPECT_EQ(standing("cmt_1"), Standing::visible);
  EXPECT_EQ(decide(hoa, glaze, cases.front().id, GroupAction::remove), "ok");
  EXPECT_EQ(standing("cmt_1"), Standing::removed);
  EXPECT_EQ(decide(hoa, glaze, cases.front().id, GroupAction::remove), "moderation.already_decided");
  EXPECT_TRUE(waiting(glaze).empty());
  EXPECT_EQ(waiting(kiln).size(), 1u);
}

ENGINE_TEST(GroupDesks_, ItsLogNamesNobodyAndItsRulesAreItsOwn) {
  EXPECT_TRUE(submit(mai, "cmt_1", "hello", glaze).ok());
  EXPECT_EQ(report(linh, "cmt_1"), "ok");
  EXPECT_EQ(decide(hoa, glaze, waiting(glaze).front().id, GroupAction::remove), "ok");
  const auto log = read([&](db::Reader& reader) { return desk().log(reader, glaze, DecisionId{}, 10); });
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log.front().what, "removed");
  EXPECT_EQ(log.front().appeal, "none");
  const auto set = [&](const char* text, std::int64_t version) {
    const auto rules = write([&](db::Transaction& tx) { return desk().set_rules(tx, glaze, text, version, hoa); });
    return rules.ok() ? std::to_string(rules->version) : rules.error().code;
  };
  EXPECT_EQ(set("hold nonsense of no kind", 0), "moderation.bad_rules");
  EXPECT_EQ(set("refuse words \"porcelain\" because off_topic", 0), "1");
  EXPECT_EQ(set("refuse words \"clay\" because off_topic", 0), "moderation.stale_rules");
  EXPECT_EQ(said(linh, "cmt_5", "I like porcelain", glaze), "moderation.refused");
  EXPECT_EQ(said(linh, "cmt_6", "I like porcelain", kiln), "publish");
}

}  // namespace
}  // namespace plaza::moderation
