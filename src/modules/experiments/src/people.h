// Which visitors and accounts are one person, and which identity they had first. The first one decides what a person is given, so
// that it stays when they sign up, sign in elsewhere, or when links end again.
// An identity is "v:" + the anonymous id, or "a:" + the account's number.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interactions/packing.h"

namespace plaza::experiments {

std::string visitor_key(std::string_view visitor);
std::string account_key(std::int64_t account);

class People {
 public:
  // The unit that an identity belongs to: its account, if it has one.
  std::string unit_of(const std::string& identity) const;
  std::string unit_of(std::int64_t account, std::string_view visitor) const;
  // The first identity of who is there; of an account that the log has not told of yet its visitor's. Empty: nobody.
  std::string first_of(std::int64_t account, std::string_view visitor) const;
  // The first identity of a unit.
  std::string first_of(const std::string& unit) const;
  // The identities of a unit, itself included.
  std::vector<std::string> members(const std::string& unit) const;

  // A new account keeps what its visitor was given, unless that visitor is another person's.
  void sign_up(std::int64_t account, const std::string& visitor);
  // A visitor belongs to who signed in last. False: it was so already.
  bool link(std::int64_t account, const std::string& visitor);
  void unlink(std::int64_t account, const std::string& visitor);
  // All that is known of the account; returns its identities.
  std::vector<std::string> forget(std::int64_t account);

  void pack(interactions::Packer& out) const;
  void unpack(interactions::Unpacker& in);

 private:
  struct Account {
    std::string first;  // identity
    std::vector<std::string> visitors;
  };
  static constexpr std::size_t visitors_max = 200;  // of an account; more are not linked

  std::map<std::int64_t, Account> accounts_;
  std::map<std::string, std::int64_t, std::less<>> account_of_;  // by visitor
};

}  // namespace plaza::experiments
