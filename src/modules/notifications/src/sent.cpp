#include "sent.h"

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::notifications {
namespace {

constexpr int exported_max = 1'000;

std::string digest_of(std::string_view address) {
  const auto digest = crypto::sha256(lower_ascii(trimmed(address)));
  return crypto::hex(crypto::view(digest));
}

// "order_placed:ord_01…:2" is about "ord_01…".
std::string about_of(std::string_view key) {
  const auto begin = key.find(':');
  if (begin == std::string_view::npos) return {};
  key.remove_prefix(begin + 1);
  return std::string(key.substr(0, key.find(':')));
}

struct AllMails {
  std::vector<SentMail> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

}  // namespace

void store::note_sent(db::Transaction& tx, std::int64_t id, const MailRequest& request, Time at) {
  tx.send(sql::insert_sent, {id, digest_of(request.to), json::enum_text(request.mail), about_of(request.key), at});
}

std::vector<SentMail> store::sent_to(db::Reader& reader, std::string_view address, int limit) {
  return reader.all(sql::sent_to, {digest_of(address), limit}, [](const db::Row& row) {
    return SentMail{json::parse_enum<Mail>(row.text(0)).value_or(Mail::bell), row.string(1), row.time(2)};
  });
}

std::int64_t store::forget_sent(db::Transaction& tx, std::string_view address) {
  return tx.execute(sql::forget_sent, {digest_of(address)});
}

std::int64_t store::purge_sent(db::Transaction& tx, Time before) { return tx.execute(sql::purge_sent, {before}); }

std::string MailsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  AllMails all;
  if (!person.email.empty()) all.items = store::sent_to(reader, person.email, exported_max);
  return json::encode(all);
}

std::vector<profiles::Erased> MailsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (person.email.empty()) return {};
  return {{"records of mails", store::forget_sent(tx, person.email)}};
}

}  // namespace plaza::notifications
