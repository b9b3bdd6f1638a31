// Answers by mail: to what came by mail, and to what was written on the contact page. The Message-ID follows from the message's key; the
// customer's own page of the conversation is behind the link, and they may answer there.
#pragma once

#include <string>

#include "care/channel.h"
#include "care/module.h"

namespace plaza::care {

class MailChannel final : public Channel {
 public:
  MailChannel(std::string name, mail::Sender& sender, Brand brand) : name_(std::move(name)), sender_(sender), brand_(std::move(brand)) {}
  std::string_view name() const override { return name_; }
  Capabilities capabilities() const override { return {true, text_max}; }
  Result<std::string> send(const Outgoing& outgoing) override;

 private:
  const std::string name_;
  mail::Sender& sender_;
  const Brand brand_;
};

mail::Message mail_of(const Outgoing& outgoing, const Brand& brand);

}  // namespace plaza::care
