// Pictures of conversations: who may put one where, and how long one waits to be sent.
#pragma once

#include <vector>

#include "media/media.h"
#include "views.h"

namespace plaza::messaging {

// No addresses for what `author` sent: the reader is blocked by them.
void withhold_pictures(std::vector<MessageView>& messages, identity::AccountId author);
// Takes away what was uploaded a day ago and sent by nobody, at most 500; how many.
std::int64_t purge_unsent(db::Transaction& tx, media::Media& media, Time now);

}  // namespace plaza::messaging
