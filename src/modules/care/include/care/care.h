// Care: one list of conversations for every channel. What comes in finds its conversation or opens one; what goes out is queued in the
// caller's transaction and delivered by a job. Thread-safe.
//
// Codes: care.not_found (404), care.stale, care.wrong_status (409), care.too_long, care.no_address (409), care.closed (409), care.over_limit (403), care.too_many_labels (409),
// request.invalid (400). An error changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "care/channel.h"
#include "care/conversation.h"
#include "care/saved_reply.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::care {

// Who acts at the desk; none: the shop itself.
struct Agent {
  identity::AccountId id;
  std::uint32_t roles = 0;
};

// What staff change; nothing: stays.
struct Change {
  std::optional<Status> status;
  std::optional<Time> snoozed_until;  // needs status snoozed
  std::optional<Priority> priority;
  std::optional<identity::AccountId> assignee;  // none in it: nobody
  std::optional<std::vector<std::string>> labels;
  std::optional<std::string> subject;
  std::optional<Feeling> feeling;     // of the latest message; not unknown
  std::optional<std::string> intent;  // by its name in ml/text; empty: none
  std::optional<std::string> topic;   // the code of one that settings have; empty: none. Takes its team along
  std::optional<std::string> team;    // empty: anybody's
  std::optional<catalog::ProductId> product;  // none in it: not known
  std::optional<std::int64_t> urgency;
  std::optional<std::int64_t> version;  // refuse if it is not this version any more
  std::vector<std::string> add_labels = {}, remove_labels = {};  // the others stay
};

// How a conversation's help was, as its customer is shown it.
struct RatingState {
  bool asked = false;       // it is resolved, not rated since, and the shop asks
  bool open = false;        // it may be given, or changed
  std::int64_t rating = 0;  // 1 to 5; 0: not given since it was resolved
  std::string text;
};

// What stands again where it had been taken away.
struct Wording {
  std::string subject, text;
};
// Of a message, by its external id; nothing: they are still gone.
using WordsOf = std::function<std::optional<Wording>(std::string_view external_id)>;

class Care {
 public:
  virtual ~Care() = default;

  // Threads by token, then by channel key, then by the ids it answers to; never by its subject. Opens a resolved one again.
  virtual Result<Received> receive(db::Transaction& tx, const Inbound& inbound) = 0;
  virtual std::optional<Conversation> find(db::Reader& reader, ConversationId id) = 0;
  // Newest activity first, at most `limit` (1..100).
  virtual std::vector<Conversation> of_account(db::Reader& reader, identity::AccountId account, int limit) = 0;

  // So many minutes of the shop's working hours after `start`; without care's settings the clock never stops.
  virtual Time working_time_after(db::Reader& reader, Time start, int minutes) {
    static_cast<void>(reader);
    return start + plaza::minutes(minutes);
  }

  // An answer went out, under this external id: for channels that write it into this database, in the transaction that does. So it goes out
  // once, although its job may run again. care.wrong_status (409): it went out before, or is not to go out.
  virtual plaza::Status sent(db::Transaction& tx, MessageId id, std::string_view external_id) {
    static_cast<void>(tx), static_cast<void>(id), static_cast<void>(external_id);
    return done();
  }
  // An answer to the customer, or a note among staff.
  virtual Result<Message> answer(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view text) = 0;
  virtual Result<Message> note(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view text,
                               const std::vector<identity::AccountId>& mentions) = 0;
  virtual Result<Conversation> change(db::Transaction& tx, ConversationId id, const Agent& by, const Change& change) = 0;
  // What a channel hears later of an answer that it sent: delivered, read, or failed (then it is the shop's turn again). Goes forward
  // only: what comes late or twice is done already. care.not_found while nothing with this external id is known.
  virtual plaza::Status heard_of(db::Transaction& tx, std::string_view channel, std::string_view external_id, Delivery what,
                                 std::string_view failure) = 0;
  // The thread `from` of a channel belongs to that customer now and goes on as the thread `into` (the same: only the owner changed). Where
  // both have a conversation they become one.
  virtual plaza::Status adopt(db::Transaction& tx, std::string_view channel, std::string_view from, std::string_view into,
                              const Customer& customer) = 0;
  // The conversation of a channel's thread; nothing: there is none.
  virtual std::optional<Conversation> of_thread(db::Reader& reader, std::string_view channel, std::string_view key) {
    static_cast<void>(reader), static_cast<void>(channel), static_cast<void>(key);
    return std::nullopt;
  }
  // What the customer wrote is gone where it stood: its words and pictures leave the conversation, that something was written stays; one
  // without any words of the customer left is resolved. One
  // message by its external id; or all that came by that channel in the thread of a key, or in all threads below one ("pst_…/"). What is not
  // known, or wordless already, is done.
  virtual plaza::Status withdraw_one(db::Transaction& tx, std::string_view channel, std::string_view external_id) {
    static_cast<void>(tx), static_cast<void>(channel), static_cast<void>(external_id);
    return done();
  }
  virtual plaza::Status withdraw(db::Transaction& tx, std::string_view channel, std::string_view key) {
    static_cast<void>(tx), static_cast<void>(channel), static_cast<void>(key);
    return done();
  }
  // What was withdrawn stands there again (an appeal): the words come back, and a conversation that closed because they were gone is the
  // shop's turn again. What somebody resolved stays resolved; what has its words, and what was erased, is done.
  virtual plaza::Status restore_one(db::Transaction& tx, std::string_view channel, std::string_view external_id, const Wording& words) {
    static_cast<void>(tx), static_cast<void>(channel), static_cast<void>(external_id), static_cast<void>(words);
    return done();
  }
  virtual plaza::Status restore(db::Transaction& tx, std::string_view channel, std::string_view key, const WordsOf& words) {
    static_cast<void>(tx), static_cast<void>(channel), static_cast<void>(key), static_cast<void>(words);
    return done();
  }
  // Somebody else answered in public what was asked there: its words stay, nobody has to answer any more, and nobody is asked how the help
  // was. What is resolved, unknown, or holds other conversations that were merged into it, stays as it is.
  virtual plaza::Status settle_elsewhere(db::Transaction& tx, std::string_view channel, std::string_view key) {
    static_cast<void>(tx), static_cast<void>(channel), static_cast<void>(key);
    return done();
  }
  // How the help was in the conversation behind a channel's thread; nothing when there is none. Who asks must be its customer.
  virtual std::optional<RatingState> rating_of(db::Reader& reader, std::string_view channel, std::string_view key) {
    static_cast<void>(reader), static_cast<void>(channel), static_cast<void>(key);
    return std::nullopt;
  }
  // 1 to 5. Codes: care.not_found (404), care.wrong_status (409: it is not resolved), care.rating_closed (409: it was given a week ago),
  // request.invalid (rating).
  virtual Result<RatingState> rate(db::Transaction& tx, std::string_view channel, std::string_view key, std::int64_t rating,
                                   std::string_view words) {
    static_cast<void>(tx), static_cast<void>(channel), static_cast<void>(key), static_cast<void>(rating), static_cast<void>(words);
    return Error{ErrorKind::not_found, "care.not_found", "There is no such conversation."};
  }
  // A new one; its id and shortcut's case are made here. care.shortcut_taken (409).
  virtual Result<SavedReply> save_reply(db::Transaction& tx, const SavedReply& reply) = 0;
};

}  // namespace plaza::care
