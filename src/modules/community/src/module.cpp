// Wires community.
#include "community/module.h"

#include <algorithm>
#include <vector>

#include "community/events.h"
#include "content/events.h"
#include "experts.h"
#include "group_statements.h"
#include "moderated.h"
#include "people_statements.h"
#include "personal_data.h"
#include "public_pages.h"
#include "readable.h"
#include "routes.h"
#include "telling.h"
#include "thread_statements.h"

namespace plaza::community {

namespace {

constexpr Micros remembered = days(60);  // of what people engaged with, when a process starts

// The public face, without limits: for the demo and other blocks.
class Face final : public Discussions {
 public:
  Face(const Needs& needs, Threads& threads, Votes& votes) : needs_(needs), threads_(threads), votes_(votes) {}
  std::optional<Discussion> discussion(db::Reader& reader, DiscussionId id) override { return store::find(reader, id); }
  std::vector<Discussion> published_after(db::Reader& reader, DiscussionId after, int limit) override {
    return store::public_after(reader, after, limit);
  }
  std::vector<AcceptedAnswer> accepted_after(db::Reader& reader, DiscussionId after, int limit) override {
    return store::accepted_after(reader, after, std::min(limit, 500));
  }
  std::vector<DiscussionId> answered_in(db::Reader& reader, GroupId group) override { return store::answered_in(reader, group); }
  Result<Discussion> discuss(db::Transaction& tx, const Looker& author, const NewDiscussion& wanted, Time at) override {
    return threads_.discuss(tx, author, wanted, at, screening(at));
  }
  Result<Reply> reply(db::Transaction& tx, const Looker& author, const NewReply& wanted, Time at) override {
    return threads_.reply(tx, author, wanted, at, screening(at));
  }
  Result<Discussion> accept(db::Transaction& tx, const Looker& by, DiscussionId id, ReplyId reply) override {
    return votes_.accept(tx, by, id, reply);
  }
  Result<double> vote(db::Transaction& tx, const Looker& by, DiscussionId id, int value) override { return votes_.vote(tx, by, id, value); }
  Result<double> vote(db::Transaction& tx, const Looker& by, ReplyId id, int value) override { return votes_.vote(tx, by, id, value); }

 private:
  Screening screening(Time at) const { return at < needs_.clock.now() ? Screening::none : Screening::asked; }
  const Needs& needs_;
  Threads& threads_;
  Votes& votes_;
};

class Keeping final : public GroupKeeping {
 public:
  Keeping(Rooms& rooms, Threads& threads, Votes& votes, Trust& trust) : rooms_(rooms), threads_(threads), votes_(votes), trust_(trust) {}
  Result<Group> create(db::Transaction& tx, const Looker& by, const NewGroup& wanted, Time at) override {
    return rooms_.create(tx, by, wanted, at);
  }
  Status join(db::Transaction& tx, const Looker& who, GroupId id, std::string_view note, Time at) override {
    return rooms_.join(tx, who, id, note, at);
  }
  Result<GatheringId> announce(db::Transaction& tx, const Looker& by, const NewGathering& w) override {
    Gathering wanted;
    wanted.group = w.group;
    wanted.title = w.title;
    wanted.text = w.text;
    wanted.place = w.place;
    wanted.url = w.url;
    wanted.starts_at = w.starts_at;
    wanted.ends_at = w.ends_at;
    wanted.capacity = w.capacity;
    TRY(const Gathering made, rooms_.gather(tx, by, wanted));
    return made.id;
  }
  Status attend(db::Transaction& tx, const Looker& who, GatheringId id) override {
    TRY_DONE(rooms_.respond(tx, who, id, Answer::going));
    return done();
  }
  Status vote_in_poll(db::Transaction& tx, const Looker& who, DiscussionId id, const std::vector<std::int64_t>& options) override {
    TRY_DONE(votes_.choose(tx, who, id, options));
    return done();
  }
  Status pin(db::Transaction& tx, const Looker& by, DiscussionId id) override {
    TRY_DONE(threads_.set_state(tx, by, id, {true, {}, {}}));
    return done();
  }
  void give_level(db::Transaction& tx, identity::AccountId account, int level) override { trust_.give(tx, account, level); }

 private:
  Rooms& rooms_;
  Threads& threads_;
  Votes& votes_;
  Trust& trust_;
};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs), pages_(book_), posts_(book_), tastes_(index_), trust_(needs_, book_), threads_(needs_, book_, index_, tastes_, trust_),
        votes_(needs_, book_, tastes_, trust_, threads_), rooms_(needs_, book_, trust_, pages_, posts_),
        presenter_(needs_, book_, index_, threads_, rooms_, trust_), telling_(needs_, book_, index_, tastes_),
        experts_(needs_, book_, index_, trust_), face_(needs_, threads_, votes_), keeping_(rooms_, threads_, votes_, trust_), moderated_discussions_(needs_, book_, threads_), moderated_replies_(needs_, book_, threads_),
        personal_data_(needs_, book_, threads_, tastes_) {}
  ~Opened() override { stop(); }

  Groups& groups() override { return book_; }
  Discussions& discussions() override { return face_; }
  Experts& experts() override { return experts_; }
  GroupKeeping& keeping() override { return keeping_; }
  moderation::Content& moderated_discussions() override { return moderated_discussions_; }
  moderation::Content& moderated_replies() override { return moderated_replies_; }
  PublicPages& public_pages() override { return public_pages_; }
  Readable& readable() override { return readable_; }
  const content::Visibility& visibility() const override { return posts_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void plug(const content::ProductChips& chips) override { presenter_.plug(chips); }
  void plug(const Ranker& ranker) override { tastes_.plug(ranker); }

  void load() override {
    const auto read = [this](db::Reader& reader) {
      book_.load(reader);
      posts_.load(reader);
      load_threads(reader);
      return 0;
    };
    needs_.database.read_now(read);
  }

  void add_routes(http::Routes& routes) override {
    const Parts parts{needs_, book_, index_, tastes_, trust_, threads_, votes_, rooms_, pages_, presenter_};
    add_group_routes(routes, parts);
    add_member_routes(routes, parts);
    add_group_feed_routes(routes, parts);
    add_list_routes(routes, parts);
    add_discussion_routes(routes, parts);
    add_reply_routes(routes, parts);
    add_vote_routes(routes, parts);
    add_event_routes(routes, parts);
    add_calendar_routes(routes, parts);
    add_people_routes(routes, parts);
    add_desk_routes(routes, parts);
    add_admin_routes(routes, parts);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("community.memory",
                          {GroupChanged::topic, DiscussionChanged::topic, StandingChanged::topic, GroupPostChanged::topic,
                           DiscussionRead::topic},
                          [this](const std::vector<events::Event>& batch) {
                            const auto work = [&](db::Reader& reader) {
                              for (const auto& event : batch) follow(reader, event);
                              return 0;
                            };
                            needs_.database.read_now(work);
                          });
    dispatcher.once("community.bell", {DiscussionPublished::topic, Replied::topic, AnswerAccepted::topic, StandingChanged::topic},
                    [this](db::Transaction& tx, const events::Event& event) { return telling_.hear(tx, event); });
    dispatcher.once("community.posts", {content::PostRemoved::topic}, [this](db::Transaction& tx, const events::Event& event) -> Status {
      // Held or a draft again, it may come back, and must not come back for everybody.
      const auto post = events::read<content::PostRemoved>(event).post_id;
      if (needs_.posts.post(tx, post)) return done();
      for (const auto group : store::groups_of_post(tx, post)) events::publish(tx, post.value, GroupPostChanged{group, post.value, false});
      store::forget_post(tx, post);
      return done();
    });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.handle(TellGuests::kind, {}, [this](const jobs::Job& job) -> Status {
      TRY(const auto wanted, json::decode<TellGuests>(job.payload));
      return telling_.tell_guests(wanted);
    });
    runner.every("community.reminders", minutes(1), [this] { return telling_.remind_guests(); });
    runner.every("community.digests", hours(1), [this]() -> Status {
      const auto work = [this](db::Transaction& tx) -> Status {
        telling_.send_digests(tx);
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  void stop() override { pages_.stop(); }

 private:
  void load_threads(db::Reader& reader) {
    index_.clear();
    tastes_.clear();
    constexpr int page = 1'000;
    for (DiscussionId after;;) {
      const auto found = store::discussions_after(reader, after, page);
      for (const auto& d : found) index_.put(d);
      if (found.size() < static_cast<std::size_t>(page)) break;
      after = found.back().id;
    }
    const Time since = needs_.clock.now() - remembered;
    store::each_read(reader, since, [this](identity::AccountId who, DiscussionId id, std::int64_t number, Time at) {
      tastes_.engaged(who, id, Tastes::Deed::read, at);
      tastes_.read_up_to(who, id, number);
    });
    store::each_reply(reader, since, [this](identity::AccountId who, DiscussionId id, Time at) {
      tastes_.engaged(who, id, Tastes::Deed::reply, at);
    });
  }

  // What this node wrote itself is in its memory already; the same once more changes nothing.
  void follow(db::Reader& reader, const events::Event& event) {
    if (event.topic == GroupChanged::topic) {
      const auto told = events::read<GroupChanged>(event);
      book_.reload(reader, told.group_id, told.account_id.value_or(identity::AccountId{}));
      if (told.account_id) pages_.close(told.group_id, *told.account_id);
    } else if (event.topic == DiscussionChanged::topic) {
      const auto told = events::read<DiscussionChanged>(event);
      if (const auto d = store::find(reader, told.discussion_id)) index_.put(*d);
      else index_.drop(told.discussion_id);
      pages_.tell(told);
    } else if (event.topic == StandingChanged::topic) {
      const auto told = events::read<StandingChanged>(event);
      book_.put_level(told.account_id, static_cast<int>(told.level));
    } else if (event.topic == GroupPostChanged::topic) {
      const auto told = events::read<GroupPostChanged>(event);
      if (told.in) posts_.put(content::PostId{told.post}, told.group_id, told.shown);
      else posts_.drop(content::PostId{told.post}, told.group_id);
    } else if (event.topic == DiscussionRead::topic) {
      const auto told = events::read<DiscussionRead>(event);
      const auto number = store::read_of(reader, told.account_id, told.discussion_id);
      if (number) tastes_.read_up_to(told.account_id, told.discussion_id, *number);
    }
  }

  const Needs needs_;
  GroupBook book_;
  ThreadIndex index_;
  LivePages pages_;
  PostBook posts_;
  Tastes tastes_;
  Trust trust_;
  Threads threads_;
  Votes votes_;
  Rooms rooms_;
  Presenter presenter_;
  Telling telling_;
  ProductExperts experts_;
  Face face_;
  Keeping keeping_;
  ModeratedDiscussions moderated_discussions_;
  ModeratedReplies moderated_replies_;
  TracesOfPerson personal_data_;
  PublicReading public_pages_{needs_, book_, index_};
  ReadableDiscussions readable_{needs_, book_, index_};
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() {
  static const std::vector<const db::Statement*> all = [] {
    std::vector<const db::Statement*> found(std::begin(sql::group_statements), std::end(sql::group_statements));
    found.insert(found.end(), std::begin(sql::thread_statements), std::end(sql::thread_statements));
    found.insert(found.end(), std::begin(sql::people_statements), std::end(sql::people_statements));
    return found;
  }();
  return all;
}

}  // namespace plaza::community
