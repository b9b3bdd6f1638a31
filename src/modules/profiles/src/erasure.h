// Erasing and exporting a person everywhere: every block's part in one transaction, then a job for files, index and interaction log; and
// the receipt.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "identity/farewell.h"
#include "platform/jobs/jobs.h"
#include "profiles/module.h"
#include "profiles/personal_data.h"
#include "service.h"

namespace plaza::profiles {

struct ErasedPart {
  std::string where;
  std::vector<Erased> erased;
  template <class V>
  void describe(V& v) {
    v("where", where);
    v("erased", erased);
  }
};

struct Receipt {
  std::string receipt;
  Time at;
  std::optional<Time> finished_at;
  std::string asked_by;
  std::vector<ErasedPart> parts;
  template <class V>
  void describe(V& v) {
    v("receipt", receipt);
    v("at", at);
    v("finished_at", finished_at, json::Doc{"When files, index and log were clean, too; nothing: it is being done."});
    v("asked_by", asked_by, json::Doc{"person or staff"});
    v("parts", parts);
  }
};

class Erasure final : public identity::Farewell {
 public:
  // `forget`: profiles' own rows, in the transaction.
  Erasure(const Needs& needs, ProfileService& profiles, std::function<std::vector<Erased>(db::Transaction&, const Person&)> forget)
      : database_(needs.database), clock_(needs.clock), accounts_(needs.accounts), log_(needs.log), profiles_(profiles),
        forget_(std::move(forget)) {}

  void plug(PersonalData& data) { parts_.push_back(&data); }

  void before_erase(db::Transaction& tx, const identity::Account& account) override;
  std::string receipt_of(db::Reader& reader, identity::AccountId account) override;

  // By staff: an account or a visitor. Errors: profiles.not_found, identity.last_owner.
  Result<Receipt> erase(db::Transaction& tx, const std::string& id, identity::AccountId by);
  // One JSON object, a member for each block. Errors: profiles.not_found.
  Result<std::string> export_of(db::Reader& reader, const std::string& id);

  std::optional<Receipt> find(db::Reader& reader, std::string_view receipt);
  std::vector<Receipt> list(db::Reader& reader, Time before, int limit);

  void add_jobs(jobs::Runner& runner);

 private:
  struct Todo {
    std::string receipt;
    Person person;
    std::int64_t until = 0;  // of the log
    template <class V>
    void describe(V& v) {
      v("receipt", receipt);
      v("person", person);
      v("until", until);
    }
  };
  std::optional<Person> person_of(db::Reader& reader, const std::string& id);
  Person person_of(db::Reader& reader, const identity::Account& account);
  std::string erase_everywhere(db::Transaction& tx, const Person& person);
  Status finish(const Todo& todo);
  Erased redact_log(const Todo& todo);

  db::Database& database_;
  const Clock& clock_;
  identity::Accounts& accounts_;
  interactions::Log& log_;
  ProfileService& profiles_;
  std::function<std::vector<Erased>(db::Transaction&, const Person&)> forget_;
  std::vector<PersonalData*> parts_;
};

}  // namespace plaza::profiles
