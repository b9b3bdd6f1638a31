// Content on a fresh database of each engine, with doubles of what stands below it: four members, some uploads, three products.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "content/events.h"
#include "content/module.h"
#include "media/events.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/blocks.h"
#include "profiles/events.h"

namespace plaza::content {

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

inline constexpr identity::AccountId mai{1}, linh{2}, hoa{3}, moderator{9};

class HandAccounts final : public identity::Accounts {
 public:
  std::map<std::int64_t, identity::Face> faces{
      {1, {mai, "mai", "Mai", "", 0}}, {2, {linh, "linh", "Linh", "", 1}}, {3, {hoa, "hoa", "Hoa", "", 0}}, {9, {moderator, "mod", "Mod", "", 0}}};

  std::optional<identity::Face> face(identity::AccountId id) const override {
    const auto found = faces.find(id.value);
    return found == faces.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<identity::Face> face_of_handle(std::string_view handle) const override {
    for (const auto& [id, face] : faces) {
      if (face.handle == handle) return face;
    }
    return std::nullopt;
  }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return std::ssize(faces); }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId) override { return std::nullopt; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, identity::AccountId) override { return unused(); }
};

class HandMedia final : public media::Media {
 public:
  struct Upload {
    identity::AccountId owner;
    media::Status status = media::Status::ready;
    media::Kind kind = media::Kind::image;
  };
  std::map<std::int64_t, Upload> uploads{
      {1, {mai}}, {2, {linh}}, {3, {}}, {4, {mai, media::Status::processing, media::Kind::video}}, {5, {mai, media::Status::failed}}};

  std::optional<media::MediaView> view(media::MediaId id) const override {
    const auto found = uploads.find(id.value);
    if (found == uploads.end()) return std::nullopt;
    media::MediaView view;
    view.id = id;
    view.kind = found->second.kind;
    view.status = found->second.status;
    view.url = "/media/" + to_text(id) + "/w640.webp";
    return view;
  }
  std::optional<identity::AccountId> owner(media::MediaId id) const override {
    const auto found = uploads.find(id.value);
    return found == uploads.end() ? std::nullopt : std::optional(found->second.owner);
  }
  Result<media::MediaView> take(const media::Upload&) override { return unused(); }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return done(); }
  Status remove(db::Transaction&, media::MediaId) override { return done(); }
};

// Products 1 and 2 are in the shop, 3 is archived.
class HandCatalog final : public catalog::Catalog {
 public:
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    if (id.value < 1 || id.value > 3) return std::nullopt;
    catalog::Product product;
    product.id = id;
    product.handle = "vase-" + std::to_string(id.value);
    product.status = id.value == 3 ? catalog::ProductStatus::archived : catalog::ProductStatus::active;
    return product;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader& reader, std::string_view handle) override {
    for (std::int64_t id = 1; id <= 3; ++id) {
      auto found = product(reader, {id});
      if (found->handle == handle) return found;
    }
    return std::nullopt;
  }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }
};

class HandChips final : public ProductChips {
 public:
  std::optional<ProductChip> chip(catalog::ProductId id) const override {
    ProductChip chip;
    chip.id = id;
    chip.handle = "vase-" + std::to_string(id.value);
    chip.title = "Vase";
    return chip;
  }
};

// Who has blocked whom.
class HandBlocks final : public profiles::Blocks {
 public:
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  bool blocks(identity::AccountId blocker, identity::AccountId other) const override {
    return pairs.contains({blocker.value, other.value});
  }
  std::vector<profiles::Block> list(db::Reader&, identity::AccountId, Time, int) override { return {}; }
  Status block(db::Transaction&, identity::AccountId, identity::AccountId) override { return done(); }
  Status unblock(db::Transaction&, identity::AccountId, identity::AccountId) override { return done(); }
};

// Moderators decide at once; what they said is kept.
class HandDecisions final : public moderation::Decisions {
 public:
  explicit HandDecisions(std::unique_ptr<Module>& module) : module_(module) {}
  std::vector<std::string> said;  // "9 removed post spam: no adverts"
  Status decide(db::Transaction& tx, identity::AccountId by, const moderation::Subject& subject, moderation::Standing to,
                moderation::Reason reason, std::string_view note) override {
    auto& owner = subject.kind == moderation::Kind::post ? module_->moderated_posts() : module_->moderated_comments();
    const auto piece = owner.piece(tx, subject.id);
    if (!piece) return Error{ErrorKind::not_found, "moderation.subject_not_found", "It is not there."};
    if (piece->standing == to) return Error{ErrorKind::conflict, "moderation.already_decided", "Somebody was quicker."};
    said.push_back(std::to_string(by.value) + " " + std::string(json::enum_text(to)) + " " + std::string(json::enum_text(subject.kind)) +
                   " " + std::string(json::enum_text(reason)) + ": " + std::string(note));
    return owner.stand(tx, subject.id, to);
  }

 private:
  std::unique_ptr<Module>& module_;
};

class ContentFixture : public testing::OnEachEngine {
 protected:
  ContentFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    dispatcher->every_node("test",
                           {PostPublished::topic, PostRemoved::topic, PostReacted::topic, Commented::topic, FollowChanged::topic,
                            Mentioned::topic, ProductSaved::topic},
                           [this](const std::vector<events::Event>& batch) {
                             for (const auto& event : batch) heard.push_back(event.topic.substr(8));  // without "content."
                           });
    restart();
    module->subscribe(*dispatcher);
  }
  // As after a new start of the program: memory is read again.
  void restart() {
    module = open({database(), ids, clock, accounts, library, catalog, nullptr, &blocks, &decisions});
    module->plug(chips);
    module->load();
  }
  Writing& writing() { return module->writing(); }
  Relations& relations() { return module->relations(); }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }
  static NewPost text(std::string words) {
    NewPost post;
    post.text = std::move(words);
    return post;
  }
  Result<Post> try_create(identity::AccountId author, const NewPost& wish) {
    return write([&](db::Transaction& tx) { return writing().create(tx, author, wish, clock.now()); });
  }
  Post create(identity::AccountId author, const NewPost& wish) {
    auto made = try_create(author, wish);
    EXPECT_TRUE(made.ok()) << made.error().code;
    return made.ok() ? *made : Post{};
  }
  Result<Post> edit(identity::AccountId author, PostId id, const NewPost& wish) {
    return write([&](db::Transaction& tx) { return writing().edit(tx, author, id, wish); });
  }
  Status remove(identity::AccountId actor, PostId id) {
    return write([&](db::Transaction& tx) { return writing().remove(tx, actor, id); });
  }
  Result<PostCounts> react(identity::AccountId account, PostId id, Reaction reaction, bool on = true) {
    return write([&](db::Transaction& tx) { return writing().react(tx, account, id, reaction, on); });
  }
  Result<Comment> comment(identity::AccountId account, PostId id, std::string words, CommentId parent = {}) {
    return write([&](db::Transaction& tx) { return writing().comment(tx, account, id, words, parent); });
  }
  Status remove_comment(identity::AccountId actor, CommentId id) {
    return write([&](db::Transaction& tx) { return writing().remove_comment(tx, actor, id); });
  }
  Status follow(identity::AccountId follower, identity::AccountId followed, bool on = true) {
    return write([&](db::Transaction& tx) { return writing().follow(tx, follower, followed, on); });
  }
  Status hold(PostId id, bool held) {
    const auto to = held ? moderation::Standing::held : moderation::Standing::visible;
    return write([&](db::Transaction& tx) { return module->moderated_posts().stand(tx, to_text(id), to); });
  }
  Status report(identity::AccountId reporter, PostId id, std::string reason = "spam") {
    return write([&](db::Transaction& tx) { return writing().report(tx, reporter, id, reason, ""); });
  }
  std::optional<Post> find(PostId id) {
    return read([&](db::Reader& reader) { return module->posts().post(reader, id); });
  }
  std::int64_t count(const char* sql) {
    return read([&](db::Reader& reader) {
      return *reader.one({nullptr, sql}, {}, [](const db::Row& row) { return row.integer(0); });
    });
  }
  using Topics = std::vector<std::string>;
  Topics heard_now() {
    dispatcher->drain();
    return std::exchange(heard, {});
  }

  HandBlocks blocks;
  testing::FakeClock clock;
  IdSource ids{clock, 1};
  HandAccounts accounts;
  HandMedia library;
  HandCatalog catalog;
  HandChips chips;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
  HandDecisions decisions{module};
  Topics heard;
};

}  // namespace plaza::content
