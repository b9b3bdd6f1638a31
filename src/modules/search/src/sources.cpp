#include "sources.h"

namespace plaza::search {

namespace {

constexpr int faces_at_once = 500, discussions_at_once = 500;

template <class T>
std::optional<Document> found(const std::optional<T>& thing) {
  if (!thing || stamp_of(*thing) == 0) return std::nullopt;
  return document_of(*thing);
}

// From the row: memory may follow the commit a moment after the event that tells of it.
std::optional<identity::Face> face_of(const std::optional<identity::Account>& account) {
  if (!account) return std::nullopt;
  return identity::Face{account->id, account->handle, account->display_name, account->bio, account->avatar_media_id};
}

}  // namespace

void Sources::each_discussion(db::Reader& reader, const std::function<void(const community::Discussion&)>& each) {
  if (!needs_.discussions) return;
  for (community::DiscussionId after;;) {
    const auto page = needs_.discussions->published(reader, after, discussions_at_once);
    for (const auto& one : page) each(one);
    if (page.empty()) return;
    after = page.back().id;
  }
}

void Sources::each(Kind kind, const std::function<void(const Item&)>& each) {
  const auto take = [&](const auto& thing, double weight) {
    const auto stamp = stamp_of(thing);
    if (stamp != 0) each({thing.id.value, stamp, weight, [&thing] { return document_of(thing); }});
  };
  if (kind == Kind::person) {
    identity::AccountId after;
    for (;;) {
      const auto faces = needs_.accounts.faces_after(after, faces_at_once);
      for (const auto& face : faces) take(face, 0);
      if (faces.empty()) return;
      after = faces.back().id;
    }
  }
  auto work = [&](db::Reader& reader) {
    if (kind == Kind::discussion) {
      each_discussion(reader, [&](const community::Discussion& discussion) { take(discussion, weight_of(discussion)); });
    } else if (kind == Kind::product) {
      needs_.catalog.for_each_active(reader, [&](const catalog::Product& product) { take(product, 0); });
    } else {
      needs_.posts.for_each_published(reader, [&](const content::Post& post) { take(post, weight_of(post.counts)); });
    }
    return true;
  };
  needs_.database.read_now(work);
}

std::optional<Document> Sources::document(Kind kind, std::int64_t id) {
  auto work = [&](db::Reader& reader) {
    if (kind == Kind::person) return found(face_of(needs_.accounts.find(reader, identity::AccountId{id})));
    if (kind == Kind::discussion) {
      return needs_.discussions ? found(needs_.discussions->published(reader, community::DiscussionId{id})) : std::nullopt;
    }
    return kind == Kind::product ? found(needs_.catalog.product(reader, catalog::ProductId{id}))
                                 : found(needs_.posts.post(reader, content::PostId{id}));
  };
  return needs_.database.read_now(work);
}

}  // namespace plaza::search
