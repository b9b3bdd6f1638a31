// The engine: graph and viewers under one reader-writer lock; pages are answered under the shared side, what happens is applied
// under the other. A viewer's own page state (served, session) is touched under a small lock of its own shard.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "affinity.h"
#include "candidates.h"
#include "content/visibility.h"
#include "feed/feed.h"
#include "feed/module.h"
#include "feed/ports.h"
#include "feed/rules.h"
#include "feed/tastes.h"
#include "feed/tuning.h"
#include "graph.h"
#include "impressions.h"
#include "preview.h"
#include "report.h"
#include "rulebook.h"
#include "viewer.h"

namespace plaza::feed {

// What a viewer did, as the learner reads it from the log.
enum class Action { viewed, liked, saved, shared, hidden, tapped, product_viewed, bag, purchased, commented, unliked, unsaved };

struct Deed {
  Viewer viewer;
  Action action = Action::viewed;
  content::PostId post_id;         // none for deeds on products
  catalog::ProductId product_id;   // none for deeds on posts
  std::int64_t watch_ms = 0;
  bool trusted = false;            // counts for everybody; else at most once per viewer, post and action
  Time at;
  std::int64_t order = 0;          // of a purchase; 0: not known
};

enum class Personalization { on, paused, reset };

// Where a fact comes from. The learner follows the log alone; `told` is for whoever has no log, or is it.
enum class Origin { told, catalogue };

// Counters that only rise: what makes a model of people with one's taste worth fitting anew.
struct AffinityNews {
  std::uint64_t deeds = 0;   // that say what somebody likes
  std::uint64_t leaves = 0;  // people who are to be left out: erased, started over, paused
};

class Engine final : public Feed, public Tastes {
 public:
  using Record = std::function<void(std::string json)>;  // one page record; called without locks
  Engine(const Clock& clock, const Settings& settings, Record record);

  Page page(const PageRequest& request) override;
  std::vector<content::PostId> similar(content::PostId post, int limit) override;
  std::vector<std::string> trending_hashtags(int limit) override;
  std::vector<content::PostId> trending_posts(int limit) override;
  void weigh(identity::AccountId viewer, std::span<const Subject> subjects, std::span<double> weights) override;

  // Facts.
  void put(const content::Post& post, Origin origin = Origin::told);
  void remove(content::PostId id);
  void follow(identity::AccountId follower, identity::AccountId followed, bool on);
  void set_available(catalog::ProductId product, bool available);
  // What it costs at least, in minor units, and how many can be bought; for the value model and scarce goods.
  void set_offer(catalog::ProductId product, std::int64_t price, std::int64_t units, Origin origin = Origin::told);
  // What staff decided; in force from the next page on.
  void tune(const Tuning& tuning);
  void set_rules(std::vector<Rule> rules);
  void plug(const Audience* audience);
  void plug(const HoldOut* hold_out);
  void plug(const Allowance* allowance) { allowance_ = allowance; }
  void plug(const Promotion* promotion) { promotion_ = promotion; }
  void plug(const content::Visibility* visibility) { visibility_ = visibility; }
  // What the log says of posts and prices at this place of it, and what it does not know yet as it is: a slice of at most so many posts
  // (products) from `from` on, which moves past them; it has reached the end when it stays.
  void tell(const PostFacts& facts);
  void tell_price(catalog::ProductId product, std::int64_t price);
  bool is_told(catalog::ProductId product, std::int64_t price) const;
  std::vector<PostFacts> untold_posts(Index& from, Index count) const;
  std::vector<std::pair<catalog::ProductId, std::int64_t>> untold_prices(Index& from, Index count) const;
  // What happened.
  void apply(const Deed& deed);
  // The visitor turned out to be this account: its state joins the account's.
  void join(const std::string& visitor, std::int64_t account);
  // Posts that a page showed, from the page's record in the log.
  void served(const std::vector<content::PostId>& posts);
  // The same with all that is learnt from: what was shown where, by which chance.
  void logged(LoggedPage page);
  // The log has come to this time: pages whose time is over are learnt from.
  void log_at(Time now);
  void personalize(const Viewer& viewer, Personalization wish);
  void came_back(std::int64_t order);
  // The account and its browsers are nobody any more; counts and what the model learnt stay, without names.
  void erase(std::int64_t account);
  void erase_visitor(const std::string& visitor);  // who has no account; of others erase() is told
  std::size_t viewers() const;

  // People with one's taste (engine_affinity.cpp): a copy to train on, taken slice by slice beside the pages; then the model that pages are
  // made with from now on. `looked_at`: posts of the copy; those published since are put into the model here.
  AffinityEvidence affinity_evidence(std::size_t people_max) const;
  void adopt(std::shared_ptr<AffinityModel> model, Index looked_at);
  AffinityNews affinity_news() const;

  // For people.
  Why why(const Viewer& viewer, content::PostId post, bool gpc);
  Kept kept(const Viewer& viewer, bool gpc);
  Learning learning();
  std::string learnt_bytes() const;  // of the value model: equal for equal logs
  // All that follows from the log, as bytes; where the log is read, so that nothing is learnt meanwhile. Pages are made and facts change:
  // the lock is held for moments. unlearn() first, then load().
  void save(interactions::Packer& out) const;
  void load(interactions::Unpacker& in);
  void unlearn();
  // Nothing while the rule names nothing that is there.
  std::optional<Preview> preview(const RuleTerms& rule, Time since);

 private:
  struct Slot {
    std::mutex mutex;  // guards `state` against two pages of one viewer at once
    ViewerState state;
    bool learnt = false;  // the log tells of this visitor; else only a page was asked for
    std::uint32_t deeds = 1;  // changes of `state` that say what the viewer likes; under the engine's unique lock
    // The viewer's vector by the model of this number, after so many of them; kept nowhere else.
    std::vector<float> person;
    std::uint64_t folded_by = 0;
    std::uint32_t folded_at = 0;
  };
  using SlotOf = std::shared_ptr<Slot>;

  SlotOf find_slot(const Viewer& viewer) const;         // under either lock
  SlotOf slot(const Viewer& viewer);                    // made when new; under the unique lock
  SlotOf slot_for_page(const Viewer& viewer, std::shared_lock<std::shared_mutex>& lock);
  // The log tells of this viewer at this time.
  SlotOf slot_learning(const Viewer& viewer, Time at);
  void forget_old_viewers(bool learnt);
  template <class Map>
  auto learnt_of(const Map& map) const;
  void save_graph(interactions::Packer& out, const Ranks& ranks) const;
  void save_viewer(interactions::Packer& out, const ViewerState& state, const Ranks& ranks) const;
  void load_viewer(interactions::Unpacker& in, const Unranked& places, ViewerState& state);
  void apply_to_post(const Deed& deed, ViewerState& state, Index post);
  void taste_of_post(ViewerState& state, Index post, double weight, Time at);
  bool is_personal(const ViewerState& state, const Viewer& viewer, bool gpc) const;  // may what is known of them be used?
  bool is_for_all(Index post) const;     // may be shown to strangers
  bool may_recommend(Index post) const;  // none of its products is paused
  bool may_show(const ViewerState& viewer, const PageRequest& request, Index post, Index topic) const;
  struct Making;
  void make_for_you(Making& making, Random& random);
  void make_following(Making& making);
  std::vector<RuleNow> rules_for(const Viewer& viewer, Time now) const;
  std::span<const float> person_of(Slot& slot, Time now) const;
  void keep_found(Index post);
  std::vector<SourceRecord> sources() const;
  void take_outcome(const Deed& deed);
  std::uint64_t key_now(const Viewer& viewer) const;
  std::string record_of(const Making& making, const Page& page, const std::string& page_id, std::uint64_t seed) const;

  const Clock& clock_;
  const Settings settings_;
  const Record record_;
  mutable std::shared_mutex mutex_;
  Graph graph_;
  Tuning tuning_;
  std::vector<Rule> rules_;
  const Audience* audience_ = nullptr;
  const HoldOut* hold_out_ = nullptr;
  const Allowance* allowance_ = nullptr;
  const Promotion* promotion_ = nullptr;
  const content::Visibility* visibility_ = nullptr;
  std::shared_ptr<AffinityModel> affinity_;
  std::uint64_t affinity_number_ = 0;
  std::atomic<std::uint64_t> affinity_deeds_ = 0, affinity_leaves_ = 0;
  ValueModel model_;
  Impressions impressions_;
  Time log_time_;
  std::int64_t day_ = 0;
  std::unordered_map<std::int64_t, SlotOf> accounts_;
  std::unordered_map<std::string, SlotOf> visitors_;
  std::size_t learnt_visitors_ = 0;
  std::unordered_map<std::string, std::int64_t> account_of_visitor_;
  std::atomic<std::uint64_t> pages_ = 0;
  std::uint64_t seed_;
};

}  // namespace plaza::feed
