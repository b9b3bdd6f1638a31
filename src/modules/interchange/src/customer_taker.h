// Takes customers in. Somebody new gets an account without a password (the reset mail sets one); nobody is written to. Of an
// account that is there only what the brand's file says is changed, never what belongs to its person or its roles.
#pragma once

#include "customer_standing.h"
#include "runs.h"
#include "sheet.h"

namespace plaza::interchange {

class CustomerTaker final : public Taker {
 public:
  CustomerTaker(const Needs& needs, csv::Source source) : needs_(needs), sheet_(std::move(source)) {}

  Status begin() override;
  bool gather(Run& run) override;
  std::int64_t rows() const override { return sheet_.rows(); }
  void write(db::Transaction& tx, Run& run) const override;

 private:
  // A row's own words; nothing: its column is not in the file.
  struct Said {
    std::int64_t line = 0;
    std::string email;
    identity::NewAccount account;  // for somebody new
    std::optional<std::string> known_as, first_name, last_name, phone, note;
    std::optional<std::vector<std::string>> tags;
    std::optional<profiles::CustomerAddress> address;
    std::optional<std::vector<profiles::CustomerAddress>> more_addresses;
    std::optional<Time> since;
    std::optional<profiles::Consent> email_marketing, sms_marketing;  // at 0: now
    SaidStanding standing;
  };
  struct ConsentColumns {
    const char *accepts, *since, *source;
  };

  std::optional<Said> read(const csv::Record& record, Run& run) const;
  void read_lists(const csv::Record& record, Said& said, Run& run) const;
  void read_address(const csv::Record& record, Said& said) const;
  std::optional<profiles::Consent> consent(const csv::Record& record, const ConsentColumns& columns, Run& run) const;
  std::optional<std::string> present(const csv::Record& record, const char* column) const;
  std::optional<Time> time(const csv::Record& record, const char* column, Run& run) const;
  std::optional<TakenCustomer> take(db::Transaction& tx, const Said& said, Run& run) const;
  Result<identity::Account> account_of(db::Transaction& tx, const Said& said, Run& run, bool& made) const;
  profiles::Customer merged(profiles::Customer customer, const Said& said) const;
  profiles::Consent agreed(const profiles::Consent& before, const profiles::Consent& said) const;

  const Needs& needs_;
  Sheet sheet_;
  std::vector<Said> batch_;
};

}  // namespace plaza::interchange
