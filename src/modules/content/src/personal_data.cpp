#include "personal_data.h"

#include <functional>
#include <iterator>

#include "platform/json/codec.h"

namespace plaza::content {
namespace {

constexpr int page = 500;

struct PostExport {
  std::string id, text;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Multiline{});
    v("created_at", created_at);
  }
};

struct CommentExport {
  std::string id, post_id, text;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("post_id", post_id);
    v("text", text, json::Multiline{});
    v("created_at", created_at);
  }
};

struct Export {
  std::vector<PostExport> posts;
  std::vector<CommentExport> comments;
  std::vector<std::string> liked_posts, saved_posts, follows;
  template <class V>
  void describe(V& v) {
    v("posts", posts);
    v("comments", comments);
    v("liked_posts", liked_posts);
    v("saved_posts", saved_posts);
    v("follows", follows);
  }
};

std::vector<Post> all_posts(db::Reader& reader, identity::AccountId author) {
  std::vector<Post> all;
  for (const auto status : {PostStatus::published, PostStatus::draft, PostStatus::held, PostStatus::processing, PostStatus::removed}) {
    PostId before = store::newest;
    for (;;) {
      auto found = store::of_author(reader, author, status, before, page);
      if (found.empty()) break;
      before = found.back().id;
      std::move(found.begin(), found.end(), std::back_inserter(all));
    }
  }
  return all;
}

std::vector<identity::AccountId> all_of(const std::function<std::vector<identity::AccountId>(identity::AccountId)>& after) {
  std::vector<identity::AccountId> all;
  for (;;) {
    const auto found = after(all.empty() ? identity::AccountId{} : all.back());
    all.insert(all.end(), found.begin(), found.end());
    if (found.size() < static_cast<std::size_t>(page)) return all;
  }
}

}  // namespace

std::string WordsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  if (!person.account) return "null";
  Export all;
  for (const auto& post : all_posts(reader, person.account)) all.posts.push_back({to_text(post.id), post.text, post.created_at});
  for (const auto& each : store::comments_by(reader, person.account)) {
    all.comments.push_back({to_text(each.id), to_text(each.post_id), each.text, each.created_at});
  }
  for (const auto& [kind, post] : store::reactions_by(reader, person.account)) {
    (kind == 0 ? all.liked_posts : all.saved_posts).push_back(to_text(post));
  }
  const auto followed = [&](identity::AccountId after) { return store::following(reader, person.account, after, page); };
  for (const auto account : all_of(followed)) all.follows.push_back(to_text(account));
  return json::encode(all);
}

std::vector<profiles::Erased> WordsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (!person.account) return {};
  const auto account = person.account;
  const auto posts = all_posts(tx, account);
  for (const auto& post : posts) static_cast<void>(service_.remove(tx, account, post.id));
  const auto comments = store::comments_by(tx, account);
  for (const auto& each : comments) static_cast<void>(service_.remove_comment(tx, account, each.id));
  const auto reactions = store::reactions_by(tx, account);
  for (const auto& [kind, post] : reactions) service_.take_back(tx, account, post, kind == 0 ? Reaction::like : Reaction::save);
  const auto followed = all_of([&](identity::AccountId after) { return store::following(tx, account, after, page); });
  for (const auto other : followed) service_.unfollow(tx, account, other);
  const auto followers = all_of([&](identity::AccountId after) { return store::followers(tx, account, after, page); });
  for (const auto other : followers) service_.unfollow(tx, other, account);
  const std::int64_t reports = store::blank_reports(tx, account);
  store::delete_product_saves(tx, account);
  const auto count = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  return {{"posts", count(posts)},       {"comments", count(comments)}, {"likes and saves", count(reactions)},
          {"follows", count(followed)}, {"followers", count(followers)}, {"reports without words", reports}};
}

}  // namespace plaza::content
