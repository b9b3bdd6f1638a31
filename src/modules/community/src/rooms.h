// Groups and places in them, gatherings, and posts in a group's feed. All in the caller's transaction; thread-safe.
#pragma once

#include "community/module.h"
#include "group_book.h"
#include "group_store.h"
#include "live.h"
#include "post_book.h"
#include "trust.h"

namespace plaza::community {

struct GroupChange {
  std::optional<std::string> name, about, rules;
  std::optional<Visibility> visibility;
  std::optional<std::vector<std::string>> tags;
  std::optional<media::MediaId> cover;  // none: takes it away
  std::optional<bool> archived;
};
struct GatheringChange {
  std::optional<std::string> title, text, place, url;
  std::optional<Time> starts_at, ends_at;
  std::optional<std::int64_t> capacity;
  std::optional<bool> cancelled;
};

class Rooms {
 public:
  Rooms(const Needs& needs, GroupBook& book, Trust& trust, LivePages& pages, PostBook& post_book)
      : needs_(needs), book_(book), trust_(trust), pages_(pages), post_book_(post_book) {}

  Result<Group> create(db::Transaction& tx, const Looker& by, const NewGroup& wanted, Time at);
  Result<Group> change(db::Transaction& tx, const Looker& by, GroupId id, const GroupChange& change);
  Status join(db::Transaction& tx, const Looker& who, GroupId id, std::string_view note, Time at);
  Status leave(db::Transaction& tx, const Looker& who, GroupId id);
  Status choose_digest(db::Transaction& tx, const Looker& who, GroupId id, Digest digest);
  Status set_member(db::Transaction& tx, const Looker& by, GroupId id, identity::AccountId account, std::optional<Seat> seat,
                    std::optional<Role> role, std::string_view reason);
  Status remove_member(db::Transaction& tx, const Looker& by, GroupId id, identity::AccountId account);
  Status invite(db::Transaction& tx, const Looker& by, GroupId id, identity::AccountId account);

  Result<Gathering> gather(db::Transaction& tx, const Looker& by, const Gathering& wanted);
  Result<Gathering> change(db::Transaction& tx, const Looker& by, GatheringId id, const GatheringChange& change);
  Result<Gathering> respond(db::Transaction& tx, const Looker& who, GatheringId id, Answer answer);
  Result<Gathering> visible(db::Reader& reader, const Looker& looker, GatheringId id) const;

  Status show_post(db::Transaction& tx, const Looker& by, GroupId id, content::PostId post);
  // The group that has the post, when this looker may know of it; their own post is theirs to take out also after they left.
  Result<GroupId> with_post(db::Reader& reader, const Looker& by, std::string_view slug, content::PostId post) const;
  Status hide_post(db::Transaction& tx, const Looker& by, GroupId id, content::PostId post);

  bool moderates(const Looker& looker, GroupId group) const { return looker.staff || book_.place(group, looker.account).moderates(); }
  bool manages(const Looker& looker, GroupId group) const;
  // The group, when this looker may know of it.
  Result<Group> seen(const Looker& looker, std::string_view slug) const;
  Result<Group> readable(const Looker& looker, std::string_view slug) const;

 private:
  void seat(db::Transaction& tx, GroupId id, identity::AccountId account, Place place, std::string_view note, identity::AccountId by,
            Time at);
  void unseat(db::Transaction& tx, GroupId id, identity::AccountId account);
  Status check(const Looker& by, const std::string& name, const std::vector<std::string>& tags, media::MediaId cover) const;
  bool is_last_owner(GroupId id, identity::AccountId account) const;

  const Needs& needs_;
  GroupBook& book_;
  Trust& trust_;
  LivePages& pages_;
  PostBook& post_book_;
};

// "Glaze & fire" -> {"glaze-fire"}: each once; empty ones left out.
std::vector<std::string> normal_tags(const std::vector<std::string>& tags);

}  // namespace plaza::community
