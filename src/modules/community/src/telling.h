// Who is told of what by the bell, and by digest mails. Nobody hears of a group that they may not read, nor of people they are apart from.
#pragma once

#include "group_store.h"
#include "tastes.h"
#include "threads.h"

namespace plaza::community {

class Telling {
 public:
  Telling(const Needs& needs, const GroupBook& book, const ThreadIndex& index, const Tastes& tastes)
      : needs_(needs), book_(book), index_(index), tastes_(tastes) {}

  // Of a domain event of ours, once.
  Status hear(db::Transaction& tx, const events::Event& event);
  // Mails what is new to whom it is due.
  void send_digests(db::Transaction& tx);

 private:
  void tell(db::Transaction& tx, identity::AccountId to, notifications::Kind kind, identity::AccountId by, const Discussion& d,
            const std::string& about, const std::string& anchor);
  void mentions(db::Transaction& tx, const Discussion& d, const std::string& text, identity::AccountId by, const std::string& about,
                const std::string& anchor);
  void send_digest(db::Transaction& tx, const Member& member);

  const Needs& needs_;
  const GroupBook& book_;
  const ThreadIndex& index_;
  const Tastes& tastes_;
};

}  // namespace plaza::community
