#include "personal_data.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "store.h"

namespace plaza::calls {
namespace {

constexpr int page_size = 100;

struct CallExport {
  CallId id;
  Time began_at;
  std::int64_t duration_ms = 0;
  std::string phone, email, customer_name;
  std::vector<Turn> turns;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("began_at", began_at);
    v("duration_ms", duration_ms);
    v("phone", phone);
    v("email", email);
    v("customer_name", customer_name);
    v("turns", turns);
  }
};
struct Export {
  std::vector<CallExport> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

std::vector<Call> of_person(db::Reader& reader, const profiles::Person& person) {
  std::vector<Call> all;
  if (person.email_verified) {
    for (auto& each : store::of_email(reader, lower_ascii(person.email))) {
      // Staff may have said whose it is, whatever the address.
      if (!each.account || each.account == person.account) all.push_back(std::move(each));
    }
  }
  CallId before;
  for (bool more = static_cast<bool>(person.account); more;) {
    const auto page = store::list(reader, person.account, before, page_size);
    for (const auto& each : page) {
      before = each.id;
      if (std::none_of(all.begin(), all.end(), [&](const Call& one) { return one.id == each.id; })) all.push_back(each);
    }
    more = static_cast<int>(page.size()) == page_size;
  }
  return all;
}

}  // namespace

std::string CallsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  Export all;
  for (const auto& each : of_person(reader, person)) {
    all.items.push_back({each.id, each.began_at, each.duration_ms, each.phone, each.email, each.customer_name, store::turns(reader, each.id)});
  }
  return all.items.empty() ? "null" : json::encode(all);
}

std::vector<profiles::Erased> CallsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  const auto all = of_person(tx, person);
  for (const auto& each : all) store::blank(tx, each.id, needs_.clock.now());
  return {{"calls without words and names", std::ssize(all)}};
}

}  // namespace plaza::calls
