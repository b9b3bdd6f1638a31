// care::Channel by mail: an answer leaves from the mailbox that the customer wrote to, with all that leads an answer back.
#pragma once

#include "intake.h"
#include "mailbox/module.h"
#include "store.h"

namespace plaza::mailbox {

class EmailChannel final : public care::Channel {
 public:
  explicit EmailChannel(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "email"; }
  care::Capabilities capabilities() const override { return {true, care::text_max}; }
  Result<std::string> send(const care::Outgoing& outgoing) override;

  // That a mail came.
  Status acknowledge(LetterId id);

 private:
  struct Prepared {
    mail::Message mail;
    bool gone = false;
  };
  // Notes it as a letter that went, so that what comes back is known even when this process dies in between.
  void lead_back(db::Transaction& tx, mail::Message& mail, const care::Conversation& conversation, const std::string& from,
                 const std::vector<std::string>& earlier, care::MessageId message);

  const Needs needs_;
};

// --- pure ---

// "Re: " once.
std::string answer_subject(std::string_view subject, bool vietnamese);
// The first, and as many of the last as fit into a header field.
std::string references_text(const std::string& first, const std::vector<std::string>& earlier);

}  // namespace plaza::mailbox
