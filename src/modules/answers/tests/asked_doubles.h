// Doubles of the community: who is trusted with a product, and questions in groups.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "answers/experts.h"
#include "answers/group_questions.h"
#include "community/events.h"
#include "platform/events/outbox.h"

namespace plaza::answers {

using Pairs = std::set<std::pair<std::int64_t, std::int64_t>>;
inline bool holds(const Pairs& blocks, identity::AccountId one, identity::AccountId other) {
  return blocks.contains({one.value, other.value}) || blocks.contains({other.value, one.value});
}

class KnownMembers final : public TrustedMembers {
 public:
  std::vector<identity::AccountId> all;
  Pairs blocks;
  std::vector<identity::AccountId> for_product(db::Reader&, catalog::ProductId, int) override { return all; }
  bool apart(identity::AccountId one, identity::AccountId other) const override { return holds(blocks, one, other); }
};

// Questions in groups, in memory: what was asked in group 1 everybody reads, in any other its members alone.
class KeptGroups final : public GroupQuestions {
 public:
  std::vector<identity::AccountId> knowing;
  std::set<std::int64_t> members{7, 8, 10};
  Pairs blocks;
  void keep(const GroupQuestion& question) {
    const std::lock_guard lock(mutex_);
    all_[question.id.value] = question;
  }
  void take(community::DiscussionId id) {
    const std::lock_guard lock(mutex_);
    all_.erase(id.value);
  }
  std::optional<GroupQuestion> find(db::Reader&, community::DiscussionId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(id.value);
    return found == all_.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<identity::AccountId> trusted(db::Reader&, community::DiscussionId, int) override { return knowing; }
  bool reads(const GroupQuestion& question, identity::AccountId account) override {
    return (question.group.value == 1 || members.contains(account.value)) && !holds(blocks, question.account, account);
  }
  Result<community::ReplyId> answer(db::Transaction& tx, community::DiscussionId id, identity::AccountId by, std::string_view text) override {
    if (text.find("refuse me") != std::string_view::npos) return Error{ErrorKind::conflict, "community.locked", "Closed."};
    const community::ReplyId made{9'000 + std::ssize(said)};
    said.emplace_back(text);
    community::Replied replied;
    replied.discussion_id = id;
    replied.group_id = community::GroupId{1};
    replied.account_id = by;
    replied.reply_id = made;
    events::publish(tx, id.value, replied);
    return made;
  }
  std::vector<std::string> said;

 private:
  std::mutex mutex_;
  std::map<std::int64_t, GroupQuestion> all_;
};

}  // namespace plaza::answers
