// Groups, discussions and people as one looker may see them. Thread-safe; ports are plugged in before the first request.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rooms.h"
#include "thread_views.h"
#include "threads.h"

namespace plaza::community {

struct Viewing {
  Looker looker;
  content::PriceViewer prices = {};
};

class Presenter {
 public:
  Presenter(const Needs& needs, const GroupBook& book, const ThreadIndex& index, const Threads& threads, const Rooms& rooms,
            const Trust& trust)
      : needs_(needs), book_(book), index_(index), threads_(threads), rooms_(rooms), trust_(trust) {}
  void plug(const content::ProductChips& chips) { chips_ = &chips; }

  // Nothing: they are gone. `group` none: without a role.
  std::optional<PersonView> person(db::Reader& reader, identity::AccountId id, GroupId group) const;
  GroupRef ref(GroupId id) const;
  GroupCard card(db::Reader& reader, const Group& group, const Looker& looker) const;
  GroupView view(db::Reader& reader, const Group& group, const Looker& looker) const;
  MemberView member(db::Reader& reader, const Member& member, bool for_moderators) const;
  GatheringView gathering(db::Reader& reader, const Gathering& gathering, const Looker& looker) const;

  // The accepted answer, cut short; nothing where there is none that this viewer may read.
  std::optional<AnswerLine> answer(db::Reader& reader, const Discussion& discussion, const Viewing& viewing) const;
  DiscussionCard card(db::Reader& reader, const Discussion& discussion, const Viewing& viewing) const;
  DiscussionView view(db::Reader& reader, const Discussion& discussion, const Viewing& viewing) const;
  ReplyView view(db::Reader& reader, const Reply& reply, const Discussion& discussion, const Viewing& viewing) const;
  std::optional<PollView> poll(db::Reader& reader, const Discussion& discussion, const Looker& looker) const;
  std::optional<content::ProductChip> chip(catalog::ProductId id, const Viewing& viewing) const;

 private:
  void fill(db::Reader& reader, GroupCard& card, const Group& group, const Looker& looker) const;
  void fill(db::Reader& reader, DiscussionCard& card, const Discussion& discussion, const Viewing& viewing,
            std::optional<Hidden> hidden) const;
  std::optional<Hidden> hidden(PieceStatus status, identity::AccountId author, GroupId group, const Looker& looker) const;
  std::vector<media::MediaView> media(const std::vector<media::MediaId>& ids) const;
  std::vector<content::ProductChip> chips(const std::vector<catalog::ProductId>& ids, std::size_t max, const Viewing& viewing) const;

  const Needs& needs_;
  const GroupBook& book_;
  const ThreadIndex& index_;
  const Threads& threads_;
  const Rooms& rooms_;
  const Trust& trust_;
  const content::ProductChips* chips_ = nullptr;
};

}  // namespace plaza::community
