// care::Channel over the API of one network.
#pragma once

#include <string>

#include "care/channel.h"
#include "networks/module.h"
#include "wish.h"

namespace plaza::networks {

inline constexpr Micros window_24h = hours(24), window_human = days(7), window_tiktok = hours(48), window_private = days(7);

// Pure: by when an answer must have left, and how long it may be.
care::Terms terms_of(Network network, const care::Conversation& conversation, const Settings& settings);

class NetworkChannel final : public care::Channel {
 public:
  NetworkChannel(Network network, const Needs& needs) : network_(network), needs_(needs) {}
  std::string_view name() const override;
  care::Capabilities capabilities() const override { return {false, 8'000}; }
  care::Terms terms(const care::Conversation& conversation) const override { return terms_of(network_, conversation, needs_.settings); }
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  Result<Wish> wish_of(const care::Outgoing& outgoing);
  void note(const Error& error);

  const Network network_;
  const Needs needs_;
};

}  // namespace plaza::networks
