// What is searched, by hand: products, posts and people in maps.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "search/module.h"

namespace plaza::search {

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class HandAccounts final : public identity::Accounts {
 public:
  std::map<std::int64_t, identity::Face> faces;

  std::optional<identity::Face> face(identity::AccountId id) const override {
    const auto found = faces.find(id.value);
    return found == faces.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<identity::Face> faces_after(identity::AccountId after, int limit) const override {
    std::vector<identity::Face> found;
    for (auto it = faces.upper_bound(after.value); it != faces.end() && std::ssize(found) < limit; ++it) found.push_back(it->second);
    return found;
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::int64_t count() const override { return std::ssize(faces); }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId id) override {
    const auto found = faces.find(id.value);
    if (found == faces.end()) return std::nullopt;
    const auto& face = found->second;
    identity::Account account;
    account.id = id;
    account.handle = face.handle;
    account.display_name = face.name;
    account.bio = face.bio;
    account.avatar_media_id = face.avatar_media_id;
    return account;
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, identity::AccountId) override { return unused(); }
};

class HandCatalog : public catalog::Catalog {
 public:
  std::map<std::int64_t, catalog::Product> all;

  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>& each) override {
    for (const auto& [id, product] : all) {
      if (product.status == catalog::ProductStatus::active) each(product);
    }
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }
};

class HandPosts final : public content::Posts {
 public:
  std::map<std::int64_t, content::Post> all;

  std::optional<content::Post> post(db::Reader&, content::PostId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  void for_each_published(db::Reader&, const std::function<void(const content::Post&)>& each) override {
    for (const auto& [id, post] : all) {
      if (post.status == content::PostStatus::published) each(post);
    }
  }
  std::vector<content::Post> posts(db::Reader&, std::span<const content::PostId>) override { return {}; }
  void for_each_follow(db::Reader&, const std::function<void(identity::AccountId, identity::AccountId)>&) override {}
  void for_each_reaction(db::Reader&, const std::function<void(identity::AccountId, content::PostId, bool, bool)>&) override {}
  void add_views(db::Transaction&, content::PostId, std::int64_t) override {}
};

// Discussions; closed ones are read by account 5 alone.
class HandDiscussions final : public community::Readable {
 public:
  std::map<std::int64_t, community::Discussion> all;
  std::set<std::int64_t> closed;

  bool reads(const community::Looker& looker, community::DiscussionId id) const override {
    return !closed.contains(id.value) || looker.account.value == 5;
  }
  std::optional<community::Brief> brief(const community::Looker&, community::DiscussionId) const override { return std::nullopt; }
  std::vector<community::Discussion> published(db::Reader&, community::DiscussionId after, int limit) override {
    std::vector<community::Discussion> page;
    for (auto each = all.upper_bound(after.value); each != all.end() && std::ssize(page) < limit; ++each) {
      if (each->second.status == community::PieceStatus::published) page.push_back(each->second);
    }
    return page;
  }
  std::optional<community::Discussion> published(db::Reader&, community::DiscussionId id) override {
    const auto found = all.find(id.value);
    if (found == all.end() || found->second.status != community::PieceStatus::published) return std::nullopt;
    return found->second;
  }
};

}  // namespace plaza::search
