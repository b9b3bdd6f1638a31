#include "personal_data.h"

#include "advice.h"
#include "platform/json/codec.h"
#include "store.h"

namespace plaza::radar {
namespace {

struct AlertExport {
  content::PostId post_id;
  Time at;
  std::string severity;
  std::vector<std::string> words;
  std::int64_t reach = 0;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("at", at);
    v("severity", severity);
    v("words", words);
    v("reach", reach);
  }
};
struct SignalExport {
  Source source = Source::returned;
  std::string about;
  catalog::ProductId product_id;
  Time at;
  template <class V>
  void describe(V& v) {
    v("source", source);
    v("about", about);
    v("product_id", product_id);
    v("at", at);
  }
};
struct AllAlerts {
  std::vector<AlertExport> items;
  std::vector<SignalExport> counted;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("counted", counted);
  }
};

}  // namespace

std::string AlertsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  AllAlerts all;
  if (person.account) {
    for (auto& alert : store::of_author(reader, person.account)) {
      all.items.push_back({alert.post_id, alert.opened_at, alert.severity, std::move(alert.words), alert.reach});
    }
  }
  for (auto& each : store::signals_by(reader, person)) all.counted.push_back({each.source, std::move(each.about), each.product, each.at});
  return all.items.empty() && all.counted.empty() ? "null" : json::encode(all);
}

std::vector<profiles::Erased> AlertsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  const auto signals = store::remove_signals_by(tx, person);
  return {{"alerts about posts", person.account ? store::remove_of(tx, person.account) : 0}, {"signals about products", signals}};
}

}  // namespace plaza::radar
