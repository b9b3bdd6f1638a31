// The job between "I forgot my password" and its mail.
#pragma once

#include <string>

namespace plaza::identity {

struct BeginReset {
  std::string email_key;
  template <class V>
  void describe(V& v) {
    v("email_key", email_key);
  }
};

}  // namespace plaza::identity
