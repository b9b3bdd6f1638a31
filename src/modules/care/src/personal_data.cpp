#include "personal_data.h"

#include <algorithm>
#include <stdexcept>

#include "care/events.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "pictures.h"
#include "profiles/names.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

constexpr int most = 1'000;

struct MessageExport {
  Time at;
  bool mine = false;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("mine", mine);
    v("text", text, json::Multiline{}, json::Length{0, text_max});
  }
};
struct ConversationExport {
  std::string id, channel, subject, address, name;
  Time opened_at;
  std::int64_t rating = 0;
  std::string rating_text;
  std::vector<MessageExport> messages;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("channel", channel);
    v("subject", subject);
    v("address", address);
    v("name", name);
    v("opened_at", opened_at);
    v("rating", rating);
    v("rating_text", rating_text, json::Multiline{});
    v("messages", messages);
  }
};
struct Export {
  std::vector<ConversationExport> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

// What was written under an address is theirs only when the address was shown to be.
std::vector<Conversation> of_person(db::Reader& reader, const profiles::Person& person) {
  std::vector<Conversation> all = store::of_account(reader, person.account, most);
  const auto add = [&](std::vector<Conversation> some) {
    for (auto& each : some) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const Conversation& one) { return one.id == each.id; });
      if (!known) all.push_back(std::move(each));
    }
  };
  if (person.email_verified) add(store::of_address(reader, clean_email(person.email), most));
  for (const auto& visitor : person.visitors) {
    auto some = store::of_visitor(reader, visitor, most);
    // A device may have been somebody else's, too.
    std::erase_if(some, [&](const Conversation& each) { return each.customer.account && each.customer.account != person.account; });
    add(std::move(some));
  }
  return all;
}

}  // namespace

std::string CareOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  Export all;
  for (const auto& each : of_person(reader, person)) {
    ConversationExport one{to_text(each.id), each.channel, each.subject, each.customer.address, each.customer.name, each.opened_at,
                           each.rating, each.rating_text, {}};
    auto messages = store::messages_before(reader, each.id, {}, 5'000);
    std::reverse(messages.begin(), messages.end());
    for (const auto& message : messages) {
      if (message.direction != Direction::in && message.direction != Direction::out) continue;
      one.messages.push_back({message.at, message.direction == Direction::in, message.text});
    }
    all.items.push_back(std::move(one));
  }
  return all.items.empty() ? "null" : json::encode(all);
}

std::vector<profiles::Erased> CareOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  std::int64_t blanked = 0;
  for (const auto& each : of_person(tx, person)) {
    const auto words = profiles::names_of(person, {each.customer.address, each.customer.name});
    const std::int64_t mark = needs_.ids.next();
    for (const auto picture : store::blank(tx, each, words, crypto::random_token(), mark)) {
      store::delete_picture(tx, picture);
      [[maybe_unused]] const auto removed = needs_.media.remove(tx, picture);  // the chat may have removed it already
    }
    events::publish(tx, each.id.value, CaseChanged{each.id, MessageId{mark}, true});
    // Nobody is there who could be answered.
    if (auto left = store::find(tx, each.id)) {
      if (const auto closed = desk_.close(tx, *left, "erased"); !closed.ok()) throw std::runtime_error("care: " + closed.error().code);
    }
    ++blanked;
  }
  tx.send(statements::blank_approvals_for, {person.account});
  return {{"conversations without words and names", blanked}};
}

std::vector<profiles::Erased> CareOfPerson::erase_outside(const profiles::Person&) {
  search_.wipe();
  return {{"index of conversations wiped", 1}};
}

}  // namespace plaza::care
