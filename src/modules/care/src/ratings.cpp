#include "ratings.h"

#include "desk.h"
#include "merging.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

constexpr std::size_t words_max = 1'000;

// Networks have rules of their own for what a brand sends, and calls have no page.
bool asks_by_mail(std::string_view channel) { return channel == "chat" || channel == "form" || channel == "email"; }

// Whose address stands in a guest's conversation is only typed: joined with another one, it rates that one only when both are known to be theirs.
std::optional<Conversation> rateable(db::Reader& reader, std::string_view channel, std::string_view key) {
  auto each = store::find_own_key(reader, channel, key);
  if (!each || !each->merged_into) return each;
  auto survivor = store::survivor_of(reader, each);
  if (survivor && opens(*each, *survivor)) return survivor;
  return std::nullopt;
}

}  // namespace

RatingStage rating_stage(const Conversation& each, Time now) {
  if (each.status != Status::resolved || each.merged_into) return RatingStage::none;
  const bool given = each.rating > 0 && each.rated_at >= each.resolved_at;
  if (given) return now < each.rated_at + rating_changeable_for ? RatingStage::given : RatingStage::closed;
  return now < each.resolved_at + rating_asked_for ? RatingStage::asked : RatingStage::none;
}

RatingState rating_state(const Conversation& each, const Settings& settings, Time now) {
  const auto stage = rating_stage(each, now);
  RatingState state;
  state.asked = settings.ask_rating && stage == RatingStage::asked;
  state.open = stage == RatingStage::asked || stage == RatingStage::given;
  if (stage == RatingStage::given || stage == RatingStage::closed) {
    state.rating = each.rating;
    state.text = each.rating_text;
  }
  return state;
}

Result<Conversation> Desk::rate(db::Transaction& tx, ConversationId id, std::int64_t rating, std::string_view words) {
  TRY(auto each, load(tx, id));
  if (rating < 1 || rating > 5) return invalid_field("rating", "out_of_range", "must be from 1 to 5");
  const Time now = needs_.clock.now();
  const auto stage = rating_stage(each, now);
  if (stage == RatingStage::closed) {
    return Error{ErrorKind::conflict, "care.rating_closed", "It was rated, and could be changed for a week."};
  }
  if (stage == RatingStage::none) {
    const bool resolved = each.status == Status::resolved;
    return Error{ErrorKind::conflict, "care.wrong_status", resolved ? "It was resolved too long ago." : "It is not resolved yet."};
  }
  const std::string text = clean_text(words, words_max);
  if (stage == RatingStage::given && rating == each.rating && text == each.rating_text) return each;
  if (stage == RatingStage::asked) each.rated_at = now;  // a change does not make the week longer
  each.rating = rating;
  each.rating_text = text;
  const std::string value = std::to_string(rating) + (text.empty() ? "" : " " + text);
  TRY_DONE(tell(tx, each, {}, {"rated", value, {}, ""}));
  return each;
}

std::optional<RatingState> Desk::rating_of(db::Reader& reader, std::string_view channel, std::string_view key) {
  const auto each = rateable(reader, channel, key);
  if (!each) return std::nullopt;
  return rating_state(*each, store::read_settings(reader), needs_.clock.now());
}

Result<RatingState> Desk::rate(db::Transaction& tx, std::string_view channel, std::string_view key, std::int64_t rating, std::string_view words) {
  const auto each = rateable(tx, channel, key);
  if (!each) return conversation_missing();
  TRY(const auto rated, rate(tx, each->id, rating, words));
  return rating_state(rated, store::read_settings(tx), needs_.clock.now());
}

void ask_later(db::Transaction& tx, const Conversation& each, const Settings& settings, Time now) {
  if (!settings.ask_rating || each.customer.address.empty() || !asks_by_mail(each.channel)) return;
  jobs::enqueue(tx, {.kind = AskRatingJob::kind, .payload = json::encode(AskRatingJob{each.id, each.resolved_at}),
                     .not_before = now + rating_mailed_after, .unique = to_text(each.id) + ":" + std::to_string(each.resolved_at.micros)});
}

mail::Message rating_mail(const Conversation& each, const Brand& brand) {
  const bool vietnamese = each.customer.locale == "vi";
  const std::string link = brand.public_url + "/help/" + to_text(each.id) + "?token=" + each.token;
  const std::string asked = vietnamese ? "Chúng tôi đã giúp được bạn chưa? Hãy cho chúng tôi một đến năm sao, chỉ mất một chút thời gian."
                                       : "Did we help you? Give us one to five stars; it takes a moment.";
  const std::string verb = vietnamese ? "Đánh giá" : "Rate our help";
  mail::Message mail;
  mail.key = "care_rating:" + to_text(each.id) + ":" + std::to_string(each.resolved_at.micros);
  mail.from = {brand.mail_from.address, brand.name};
  mail.to = {{each.customer.address, each.customer.name}};
  mail.subject = vietnamese ? "Chúng tôi hỗ trợ thế nào?" : "How was our help?";
  mail.text = (each.subject.empty() ? std::string() : each.subject + "\n\n") + asked + "\n" + link + "\n\n" + brand.name + "\n";
  mail.html = "<div style=\"font:16px/1.5 sans-serif;max-width:600px\">" +
              (each.subject.empty() ? std::string() : "<p style=\"margin:0 0 16px;color:#666\">" + escape_html(each.subject) + "</p>") +
              "<p style=\"margin:0 0 16px\">" + escape_html(asked) + "</p><p style=\"margin:0 0 16px\"><a href=\"" + escape_html(link) + "\">" +
              escape_html(verb) + "</a></p><p>" + escape_html(brand.name) + "</p></div>";
  return mail;
}

plaza::Status ask_by_mail(const Needs& needs, const jobs::Job& job) {
  TRY(const auto wish, json::decode<AskRatingJob>(job.payload));
  bool asks = false;
  const auto look = [&](db::Reader& reader) {
    asks = store::read_settings(reader).ask_rating;
    return store::find(reader, wish.conversation_id);
  };
  const auto each = needs.database.read_now(look);
  const bool still = each && each->resolved_at == wish.resolved_at && rating_stage(*each, needs.clock.now()) == RatingStage::asked;
  if (!still || !asks || each->customer.address.empty()) return done();
  return needs.mail.send(rating_mail(*each, needs.brand));
}

}  // namespace plaza::care
