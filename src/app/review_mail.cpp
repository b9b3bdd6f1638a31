#include "review_mail.h"

#include "platform/json/codec.h"
#include "reviews/events.h"

namespace plaza::app {
namespace {

struct MailLine {
  std::string title, options, image;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("options", options);
    v("image", image);
  }
};

struct MailValues {
  std::string name, number, link, stop;
  std::vector<MailLine> lines;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("number", number);
    v("link", link);
    v("stop", stop);
    v("lines", lines);
  }
};

}  // namespace

void ReviewNewsMail::invite(db::Transaction& tx, const orders::Order& order, const std::vector<reviews::InvitedLine>& lines,
                            const std::string& link, const std::string& quiet_link, const std::string& key) {
  MailValues values{order.shipping_address.name, orders::number_text(order.number), link, quiet_link, {}};
  for (const auto& line : lines) values.lines.push_back({line.title, line.variant_title, line.image_url});
  mailer_.send(tx, {notifications::Mail::review_invitation, key, order.email, order.locale, json::encode(values)});
}

void ReviewNewsMail::replied(db::Transaction& tx, const reviews::Review& review, const std::string& product_title,
                             const std::string& path) {
  bell_.notify(tx, {review.account_id, notifications::Kind::review_replied, {}, to_text(review.id), product_title, path, ""});
}

void subscribe_answers(events::Dispatcher& dispatcher, const AnswerNews& parts) {
  dispatcher.once("app.answers", {reviews::QuestionAnswered::topic},
                  [parts](db::Transaction& tx, const events::Event& event) -> Status {
                    const auto told = events::read<reviews::QuestionAnswered>(event);
                    const auto product = parts.catalog.product(tx, told.product_id);
                    const auto question = parts.questions.find(tx, told.question_id);
                    if (!product || !question || !told.asker_id) return done();
                    parts.bell.notify(tx, {told.asker_id, notifications::Kind::question_answered, told.account_id,
                                           to_text(told.answer_id), question->text, "/products/" + product->handle + "#questions", ""});
                    return done();
                  });
}

}  // namespace plaza::app
