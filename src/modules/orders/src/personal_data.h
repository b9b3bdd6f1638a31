// What orders keeps of a person: given out, and taken away.
#pragma once

#include "orders/module.h"
#include "profiles/personal_data.h"

namespace plaza::orders {

class OrdersOfPerson final : public profiles::PersonalData {
 public:
  explicit OrdersOfPerson(Orders& orders) : orders_(orders) {}
  std::string_view name() const override { return "orders"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  Orders& orders_;
};

}  // namespace plaza::orders
