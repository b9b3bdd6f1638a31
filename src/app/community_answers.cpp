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
