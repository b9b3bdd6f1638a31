// How customers say the help was: asked once each time a conversation is resolved, on its page, in the chat, and by one mail to who did not
// say so within the hour; what was said can be changed for a week.
#pragma once

#include <string>

#include "care/care.h"
#include "care/module.h"
#include "care/settings.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/mail.h"

namespace plaza::care {

inline constexpr Micros rating_asked_for = days(30);       // after it was resolved
inline constexpr Micros rating_changeable_for = days(7);   // after it was given
inline constexpr Micros rating_mailed_after = hours(1);

// none: it is not resolved, or was too long ago. asked: it may be given. given: it may be changed. closed: it stands.
enum class RatingStage { none, asked, given, closed };
RatingStage rating_stage(const Conversation& each, Time now);
// What its customer is shown.
RatingState rating_state(const Conversation& each, const Settings& settings, Time now);

struct AskRatingJob {
  static constexpr const char* kind = "care.ask_rating";
  ConversationId conversation_id;
  Time resolved_at;
  template <class V>
  void describe(V& v) {
    v("conversation_id", conversation_id);
    v("resolved_at", resolved_at);
  }
};
// After it was resolved: the mail, when there is an address, its channel is one that people have left by then, and the shop asks.
void ask_later(db::Transaction& tx, const Conversation& each, const Settings& settings, Time now);
// Nothing when it was rated, opened again, or resolved again meanwhile. Blocking.
plaza::Status ask_by_mail(const Needs& needs, const jobs::Job& job);
mail::Message rating_mail(const Conversation& each, const Brand& brand);

}  // namespace plaza::care
