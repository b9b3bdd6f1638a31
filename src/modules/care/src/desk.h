// The desk: what comes in, what goes out, and what staff change. Every change of a conversation is read, decided by the rules and saved
// under its version in the caller's transaction, with a line in the thread that says who did it.
#pragma once

#include <map>
#include <memory>

#include "care/events.h"
#include "care/module.h"
#include "care/settings.h"
#include "care/saved_reply.h"

namespace plaza::care {

// "care.deliver": the payload of the job that brings a message out.
struct DeliverJob {
  static constexpr const char* kind = "care.deliver";
  MessageId message_id;
  template <class V>
  void describe(V& v) {
    v("message_id", message_id);
  }
};

// What an answer has beside its words.
struct Carried {
  std::vector<media::MediaId> pictures;
  std::vector<Card> cards;
};

class Desk final : public Care {
 public:
  explicit Desk(const Needs& needs) : needs_(needs) {}
  void plug(Channel& channel) { channels_.emplace(channel.name(), &channel); }
  void plug(const content::ProductChips& chips) { chips_ = &chips; }
  void plug(const TextReader& reader) { reader_ = &reader; }
  void plug(ProductFinder& finder) { finder_ = &finder; }
  // What a text says; nothing without a reader.
  Reading reading_of(std::string_view text) const;
  Channel* channel(std::string_view name) const;

  Result<Received> receive(db::Transaction& tx, const Inbound& inbound) override;
  std::optional<Conversation> find(db::Reader& reader, ConversationId id) override;
  std::vector<Conversation> of_account(db::Reader& reader, identity::AccountId account, int limit) override;
  Time working_time_after(db::Reader& reader, Time start, int minutes) override;
  Result<Message> answer(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view text) override;
  // With pictures that were uploaded for it and with cards, where the channel takes them; then it needs no words. An order that is shown
  // must be the customer's, who must have shown who they are.
  Result<Message> answer(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view text, const Carried& carried);
  Result<Message> note(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view text,
                       const std::vector<identity::AccountId>& mentions) override;
  Result<Conversation> change(db::Transaction& tx, ConversationId id, const Agent& by, const Change& change) override;
  Result<SavedReply> save_reply(db::Transaction& tx, const SavedReply& reply) override;
  plaza::Status heard_of(db::Transaction& tx, std::string_view channel, std::string_view external_id, Delivery what,
                         std::string_view failure) override;

  plaza::Status adopt(db::Transaction& tx, std::string_view channel, std::string_view from, std::string_view into,
                      const Customer& customer) override;

  std::optional<Conversation> of_thread(db::Reader& reader, std::string_view channel, std::string_view key) override;
  plaza::Status withdraw_one(db::Transaction& tx, std::string_view channel, std::string_view external_id) override;
  plaza::Status withdraw(db::Transaction& tx, std::string_view channel, std::string_view key) override;
  plaza::Status restore_one(db::Transaction& tx, std::string_view channel, std::string_view external_id, const Wording& words) override;
  plaza::Status restore(db::Transaction& tx, std::string_view channel, std::string_view key, const WordsOf& words) override;
  plaza::Status settle_elsewhere(db::Transaction& tx, std::string_view channel, std::string_view key) override;
  plaza::Status sent(db::Transaction& tx, MessageId id, std::string_view external_id) override;

  // By the customer, once each time it is resolved; may be changed for a week. Codes: care.wrong_status, care.rating_closed (409).
  Result<Conversation> rate(db::Transaction& tx, ConversationId id, std::int64_t rating, std::string_view text);
  std::optional<RatingState> rating_of(db::Reader& reader, std::string_view channel, std::string_view key) override;
  Result<RatingState> rate(db::Transaction& tx, std::string_view channel, std::string_view key, std::int64_t rating,
                           std::string_view words) override;
  // One more attempt for what failed.
  Result<Message> send_again(db::Transaction& tx, ConversationId id, MessageId message);
  // A line that says what was done; saves the conversation with it.
  Result<Message> tell(db::Transaction& tx, Conversation& each, const Agent& by, Happened happened);
  // What it was about is gone (`why`: withdrawn, erased, answered): nobody has to answer any more, and nobody is asked how the help was. What is
  // resolved or merged stays as it is.
  plaza::Status close(db::Transaction& tx, Conversation& each, std::string_view why);
  // By the clock: wakes what slept, tells of what is late. How many.
  int wake(db::Transaction& tx);
  int escalate(db::Transaction& tx);

 private:
  Result<std::optional<Conversation>> thread_of(db::Transaction& tx, const Inbound& inbound);
  Conversation begin(db::Transaction& tx, const Inbound& inbound, const Settings& settings, const Reading& reading);
  // What it is about, while nobody has said so: by what it wants, and by what its customer bought.
  void sort_in(db::Transaction& tx, Conversation& each, const Inbound& inbound, const Settings& settings);
  plaza::Status describe_anew(db::Transaction& tx, Conversation& each, const Change& change, const Settings& settings, std::vector<Happened>& told);
  // As it should have been read; what is learnt from it is kept.
  plaza::Status correct(db::Transaction& tx, Conversation& each, const Agent& by, const Change& change, const Settings& settings, std::vector<Happened>& told);
  void assign(db::Transaction& tx, Conversation& each, const Settings& settings);
  // Of these messages; without any words of the customer left, the conversation closes.
  plaza::Status take_words(db::Transaction& tx, ConversationId id, const std::vector<Message>& messages);
  std::vector<ConversationId> threads_of(db::Transaction& tx, std::string_view channel, std::string_view key);
  plaza::Status give_back_words(db::Transaction& tx, ConversationId id, const std::vector<Message>& messages, const WordsOf& words);
  // After the words of its messages changed: its first words, and the search follow. `subject` empty: none.
  plaza::Status words_changed(db::Transaction& tx, Conversation& each, const std::string& subject);
  Message new_message(const Conversation& each, Direction direction, std::string text);
  // Counts it, keeps its first words, saves both, and announces it.
  plaza::Status keep(db::Transaction& tx, Conversation& each, const Message& message);
  plaza::Status may_show(db::Reader& reader, const Channel* channel, const Conversation& each, const std::vector<media::MediaId>& pictures) const;
  plaza::Status may_show(db::Reader& reader, const Channel* channel, const Conversation& each, const std::vector<Card>& cards) const;
  void ring(db::Transaction& tx, identity::AccountId to, notifications::Kind kind, identity::AccountId by, const std::string& about, ConversationId id);
  std::vector<identity::AccountId> who_is_told(db::Reader& reader, const Conversation& each);
  Result<Conversation> load(db::Reader& reader, ConversationId id);

  const Needs needs_;
  std::map<std::string, Channel*, std::less<>> channels_;
  const content::ProductChips* chips_ = nullptr;
  const TextReader* reader_ = nullptr;
  ProductFinder* finder_ = nullptr;
};

CaseFacts facts_of(const Conversation& each);
Error conversation_missing();

}  // namespace plaza::care
