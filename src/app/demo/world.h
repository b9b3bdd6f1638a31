// Writes the demo brand into an empty shop, through the same services that people use. A year of it: customers who came, bought again
// or did not (orders that the brand brought along from its old shop, and their visits), then four weeks of life here: posts, follows,
// feed pages that were looked at, what people did with them, paid orders, returns, segments, experiments, predictions.
// Everything follows from the seed, but for ids, the time, and what the feed chose to show.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "content/ids.h"
#include "demo/files.h"
#include "experiments/experiment.h"
#include "feed/feed.h"
#include "identity/ids.h"
#include "interactions/record.h"
#include "media/ids.h"
#include "orders/orders.h"
#include "program.h"

namespace plaza::app::demo_brand {

using Random = std::mt19937_64;
using Tastes = std::unordered_map<std::string, double>;  // by taste word

inline constexpr int weeks_before = 48;  // of customers elsewhere
inline constexpr int days_here = 28;

class World {
 public:
  World(Program& program, std::uint64_t seed);
  // `progress(done, total)` in steps. Throws std::runtime_error when a step is refused.
  void write(const std::function<void(int, int)>& progress);
  // Log-ins that are printed: everybody's password is the same.
  static constexpr const char* password = "kilnlight-demo";

 private:
  struct Member {
    identity::AccountId id;
    const Person* person;
    std::string visitor;
    Tastes taste;
  };
  // Somebody who buys: at a pace of their own, until they do not any more.
  struct Customer {
    identity::AccountId account;  // none: always as a guest
    std::string name, email, visitor, locale, collection;
    Tastes taste;
    std::size_t place = 0;
    double per_day = 0, leaves = 0;
    bool generous = false, gone = false;
    int orders = 0;
    Time next;  // when they buy
  };
  // Who looks at pages: a member, a customer, or a stranger.
  struct Seer {
    identity::AccountId account;
    std::string visitor, name, email, locale;
    const Tastes* taste = nullptr;
    std::size_t place = 0;
  };
  struct Visit {
    Time at;
    Seer who;
    std::string collection;  // of the shop that they walk through; empty: the feed
    bool buys = false;       // something of it
  };
  struct WrittenPost {
    content::PostId id;
    std::size_t author;
    Time at;
    std::vector<std::string> tastes;
    std::vector<std::string> products;  // handles
    double quality = 1;
    int comments = 0;
  };
  struct Purchase {
    Seer who;
    std::string handle;
    content::PostId post;  // none: they looked for it
    std::string impression;
  };

  // The stage.
  void write_media();
  void write_catalog();
  void write_people();
  void write_prices();                             // lists, currencies, taxes, deliveries
  void write_reviews();                            // and questions
  void write_questions(const boost::json::object& all, const std::unordered_map<catalog::ProductId, identity::AccountId>& owners);
  media::MediaId picture_by(identity::AccountId by, const std::string& handle);
  void write_drops();                              // one to come, one that is over
  void write_reports();                            // comments that moderators should look at
  void write_decisions(const std::vector<identity::AccountId>& people);  // and what they decided before
  void write_messages();                           // between members
  void write_groups();                             // communities, and what is talked of in them
  void write_talk(const char* group, const void* talk);
  void write_evening(Time now);
  void write_help();                               // the articles of the help centre
  void write_care();                               // who wrote to the brand lately, and what it answered
  void write_radar();                              // what begins to spread, and a product that is bad
  void write_unhappy_post(catalog::ProductId product, identity::AccountId owner, const std::string& title);
  void write_discounts();                          // codes, gift cards, store credit
  void write_segments();
  void write_follows();
  void plan_posts();
  void write_posts_until(Time now);
  std::string caption(const Person& person, const Picture& picture);

  // The year before.
  void write_past();
  void arrive(Time from, Micros within, int how_many);
  void give_accounts(Time now, std::size_t from);  // to the customers from this one on
  std::vector<std::pair<Time, std::size_t>> buys_until(Time end);
  void write_past_orders(const std::vector<std::pair<Time, std::size_t>>& due);
  orders::Order past_order(const Customer& customer, Time at);
  void fill_past_lines(orders::Order& order, const Customer& customer);
  void give_back_past(orders::Order& order);
  void write_past_visits(Time from, const std::vector<std::pair<Time, std::size_t>>& due);

  // Life.
  void live_through(Time day);
  std::vector<Visit> visits_of(Time day);
  void look(Visit& visit);                         // pages of the feed, and what came of them
  void look_at(const Seer& who, const feed::Item& item, Time at);
  void go_for(const Visit& visit);                 // through the shop, without the feed
  void react(const Seer& who, WrittenPost& post);
  void tap(const Seer& who, const WrittenPost& post, const std::string& impression, Time at);
  void flush(Time now);
  void buy(const Purchase& purchase);
  void ship(Time now);                             // what was paid before is on its way, or there
  void follow_up(db::Transaction& tx, const orders::Order& order, Time now);
  void send_back(db::Transaction& tx, const orders::Order& order);
  void take_returns(Time now);
  Seer stranger();
  Seer seer_of(const Customer& customer) const;
  double fit(const Tastes& taste, const WrittenPost& post) const;
  void track(const char* name, const Seer& who, Time at, std::string properties);
  const catalog::Product* goods_of(const std::string& collection, bool generous);

  // What is tried.
  void begin_experiment(bool first);
  void end_experiment();
  bool is_treated(const Seer& who);                // and has met the experiment now

  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[random_() % list.size()];
  }
  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

  Program& program_;
  Files files_;
  Random random_;
  std::unordered_map<std::string, media::MediaId> media_;            // by file
  std::unordered_map<std::string, catalog::Product> products_;       // by handle
  std::unordered_map<std::string, std::vector<std::string>> shelf_;  // handles by collection
  std::vector<Member> members_;
  std::vector<Customer> customers_;
  std::vector<Tastes> kinds_of_taste_;                               // of strangers
  struct PlannedPost {
    std::size_t author;
    Time at;
    std::vector<const Picture*> pictures;
  };
  std::vector<PlannedPost> planned_;  // by time
  std::size_t next_post_ = 0;
  std::vector<WrittenPost> posts_;
  std::unordered_map<content::PostId, std::size_t> post_at_;
  std::vector<interactions::Record> records_;
  std::vector<std::function<void(db::Transaction&)>> actions_;       // of the hour, in one transaction
  std::vector<Purchase> purchases_;
  std::unordered_set<std::string> shown_in_reviews_;                 // files of pictures
  std::vector<std::string> cards_;                                   // codes of gift cards that nobody used yet
  experiments::Experiment experiment_;                               // that runs
  bool treated_ = false;                                             // who looks now
  std::uint64_t message_ = 0;
  Time start_, end_;  // of the life here
};

}  // namespace plaza::app::demo_brand
