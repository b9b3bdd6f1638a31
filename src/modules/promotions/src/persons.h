// Who a person is to a limit "per person".
#pragma once

#include <string>
#include <string_view>

#include "identity/ids.h"

namespace plaza::promotions {

struct Person {
  std::string account;  // "acc_…", or empty
  std::string email;    // a digest of the folded address, or empty
};

// Two addresses of one mailbox give one person: case does not matter, nor does what stands behind a
// plus; at Gmail dots do not either.
std::string folded_email(std::string_view email);
Person person_of(identity::AccountId account, std::string_view email);

}  // namespace plaza::promotions
