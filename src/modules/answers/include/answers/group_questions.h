// Port: questions that members ask in groups, until somebody answers. The app gives the community's. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "community/ids.h"
#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::answers {

struct GroupQuestion {
  community::DiscussionId id;
  community::GroupId group;
  identity::AccountId account;  // who asked
  std::string title, text, url, group_name;
  std::vector<catalog::ProductId> products;
  Time asked_at;
  bool shown = true;      // false: held, it may come back
  bool accepted = false;  // it has its answer
  // The shop's agents may read it and answer: everybody may read the group, or one of the shop's people owns it. What is asked in another
  // closed group stays among its members.
  bool for_agents = true;
  std::vector<identity::AccountId> moderators;  // of the group, owners too
};

class GroupQuestions {
 public:
  virtual ~GroupQuestions() = default;
  // Nothing: it is no question, is gone, was taken away, or nobody may reply any more.
  virtual std::optional<GroupQuestion> find(db::Reader& reader, community::DiscussionId id) = 0;
  // Members of the group whom it trusts in this, the most trusted first, at most `limit`; not who asked.
  virtual std::vector<identity::AccountId> trusted(db::Reader& reader, community::DiscussionId id, int limit) = 0;
  // May read it, and neither blocks, nor is blocked by, who asked. None: a stranger.
  virtual bool reads(const GroupQuestion& question, identity::AccountId account) = 0;
  // As the brand. Gives the reply's id.
  virtual Result<community::ReplyId> answer(db::Transaction& tx, community::DiscussionId id, identity::AccountId by, std::string_view text) = 0;
};

}  // namespace plaza::answers
