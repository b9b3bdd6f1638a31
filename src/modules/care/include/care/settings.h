// What the shop promises and who does what: hours, deadlines, topics, agents, limits, labels. One record, changed as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "care/conversation.h"
#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::care {

// Of one day, minutes from midnight of the shop's clock; from == to: closed.
struct Hours {
  static constexpr const char* schema_name = "CareHours";
  int from = 0, to = 0;
  template <class V>
  void describe(V& v) {
    v("from", from, json::Between{0, 1'440});
    v("to", to, json::Between{0, 1'440});
  }
};

// Working minutes by priority, low to urgent; 0: no deadline.
struct Promise {
  static constexpr const char* schema_name = "CarePromise";
  Priority priority = Priority::normal;
  int reply_minutes = 0, resolve_minutes = 0;
  template <class V>
  void describe(V& v) {
    v("priority", priority);
    v("reply_minutes", reply_minutes, json::Between{0, 100'000});
    v("resolve_minutes", resolve_minutes, json::Between{0, 100'000});
  }
};

// What the contact page offers to choose from, and what other messages are sorted into by what they want.
struct Topic {
  static constexpr const char* schema_name = "CareTopic";
  std::string code, label, label_vi, team;
  Priority priority = Priority::normal;
  std::vector<std::string> intents;  // by their names in ml/text
  template <class V>
  void describe(V& v) {
    v("code", code, json::Length{1, 40});
    v("label", label, json::Length{1, 80});
    v("label_vi", label_vi, json::Optional{}, json::Length{0, 80});
    v("team", team, json::Optional{}, json::Length{0, 40});
    v("priority", priority, json::Optional{});
    v("intents", intents, json::Optional{}, json::Items{0, 30}, json::Doc{"What a message wants that belongs here; no topic has any: the usual ones."});
  }
};

// Somebody who takes conversations: of these teams (none: of all), at most so many open at once.
struct Skilled {
  static constexpr const char* schema_name = "CareAgent";
  identity::AccountId account_id;
  std::vector<std::string> teams;
  int open_max = 20;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("teams", teams, json::Optional{}, json::Items{0, 20});
    v("open_max", open_max, json::Optional{}, json::Between{1, 1'000});
  }
};

// The same of another currency of the shop.
struct CurrencyLimits {
  static constexpr const char* schema_name = "CareCurrencyLimits";
  std::string currency;
  std::optional<std::int64_t> refund_max, credit_max, day_max;
  template <class V>
  void describe(V& v) {
    v("currency", currency, json::Pattern{json::Pattern::Name::currency});
    v("refund_max", refund_max, json::Between{0, 1'000'000'000'000});
    v("credit_max", credit_max, json::Between{0, 1'000'000'000'000});
    v("day_max", day_max, json::Between{0, 1'000'000'000'000});
  }
};

// Minor units of the shop's currency; nothing: no limit. Owners and merchandisers have none. Of a currency without limits of its own an
// agent gives nothing alone, unless the shop's own has none either.
struct Limits {
  static constexpr const char* schema_name = "CareLimits";
  std::optional<std::int64_t> refund_max = 10'000, credit_max = 5'000;  // of one action of an agent
  std::optional<std::int64_t> day_max = 50'000;                         // of an agent's day, refunds and credit together
  std::vector<CurrencyLimits> others;
  template <class V>
  void describe(V& v) {
    v("refund_max", refund_max, json::Between{0, 1'000'000'000'000});
    v("credit_max", credit_max, json::Between{0, 1'000'000'000'000});
    v("day_max", day_max, json::Between{0, 1'000'000'000'000});
    v("others", others, json::Optional{}, json::Items{0, 50});
  }
};

struct Settings {
  static constexpr const char* schema_name = "CareSettings";
  std::vector<Hours> hours;           // Monday to Sunday
  std::string time_zone = "";         // of the shop's clock: "Europe/Berlin"; empty: the offset
  int utc_offset_minutes = 0;
  std::vector<Promise> promises;      // low to urgent
  std::vector<Topic> topics;
  std::vector<Skilled> agents;
  bool assign = true;                 // new conversations go to who has the skill and the fewest
  bool ask_rating = true;             // after it is resolved
  bool raise = true;                  // a message that somebody was hurt is urgent, one that money is gone high
  std::vector<std::string> labels;    // that are offered
  Limits limits;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("hours", hours, json::Items{7, 7});
    v("time_zone", time_zone, json::Optional{}, json::Length{0, 64}, json::Doc{"A name of the time zone database; empty: the offset holds all year."});
    v("utc_offset_minutes", utc_offset_minutes, json::Between{-900, 900});
    v("promises", promises, json::Items{4, 4});
    v("topics", topics, json::Items{0, 30});
    v("agents", agents, json::Items{0, 200});
    v("assign", assign);
    v("ask_rating", ask_rating);
    v("raise", raise, json::Optional{}, json::Doc{"A message that somebody was hurt becomes urgent, one that money is gone high."});
    v("labels", labels, json::Items{0, 100});
    v("limits", limits);
    v("version", version);
  }
};

}  // namespace plaza::care
