#include "personal_data.h"

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::credit {
namespace {

constexpr std::int64_t newest = 9'223'372'036'854'775'807;
constexpr int movements_max = 1'000;

struct MovementExport {
  Time at;
  std::int64_t amount = 0;  // minor units
  std::string currency, reason, reference, note;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("amount", amount);
    v("currency", currency);
    v("reason", reason);
    v("reference", reference);
    v("note", note, json::Multiline{});
  }
};
struct AllMovements {
  std::vector<MovementExport> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

}  // namespace

std::string CreditOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  AllMovements all;
  if (person.account) {
    all.items = reader.all(sql::entries_of_holder, {"customer", person.account, newest, movements_max}, [](const db::Row& row) {
      return MovementExport{row.time(1), row.integer(2), row.string(3), row.string(5), row.string(6), row.string(8)};
    });
  }
  return json::encode(all);
}

std::vector<profiles::Erased> CreditOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (!person.account) return {};
  return {{"notes on store credit", tx.execute(sql::blank_notes, {person.account})}};
}

}  // namespace plaza::credit
