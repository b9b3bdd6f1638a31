// Lists of posts and people: by author, hashtag, product; one's own; saved ones.
#include "platform/base/text.h"
#include "routes.h"

namespace plaza::content {

namespace {

using http::Access;
using http::Call;

// Posts by their ids, without those that the viewer may not see; the cursor goes on after the last id looked at.
PostList list_of(const Parts& parts, db::Reader& reader, const std::vector<PostId>& ids, int limit, const Call& call) {
  const auto viewer = account_of(call);
  PostList list;
  for (const auto id : ids) {
    const auto post = parts.service.visible_post(reader, id, viewer);
    if (post.ok()) list.items.push_back(parts.presenter.priced(parts.presenter.view(*post, viewer), price_viewer_of(call)));
  }
  if (static_cast<int>(ids.size()) == limit) list.next_cursor = to_text(ids.back());
  return list;
}

Result<identity::AccountId> person(const Parts& parts, const std::string& handle) {
  const auto face = parts.needs.accounts.face_of_handle(handle);
  if (!face) return Error{ErrorKind::not_found, "content.person_not_found", "There is no such person."};
  return face->id;
}

void add_people_lists(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<PersonPage, PostList>("/v1/people/{handle}/posts", "list_posts_of_person")
                 .summary("A person's posts, newest first.")
                 .tag("People")
                 .error("content.person_not_found", ErrorKind::not_found, "There is no such person.")
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const PersonPage& request) -> Result<PostList> {
                   TRY(const auto author, person(parts, request.handle));
                   TRY(const auto before, cursor_id(request.cursor, store::newest));
                   std::vector<PostId> ids;
                   for (const auto& post : store::of_author(reader, author, PostStatus::published, before, request.limit)) {
                     ids.push_back(post.id);
                   }
                   return list_of(parts, reader, ids, request.limit, call);
                 }));
  const auto add = [&](const char* path, const char* id, const char* summary, bool followers) {
    routes.add(http::get<PersonPage, PeopleList>(path, id)
                   .summary(summary)
                   .tag("People")
                   .error("content.person_not_found", ErrorKind::not_found, "There is no such person.")
                   .read(parts.database, [parts, followers](Call& call, db::Reader& reader, const PersonPage& request) -> Result<PeopleList> {
                     TRY(const auto of, person(parts, request.handle));
                     TRY(const auto after, cursor_id<identity::AccountId>(request.cursor, {}));
                     const auto ids = followers ? store::followers(reader, of, after, request.limit)
                                                : store::following(reader, of, after, request.limit);
                     PeopleList list;
                     for (const auto account : ids) list.items.push_back(parts.presenter.author(account, account_of(call)));
                     if (static_cast<int>(ids.size()) == request.limit) list.next_cursor = to_text(ids.back());
                     return list;
                   }));
  };
  add("/v1/people/{handle}/followers", "list_followers", "Who follows a person.", true);
  add("/v1/people/{handle}/following", "list_following", "Whom a person follows.", false);
}

void add_post_lists(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<TopicPage, PostList>("/v1/hashtags/{tag}/posts", "list_posts_of_hashtag")
                 .summary("Posts with a hashtag, newest first.")
                 .tag("Posts")
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const TopicPage& request) -> Result<PostList> {
                   TRY(const auto before, cursor_id(request.cursor, store::newest));
                   const auto ids = store::of_hashtag(reader, folded(request.tag), before, request.limit);
                   return list_of(parts, reader, ids, request.limit, call);
                 }));
  routes.add(http::get<PersonPage, PostList>("/v1/products/{handle}/posts", "list_posts_of_product")
                 .summary("Posts that show a product, newest first.")
                 .tag("Products")
                 .error("catalog.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const PersonPage& request) -> Result<PostList> {
                   const auto product = parts.needs.catalog.product_by_handle(reader, request.handle);
                   if (!product || product->status != catalog::ProductStatus::active) {
                     return Error{ErrorKind::not_found, "catalog.product_not_found", "There is no such product."};
                   }
                   TRY(const auto before, cursor_id(request.cursor, store::newest));
                   const auto ids = store::of_product(reader, product->id, before, request.limit);
                   return list_of(parts, reader, ids, request.limit, call);
                 }));
}

void add_own_lists(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<OwnPage, PostList>("/v1/me/posts", "list_own_posts")
                 .summary("One's own posts and drafts, newest first.")
                 .tag("Posts").access(Access::signed_in())
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const OwnPage& request) -> Result<PostList> {
                   TRY(const auto before, cursor_id(request.cursor, store::newest));
                   const auto account = account_of(call);
                   PostList list;
                   const auto status = request.status.value_or(PostStatus::published);
                   for (const auto& post : store::of_author(reader, account, status, before, request.limit)) {
                     list.items.push_back(parts.presenter.priced(parts.presenter.view(post, account), price_viewer_of(call)));
                   }
                   if (static_cast<int>(list.items.size()) == request.limit) list.next_cursor = to_text(list.items.back().id);
                   return list;
                 }));
  routes.add(http::get<OwnPage, PostList>("/v1/me/saved", "list_saved_posts")
                 .summary("Posts one has saved, the latest first.")
                 .tag("Posts").access(Access::signed_in())
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const OwnPage& request) -> Result<PostList> {
                   const auto at = request.cursor.empty() ? std::optional(INT64_MAX + 0LL) : parse_integer(request.cursor);
                   if (!at) return invalid_field("cursor", "not_allowed", "is not a cursor of this list");
                   const auto account = account_of(call);
                   PostList list;
                   const auto saved = store::saved(reader, account, Time{*at}, request.limit);
                   for (const auto& one : saved) {
                     const auto post = parts.service.visible_post(reader, one.post_id, account);
                     if (post.ok()) list.items.push_back(parts.presenter.priced(parts.presenter.view(*post, account), price_viewer_of(call)));
                   }
                   if (static_cast<int>(saved.size()) == request.limit) list.next_cursor = std::to_string(saved.back().at.micros);
                   return list;
                 }));
  routes.add(http::get<http::None, ChipList>("/v1/me/saved_products", "list_saved_products")
                 .summary("Products one has saved, the latest first.")
                 .tag("Products").access(Access::signed_in())
                 .memory([parts](Call& call, const http::None&) -> Result<ChipList> {
                   ChipList list;
                   for (const auto id : parts.memory.saved_products(account_of(call))) {
                     auto chip = parts.presenter.chips() ? parts.presenter.chips()->chip_for(id, price_viewer_of(call)) : std::nullopt;
                     if (chip && list.items.size() < 1'000) list.items.push_back(std::move(*chip));
                   }
                   return list;
                 }));
}

}  // namespace

void add_list_routes(http::Routes& routes, const Parts& parts) {
  add_people_lists(routes, parts);
  add_post_lists(routes, parts);
  add_own_lists(routes, parts);
}

}  // namespace plaza::content
