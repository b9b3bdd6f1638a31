// What the routes about defects take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "advice.h"
#include "views.h"

namespace plaza::radar {

struct EvidenceView {
  static constexpr const char* schema_name = "RadarEvidence";
  Source source = Source::returned;
  std::string about;
  std::string sku;
  Time at;
  template <class V>
  void describe(V& v) {
    v("source", source);
    v("about", about, json::Doc{"The id of the return, review, question or conversation."});
    v("sku", sku, json::Doc{"Empty: not known."});
    v("at", at);
  }
};
struct AdviceView {
  static constexpr const char* schema_name = "RadarAdvice";
  AlertId id;
  RadarProduct product;
  bool on_sale = false;
  AdviceStatus status = AdviceStatus::open;
  int days = 1;
  std::int64_t people = 0;
  double expected = 0, chance = 0;
  std::int64_t returned = 0, reviewed = 0, asked = 0, talked = 0;
  std::string sku;
  std::optional<Time> bought_from, bought_until;
  std::vector<EvidenceView> evidence;
  std::string note;
  Time opened_at;
  std::optional<Time> closed_at;
  std::int64_t version = 1;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("product", product);
    v("on_sale", on_sale);
    v("status", status);
    v("days", days, json::Doc{"The window in which it is strangest."});
    v("people", people, json::Doc{"Who said so within it."});
    v("expected", expected, json::Doc{"Of the product's own baseline and what was sold of it."});
    v("chance", chance, json::Doc{"Of so many or more, if nothing is wrong."});
    v("returned", returned);
    v("reviewed", reviewed);
    v("asked", asked);
    v("talked", talked);
    v("sku", sku, json::Doc{"Of which nearly all of them speak; empty: of several, or not known."});
    v("bought_from", bought_from, json::Doc{"When most of them ordered whose order is known; nothing: no such time, or not known."});
    v("bought_until", bought_until);
    v("evidence", evidence, json::Items{0, 50}, json::Doc{"Newest first."});
    v("note", note, json::Multiline{});
    v("opened_at", opened_at);
    v("closed_at", closed_at);
    v("version", version);
  }
};
struct AdviceList {
  static constexpr const char* schema_name = "RadarAdviceList";
  std::vector<AdviceView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct ListAdvice {
  static constexpr const char* schema_name = "ListRadarAdvice";
  AdviceStatus status = AdviceStatus::open;
  template <class V>
  void describe(V& v) {
    v("status", status, json::Optional{});
  }
};
struct DecideAdvice {
  static constexpr const char* schema_name = "DecideRadarAdvice";
  AlertId id;
  std::int64_t version = 0;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("note", note, json::Length{1, 500}, json::Multiline{});
  }
};

}  // namespace plaza::radar
