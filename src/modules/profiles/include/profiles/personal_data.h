// Port: every block that keeps something personal gives it out and takes it away. The app plugs one in for each; an erasure asks all of
// them in one transaction, then, by a job, for what lies outside the database.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::profiles {

// Who is erased or exported, as they were known until now.
struct Person {
  identity::AccountId account;  // none: a visitor without an account
  std::string email, display_name, handle;
  bool email_verified = false;  // only then is what others wrote under this address theirs
  std::vector<std::string> visitors;
  template <class V>
  void describe(V& v) {
    v("account", account.value);
    v("email", email);
    v("email_verified", email_verified);
    v("display_name", display_name);
    v("handle", handle);
    v("visitors", visitors, json::Items{0, 1'000});
  }
};

// For the receipt: never a word of the person.
struct Erased {
  std::string what;  // "orders", "media files"
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("what", what);
    v("count", count);
  }
};

class PersonalData {
 public:
  virtual ~PersonalData() = default;
  // The block, as it stands in exports and receipts: "orders".
  virtual std::string_view name() const = 0;
  // All that is kept of the person, as one JSON value; "null": nothing.
  virtual std::string export_json(db::Reader& reader, const Person& person) = 0;
  // Deletes, or where law asks for the record keeps it with its names, addresses and words blanked.
  virtual std::vector<Erased> erase(db::Transaction& tx, const Person& person) = 0;
  // What is not in the main database: files, logs, indexes. After the commit, in a job that may be repeated.
  virtual std::vector<Erased> erase_outside(const Person& person) {
    static_cast<void>(person);
    return {};
  }
};

}  // namespace plaza::profiles
