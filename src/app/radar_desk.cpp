#include "radar_desk.h"

#include <algorithm>
#include <cmath>

#include "identity/roles.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::app {
namespace {

struct BellMail {
  std::string name, text, link;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("text", text);
    v("link", link);
  }
};

std::string words_for(const radar::Complaint& complaint, bool vietnamese) {
  const auto reach = std::to_string(complaint.reach), expected = std::to_string(complaint.expected);
  const std::string about = complaint.product.empty() ? "" : (vietnamese ? " về " : " about ") + complaint.product;
  if (vietnamese) return "Một bài viết không hài lòng" + about + " đang lan rộng: " + reach + " người đã xem, dự kiến " + expected + " người.";
  return "A complaint" + about + " is spreading: " + reach + " people saw it, " + expected + " are expected.";
}

}  // namespace

Result<std::string> PostChannel::send(const care::Outgoing& outgoing) {
  const auto post = parse_id<content::PostId>(outgoing.conversation.channel_key);
  if (!post) return Error{ErrorKind::unprocessable, "content.post_not_found", "The post is not there any more."};
  const auto write = [&](db::Transaction& tx) -> Result<std::string> {
    auto comment = writing_.comment(tx, outgoing.message.author, *post, outgoing.message.text, {});
    // A post that is gone stays so: it is not tried again.
    if (!comment.ok()) return Error{ErrorKind::unprocessable, comment.error().code, comment.error().detail};
    TRY_DONE(care_.sent(tx, outgoing.message.id, to_text(comment->id)));
    return to_text(comment->id);
  };
  return database_.write_now(write);
}

Result<care::ConversationId> RadarDesk::open(db::Transaction& tx, const radar::Complaint& complaint) {
  care::Inbound inbound;
  inbound.channel = "post";
  inbound.channel_key = to_text(complaint.post.id);
  inbound.external_id = to_text(complaint.post.id);
  inbound.subject = complaint.product.empty() ? first_code_points(complaint.post.text, 60) : complaint.product;
  inbound.text = complaint.post.text;
  if (!complaint.post.tags.empty()) inbound.product = complaint.post.tags.front().product_id;
  inbound.customer.account = complaint.post.author_id;
  inbound.customer.verified = true;
  if (const auto account = accounts_.find(tx, complaint.post.author_id)) {
    inbound.customer.name = account->display_name;
    inbound.customer.address = lower_ascii(account->email);
    inbound.customer.locale = account->locale.empty() ? "en" : account->locale;
  }
  TRY(const auto received, care_.receive(tx, inbound));
  return received.conversation_id;
}

void RadarDesk::tell(db::Transaction& tx, const News& news, const identity::Account& account, bool push, bool mail) {
  const bool vietnamese = account.locale == "vi";
  const auto& words = vietnamese ? news.vietnamese : news.english;
  if (mail && account.email_verified_at.micros != 0) {
    const BellMail values{account.display_name, words, news.link};
    mailer_.send(tx, {notifications::Mail::bell, news.key + ":" + to_text(account.id), account.email, account.locale, json::encode(values)});
  }
  if (!push) return;
  notifications::PushMessage message;
  message.to = account.id;
  message.title = "Radar";
  message.text = words;
  message.url = news.link;
  message.tag = news.key;
  message.urgency = news.urgent ? notifications::Urgency::high : notifications::Urgency::normal;
  message.lives = hours(6);
  push_.send(tx, message);
}

void RadarDesk::tell(db::Transaction& tx, const News& news, const std::vector<radar::Told>& duty) {
  for (const auto& account : staff_.list(tx)) {  // who is no staff any more is not told
    const auto on = std::find_if(duty.begin(), duty.end(), [&](const radar::Told& each) { return each.account == account.id; });
    if (on != duty.end()) tell(tx, news, account, on->push, on->mail);
    else if (duty.empty() && (account.roles & news.roles)) tell(tx, news, account, !news.quiet, true);
  }
}

void RadarDesk::advise(db::Transaction& tx, const radar::StopSale& advice) {
  const auto people = std::to_string(advice.people), days = std::to_string(advice.days);
  News news{"stop_sale:" + to_text(advice.advice), "/studio/radar", {}, {}, false, advice.quiet, identity::owner | identity::merchandiser};
  news.english = people + " people say that something is wrong with " + advice.product + " (last " + days + " days).";
  news.vietnamese = people + " người báo lỗi về " + advice.product + " (" + days + " ngày qua).";
  if (advice.bought_from && advice.bought_until) {
    const auto from = to_text(*advice.bought_from).substr(0, 10), until = to_text(*advice.bought_until).substr(0, 10);
    news.english += " Most of them ordered between " + from + " and " + until + ".";
    news.vietnamese += " Phần lớn đặt mua từ " + from + " đến " + until + ".";
  }
  news.english += " Stop selling it?";
  news.vietnamese += " Có nên ngừng bán?";
  tell(tx, news, advice.duty);
}

Result<std::string> RadarDesk::take(db::Transaction& tx, const radar::Complaint& complaint) {
  auto id = parse_id<care::ConversationId>(complaint.conversation);
  auto conversation = id ? care_.find(tx, *id) : std::nullopt;
  if (!conversation) {
    TRY(const auto opened, open(tx, complaint));
    id = opened;
    conversation = care_.find(tx, opened);
  }
  if (conversation) {
    care::Change change;
    change.priority = std::max(conversation->priority, complaint.urgent ? care::Priority::urgent : care::Priority::high);
    change.urgency = std::max(conversation->urgency, static_cast<std::int64_t>(std::llround(std::min(complaint.urgency, 1e11))));
    auto labels = conversation->labels;
    for (const std::string label : {"complaint", complaint.severity.c_str()}) {
      if (std::find(labels.begin(), labels.end(), label) == labels.end() && labels.size() < care::labels_max) labels.push_back(label);
    }
    change.labels = std::move(labels);
    TRY_DONE(care_.change(tx, *id, {}, change));
  }
  tell(tx, {"complaint:" + to_text(complaint.alert) + ":" + std::to_string(complaint.times), "/studio/radar", words_for(complaint, false),
            words_for(complaint, true), complaint.urgent, complaint.quiet, identity::owner | identity::agent},
       complaint.duty);
  return to_text(*id);
}

}  // namespace plaza::app
