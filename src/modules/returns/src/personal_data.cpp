#include "personal_data.h"

#include "platform/json/codec.h"
#include "store.h"

namespace plaza::returns {
namespace {

struct ReturnExport {
  std::string id, order_number;
  Time requested_at;
  std::vector<ReturnLine> lines;
  std::vector<ReturnEntry> history;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_number", order_number);
    v("requested_at", requested_at);
    v("lines", lines);
    v("history", history);
  }
};

struct WarrantyExport {
  std::string title, serial;
  Time registered_at;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("serial", serial);
    v("registered_at", registered_at);
  }
};

struct Export {
  std::vector<ReturnExport> returns;
  std::vector<WarrantyExport> warranties;
  template <class V>
  void describe(V& v) {
    v("returns", returns);
    v("warranties", warranties);
  }
};

}  // namespace

std::string ReturnsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  Export all;
  if (!person.account) return "null";
  for (const auto& each : store::returns_of(reader, person.account)) {
    all.returns.push_back({to_text(each.id), each.order_number, each.requested_at, each.lines, each.history});
  }
  for (const auto& each : store::warranties_of(reader, person.account)) {
    all.warranties.push_back({each.title, each.serial, each.registered_at});
  }
  return json::encode(all);
}

// What came back for how much stays; what they wrote about it does not.
std::vector<profiles::Erased> ReturnsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (!person.account) return {};
  const auto found = store::returns_of(tx, person.account);
  for (Return each : found) {
    for (auto& line : each.lines) line.note.clear();
    for (auto& entry : each.history) entry.text.clear();
    store::blank(tx, each);
  }
  std::int64_t claims = 0;
  for (const auto& warranty : store::warranties_of(tx, person.account)) {
    ClaimQuery query;
    query.order_id = warranty.order_id;
    query.limit = 100;
    for (Claim claim : store::list(tx, query)) {
      claim.problem.clear();
      for (auto& entry : claim.history) entry.text.clear();
      claims += store::change(tx, claim) ? 1 : 0;
    }
  }
  const std::int64_t warranties = store::blank_serials(tx, person.account);
  return {{"returns without words", static_cast<std::int64_t>(found.size())},
          {"claims without words", claims},
          {"warranties without serial numbers", warranties}};
}

}  // namespace plaza::returns
