// What the routes of feed take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/ids.h"
#include "feed/rules.h"
#include "feed/tuning.h"
#include "platform/base/money.h"
#include "report.h"

namespace plaza::feed {

constexpr auto enum_names(Stage*) { return std::array{"first_audience", "earning", "known"}; }

// --- staff
struct FeedSettingsView : Tuning {
  static constexpr const char* schema_name = "FeedSettings";
  std::int64_t version = 0;
  std::string currency;
  template <class V>
  void describe(V& v) {
    v("version", version, json::Doc{"To be sent back with a change; 0 while nothing was ever changed."});
    v("currency", currency, json::Doc{"What `worth` is in, in minor units."});
    Tuning::describe(v);
  }
};
struct PutFeedSettings : Tuning {
  static constexpr const char* schema_name = "PutFeedSettings";
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("version", version, json::Between{0, 1'000'000'000});
    Tuning::describe(v);
  }
};

struct FeedRuleView : RuleTerms {
  static constexpr const char* schema_name = "FeedRule";
  RuleId id;
  std::int64_t version = 0;
  bool in_force = false;
  Time created_at, updated_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("in_force", in_force);
    v("created_at", created_at);
    v("updated_at", updated_at);
    RuleTerms::describe(v);
  }
};
struct FeedRules {
  std::vector<FeedRuleView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct CreateFeedRule : RuleTerms {
  static constexpr const char* schema_name = "CreateFeedRule";
};
struct PutFeedRule : RuleTerms {
  static constexpr const char* schema_name = "PutFeedRule";
  RuleId id;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    RuleTerms::describe(v);
  }
};
struct FeedRulePath {
  RuleId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct PreviewFeedRule : RuleTerms {
  static constexpr const char* schema_name = "PreviewFeedRule";
  int days = 7;
  template <class V>
  void describe(V& v) {
    v("days", days, json::Optional{}, json::Between{1, 30}, json::Doc{"How far back the log is looked at."});
    RuleTerms::describe(v);
  }
};

// Value of 1,000 impressions.
struct FeedEstimate {
  Money mean, low, high;
  template <class V>
  void describe(V& v) {
    v("mean", mean);
    v("low", low, json::Doc{"Of the 95 % interval."});
    v("high", high);
  }
};
struct FeedPreviewView {
  static constexpr const char* schema_name = "FeedPreview";
  std::int64_t impressions = 0;
  std::int64_t affected = 0;
  double effective_sample = 0;
  double overlap = 0;
  FeedEstimate now, with_rule;
  template <class V>
  void describe(V& v) {
    v("impressions", impressions, json::Doc{"That the estimate rests on."});
    v("affected", affected, json::Doc{"Places at which the rule would have chosen another post."});
    v("effective_sample", effective_sample, json::Doc{"What so many weighted impressions are worth, in unweighted ones."});
    v("overlap", overlap, json::Doc{"Of what the rule would have shown there, the share that the log has seen; 1 is all."});
    v("now", now);
    v("with_rule", with_rule);
  }
};

struct FeedCalibration {
  double predicted = 0, actual = 0;
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("predicted", predicted);
    v("actual", actual);
    v("count", count);
  }
};
struct FeedHeadView {
  static constexpr const char* schema_name = "FeedHead";
  Head head = Head::watch;
  std::int64_t examples = 0, positives = 0, examples_today = 0, positives_today = 0;
  std::optional<double> log_loss, base_log_loss;
  double belief = 0;
  std::vector<FeedCalibration> calibration;
  template <class V>
  void describe(V& v) {
    v("head", head);
    v("examples", examples);
    v("positives", positives);
    v("examples_today", examples_today);
    v("positives_today", positives_today);
    v("log_loss", log_loss, json::Doc{"Of each example before it was learnt from, on average; today's, else of all."});
    v("base_log_loss", base_log_loss, json::Doc{"The same of always foretelling the rate so far: what has to be beaten."});
    v("belief", belief, json::Doc{"How far the head is believed, 0 to 1: it grows with positives."});
    v("calibration", calibration, json::Doc{"What was foretold against what came, by size."});
  }
};
struct FeedExploringView {
  static constexpr const char* schema_name = "FeedExploringPost";
  content::PostId post_id;
  Stage stage = Stage::first_audience;
  std::int64_t served = 0, audience = 0, views = 0;
  double rate = 0, rate_upper = 0;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("stage", stage);
    v("served", served);
    v("audience", audience, json::Doc{"Impressions that this stage gives."});
    v("views", views);
    v("rate", rate);
    v("rate_upper", rate_upper, json::Doc{"What the rate may be at best: it earns more while this is at the average or above."});
  }
};
struct FeedRisingView {
  static constexpr const char* schema_name = "FeedRisingPost";
  content::PostId post_id;
  double rate = 0;
  std::int64_t views = 0;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("rate", rate);
    v("views", views);
  }
};
struct FeedAffinityView {
  static constexpr const char* schema_name = "FeedAffinity";
  Time trained_at;
  std::int64_t took_ms = 0, people = 0, posts = 0, interactions = 0, indexed = 0, rank = 0, bytes = 0;
  bool approximate = false;
  double recall = 1;
  template <class V>
  void describe(V& v) {
    v("trained_at", trained_at);
    v("took_ms", took_ms);
    v("people", people, json::Doc{"Whose choices were learnt from."});
    v("posts", posts, json::Doc{"That somebody chose: with a vector of their own."});
    v("interactions", interactions);
    v("indexed", indexed, json::Doc{"Posts that can be found by it; those that nobody chose by what they are about."});
    v("rank", rank, json::Doc{"Numbers in a vector."});
    v("bytes", bytes, json::Doc{"Of memory."});
    v("approximate", approximate, json::Doc{"The nearest are searched by a graph; else all are looked at."});
    v("recall", recall, json::Doc{"Of the truly nearest 50 of some people, the share that the search finds."});
  }
};
struct FeedSourceView {
  static constexpr const char* schema_name = "FeedSource";
  Reason source = Reason::popular;
  std::int64_t places = 0, looked_at = 0, liked = 0;
  std::optional<Money> worth;
  template <class V>
  void describe(V& v) {
    v("source", source, json::Doc{"The source that brought the post first."});
    v("places", places, json::Doc{"On the pages in memory."});
    v("looked_at", looked_at);
    v("liked", liked, json::Doc{"Of those looked at: something of worth followed."});
    v("worth", worth, json::Doc{"Of what followed, for 1,000 that were looked at; null while none was."});
  }
};
struct FeedLearningView {
  static constexpr const char* schema_name = "FeedLearning";
  std::int64_t pages = 0, examples = 0;
  double learnt_share = 0, overall_rate = 0;
  std::vector<FeedHeadView> heads;
  std::vector<FeedExploringView> exploring;
  std::vector<FeedRisingView> rising;
  std::optional<FeedAffinityView> affinity;
  std::vector<FeedSourceView> sources;
  template <class V>
  void describe(V& v) {
    v("pages", pages, json::Doc{"In memory: what previews look at."});
    v("examples", examples, json::Doc{"Impressions that were learnt from, ever."});
    v("learnt_share", learnt_share, json::Doc{"Of the ranking: the rest is the prior's."});
    v("overall_rate", overall_rate);
    v("heads", heads);
    v("exploring", exploring);
    v("rising", rising);
    v("affinity", affinity, json::Doc{"People with one's taste, as it was learnt last; null while there is too little."});
    v("sources", sources, json::Doc{"Where posts on personal pages came from and how they did, most places first."});
  }
};

// --- viewers
struct WhyPath {
  content::PostId post_id;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
  }
};
struct WhyItem {
  static constexpr const char* schema_name = "FeedReasonItem";
  Because code = Because::popular;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("text", text);
  }
};
struct WhyView {
  static constexpr const char* schema_name = "FeedReasons";
  content::PostId post_id;
  bool personal = true;
  std::vector<WhyItem> items;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("personal", personal);
    v("items", items, json::Doc{"Strongest first."});
  }
};
struct PutPersonalization {
  bool paused = false;
  template <class V>
  void describe(V& v) {
    v("paused", paused);
  }
};
struct PersonalizationView {
  static constexpr const char* schema_name = "FeedPersonalization";
  bool paused = false, chosen = false;
  std::vector<std::string> hashtags;
  std::int64_t products = 0, posts = 0;
  template <class V>
  void describe(V& v) {
    v("paused", paused, json::Doc{"Only what is popular and new is shown, and nothing is learnt from."});
    v("chosen", chosen, json::Doc{"False: as the browser asked for (Sec-GPC), or on by itself."});
    v("hashtags", hashtags, json::Doc{"What the feed believes this viewer likes, strongest first."});
    v("products", products);
    v("posts", posts);
  }
};

}  // namespace plaza::feed
