#include "meta_events.h"

#include "platform/base/text.h"
#include "platform/json/document.h"
#include "reading.h"

namespace plaza::networks {
namespace {

using boost::json::value;
using reading::flag;
using reading::list;
using reading::text;

constexpr std::size_t text_bytes = 80'000;
constexpr std::size_t link_bytes = 2'000;

// A link that may be shown, or nothing.
std::string link_of(const value& each, std::initializer_list<std::string_view> path) {
  auto link = text(each, path, link_bytes);
  return link.starts_with("https://") ? link : std::string();
}

// --- Messenger and Instagram messages ---

std::vector<std::string> attachments_of(const value& message) {
  std::vector<std::string> all;
  for (const auto& each : list(message, {"attachments"})) {
    const auto url = link_of(each, {"payload", "url"});
    const auto kind = text(each, {"type"});
    all.push_back("[" + (kind.empty() ? "attachment" : kind) + "]" + (url.empty() ? "" : " " + url));
    if (all.size() == attachments_max) break;
  }
  return all;
}

// What Messenger tells of our own answers.
void add_receipts(Network network, const value& each, std::vector<Event>& events) {
  const auto add = [&](Became became, const std::string& mid) {
    if (mid.empty()) return;
    Event event;
    event.network = network;
    event.kind = Kind::receipt;
    event.became = became;
    event.answers_to = mid;
    event.id = std::string(became == Became::read ? "read:" : "delivered:") + mid;
    events.push_back(std::move(event));
  };
  for (const auto& mid : list(each, {"delivery", "mids"})) {
    if (mid.is_string()) add(Became::delivered, std::string(mid.get_string()));
  }
  add(Became::read, text(each, {"read", "mid"}));
}

void add_messaging(Network network, const std::string& account, const value& each, std::vector<Event>& events) {
  add_receipts(network, each, events);
  const auto* message = reading::at(each, {"message"});
  const auto author = text(each, {"sender", "id"});
  const auto* postback = reading::at(each, {"postback"});
  if (author.empty() || author == account || (!message && !postback)) return;
  // What we sent ourselves, from here or from the network's own app, and what was taken back.
  if (message && (flag(*message, {"is_echo"}) || flag(*message, {"is_deleted"}))) return;
  Event event;
  event.network = network;
  event.kind = Kind::message;
  event.account = account;
  event.author = author;
  event.thread = "dm:" + account + ":" + author;
  event.at = reading::time(each, {"timestamp"});
  if (message) {
    event.id = text(*message, {"mid"});
    event.text = text(*message, {"text"}, text_bytes);
    event.answers_to = text(*message, {"reply_to", "mid"});
    event.attachments = attachments_of(*message);
    event.link = link_of(*message, {"reply_to", "story", "url"});
  } else {
    event.id = text(*postback, {"mid"});
    event.text = text(*postback, {"title"}, text_bytes);
  }
  if (!event.id.empty()) events.push_back(std::move(event));
}

// --- comments and mentions ---

void add_instagram_change(const std::string& account, const std::string& field, const value& what, std::vector<Event>& events) {
  Event event;
  event.network = Network::instagram;
  event.account = account;
  if (field == "comments" || field == "live_comments") {
    event.kind = Kind::comment;
    event.comment = text(what, {"id"});
    event.author = text(what, {"from", "id"});
    if (event.comment.empty() || event.author == account) return;
    const auto username = text(what, {"from", "username"});
    event.author_name = username;
    event.handle = username.empty() ? "" : "@" + username;
    event.text = text(what, {"text"}, text_bytes);
    event.post = text(what, {"media", "id"});
    event.answers_to = text(what, {"parent_id"});
    event.thread = "comment:" + (event.answers_to.empty() ? event.comment : event.answers_to);
    event.id = event.comment;
  } else if (field == "mentions") {
    event.kind = Kind::mention;
    event.post = text(what, {"media_id"});
    event.comment = text(what, {"comment_id"});
    if (event.post.empty()) return;
    event.thread = "mention:" + event.post + ":" + event.comment;
    event.id = event.thread;
  } else {
    return;
  }
  events.push_back(std::move(event));
}

void add_page_change(const std::string& account, const std::string& field, const value& what, std::vector<Event>& events) {
  const bool comment = field == "feed" && text(what, {"item"}) == "comment" && text(what, {"verb"}) == "add";
  const bool mention = field == "mention" && text(what, {"verb"}) == "add";
  if (!comment && !mention) return;
  Event event;
  event.network = Network::facebook;
  event.kind = comment ? Kind::comment : Kind::mention;
  event.account = account;
  event.comment = text(what, {"comment_id"});
  event.post = text(what, {"post_id"});
  event.author = comment ? text(what, {"from", "id"}) : text(what, {"sender_id"});
  if (event.author == account || (event.comment.empty() && event.post.empty())) return;
  event.author_name = comment ? text(what, {"from", "name"}) : text(what, {"sender_name"});
  event.text = text(what, {"message"}, text_bytes);
  event.link = link_of(what, {"post", "permalink_url"});
  if (const auto photo = link_of(what, {"photo"}); !photo.empty()) event.attachments.push_back("[image] " + photo);
  event.at = reading::time(what, {"created_time"});
  // A first comment names its post as its parent.
  if (const auto parent = text(what, {"parent_id"}); parent != event.post) event.answers_to = parent;
  event.id = event.comment.empty() ? "mention:" + event.post : event.comment;
  event.thread = comment ? "comment:" + (event.answers_to.empty() ? event.comment : event.answers_to)
                         : "mention:" + event.post + ":" + event.comment;
  events.push_back(std::move(event));
}

// --- WhatsApp ---

std::string place_of(const value& message) {
  std::string place = text(message, {"location", "name"});
  const auto add = [&](const std::string& more) {
    if (!more.empty()) place += (place.empty() ? "" : ", ") + more;
  };
  add(text(message, {"location", "address"}));
  return "[location" + (place.empty() ? "" : ": " + place) + "]";
}

// The words of each kind of message, or what it is.
void read_whatsapp(const value& message, Event& event) {
  const auto type = text(message, {"type"});
  if (type == "text") {
    event.text = text(message, {"text", "body"}, text_bytes);
  } else if (type == "button") {
    event.text = text(message, {"button", "text"}, text_bytes);
  } else if (type == "interactive") {
    event.text = text(message, {"interactive", "button_reply", "title"});
    if (event.text.empty()) event.text = text(message, {"interactive", "list_reply", "title"});
  } else if (type == "reaction") {
    event.text = text(message, {"reaction", "emoji"});
    event.answers_to = text(message, {"reaction", "message_id"});
  } else if (type == "location") {
    event.attachments.push_back(place_of(message));
  } else {
    const auto name = text(message, {type, "filename"});
    event.text = text(message, {type, "caption"}, text_bytes);
    event.attachments.push_back("[" + (type.empty() ? "attachment" : type) + (name.empty() ? "" : ": " + name) + "]");
  }
}

void add_status(const std::string& account, const value& status, std::vector<Event>& events) {
  Event event;
  event.network = Network::whatsapp;
  event.kind = Kind::receipt;
  event.account = account;
  event.answers_to = text(status, {"id"});
  const auto told = text(status, {"status"});
  if (told == "delivered") event.became = Became::delivered;
  else if (told == "read") event.became = Became::read;
  else if (told == "failed") event.became = Became::failed;
  else return;
  if (event.answers_to.empty()) return;
  for (const auto& error : list(status, {"errors"})) {
    event.failure = text(error, {"error_data", "details"}, 1'000);
    if (event.failure.empty()) event.failure = text(error, {"title"});
    break;
  }
  event.id = told + ":" + event.answers_to;
  event.at = reading::time(status, {"timestamp"});
  events.push_back(std::move(event));
}

void add_whatsapp(const value& what, std::vector<Event>& events) {
  const auto account = text(what, {"metadata", "phone_number_id"});
  for (const auto& message : list(what, {"messages"})) {
    Event event;
    event.network = Network::whatsapp;
    event.kind = Kind::message;
    event.account = account;
    event.id = text(message, {"id"});
    event.author = text(message, {"from"});
    const auto type = text(message, {"type"});
    if (event.id.empty() || event.author.empty() || type == "system" || type == "unsupported") continue;
    for (const auto& contact : list(what, {"contacts"})) {
      if (text(contact, {"wa_id"}) == event.author) event.author_name = text(contact, {"profile", "name"});
    }
    event.handle = "+" + event.author;
    event.thread = "dm:" + account + ":" + event.author;
    event.answers_to = text(message, {"context", "id"});
    event.at = reading::time(message, {"timestamp"});
    read_whatsapp(message, event);
    events.push_back(std::move(event));
  }
  for (const auto& status : list(what, {"statuses"})) add_status(account, status, events);
}

}  // namespace

std::vector<Event> meta_events(const value& body) {
  std::vector<Event> events;
  const auto object = text(body, {"object"});
  for (const auto& entry : list(body, {"entry"})) {
    const auto account = text(entry, {"id"});
    if (object == "instagram" || object == "page") {
      const Network network = object == "page" ? Network::facebook : Network::instagram;
      for (const auto& each : list(entry, {"messaging"})) add_messaging(network, account, each, events);
    }
    for (const auto& change : list(entry, {"changes"})) {
      const auto field = text(change, {"field"});
      const auto* what = reading::at(change, {"value"});
      if (!what) continue;
      if (object == "instagram") add_instagram_change(account, field, *what, events);
      else if (object == "page") add_page_change(account, field, *what, events);
      else if (object == "whatsapp_business_account" && field == "messages") add_whatsapp(*what, events);
    }
    if (events.size() >= events_max) break;
  }
  if (events.size() > events_max) events.resize(events_max);
  return events;
}

}  // namespace plaza::networks
