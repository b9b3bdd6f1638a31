// Moderation on a fresh database of each engine, with doubles of what stands below it and a shelf of pieces that the test holds.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "identity/roles.h"
#include "moderation/events.h"
#include "moderation/module.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "profiles/personal_data.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::moderation {

inline constexpr identity::AccountId mai{1}, linh{2}, hoa{3}, mod{9}, second{10};

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class HandAccounts final : public identity::Accounts {
 public:
  std::map<std::int64_t, identity::Account> all;

  void add(identity::AccountId id, std::string name, std::uint32_t roles, Time created_at) {
    identity::Account account;
    account.id = id;
    account.handle = account.display_name = std::move(name);
    account.roles = roles;
    account.created_at = created_at;
    all[id.value] = std::move(account);
  }
  std::optional<identity::Face> face(identity::AccountId id) const override {
    const auto found = all.find(id.value);
    if (found == all.end()) return std::nullopt;
    return identity::Face{id, found->second.handle, found->second.display_name, "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return std::ssize(all); }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, identity::AccountId) override { return unused(); }
};

class HandStaff final : public identity::Staff {
 public:
  explicit HandStaff(HandAccounts& accounts) : accounts_(accounts) {}
  std::vector<identity::Account> list(db::Reader&) override {
    std::vector<identity::Account> staff;
    for (const auto& [id, account] : accounts_.all) {
      if (account.roles) staff.push_back(account);
    }
    return staff;
  }
  Status grant(db::Transaction&, identity::AccountId, identity::Role) override { return unused(); }
  Status revoke(db::Transaction&, identity::AccountId, identity::Role) override { return unused(); }
  Result<identity::AccountId> add(db::Transaction&, std::string_view, identity::Role, std::string_view) override { return unused(); }

 private:
  HandAccounts& accounts_;
};

class HandBell final : public notifications::Bell {
 public:
  std::vector<std::string> rung;  // "content_removed 1"
  notifications::NotificationId notify(db::Transaction&, const notifications::Notice& notice) override {
    rung.push_back(std::string(json::enum_text(notice.kind)) + " " + std::to_string(notice.to.value));
    return {1};
  }
  void withdraw(db::Transaction&, const notifications::Notice&) override {}
  std::int64_t unread(db::Reader&, identity::AccountId) override { return 0; }
};

// Comments, in memory: a rolled-back transaction shows in them, which no test here relies on.
class HandContent final : public Content {
 public:
  std::map<std::string, Piece, std::less<>> pieces;
  std::optional<Piece> piece(db::Reader&, std::string_view id) override {
    const auto found = pieces.find(id);
    return found == pieces.end() ? std::nullopt : std::optional(found->second);
  }
  bool visible_to(db::Reader&, std::string_view id, identity::AccountId viewer) override {
    const auto found = pieces.find(id);
    return found != pieces.end() && (found->second.standing == Standing::visible || found->second.author == viewer);
  }
  Status stand(db::Transaction&, std::string_view id, Standing standing) override {
    const auto found = pieces.find(id);
    if (found == pieces.end()) return Error{ErrorKind::not_found, "gone", "It is gone."};
    found->second.standing = standing;
    return done();
  }
};

class LoudScreen final : public Screen {
 public:
  std::vector<Score> scores(std::string_view text) const override {
    return {{"toxicity", text.find("IDIOT") == std::string_view::npos ? 0.1 : 0.95, "IDIOT"}};
  }
};

class ModerationFixture : public testing::OnEachEngine {
 protected:
  ModerationFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    const Time long_ago = clock.now() - days(400);
    for (const auto& [id, name] : {std::pair(mai, "mai"), std::pair(linh, "linh"), std::pair(hoa, "hoa")}) {
      accounts.add(id, name, 0, long_ago);
    }
    accounts.add(mod, "mod", identity::moderator, long_ago);
    accounts.add(second, "second", identity::moderator, long_ago);
    dispatcher = events::open_dispatcher(database(), clock);
    dispatcher->every_node("test", {ContentHeld::topic, ContentReleased::topic, ContentRemoved::topic, ContentRestored::topic},
                           [this](const std::vector<events::Event>& batch) {
                             for (const auto& event : batch) {
                               heard.push_back(event.topic.substr(11) + " " + events::read<ContentHeld>(event).subject_id);
                             }
                           });
    module = open({database(), ids, clock, accounts, staff, bell});
    module->plug(Kind::comment, content);
    module->plug(screen);
    module->load();
    module->add_routes(routes);
  }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  void run(const Work& work) {
    EXPECT_TRUE(database().write_now(work).ok());
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }

  // As content does it: the piece stands as the verdict says.
  Result<Verdict> submit(identity::AccountId author, const std::string& id, const std::string& text, std::string group = "") {
    auto verdict = write([&](db::Transaction& tx) {
      return module->submissions().submit(tx, {{Kind::comment, id}, author, group, text, 0, 0});
    });
    if (verdict.ok()) {
      Piece piece;
      piece.author = author;
      piece.text = text;
      piece.group = group;
      piece.url = "/p/1";
      piece.standing = verdict->outcome == Outcome::hold ? Standing::held : Standing::visible;
      piece.created_at = clock.now();
      content.pieces[id] = piece;
    }
    return verdict;
  }
  // "publish", "hold links", or the code of the refusal.
  std::string said(identity::AccountId author, const std::string& id, const std::string& text, std::string group = "") {
    const auto verdict = submit(author, id, text, std::move(group));
    if (!verdict.ok()) return verdict.error().code;
    std::string out(json::enum_text(verdict->outcome));
    for (const auto& each : verdict->findings) out += " " + std::string(json::enum_text(each.reason));
    return out;
  }
  std::string report(identity::AccountId reporter, const std::string& id, Reason reason = Reason::spam) {
    const auto status = write([&](db::Transaction& tx) {
      return module->submissions().report(tx, reporter, {Kind::comment, id}, reason, "look");
    });
    return status.ok() ? "ok" : status.error().code;
  }
  Standing standing(const std::string& id) { return content.pieces.at(id).standing; }

  using Lines = std::vector<std::string>;
  Lines heard_now() {
    dispatcher->drain();
    return std::exchange(heard, {});
  }
  Lines rung_now() { return std::exchange(bell.rung, {}); }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  HandAccounts accounts;
  HandStaff staff{accounts};
  HandBell bell;
  HandContent content;
  LoudScreen screen;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
  http::Routes routes;
  Lines heard;
};

}  // namespace plaza::moderation
