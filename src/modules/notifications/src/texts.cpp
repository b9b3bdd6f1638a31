#include "texts.h"

#include <algorithm>
#include <array>

namespace plaza::notifications {
namespace {

// "{a}" is who did it, "{s}" what it is about.
struct Words {
  Kind kind;
  std::string_view english;
  std::string_view vietnamese;
};

constexpr std::array<Words, 43> words = {{
    {Kind::liked, "{a} liked your post.", "{a} đã thích bài viết của bạn."},
    {Kind::commented, "{a} commented: “{s}”", "{a} đã bình luận: “{s}”"},
    {Kind::replied, "{a} replied: “{s}”", "{a} đã trả lời: “{s}”"},
    {Kind::mentioned, "{a} mentioned you: “{s}”", "{a} đã nhắc đến bạn: “{s}”"},
    {Kind::followed, "{a} follows you.", "{a} đã theo dõi bạn."},
    {Kind::post_held, "Your post is on hold while we look at it. {s}", "Bài viết của bạn đang được xem xét. {s}"},
    {Kind::post_released, "Your post is visible again.", "Bài viết của bạn đã hiển thị trở lại."},
    {Kind::comment_removed, "Your comment was removed. {s}", "Bình luận của bạn đã bị gỡ. {s}"},
    {Kind::order_placed, "We received your order {s}.", "Chúng tôi đã nhận đơn hàng {s} của bạn."},
    {Kind::order_paid, "Your order {s} is paid.", "Đơn hàng {s} đã được thanh toán."},
    {Kind::order_fulfilled, "Your order {s} is on its way.", "Đơn hàng {s} đang được giao."},
    {Kind::order_delivered, "Your order {s} has arrived.", "Đơn hàng {s} đã được giao."},
    {Kind::order_cancelled, "Your order {s} was cancelled.", "Đơn hàng {s} đã bị hủy."},
    {Kind::order_refunded, "Your order {s} was refunded.", "Đơn hàng {s} đã được hoàn tiền."},
    {Kind::return_changed, "There is news about your return for order {s}.", "Có tin mới về yêu cầu trả hàng của đơn {s}."},
    {Kind::claim_changed, "There is news about your warranty claim for {s}.", "Có tin mới về yêu cầu bảo hành cho {s}."},
    {Kind::message_requested, "{a} would like to write to you.", "{a} muốn nhắn tin cho bạn."},
    {Kind::message_received, "{a} wrote to you.", "{a} đã nhắn tin cho bạn."},
    {Kind::chat_answered, "We answered you: “{s}”", "Chúng tôi đã trả lời bạn: “{s}”"},
    {Kind::content_held, "What you wrote is hidden until we have looked at it: “{s}”", "Nội dung của bạn tạm ẩn cho đến khi được xem xét: “{s}”"},
    {Kind::content_released, "What you wrote can be seen. {s}", "Nội dung của bạn đã hiển thị. {s}"},
    {Kind::content_removed, "What you wrote was removed. {s}", "Nội dung của bạn đã bị gỡ. {s}"},
    {Kind::content_warned, "A moderator has a word for you. {s}", "Người kiểm duyệt có lời nhắn cho bạn. {s}"},
    {Kind::writing_suspended, "You cannot write for a while. {s}", "Bạn tạm thời không thể viết bài. {s}"},
    {Kind::appeal_granted, "Your appeal was right: the decision is taken back. {s}", "Khiếu nại của bạn được chấp nhận. {s}"},
    {Kind::appeal_declined, "Your appeal was looked at; the decision stands. {s}", "Khiếu nại của bạn đã được xem xét; quyết định được giữ nguyên. {s}"},
    {Kind::review_replied, "We answered your review of {s}.", "Chúng tôi đã trả lời đánh giá của bạn về {s}."},
    {Kind::question_answered, "{a} answered your question: “{s}”", "{a} đã trả lời câu hỏi của bạn: “{s}”"},
    {Kind::question_for_you, "{a} asks about something you know: “{s}” Can you help?", "{a} hỏi về món bạn biết rõ: “{s}” Bạn giúp được không?"},
    {Kind::care_mentioned, "{a} mentioned you in a conversation.", "{a} đã nhắc đến bạn trong một cuộc trò chuyện."},
    {Kind::care_assigned, "{a} gave you a conversation.", "{a} đã giao cho bạn một cuộc trò chuyện."},
    {Kind::care_late, "A conversation is late: nobody has answered yet.", "Một cuộc trò chuyện đã trễ hạn: chưa có ai trả lời."},
    {Kind::approval_asked, "{a} asks whether {s} may be given.", "{a} xin phép chi {s}."},
    {Kind::approval_decided, "{a} decided about {s}, which you asked for.", "{a} đã quyết định về {s} mà bạn xin."},
    {Kind::discussion_replied, "{a} replied in “{s}”.", "{a} đã trả lời trong “{s}”."},
    {Kind::answer_accepted, "Your answer helped: it was accepted in “{s}”.", "Câu trả lời của bạn được chọn trong “{s}”."},
    {Kind::group_invited, "{a} invites you to the group {s}.", "{a} mời bạn vào nhóm {s}."},
    {Kind::group_requested, "{a} would like to join {s}.", "{a} muốn tham gia nhóm {s}."},
    {Kind::group_approved, "You are in: welcome to {s}.", "Bạn đã được nhận vào nhóm {s}."},
    {Kind::level_reached, "You reached level {s} in the communities.", "Bạn đã đạt cấp {s} trong cộng đồng."},
    {Kind::back_in_stock, "{s} is back in stock.", "{s} đã có hàng trở lại."},
    {Kind::price_dropped, "{s} costs less now.", "{s} đã giảm giá."},
    {Kind::welcome, "Welcome! {s}", "Chào mừng bạn! {s}"},
}};

struct Sign {
  std::string_view currency;
  std::string_view sign;
};
constexpr std::array<Sign, 6> signs = {
    {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"JPY", "¥"}, {"VND", "₫"}, {"KRW", "₩"}}};

}  // namespace

std::string bell_text(Kind kind, std::string_view actor, std::string_view subject, std::string_view locale) {
  const bool vietnamese = locale == "vi";
  const auto found = std::find_if(words.begin(), words.end(), [&](const Words& entry) { return entry.kind == kind; });
  CHECK(found != words.end());
  const std::string_view pattern = vietnamese ? found->vietnamese : found->english;
  const std::string_view who = !actor.empty() ? actor : vietnamese ? "Ai đó" : "Somebody";
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern.substr(at, 3) == "{a}") {
      text += who;
      at += 3;
    } else if (pattern.substr(at, 3) == "{s}") {
      text += subject;
      at += 3;
    } else {
      text += pattern[at++];
    }
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string money_text(Money money, std::string_view locale) {
  const bool vietnamese = locale == "vi";
  std::string plain = decimal_text(money);
  const bool negative = plain.starts_with('-');
  if (negative) plain.erase(0, 1);
  const auto point = plain.find('.');
  std::string whole = plain.substr(0, point);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3) {
    whole.insert(static_cast<std::size_t>(at), 1, vietnamese ? '.' : ',');
  }
  std::string number = whole;
  if (point != std::string::npos) number += (vietnamese ? "," : ".") + plain.substr(point + 1);
  const std::string minus = negative ? "-" : "";
  const auto sign = std::find_if(signs.begin(), signs.end(),
                                 [&](const Sign& entry) { return entry.currency == money.currency.code(); });
  const std::string mark(sign == signs.end() ? money.currency.code() : sign->sign);
  if (vietnamese || sign == signs.end()) return minus + number + "\u00A0" + mark;
  return minus + mark + number;
}

}  // namespace plaza::notifications
