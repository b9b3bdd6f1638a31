// Networks on a real database of each engine; care keeps what it is told, the networks answer what the test wants.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "identity/roles.h"
#include "networks/module.h"
#include "platform/crypto/crypto.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/personal_data.h"

namespace plaza::networks {

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

// Keeps conversations by their thread; knows answers by their external id.
class KeptCare final : public care::Care {
 public:
  struct Told {
    std::string channel, id, what, why;
  };
  std::vector<care::Inbound> inbounds;
  std::vector<Told> told;
  std::map<std::string, bool> answers;  // external ids of answers that are known
  care::Conversation conversation;
  std::vector<std::string> sent;

  Result<care::Received> receive(db::Transaction& tx, const care::Inbound& inbound) override {
    tx.on_commit([this, inbound] { inbounds.push_back(inbound); });
    return care::Received{care::ConversationId{1}, care::MessageId{2}, true, false};
  }
  std::optional<care::Conversation> find(db::Reader&, care::ConversationId id) override {
    return id == conversation.id ? std::optional(conversation) : std::nullopt;
  }
  std::vector<care::Conversation> of_account(db::Reader&, identity::AccountId, int) override { return {conversation}; }
  Result<care::Message> answer(db::Transaction& tx, care::ConversationId id, const care::Agent&, std::string_view text) override {
    care::Message message;
    message.id = care::MessageId{77};
    message.conversation_id = id;
    message.text = std::string(text);
    tx.on_commit([this, words = message.text] { sent.push_back(words); });
    return message;
  }
  Result<care::Message> note(db::Transaction&, care::ConversationId, const care::Agent&, std::string_view,
                             const std::vector<identity::AccountId>&) override { return unused(); }
  Result<care::Conversation> change(db::Transaction&, care::ConversationId, const care::Agent&, const care::Change&) override { return unused(); }
  Status heard_of(db::Transaction& tx, std::string_view channel, std::string_view id, care::Delivery what, std::string_view why) override {
    if (!answers.contains(std::string(id))) return Error{ErrorKind::not_found, "care.not_found", "Nothing of this id is known."};
    tx.on_commit([this, each = Told{std::string(channel), std::string(id), std::string(json::enum_text(what)), std::string(why)}] { told.push_back(each); });
    return done();
  }
  Status adopt(db::Transaction&, std::string_view, std::string_view, std::string_view, const care::Customer&) override { return done(); }
  Result<care::SavedReply> save_reply(db::Transaction&, const care::SavedReply&) override { return unused(); }
};

class HandCustomers final : public profiles::Customers {
 public:
  std::map<std::string, std::vector<identity::AccountId>> phones;
  profiles::Customer find(db::Reader&, identity::AccountId) override { return {}; }
  std::vector<identity::AccountId> of_phone(db::Reader&, std::string_view phone) override { return phones[std::string(phone)]; }
  Result<bool> put(db::Transaction&, identity::AccountId, const profiles::Customer&) override { return false; }
};

// The APIs of the networks: what was asked, and what is answered, the next first; then always `otherwise`.
class HandApi {
 public:
  std::vector<http::ClientRequest> asked;
  std::deque<Result<http::ClientResponse>> answers;
  http::ClientResponse otherwise{200, {}, R"({"id":"made_1"})"};
  Result<http::ClientResponse> fetch(const http::ClientRequest& request) {
    const std::lock_guard lock(mutex_);
    asked.push_back(request);
    if (answers.empty()) return otherwise;
    auto answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
  static http::ClientResponse reply(int status, std::string body) { return {status, {}, std::move(body)}; }

 private:
  std::mutex mutex_;
};

inline Settings all_settings() {
  Settings settings;
  settings.meta_app_secrets = "old-secret, app-secret";
  settings.meta_verify_token = "verify-me";
  settings.graph_base_url = "https://graph.example/v23.0";
  settings.instagram = {"1784", "ig-token"};
  settings.facebook = {"5550", "fb-token"};
  settings.whatsapp = {"1066", "wa-token"};
  settings.tiktok_client_secrets = "tiktok-secret";
  settings.tiktok = {"biz_1", "tt-token"};
  settings.tiktok_base_url = "https://tiktok.example/open_api/v1.3";
  settings.public_url = "https://shop.example";
  return settings;
}

class NetworksFixture : public testing::OnEachEngine {
 protected:
  NetworksFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    runner = jobs::open_runner(database(), clock);
    module = open(needs());
    module->add_jobs(*runner);
  }
  Needs needs() {
    return {database(), ids, clock, care, customers, settings, [this](const http::ClientRequest& request) { return api.fetch(request); }};
  }
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  Settings settings = all_settings();
  KeptCare care;
  HandCustomers customers;
  HandApi api;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::networks
