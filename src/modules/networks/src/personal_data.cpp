#include "personal_data.h"

#include "platform/json/codec.h"
#include "store.h"
#include "thread.h"

namespace plaza::networks {
namespace {

constexpr int conversations_max = 100;

struct Identity {
  Network network = Network::instagram;
  std::string person, name, handle;
  template <class V>
  void describe(V& v) {
    v("network", network);
    v("person", person);
    v("name", name);
    v("handle", handle);
  }
};
struct Export {
  std::vector<Identity> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

std::vector<Identity> identities_of(const Needs& needs, db::Reader& reader, const profiles::Person& person) {
  std::vector<Identity> all;
  if (!person.account) return all;
  for (const auto& each : needs.care.of_account(reader, person.account, conversations_max)) {
    const auto network = json::parse_enum<Network>(each.channel);
    const auto thread = parse_thread(each.channel_key);
    if (!network || !thread) continue;
    Identity identity{*network, thread->person, each.customer.name, each.customer.address};
    if (const auto name = store::find_person(reader, *network, thread->person)) identity = {*network, thread->person, name->name, name->handle};
    all.push_back(std::move(identity));
  }
  return all;
}

}  // namespace

std::string NetworksOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  const Export all{identities_of(needs_, reader, person)};
  return all.items.empty() ? "null" : json::encode(all);
}

std::vector<profiles::Erased> NetworksOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  std::vector<std::string> mentions;
  if (person.email_verified) mentions.push_back(person.email);
  std::int64_t names = 0;
  for (const auto& each : identities_of(needs_, tx, person)) {
    if (!each.person.empty()) mentions.push_back(each.person);
    names += store::drop_person(tx, each.network, each.person);
  }
  const auto bodies = store::forget_bodies(tx, mentions, needs_.clock.now());
  return {{"names at networks", names}, {"waiting webhooks", bodies}};
}

}  // namespace plaza::networks
