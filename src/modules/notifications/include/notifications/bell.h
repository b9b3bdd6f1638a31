// The bell: a list of short lines per account, pushed to open pages by the stream and, by preference, mailed. Texts are made
// when they are read, in the reader's language. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "identity/ids.h"
#include "notifications/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::notifications {

// Stored as text; new kinds go to the end.
enum class Kind {
  liked, commented, replied, mentioned, followed, post_held, post_released, comment_removed,
  order_placed, order_paid, order_fulfilled, order_delivered, order_cancelled, order_refunded,
  back_in_stock, price_dropped, welcome, return_changed, claim_changed, message_requested, message_received, chat_answered,
  content_held, content_released, content_removed, content_warned, writing_suspended, appeal_granted, appeal_declined,
  review_replied, question_answered,
  care_mentioned, care_assigned, care_late, approval_asked, approval_decided,  // for staff
  question_for_you,
  discussion_replied, answer_accepted, group_invited, group_requested, group_approved, level_reached,
  event_cancelled, event_restored, event_moved, event_place_changed, event_reminder
};
constexpr auto enum_names(Kind*) {
  return std::array<std::string_view, 48>{
      "liked", "commented", "replied", "mentioned", "followed", "post_held", "post_released", "comment_removed",
      "order_placed", "order_paid", "order_fulfilled", "order_delivered", "order_cancelled", "order_refunded",
      "back_in_stock", "price_dropped", "welcome", "return_changed", "claim_changed",
      "message_requested", "message_received", "chat_answered",
      "content_held", "content_released", "content_removed", "content_warned", "writing_suspended", "appeal_granted", "appeal_declined",
      "review_replied", "question_answered",
      "care_mentioned", "care_assigned", "care_late", "approval_asked", "approval_decided",
      "question_for_you",
      "discussion_replied", "answer_accepted", "group_invited", "group_requested", "group_approved", "level_reached",
      "event_cancelled", "event_restored", "event_moved", "event_place_changed", "event_reminder"};
}

// From when to when.
struct Span {
  Time from, to;
  template <class V>
  void describe(V& v) {
    v("from", from);
    v("to", to);
  }
};
// What the texts of events (event_…) say beside the title.
struct Occasion {
  Span when;
  std::optional<Span> before;  // it was to be then: of event_moved
  std::string place;           // cut at 200; may be empty
  template <class V>
  void describe(V& v) {
    v("when", when);
    v("before", before);
    v("place", place);
  }
};

struct Notice {
  identity::AccountId to;
  Kind kind = Kind::welcome;
  identity::AccountId actor;  // who did it; none: the shop
  std::string about;          // the thing's id ("pst_…"): the same kind, actor and thing notify once
  std::string subject;        // what the text names: the start of a comment, a product's title, "#1001"; cut at 200
  std::string url;            // a path of our own: "/p/pst_…"; others are refused by CHECK
  std::string image_url;      // may be empty
  std::optional<Occasion> occasion = {};  // of events, and of those alone
};

class Bell {
 public:
  virtual ~Bell() = default;
  // In the caller's transaction. Does nothing (gives 0) for what was told before, and for one's own doings (actor == to).
  // Mails too when the account wants mail for this kind and has verified its address.
  virtual NotificationId notify(db::Transaction& tx, const Notice& notice) = 0;
  // Takes back what was told (an undone like or follow), if it was not read yet.
  virtual void withdraw(db::Transaction& tx, const Notice& notice) = 0;
  virtual std::int64_t unread(db::Reader& reader, identity::AccountId account) = 0;
};

}  // namespace plaza::notifications
