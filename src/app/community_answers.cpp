#include "community_answers.h"

#include <algorithm>

#include "community/events.h"

namespace plaza::app {

answers::Document AcceptedAnswers::made_of(const community::AcceptedAnswer& each) const {
  answers::Document made;
  made.id = to_text(each.discussion);
  made.kind = answers::Kind::community;
  made.title = each.title;
  made.text = each.answer;
  made.link = "/groups/" + each.slug + "/d/" + made.id;
  const auto face = accounts_.face(each.author);
  if (face) made.author = face->name;
  made.author_id = each.author;
  made.products = each.products;
  made.updated_at = each.accepted_at;
  made.trusted = true;
  return made;
}

answers::DocumentPage AcceptedAnswers::documents(db::Reader& reader, std::string_view cursor, int limit) {
  const auto after = parse_id<community::DiscussionId>(cursor).value_or(community::DiscussionId{});
  const auto some = discussions_.accepted_after(reader, after, std::min(limit, 500));
  answers::DocumentPage page;
  for (const auto& each : some) page.items.push_back(made_of(each));
  if (std::ssize(some) == std::min(limit, 500)) page.next = to_text(some.back().discussion);
  return page;
}

std::optional<answers::Document> AcceptedAnswers::document(db::Reader& reader, std::string_view text) {
  const auto id = parse_id<community::DiscussionId>(text);
  if (!id) return std::nullopt;
  const auto found = discussions_.accepted_after(reader, community::DiscussionId{id->value - 1}, 1);
  if (found.empty() || found.front().discussion != *id || found.front().answer.empty()) return std::nullopt;
  return made_of(found.front());
}

std::vector<std::string> AcceptedAnswers::topics() const {
  return {community::AnswerAccepted::topic, community::DiscussionChanged::topic, community::GroupChanged::topic};
}

std::vector<std::string> AcceptedAnswers::touched(db::Reader& reader, const events::Event& event) {
  if (event.topic == community::AnswerAccepted::topic) return {to_text(events::read<community::AnswerAccepted>(event).discussion_id)};
  if (event.topic == community::GroupChanged::topic) {
    const auto group = events::read<community::GroupChanged>(event);
    if (!group.opened_or_closed) return {};
    std::vector<std::string> all;
    for (const auto id : discussions_.answered_in(reader, group.group_id)) all.push_back(to_text(id));
    return all;
  }
  const auto changed = events::read<community::DiscussionChanged>(event);
  // Votes and new replies do not change what was accepted.
  if (changed.what == community::What::vote || changed.what == community::What::poll || changed.what == community::What::reply) return {};
  return {to_text(changed.discussion_id)};
}

std::optional<answers::GroupQuestion> QuestionsInGroups::find(db::Reader& reader, community::DiscussionId id) {
  using community::PieceStatus;
  const auto discussion = discussions_.discussion(reader, id);
  if (!discussion || discussion->kind != community::Kind::question || discussion->locked) return std::nullopt;
  if (discussion->status != PieceStatus::published && discussion->status != PieceStatus::held) return std::nullopt;
  const auto group = groups_.group(discussion->group);
  if (!group || group->archived) return std::nullopt;
  answers::GroupQuestion question;
  question.id = id;
  question.group = group->id;
  question.account = discussion->author;
  question.group_name = group->name;
  question.title = discussion->title;
  question.text = discussion->words.text;
  question.url = "/groups/" + group->slug + "/d/" + to_text(id);
  question.products = discussion->words.products;
  question.asked_at = discussion->created_at;
  question.shown = discussion->status == PieceStatus::published;
  question.accepted = static_cast<bool>(discussion->accepted);
  const auto owner = accounts_.find(reader, groups_.owner(group->id));
  question.for_agents = group->visibility == community::Visibility::open || (owner && owner->roles != 0);
  question.moderators = groups_.moderators(group->id);
  return question;
}

bool QuestionsInGroups::reads(const answers::GroupQuestion& question, identity::AccountId account) {
  return groups_.reads(question.group, {account, false}) && !(account && question.account && blocks_.apart(account, question.account));
}

Result<community::ReplyId> QuestionsInGroups::answer(db::Transaction& tx, community::DiscussionId id, identity::AccountId by,
                                                     std::string_view text) {
  community::NewReply reply;
  reply.discussion = id;
  reply.words.text = std::string(text);
  TRY(const auto made, discussions_.reply(tx, {by, true}, reply, clock_.now()));
  return made.id;
}

// One that was held counts from when it was written.
void subscribe_community_help(events::Dispatcher& dispatcher, const CommunityHelp& with) {
  dispatcher.once("app.help_discussions", {community::DiscussionPublished::topic},
                  [with](db::Transaction& tx, const events::Event& event) -> Status {
                    const auto told = events::read<community::DiscussionPublished>(event);
                    const auto discussion = with.discussions.discussion(tx, told.discussion_id);
                    if (!discussion || !told.account_id) return done();
                    with.help.asked_anyway(tx, {"", told.account_id}, answers::Outcome::discussion, discussion->created_at);
                    return done();
                  });
}

}  // namespace plaza::app
