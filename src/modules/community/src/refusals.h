// What community refuses, in one place: codes and words.
#pragma once

#include <string>

#include "platform/base/result.h"

namespace plaza::community {

inline Error group_not_found() { return {ErrorKind::not_found, "community.group_not_found", "There is no such group."}; }
inline Error discussion_not_found() {
  return {ErrorKind::not_found, "community.discussion_not_found", "There is no such discussion."};
}
inline Error reply_not_found() { return {ErrorKind::not_found, "community.reply_not_found", "There is no such reply."}; }
inline Error event_not_found() { return {ErrorKind::not_found, "community.event_not_found", "There is no such event."}; }
inline Error person_not_found() { return {ErrorKind::not_found, "community.person_not_found", "There is no such member."}; }
inline Error not_a_member() { return {ErrorKind::forbidden, "community.not_a_member", "Join the group first."}; }
inline Error not_allowed() { return {ErrorKind::forbidden, "community.not_allowed", "This is not for you to do."}; }
inline Error cannot_reply() { return {ErrorKind::forbidden, "community.cannot_reply", "You cannot reply here."}; }
inline Error level_too_low(int level) {
  return {ErrorKind::forbidden, "community.level_too_low", "This takes a level of trust of " + std::to_string(level) + "."};
}
inline Error archived() { return {ErrorKind::conflict, "community.archived", "The group is closed; it can only be read."}; }
inline Error locked() { return {ErrorKind::conflict, "community.locked", "This discussion is closed."}; }
inline Error own() { return {ErrorKind::conflict, "community.own", "This is your own."}; }

}  // namespace plaza::community
