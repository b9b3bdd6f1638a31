// What becomes of one mail, in one transaction: a turn of a conversation, a note, an answer that did not arrive, or a refusal with its
// reason. The same mail a second time is nothing.
#pragma once

#include "letter.h"
#include "mailbox/module.h"
#include "store.h"

namespace plaza::mailbox {

// "mailbox.acknowledge": the payload of the job that says that a mail came.
struct AcknowledgeJob {
  static constexpr const char* kind = "mailbox.acknowledge";
  LetterId letter_id;
  template <class V>
  void describe(V& v) {
    v("letter_id", letter_id);
  }
};

class Intake {
 public:
  explicit Intake(const Needs& needs) : needs_(needs) {}

  // `bytes`: its size. mailbox.raced: another process takes it in this moment; try again.
  Result<store::Outcome> take(db::Transaction& tx, const Account& account, const Letter& letter, std::int64_t bytes);
  // Refused before it could be read, or because it cannot be.
  store::Outcome refuse(db::Transaction& tx, const Account& account, const Letter& letter, std::int64_t bytes, const std::string& reason);

 private:
  bool is_ours(const std::string& sender) const;
  std::string flood(db::Reader& reader, const Letter& letter, bool is_report) const;
  std::optional<care::Conversation> thread_of(db::Transaction& tx, const Account& account, const Letter& letter);
  std::optional<care::Conversation> survivor(db::Reader& reader, care::ConversationId id);
  Status keep(db::Transaction& tx, const Account& account, const Letter& letter, store::LetterRow row);
  Result<store::Outcome> take_person(db::Transaction& tx, const Account& account, const Letter& letter, const std::optional<care::Conversation>& thread);
  Result<store::Outcome> take_note(db::Transaction& tx, const Account& account, const Letter& letter, const care::Conversation& thread);
  Result<store::Outcome> take_bounce(db::Transaction& tx, const Account& account, const Letter& letter, std::int64_t bytes);

  const Needs needs_;
};

}  // namespace plaza::mailbox
