#include "personal_data.h"

#include "catalog/ids.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::inventory {
namespace {

struct Waiting {
  catalog::ProductId product_id;
  catalog::VariantId variant_id;
  Time asked_at;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("variant_id", variant_id);
    v("asked_at", asked_at);
  }
};
struct AllWaiting {
  std::vector<Waiting> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

// An address that nobody verified may be somebody else's.
std::string address_of(const profiles::Person& person) {
  return person.email_verified ? lower_ascii(trimmed(person.email)) : std::string();
}

}  // namespace

std::string AlertsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  AllWaiting all;
  all.items = reader.all(sql::alerts_of, {person.account, address_of(person)}, [](const db::Row& row) {
    return Waiting{row.id<catalog::ProductId>(0), row.id<catalog::VariantId>(1), row.time(2)};
  });
  return json::encode(all);
}

std::vector<profiles::Erased> AlertsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  // Taking one away harms nobody, also when the address is not shown to be theirs.
  return {{"alerts", tx.execute(sql::erase_alerts, {person.account, lower_ascii(trimmed(person.email))})}};
}

}  // namespace plaza::inventory
