// The shop's rules for help. One record, changed as a whole.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::answers {

// Where articles stand in the help centre.
struct Section {
  static constexpr const char* schema_name = "HelpSection";
  std::string code, label, label_vi;
  template <class V>
  void describe(V& v) {
    v("code", code, json::Length{1, 40}, json::Pattern{json::Pattern::Name::handle});
    v("label", label, json::Length{1, 80});
    v("label_vi", label_vi, json::Optional{}, json::Length{0, 80});
  }
};

struct Settings {
  static constexpr const char* schema_name = "HelpSettings";
  std::int64_t version = 0;  // 0: nobody wrote any yet
  bool offer = true;                    // answers are offered while people type
  std::int64_t unshown_bp = 1'000;      // ten thousandths of askers who are shown none, to compare with
  std::int64_t outcome_hours = 24;      // who asks anyway within this time was not helped
  std::int64_t experts_max = 3;         // people who are asked about one question; 0: nobody
  std::int64_t expert_week_max = 2;     // questions that one person is asked about in seven days
  std::int64_t unanswered_minutes = 240;  // working minutes until a question goes to an agent; 0: at once
  bool to_agents = true;                // else unanswered questions stay where they are
  std::vector<Section> sections = {
      {"orders", "Orders and delivery", "Đơn hàng và giao hàng"},
      {"products", "Our things, and how to care for them", "Sản phẩm và cách giữ gìn"},
      {"returns", "Returns and repairs", "Đổi trả và sửa chữa"}};
  template <class V>
  void describe(V& v) {
    v("version", version, json::Optional{});
    v("offer", offer);
    v("unshown_bp", unshown_bp, json::Between{0, 5'000});
    v("outcome_hours", outcome_hours, json::Between{1, 168});
    v("experts_max", experts_max, json::Between{0, 10});
    v("expert_week_max", expert_week_max, json::Between{0, 20});
    v("unanswered_minutes", unanswered_minutes, json::Between{0, 20'000});
    v("to_agents", to_agents);
    v("sections", sections, json::Items{1, 30});
  }
};

}  // namespace plaza::answers
