#include "customer_store.h"

#include <algorithm>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"

namespace plaza::profiles {
namespace {

constexpr std::size_t text_max = 255;
constexpr std::size_t note_max = 5'000;

// The document in the column of this name.
struct Document {
  std::string known_as, first_name, last_name, phone, note;
  std::vector<std::string> tags;
  std::vector<CustomerAddress> addresses;
  std::optional<Time> since;
  template <class V>
  void describe(V& v) {
    v("known_as", known_as, json::Optional{});
    v("first_name", first_name, json::Optional{});
    v("last_name", last_name, json::Optional{});
    v("phone", phone, json::Optional{});
    v("note", note, json::Optional{}, json::Multiline{});
    v("tags", tags, json::Optional{}, json::Items{0, customer_tags_max});
    v("addresses", addresses, json::Optional{}, json::Items{0, customer_addresses_max});
    v("since", since);
  }
};

Status check(const Customer& customer) {
  Error error{ErrorKind::invalid, "request.invalid", "The customer has invalid fields.", {}};
  const auto text = [&](const std::string& field, const std::string& value, std::size_t max) {
    if (code_points(value) > max) error.fields.push_back({field, "too_long", "is too long"});
    const auto hidden = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; };
    const bool lines = max != note_max && value.find_first_of("\n\r\t") != std::string::npos;
    if (lines || std::any_of(value.begin(), value.end(), hidden))
      error.fields.push_back({field, "wrong_format", "has characters that cannot be seen"});
  };
  text("known_as", customer.known_as, text_max);
  text("first_name", customer.first_name, text_max);
  text("last_name", customer.last_name, text_max);
  text("phone", customer.phone, text_max);
  text("note", customer.note, note_max);
  for (const auto& tag : customer.tags) text("tags", tag, text_max);
  for (const auto& address : customer.addresses) {
    for (const auto* line : {&address.name, &address.company, &address.line1, &address.line2, &address.city, &address.region,
                             &address.postal_code, &address.country, &address.phone})
      text("addresses", *line, text_max);
  }
  if (customer.tags.size() > customer_tags_max) error.fields.push_back({"tags", "too_many", "has too many items"});
  if (customer.addresses.size() > customer_addresses_max)
    error.fields.push_back({"addresses", "too_many", "has too many items"});
  if (!error.fields.empty()) return error;
  return done();
}

// What is kept must be readable for ever.
Status readable(const std::string& document) {
  const auto kept = json::decode<Document>(document);
  return kept.ok() ? done() : Status(kept.error());
}

}  // namespace

Customer CustomerStore::find(db::Reader& reader, identity::AccountId account) {
  Customer customer;
  const auto text = reader.one(sql::customer, {account}, [](const db::Row& row) { return row.string(0); });
  if (text) {
    auto kept = json::decode<Document>(*text);
    CHECK(kept.ok());
    customer = {std::move(kept->known_as), std::move(kept->first_name), std::move(kept->last_name), std::move(kept->phone),
                std::move(kept->note),     std::move(kept->tags),       std::move(kept->addresses), kept->since, {}, {}};
  }
  reader.each(sql::consents, {account_key(account.value)}, [&](const db::Row& row) {
    auto& consent = row.text(0) == "email" ? customer.email : customer.sms;
    consent = {json::parse_enum<ConsentState>(row.text(1)).value_or(ConsentState::never_asked), row.time(2), row.string(3),
               row.string(4)};
  });
  return customer;
}

std::vector<identity::AccountId> CustomerStore::of_phone(db::Reader& reader, std::string_view phone) {
  const std::string key = phone_key(phone);
  if (key.empty()) return {};
  auto accounts = reader.all(sql::customers_of_phone, {key}, [](const db::Row& row) { return row.id<identity::AccountId>(0); });
  // The key is the end of the number alone: another country may have the same.
  std::erase_if(accounts, [&](identity::AccountId account) { return !is_same_phone(find(reader, account).phone, phone); });
  return accounts;
}

Result<bool> CustomerStore::put(db::Transaction& tx, identity::AccountId account, const Customer& customer) {
  TRY_DONE(check(customer));
  const Customer before = find(tx, account);
  if (before == customer) return false;
  const std::string document =
      json::encode(Document{customer.known_as, customer.first_name, customer.last_name, customer.phone, customer.note,
                            customer.tags, customer.addresses, customer.since});
  TRY_DONE(readable(document));
  tx.send(sql::put_customer, {account, document, phone_key(customer.phone)});
  if (before.email != customer.email) consents_.imported(tx, account, Channel::email, customer.email);
  if (before.sms != customer.sms) consents_.imported(tx, account, Channel::sms, customer.sms);
  return true;
}

void CustomerStore::forget(db::Transaction& tx, identity::AccountId account) {
  tx.send(sql::delete_customer, {account});
}

}  // namespace plaza::profiles
