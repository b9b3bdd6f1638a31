// Who is not there when something is written to them: the bell rings (which mails, if they like), and a visitor who left an address gets
// the brand's answer by mail, some minutes later and all of it in one.
#pragma once

#include "messaging/events.h"
#include "messaging/module.h"
#include "presenter.h"
#include "sockets.h"

namespace plaza::messaging {

class Away {
 public:
  Away(const Needs& needs, const Sockets& sockets, const Presenter& presenter)
      : needs_(needs), sockets_(sockets), presenter_(presenter) {}

  // Once for every message.
  Status tell(db::Transaction& tx, const MessageSent& sent);
  void add_jobs(jobs::Runner& runner);

 private:
  void tell_member(db::Transaction& tx, const StoredThread& thread, const Message& message);
  void tell_customer(db::Transaction& tx, const StoredThread& chat, const Message& message);
  Status mail(ThreadId chat);

  const Needs& needs_;
  const Sockets& sockets_;
  const Presenter& presenter_;
};

}  // namespace plaza::messaging
