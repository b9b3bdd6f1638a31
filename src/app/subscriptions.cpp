#include "subscriptions.h"

#include <algorithm>

#include "care/events.h"
#include "community/events.h"
#include "content/events.h"
#include "experiments/events.h"
#include "identity/events.h"
#include "orders/events.h"
#include "platform/events/store.h"
#include "platform/log/log.h"
#include "profiles/events.h"

namespace plaza::app {

namespace {

// What learners need of the modules' decisions, in the one log that they read.
const std::vector<std::string> bridged_topics = {
    profiles::ProfilesMerged::topic, profiles::ConsentChanged::topic,
    identity::AccountCreated::topic, identity::SignedIn::topic,     content::PostReacted::topic,
    content::Commented::topic,       content::FollowChanged::topic, content::ProductSaved::topic,
    orders::OrderPaid::topic,        orders::OrderCancelled::topic,
    identity::AccountErased::topic, content::PostPublished::topic, content::PostRemoved::topic, orders::OrderRefunded::topic,
    orders::OrderPartlyRefunded::topic, profiles::ProfilesUnmerged::topic, experiments::ExperimentChanged::topic,
    experiments::HoldoutSet::topic,
    care::LabelsChanged::topic,
    community::DiscussionPublished::topic, community::DiscussionRead::topic, community::Voted::topic, community::Replied::topic,
};

// Live events come by the subscription; those that were committed but not bridged when the last process ended are read again.
// Each is in the log once: the bridge keeps its place in the log's own transaction.
void subscribe_bridge(events::Dispatcher& dispatcher, const Hearers& hearers) {
  auto& interactions = hearers.interactions;
  dispatcher.every_node("interactions.bridge", bridged_topics,
                        [&interactions](const std::vector<events::Event>& events) { interactions.bridge(events); });
  auto position = interactions.bridged();
  for (;;) {
    auto read = [&](db::Reader& reader) { return events::events_after(reader, position, 1'000); };
    auto missed = hearers.database.read_now(read);
    if (missed.empty()) return;
    position = missed.back().sequence;
    std::erase_if(missed, [](const events::Event& event) {
      return std::find(bridged_topics.begin(), bridged_topics.end(), event.topic) == bridged_topics.end();
    });
    interactions.bridge(missed);
  }
}

void subscribe_bell(events::Dispatcher& dispatcher, const Hearers& hearers) {
  auto& bell = hearers.bell;
  using notifications::Kind;
  dispatcher.once("app.bell",
                  {content::PostReacted::topic, content::Commented::topic, content::FollowChanged::topic,
                   content::Mentioned::topic, identity::AccountCreated::topic},
                  [&bell](db::Transaction& tx, const events::Event& event) -> Status {
                    if (event.topic == content::PostReacted::topic) {
                      const auto told = events::read<content::PostReacted>(event);
                      if (told.reaction != content::Reaction::like) return done();
                      const std::string post = to_text(told.post_id);
                      const notifications::Notice notice{told.author_id, Kind::liked, told.account_id, post, "", "/p/" + post, ""};
                      if (told.on) bell.notify(tx, notice);
                      else bell.withdraw(tx, notice);
                    } else if (event.topic == content::Commented::topic) {
                      const auto told = events::read<content::Commented>(event);
                      const std::string url = "/p/" + to_text(told.post_id);
                      const std::string about = to_text(told.comment_id);
                      bell.notify(tx, {told.author_id, Kind::commented, told.account_id, about, told.excerpt, url, ""});
                      if (told.parent_account_id && *told.parent_account_id != told.author_id) {
                        bell.notify(tx, {*told.parent_account_id, Kind::replied, told.account_id, about, told.excerpt, url, ""});
                      }
                    } else if (event.topic == content::FollowChanged::topic) {
                      const auto told = events::read<content::FollowChanged>(event);
                      const notifications::Notice notice{told.followed_id, Kind::followed, told.follower_id, "", "", "/", ""};
                      if (told.on) bell.notify(tx, notice);
                      else bell.withdraw(tx, notice);
                    } else if (event.topic == content::Mentioned::topic) {
                      const auto told = events::read<content::Mentioned>(event);
                      const std::string post = to_text(told.post_id);
                      bell.notify(tx, {told.account_id, Kind::mentioned, told.author_id, post, "", "/p/" + post, ""});
                    } else {
                      const auto told = events::read<identity::AccountCreated>(event);
                      bell.notify(tx, {told.account_id, Kind::welcome, {}, "", "", "/", ""});
                    }
                    return done();
                  });
}

// Open pages learn at once what can be bought.
void subscribe_stream(const Hearers& hearers) {
  auto& hub = hearers.hub;
  hearers.levels.on_change([&hub](catalog::ProductId product, catalog::VariantId variant, std::int64_t available) {
    if (available > 5) return;  // the number is not shown: nothing changes on a page
    hub.to_all(notifications::Topic::stock, "{\"product_id\":\"" + to_text(product) + "\",\"variant_id\":\"" + to_text(variant) +
                                                "\",\"available\":" + (available > 0 ? "true" : "false") +
                                                ",\"units_left\":" + std::to_string(std::max<std::int64_t>(available, 0)) + "}");
  });
}

}  // namespace

void subscribe_all(events::Dispatcher& dispatcher, const Hearers& hearers) {
  subscribe_bridge(dispatcher, hearers);
  subscribe_bell(dispatcher, hearers);
  subscribe_stream(hearers);
}

}  // namespace plaza::app
