#include "texts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace plaza::notifications {
namespace {

// "{a}" is who did it, "{s}" what it is about, "{w}" when it is and "{b}" when it was to be.
struct Words {
  Kind kind;
  std::string_view english;
  std::string_view vietnamese;
};

constexpr std::array<Words, 48> words = {{
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
    {Kind::event_cancelled, "“{s}”, planned for {w}, is called off.", "“{s}”, dự kiến {w}, đã bị hủy."},
    {Kind::event_restored, "“{s}” takes place after all: {w}.", "“{s}” vẫn diễn ra: {w}."},
    {Kind::event_moved, "“{s}” was moved from {b} to {w}.", "“{s}” đã đổi giờ, từ {b} sang {w}."},
    {Kind::event_place_changed, "“{s}”, {w}, takes place elsewhere.", "“{s}”, {w}, đã đổi địa điểm."},
    {Kind::event_reminder, "“{s}” begins soon: {w}.", "“{s}” sắp bắt đầu: {w}."},
    {Kind::back_in_stock, "{s} is back in stock.", "{s} đã có hàng trở lại."},
    {Kind::price_dropped, "{s} costs less now.", "{s} đã giảm giá."},
    {Kind::welcome, "Welcome! {s}", "Chào mừng bạn! {s}"},
}};

std::string two(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// What a clock on a wall and a calendar beside it show.
struct Local {
  explicit Local(Time time)
      : days(std::chrono::floor<std::chrono::days>(std::chrono::sys_time(std::chrono::microseconds(time.micros)))),
        minute((std::chrono::microseconds(time.micros) - days.time_since_epoch()) / std::chrono::minutes(1)),
        date(days), weekday(std::chrono::weekday(days).c_encoding()) {}
  std::string time() const { return two(minute / 60) + ":" + two(minute % 60); }
  std::string date_en() const {
    constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return std::string(weekdays[weekday]) + ", " + std::to_string(day()) + " " + months[month() - 1] + " " + std::to_string(year());
  }
  std::string date_vi() const {
    constexpr std::array<const char*, 7> weekdays{"Chủ Nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"};
    return std::string(weekdays[weekday]) + ", " + std::to_string(day()) + "/" + std::to_string(month()) + "/" + std::to_string(year());
  }
  unsigned day() const { return static_cast<unsigned>(date.day()); }
  unsigned month() const { return static_cast<unsigned>(date.month()); }
  int year() const { return static_cast<int>(date.year()); }

  std::chrono::sys_days days;
  std::int64_t minute;  // of the day
  std::chrono::year_month_day date;
  unsigned weekday;  // 0: Sunday
};

struct Sign {
  std::string_view currency;
  std::string_view sign;
};
constexpr std::array<Sign, 6> signs = {
    {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"JPY", "¥"}, {"VND", "₫"}, {"KRW", "₩"}}};

}  // namespace

std::string bell_text(Kind kind, std::string_view actor, std::string_view subject, std::string_view locale, const Spoken& spoken) {
  const bool vietnamese = locale == "vi";
  const auto found = std::find_if(words.begin(), words.end(), [&](const Words& entry) { return entry.kind == kind; });
  CHECK(found != words.end());
  const std::string_view pattern = vietnamese ? found->vietnamese : found->english;
  const std::string_view who = !actor.empty() ? actor : vietnamese ? "Ai đó" : "Somebody";
  const std::array<std::pair<std::string_view, std::string_view>, 4> values{
      {{"{a}", who}, {"{s}", subject}, {"{w}", spoken.when}, {"{b}", spoken.before}}};
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.first == pattern.substr(at, 3); });
    if (value == values.end()) {
      text += pattern[at++];
    } else {
      text += value->second;
      at += 3;
    }
  }
  if (!spoken.place.empty()) text.append(vietnamese ? " Địa điểm: " : " Where: ").append(spoken.place);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string span_text(const Span& span, std::string_view locale, Micros ahead) {
  const bool vietnamese = locale == "vi";
  const Local from(span.from + ahead), to(span.to + ahead);
  std::string text;
  if (vietnamese) {
    text = from.days == to.days ? from.time() + "–" + to.time() + " " + from.date_vi()
                                : from.time() + " " + from.date_vi() + " – " + to.time() + " " + to.date_vi();
  } else {
    text = from.date_en() + ", " + from.time() + (from.days == to.days ? "–" : " – " + to.date_en() + ", ") + to.time();
  }
  text += " (UTC";
  if (const auto offset = std::abs(ahead) / minutes(1); offset > 0) {
    text += (ahead < 0 ? "−" : "+") + std::to_string(offset / 60);
    if (offset % 60) text += ":" + two(offset % 60);
  }
  return text + ")";
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
