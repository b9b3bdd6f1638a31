#include "store.h"

#include "statements.h"
#include "stored_json.h"

namespace plaza::content::store {

namespace {

StoredPost post_from(const db::Row& row) {
  StoredPost stored;
  Post& post = stored.post;
  post.id = row.id<PostId>(0);
  post.author_id = row.id<identity::AccountId>(1);
  post.text = row.string(2);
  post.hashtags = stored_items<StoredTexts>(row.text(3));
  post.mentions = stored_items<StoredTexts>(row.text(4));
  post.media = stored_items<StoredMedia>(row.text(5));
  post.has_video = row.integer(6) != 0;
  for (const auto& tag : stored_items<StoredLists>(row.text(7))) {
    post.tags.push_back({tag.product_id, static_cast<int>(tag.media_index), tag.x, tag.y, tag.t});
  }
  post.status = static_cast<PostStatus>(row.integer(8));
  post.visibility = static_cast<PostVisibility>(row.integer(9));
  post.counts = {row.integer(10), row.integer(11), row.integer(12), row.integer(13), row.integer(14)};
  post.created_at = row.time(15);
  post.published_at = row.time(16);
  stored.reports = row.integer(17);
  stored.hold_reason = row.string(18);
  return stored;
}

struct Texts {  // a post's lists as they are stored
  explicit Texts(const Post& post)
      : hashtags(json::encode(StoredTexts{post.hashtags})),
        mentions(json::encode(StoredTexts{post.mentions})),
        media(json::encode(StoredMedia{post.media})) {
    StoredLists lists;
    for (const auto& tag : post.tags) lists.items.push_back({tag.product_id, tag.media_index, tag.x, tag.y, tag.t_ms});
    tags = json::encode(lists);
  }
  std::string hashtags, mentions, media, tags;
};

Comment comment_from(const db::Row& row) {
  return {row.id<CommentId>(0), row.id<PostId>(1), row.id<identity::AccountId>(2), row.id<CommentId>(3), row.string(4),
          row.time(5), static_cast<CommentStatus>(row.integer(6)), row.integer(7) != 0};
}

Post plain(const db::Row& row) { return post_from(row).post; }
PostId first_id(const db::Row& row) { return row.id<PostId>(0); }
identity::AccountId first_account(const db::Row& row) { return row.id<identity::AccountId>(0); }

}  // namespace

void insert(db::Transaction& tx, const Post& post) {
  const Texts texts(post);
  tx.send(insert_post, {post.id, post.author_id, post.text, texts.hashtags, texts.mentions, texts.media, post.has_video,
                        texts.tags, static_cast<int>(post.status), static_cast<int>(post.visibility), post.created_at,
                        post.published_at});
}

bool update(db::Transaction& tx, const Post& post, PostStatus from) {
  const Texts texts(post);
  return tx.execute(update_post, {post.id, post.author_id, post.text, texts.hashtags, texts.mentions, texts.media, post.has_video,
                           texts.tags, static_cast<int>(post.status), static_cast<int>(post.visibility), post.published_at,
                           static_cast<int>(from)}) == 1;
}

bool set_status(db::Transaction& tx, PostId id, PostStatus from, PostStatus to, std::string_view reason, Time published_at) {
  return tx.execute(set_post_status, {id, static_cast<int>(from), static_cast<int>(to), reason, published_at}) == 1;
}

bool remove(db::Transaction& tx, PostId id) { return tx.execute(delete_post, {id}) == 1; }

void remove_what_hangs_on(db::Transaction& tx, PostId id) {
  unlink(tx, id);
  tx.send(delete_reactions, {id});
  tx.send(delete_comments, {id});
  tx.send(delete_reports, {id});
}

std::optional<StoredPost> find(db::Reader& reader, PostId id) { return reader.one(find_post, {id}, post_from); }

std::vector<Post> published_after(db::Reader& reader, PostId after, int limit) {
  return reader.all(content::published_after, {after, limit}, plain);
}
std::vector<Post> of_author(db::Reader& reader, identity::AccountId author, PostStatus status, PostId before, int limit) {
  return reader.all(posts_of_author, {author, before, static_cast<int>(status), limit}, plain);
}
std::vector<StoredPost> for_staff(db::Reader& reader, std::optional<PostStatus> status, bool reported, std::string_view words,
                                  PostId before, int limit) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  if (!words.empty()) pattern += '%';
  return reader.all(posts_for_staff, {before, status ? static_cast<int>(*status) : -1, reported ? 1 : 0, pattern, limit}, post_from);
}
std::vector<Post> processing(db::Reader& reader) { return reader.all(processing_posts, {}, plain); }

void link(db::Transaction& tx, const Post& post) {
  for (const auto& tag : post.tags) tx.send(link_product, {tag.product_id, post.id});
  for (const auto& hashtag : post.hashtags) tx.send(link_hashtag, {hashtag, post.id});
}
void unlink(db::Transaction& tx, PostId id) {
  tx.send(unlink_products, {id});
  tx.send(unlink_hashtags, {id});
}
std::vector<PostId> of_product(db::Reader& reader, catalog::ProductId product, PostId before, int limit) {
  return reader.all(posts_of_product, {product, before, limit}, first_id);
}
std::vector<PostId> of_hashtag(db::Reader& reader, std::string_view hashtag, PostId before, int limit) {
  return reader.all(posts_of_hashtag, {hashtag, before, limit}, first_id);
}

std::optional<PostCounts> add_counts(db::Transaction& tx, PostId id, const PostCounts& change) {
  return tx.one(content::add_counts, {id, change.likes, change.comments, change.saves, change.shares, change.views},
                [](const db::Row& row) {
                  return PostCounts{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)};
                });
}

bool set_reaction(db::Transaction& tx, identity::AccountId account, int kind, PostId post, bool on, Time now) {
  if (on) return tx.execute(add_reaction, {account, kind, post, now}) == 1;
  return tx.execute(remove_reaction, {account, kind, post}) == 1;
}
std::vector<std::pair<identity::AccountId, int>> reactors(db::Reader& reader, PostId post) {
  return reader.all(content::reactors, {post}, [](const db::Row& row) {
    return std::pair(row.id<identity::AccountId>(0), static_cast<int>(row.integer(1)));
  });
}
void all_reactions(db::Reader& reader, const std::function<void(identity::AccountId, int, PostId)>& each) {
  reader.each(content::all_reactions, {}, [&](const db::Row& row) {
    each(row.id<identity::AccountId>(0), static_cast<int>(row.integer(1)), row.id<PostId>(2));
  });
}
std::vector<Saved> saved(db::Reader& reader, identity::AccountId account, Time before, int limit) {
  return reader.all(saved_posts, {account, before, limit},
                    [](const db::Row& row) { return Saved{row.id<PostId>(0), row.time(1)}; });
}

bool set_follow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed, bool on, Time now) {
  if (on) return tx.execute(add_follow, {follower, followed, now}) == 1;
  return tx.execute(remove_follow, {follower, followed}) == 1;
}
void all_follows(db::Reader& reader, const std::function<void(identity::AccountId, identity::AccountId)>& each) {
  reader.each(content::all_follows, {}, [&](const db::Row& row) {
    each(row.id<identity::AccountId>(0), row.id<identity::AccountId>(1));
  });
}
std::vector<identity::AccountId> followers(db::Reader& reader, identity::AccountId of, identity::AccountId after, int limit) {
  return reader.all(followers_of, {of, after, limit}, first_account);
}
std::vector<identity::AccountId> following(db::Reader& reader, identity::AccountId of, identity::AccountId after, int limit) {
  return reader.all(followed_by, {of, after, limit}, first_account);
}

void insert_comment(db::Transaction& tx, const Comment& comment) {
  tx.send(content::insert_comment,
          {comment.id, comment.post_id, comment.author_id, comment.parent_id, comment.text, comment.created_at,
           static_cast<int>(comment.status), comment.announced});
}
std::optional<Comment> comment(db::Reader& reader, CommentId id) { return reader.one(find_comment, {id}, comment_from); }
std::vector<Comment> comments(db::Reader& reader, PostId post, CommentId after, int limit, identity::AccountId viewer) {
  return reader.all(comments_of_post, {post, after, limit, viewer}, comment_from);
}
std::vector<Comment> answers(db::Reader& reader, CommentId to) { return reader.all(answers_to, {to}, comment_from); }
bool set_status(db::Transaction& tx, CommentId id, CommentStatus from, CommentStatus to, bool announced) {
  return tx.execute(set_comment_status, {id, static_cast<int>(from), static_cast<int>(to), announced}) == 1;
}
std::int64_t remove_comment(db::Transaction& tx, CommentId id) { return tx.execute(delete_comment, {id}); }

std::vector<Comment> comments_by(db::Reader& reader, identity::AccountId author) {
  return reader.all(content::comments_by, {author}, comment_from);
}
std::vector<std::pair<int, PostId>> reactions_by(db::Reader& reader, identity::AccountId account) {
  return reader.all(content::reactions_by, {account},
                    [](const db::Row& row) { return std::pair(static_cast<int>(row.integer(0)), row.id<PostId>(1)); });
}
std::int64_t blank_reports(db::Transaction& tx, identity::AccountId reporter) {
  return tx.execute(content::blank_reports, {reporter});
}
void delete_product_saves(db::Transaction& tx, identity::AccountId account) {
  tx.send(content::delete_product_saves, {account});
}

bool set_product_save(db::Transaction& tx, identity::AccountId account, catalog::ProductId product, bool on, Time now) {
  if (on) return tx.execute(add_product_save, {account, product, now}) == 1;
  return tx.execute(remove_product_save, {account, product}) == 1;
}
void all_product_saves(db::Reader& reader, const std::function<void(identity::AccountId, catalog::ProductId)>& each) {
  reader.each(content::all_product_saves, {}, [&](const db::Row& row) {
    each(row.id<identity::AccountId>(0), row.id<catalog::ProductId>(1));
  });
}

bool report(db::Transaction& tx, ReportId id, PostId post, identity::AccountId reporter, std::string_view reason,
            std::string_view note, Time now) {
  tx.execute(upsert_report, {post, reporter, id, reason, note, now});
  return tx.execute(set_reports, {post}) == 1;
}
std::vector<ReportCount> reports(db::Reader& reader, PostId post) {
  return reader.all(reports_of_post, {post}, [](const db::Row& row) { return ReportCount{row.string(0), row.integer(1)}; });
}

}  // namespace plaza::content::store
