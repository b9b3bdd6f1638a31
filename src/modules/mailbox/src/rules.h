// Pure decisions: what kind of mail it is, which conversation it names, what may be answered by itself, what is folded, which names and
// types files may have, when a mailbox is tried again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "care/ids.h"
#include "letter.h"
#include "mailbox/settings.h"

namespace plaza::mailbox {

// automatic: a machine answered (out of office, vacation). bulk: lists and newsletters. bounce: a report that a mail did not arrive.
enum class Kind { person, automatic, bulk, bounce };
Kind kind_of(const Letter& letter);

// A machine may answer it once: it comes from a person who has not asked for quiet, and not from us.
bool may_acknowledge(const Letter& letter);

// --- threads: a token of ours, then the ids it answers to; never the subject ---

// 29 letters and digits that survive lower case: the conversation and 80 bits of HMAC-SHA-256.
std::string token_of(std::string_view secret, care::ConversationId id);
std::optional<care::ConversationId> read_token(std::string_view secret, std::string_view token);
// "support@shop.example" -> "support+TOKEN@shop.example"
std::string plus_address(std::string_view address, std::string_view token);
// An id that belongs to no mail: it stands first among the references of each answer, and comes back with them.
std::string reference_of(std::string_view address, std::string_view token);
// What stands where tokens stand; whether one is good is for read_token().
std::vector<std::string> tokens_in(const Letter& letter, std::string_view address);
// The same whether it came to support@ or to support+TOKEN@.
std::string without_plus(std::string_view address);

// The same mail delivered twice has the same; another one that borrows its Message-ID has not.
std::string digest_of(const Letter& letter);

// --- bounces ---

// Some did not arrive for good. Delays are not failures.
bool has_failed(const Letter& letter);
// "5.1.1 smtp; 550 no such user"
std::string failure_of(const Letter& letter);

// --- words ---

struct Folded {
  std::string fresh;   // never empty unless all was
  std::string quoted;  // history and signature
};
Folded fold(std::string_view text);
bool is_vietnamese(std::string_view text);

// --- files ---

std::string safe_name(std::string_view name, std::string_view content_type, std::size_t number);
std::string safe_type(std::string_view content_type);

// --- mailboxes ---

// After so many failures one after the other: half a minute, doubled, at most an hour.
Micros pause_after(std::int64_t failures);

}  // namespace plaza::mailbox
