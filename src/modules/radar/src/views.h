// What radar's routes take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alert.h"
#include "content/view.h"
#include "settings.h"

namespace plaza::radar {

struct CurvePoint {
  static constexpr const char* schema_name = "RadarPoint";
  Time at;
  std::int64_t reach = 0;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("reach", reach);
  }
};
struct MoodView {
  static constexpr const char* schema_name = "RadarMood";
  bool negative = false;
  double score = 0;
  std::string severity;
  std::vector<std::string> words;
  std::int64_t comments_positive = 0, comments_neutral = 0, comments_negative = 0;
  template <class V>
  void describe(V& v) {
    v("negative", negative);
    v("score", score, json::Doc{"-1 to 1."});
    v("severity", severity, json::Doc{"none, taste, late, defect, money or safety."});
    v("words", words, json::Doc{"That decided."});
    v("comments_positive", comments_positive);
    v("comments_neutral", comments_neutral);
    v("comments_negative", comments_negative);
  }
};
struct SpreadView {
  static constexpr const char* schema_name = "RadarSpread";
  content::PostView post;
  std::int64_t reach = 0, shares = 0, likes = 0, hides = 0, comments = 0;
  std::vector<CurvePoint> curve;
  std::int64_t expected = 0, low = 0, high = 0;
  bool learnt = false;
  MoodView mood;
  std::int64_t author_orders = 0;
  template <class V>
  void describe(V& v) {
    v("post", post);
    v("reach", reach, json::Doc{"Different people who saw it."});
    v("shares", shares, json::Doc{"Different people who passed it on."});
    v("likes", likes);
    v("hides", hides);
    v("comments", comments);
    v("curve", curve, json::Items{0, 400}, json::Doc{"Who had seen it by the end of each hour."});
    v("expected", expected, json::Doc{"Who will have seen it in the end."});
    v("low", low);
    v("high", high, json::Doc{"Four of five ends lie between low and high."});
    v("learnt", learnt, json::Doc{"From this shop's own posts that have ended."});
    v("mood", mood);
    v("author_orders", author_orders);
  }
};
struct RadarProduct {
  static constexpr const char* schema_name = "RadarProduct";
  catalog::ProductId id;
  std::string title;
  bool paused = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title);
    v("paused", paused);
  }
};
struct PausedView {
  static constexpr const char* schema_name = "RadarPaused";
  RadarProduct product;
  Time since;
  std::string by;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("product", product);
    v("since", since);
    v("by", by, json::Doc{"Empty: the shop itself."});
    v("reason", reason);
  }
};
struct RadarView {
  static constexpr const char* schema_name = "Radar";
  std::int64_t open = 0;
  std::vector<SpreadView> spreading;
  std::vector<PausedView> paused;
  template <class V>
  void describe(V& v) {
    v("open", open, json::Doc{"Alerts that wait, counted to 1,000."});
    v("spreading", spreading);
    v("paused", paused);
  }
};
struct AlertView {
  static constexpr const char* schema_name = "RadarAlert";
  AlertId id;
  std::optional<content::PostView> post;
  content::AuthorView author;
  std::vector<RadarProduct> products;
  AlertStatus status = AlertStatus::open;
  std::string severity;
  std::vector<std::string> words;
  std::int64_t orders = 0, reach = 0, shares = 0, expected = 0, low = 0, high = 0, times = 1;
  std::string conversation, note;
  Time opened_at, told_at;
  std::optional<Time> closed_at;
  std::int64_t version = 1;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("post", post, json::Doc{"Nothing: it is not seen any more."});
    v("author", author);
    v("products", products);
    v("status", status);
    v("severity", severity);
    v("words", words);
    v("orders", orders, json::Doc{"Of the author, that were paid."});
    v("reach", reach);
    v("shares", shares);
    v("expected", expected);
    v("low", low);
    v("high", high);
    v("times", times, json::Doc{"How often it was told: again whenever the forecast has doubled."});
    v("conversation", conversation);
    v("note", note, json::Multiline{});
    v("opened_at", opened_at);
    v("told_at", told_at);
    v("closed_at", closed_at);
    v("version", version);
  }
};
struct AlertPage {
  static constexpr const char* schema_name = "RadarAlertPage";
  std::vector<AlertView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListAlerts {
  static constexpr const char* schema_name = "ListRadarAlerts";
  AlertStatus status = AlertStatus::open;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct CloseAlert {
  static constexpr const char* schema_name = "CloseRadarAlert";
  AlertId id;
  std::int64_t version = 0;
  Outcome outcome = Outcome::handled;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("outcome", outcome);
    v("note", note, json::Length{1, 500}, json::Multiline{});
  }
};
struct PauseProduct {
  static constexpr const char* schema_name = "RadarPauseRequest";
  catalog::ProductId id;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("reason", reason, json::Length{1, 500}, json::Multiline{});
  }
};
struct TrailLine {
  static constexpr const char* schema_name = "RadarTrailLine";
  Time at;
  std::string by;
  Deed deed = Deed::paused;
  std::optional<RadarProduct> product;
  std::optional<AlertId> alert_id;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("by", by, json::Doc{"Empty: the shop itself."});
    v("deed", deed);
    v("product", product);
    v("alert_id", alert_id);
    v("reason", reason, json::Multiline{});
  }
};
struct TrailView {
  static constexpr const char* schema_name = "RadarTrail";
  std::vector<TrailLine> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

}  // namespace plaza::radar
