// Calls on a real database of each engine; care keeps what it is told.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "calls/module.h"
#include "identity/roles.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/personal_data.h"

namespace plaza::calls {

using identity::AccountId;
inline constexpr AccountId an{301}, noor{302}, binh{303};

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class KeptCare final : public care::Care {
 public:
  std::vector<care::Inbound> inbounds;
  int resolved = 0;
  bool refuses = false;
  Result<care::Received> receive(db::Transaction& tx, const care::Inbound& inbound) override {
    if (refuses) return unused();
    tx.on_commit([this, inbound] { inbounds.push_back(inbound); });
    return care::Received{care::ConversationId{900}, care::MessageId{901}, true, false};
  }
  std::optional<care::Conversation> find(db::Reader&, care::ConversationId) override { return {}; }
  std::vector<care::Conversation> of_account(db::Reader&, AccountId, int) override { return {}; }
  Result<care::Message> answer(db::Transaction&, care::ConversationId, const care::Agent&, std::string_view) override { return unused(); }
  Result<care::Message> note(db::Transaction&, care::ConversationId, const care::Agent&, std::string_view, const std::vector<AccountId>&) override {
    return unused();
  }
  Result<care::Conversation> change(db::Transaction& tx, care::ConversationId, const care::Agent&, const care::Change& change) override {
    if (change.status == care::Status::resolved) tx.on_commit([this] { ++resolved; });
    return care::Conversation{};
  }
  Status heard_of(db::Transaction&, std::string_view, std::string_view, care::Delivery, std::string_view) override { return done(); }
  Status adopt(db::Transaction&, std::string_view, std::string_view, std::string_view, const care::Customer&) override { return done(); }
  Result<care::SavedReply> save_reply(db::Transaction&, const care::SavedReply&) override { return unused(); }
};

class HandCustomers final : public profiles::Customers {
 public:
  std::map<std::string, std::vector<AccountId>> phones;
  profiles::Customer find(db::Reader&, AccountId) override { return {}; }
  std::vector<AccountId> of_phone(db::Reader&, std::string_view phone) override { return phones[std::string(phone)]; }
  Result<bool> put(db::Transaction&, AccountId, const profiles::Customer&) override { return false; }
};

// An has shown that the address is hers, Binh has not.
class FewAccounts final : public identity::Accounts {
 public:
  std::vector<identity::Account> all;
  FewAccounts() {
    add(an, "an@example.org", true);
    add(binh, "binh@example.org", false);
  }
  void add(AccountId id, std::string email, bool verified) {
    identity::Account account;
    account.id = id;
    account.email = std::move(email);
    if (verified) account.email_verified_at = Time{1};
    all.push_back(std::move(account));
  }
  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    for (const auto& each : all) {
      if (each.id == id) return each;
    }
    return {};
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view email) override {
    for (const auto& each : all) {
      if (each.email == email) return each;
    }
    return {};
  }
  std::optional<identity::Face> face(AccountId) const override { return {}; }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return std::ssize(all); }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, AccountId) override { return done(); }
};

inline const std::string vtt =
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500\n<v Noor>Kilnlight, good morning.\n\n00:04.000 --> 00:06.000\n<v An Lê>My vase broke &amp; leaks.</v>\n";
inline const std::string lens =
    R"({"Version":"1.1.0","Channel":"VOICE","LanguageCode":"en-US","ContentMetadata":{"Output":"Raw"},"CustomerMetadata":{"ContactId":"contact-1"},)"
    R"("Participants":[{"ParticipantId":"A","ParticipantRole":"AGENT"},{"ParticipantId":"C","ParticipantRole":"CUSTOMER"}],"Transcript":[)"
    R"({"ParticipantId":"A","Id":"1","Content":"Good morning.","BeginOffsetMillis":0,"EndOffsetMillis":1500,"Sentiment":"NEUTRAL"},)"
    R"({"ParticipantId":"C","Id":"2","Content":"It is [PII] who calls.","BeginOffsetMillis":2000,"EndOffsetMillis":61500,"Sentiment":"NEGATIVE"}]})";

class CallsFixture : public testing::OnEachEngine {
 protected:
  CallsFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    module = open({database(), ids, clock, accounts, customers, care});
  }
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }
  Result<Imported> import(const std::string& file, const About& about = {}) {
    const auto work = [&](db::Transaction& tx) { return module->calls().import(tx, file, about, noor); };
    return write(work);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  FewAccounts accounts;
  HandCustomers customers;
  KeptCare care;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::calls
