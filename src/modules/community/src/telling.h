// Who is told of what by the bell, and by digest mails. Nobody hears of a group that they may not read, nor of people they are apart from.
#pragma once

#include "group_store.h"
#include "platform/json/describe.h"
#include "tastes.h"
#include "threads.h"

namespace plaza::community {

// A job: everybody who goes to an event, or may go, hears what became of it. Holds no word that somebody typed.
struct TellGuests {
  static constexpr const char* kind = "community.tell_guests";
  GatheringId event;
  std::int64_t version = 0;    // that it has by this
  notifications::Kind news = notifications::Kind::event_moved;
  std::optional<identity::AccountId> by;  // who did it; nothing: the account is gone
  notifications::Span when, before;
  bool elsewhere = false;      // the place is another one
  template <class V>
  void describe(V& v) {
    v("event", event);
    v("version", version);
    v("news", news);
    v("by", by);
    v("when", when);
    v("before", before);
    v("elsewhere", elsewhere);
  }
  static void enqueue(db::Transaction& tx, notifications::Kind news, const Gathering& was, const Gathering& now, identity::AccountId by);
};

class Telling {
 public:
  Telling(const Needs& needs, const GroupBook& book, const ThreadIndex& index, const Tastes& tastes)
      : needs_(needs), book_(book), index_(index), tastes_(tastes) {}

  // Of a domain event of ours, once.
  Status hear(db::Transaction& tx, const events::Event& event);
  // Mails what is new to whom it is due.
  void send_digests(db::Transaction& tx);
  // Once a guest, also when it is run again.
  Status tell_guests(const TellGuests& job);
  // The guests of events that begin soon: a day before, or an hour before whoever answered, or heard of the time, later than that.
  Status remind_guests();

 private:
  void tell(db::Transaction& tx, identity::AccountId to, notifications::Kind kind, identity::AccountId by, const Discussion& d,
            const std::string& about, const std::string& anchor);
  void mentions(db::Transaction& tx, const Discussion& d, const std::string& text, identity::AccountId by, const std::string& about,
                const std::string& anchor);
  void tell_guest(db::Transaction& tx, identity::AccountId to, notifications::Kind kind, identity::AccountId by, const Gathering& g,
                  const std::string& about, const notifications::Occasion& occasion);
  Result<bool> remind_some(db::Transaction& tx, GatheringId id);
  void send_digest(db::Transaction& tx, const Member& member);

  const Needs& needs_;
  const GroupBook& book_;
  const ThreadIndex& index_;
  const Tastes& tastes_;
};

}  // namespace plaza::community
