// Pictures that agents upload for an answer. They are restricted: whoever may read the conversation is given addresses that end.
#pragma once

#include <vector>

#include "care/module.h"

namespace plaza::care {

namespace store {

void insert_picture(db::Transaction& tx, ConversationId conversation, media::MediaId picture, Time at);
bool is_picture_of(db::Reader& reader, ConversationId conversation, media::MediaId picture);
void set_sent(db::Transaction& tx, const std::vector<media::MediaId>& pictures);
void delete_picture(db::Transaction& tx, media::MediaId picture);

}  // namespace store

// Takes away what was uploaded a day ago and sent by nobody, at most 500; how many.
std::int64_t purge_unsent(db::Transaction& tx, media::Media& media, Time now);

}  // namespace plaza::care
