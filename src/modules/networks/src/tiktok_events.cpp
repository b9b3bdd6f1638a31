#include "tiktok_events.h"

#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "reading.h"

namespace plaza::networks {
namespace {

using boost::json::value;
using reading::text;

constexpr std::size_t text_bytes = 80'000;

void read_comment(const value& content, Event& event) {
  const auto action = text(content, {"comment_action"});
  event.comment = text(content, {"comment_id"});
  event.post = text(content, {"video_id"});
  if (event.comment.empty() || event.post.empty() || (!action.empty() && action != "insert")) {
    event.id.clear();
    return;
  }
  event.kind = Kind::comment;
  event.id = event.comment;
  event.author = text(content, {"unique_identifier"});
  event.author_name = text(content, {"username"});
  event.handle = event.author_name.empty() ? "" : "@" + event.author_name;
  event.text = text(content, {"text"}, text_bytes);
  if (const auto parent = text(content, {"parent_comment_id"}); parent != "0") event.answers_to = parent;
  // Its answer needs the video, too.
  event.thread = "comment:" + event.post + ":" + (event.answers_to.empty() ? event.comment : event.answers_to);
}

void read_message(const value& content, Event& event) {
  event.kind = Kind::message;
  event.id = text(content, {"message_id"});
  const auto conversation = text(content, {"conversation_id"});
  event.author = text(content, {"from_user", "id"});
  event.author_name = text(content, {"from"});
  event.handle = event.author_name.empty() ? "" : "@" + event.author_name;
  // Our own words come back as those of a business.
  if (conversation.empty() || text(content, {"from_user", "role"}) == "BUSINESS_ACCOUNT" || event.author == event.account) event.id.clear();
  event.thread = "dm:" + event.account + ":" + conversation;
  event.answers_to = text(content, {"referenced_message_info", "referenced_message_id"});
  const auto type = text(content, {"type"});
  if (type == "text") event.text = text(content, {"text", "body"}, text_bytes);
  else event.attachments.push_back("[" + (type.empty() ? "attachment" : type) + "]");
}

}  // namespace

std::vector<Event> tiktok_events(const value& body) {
  Event event;
  event.network = Network::tiktok;
  event.account = text(body, {"user_openid"});
  event.at = reading::time(body, {"create_time"});
  const auto content = json::parse(text(body, {"content"}, 1'000'000));
  if (!content.ok()) return {};
  const auto told = text(body, {"event"});
  event.id = told;
  if (told == "comment.update") read_comment(content->root(), event);
  else if (told == "im_receive_msg") read_message(content->root(), event);
  else return {};
  if (const auto at = reading::time(content->root(), {"timestamp"}); at.micros > 0) event.at = at;
  if (event.id.empty()) return {};
  return {event};
}

}  // namespace plaza::networks
