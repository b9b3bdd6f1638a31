#include "content/module.h"

#include "media/events.h"
#include "moderated.h"
#include "personal_data.h"
#include "presenter.h"
#include "profiles/events.h"
#include "routes.h"
#include "service.h"
#include "statements.h"

namespace plaza::content {

namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), service_(needs_, memory_), presenter_(needs_, memory_, service_) {}

  Posts& posts() override { return service_; }
  Writing& writing() override { return service_; }
  Relations& relations() override { return memory_; }

  moderation::Content& moderated_posts() override { return moderated_posts_; }
  moderation::Content& moderated_comments() override { return moderated_comments_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  PostViews& views() override { return presenter_; }

  void plug(const ProductChips& chips) override {
    service_.plug(chips);
    presenter_.plug(chips);
  }
  void plug(const Visibility& visibility) override { service_.plug(visibility); }

  void load() override {
    auto work = [this](db::Reader& reader) {
      memory_.load(reader);
      return true;
    };
    needs_.database.read_now(work);
  }

  void add_routes(http::Routes& routes) override {
    const Parts parts{needs_.database, needs_, service_, memory_, presenter_};
    add_post_routes(routes, parts);
    add_social_routes(routes, parts);
    add_list_routes(routes, parts);
    add_staff_routes(routes, parts);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.once("content.publish_processed", {media::MediaReady::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      service_.media_ready(tx, events::read<media::MediaReady>(event).media_id);
                      return done();
                    });
    // Who is blocked follows no more, nor is followed.
    dispatcher.once("content.part_blocked", {profiles::BlockChanged::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      const auto told = events::read<profiles::BlockChanged>(event);
                      if (!told.on) return done();
                      service_.unfollow(tx, told.blocker_id, told.blocked_id);
                      service_.unfollow(tx, told.blocked_id, told.blocker_id);
                      return done();
                    });
    if (needs_.database.engine() == db::Engine::sqlite) return;  // one node: its own commits told its memory
    dispatcher.every_node("content.memory",
                          {PostReacted::topic, FollowChanged::topic, ProductSaved::topic, PostPublished::topic,
                           PostRemoved::topic, Commented::topic},
                          [this](const std::vector<events::Event>& events) {
                            for (const auto& event : events) learn(event);
                          });
  }

 private:
  // What another node committed.
  void learn(const events::Event& event) {
    if (event.topic == FollowChanged::topic) {
      const auto change = events::read<FollowChanged>(event);
      memory_.set_follow(change.follower_id, change.followed_id, change.on);
      return;
    }
    if (event.topic == ProductSaved::topic) {
      const auto change = events::read<ProductSaved>(event);
      memory_.set_product_saved(change.account_id, change.product_id, change.on);
      return;
    }
    const PostId id{event.aggregate};
    if (event.topic == PostReacted::topic) {
      const auto change = events::read<PostReacted>(event);
      if (change.reaction == Reaction::like) memory_.set_liked(change.account_id, id, change.on);
      if (change.reaction == Reaction::save) memory_.set_saved(change.account_id, id, change.on);
    }
    auto read = [&](db::Reader& reader) { return service_.post(reader, id); };
    const auto post = needs_.database.read_now(read);
    if (!post) {
      memory_.forget(id);
    } else {
      memory_.set_counts(id, post->counts);
      memory_.set_published(post->author_id, id, post->status == PostStatus::published);
    }
  }

  Needs needs_;
  Memory memory_;
  Service service_;
  Presenter presenter_;
  WordsOfPerson personal_data_{service_};
  ModeratedPosts moderated_posts_{needs_, service_};
  ModeratedComments moderated_comments_{service_};
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }
std::span<const db::Statement* const> all_statements() { return statements; }

}  // namespace plaza::content
