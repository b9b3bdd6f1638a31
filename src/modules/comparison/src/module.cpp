#include "comparison/module.h"

#include <algorithm>

#include "platform/base/text.h"
#include "routes.h"
#include "rules.h"

namespace plaza::comparison {

namespace {

Error refused(const char* code, const char* detail, const char* field_code) {
  return {ErrorKind::invalid, code, detail, {{"products", field_code, detail}}};
}

Error not_found(std::size_t place, const std::string& handle) {
  const std::string detail = "There is no product \"" + excerpt(handle, 60) + "\" in the shop.";
  return {ErrorKind::not_found, "comparison.product_not_found", detail, {{"products[" + std::to_string(place) + "]", "not_found", detail}}};
}

// What could be a handle at all: the rest need not be looked for.
bool may_be_handle(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return text.size() <= 200 && is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

class Opened final : public Module, public Comparison {
 public:
  explicit Opened(const Needs& needs) : needs_(needs) {}

  Comparison& comparison() override { return *this; }
  void plug(const content::ProductChips& chips) override { chips_ = &chips; }
  void plug(const Evidence& evidence) override { evidence_.push_back(&evidence); }
  void add_routes(http::Routes& routes) override { add_comparison_routes(routes, needs_.database, *this); }

  Result<ComparisonView> compare(db::Reader& reader, std::span<const std::string> handles, const content::PriceViewer& viewer,
                                 std::string_view locale) const override {
    if (handles.size() < products_min) return refused("comparison.too_few", "Name at least two different products.", "too_few");
    if (handles.size() > products_max) return refused("comparison.too_many", "At most four products stand side by side.", "too_many");
    ComparisonView view;
    std::vector<catalog::Product> products;
    std::vector<catalog::ProductId> ids;
    for (std::size_t i = 0; i < handles.size(); ++i) {
      auto product = may_be_handle(handles[i]) ? needs_.catalog.product_by_handle(reader, handles[i]) : std::nullopt;
      auto chip = product && product->status == catalog::ProductStatus::active && chips_ ? chips_->chip_for(product->id, viewer) : std::nullopt;
      if (!chip) return not_found(i, handles[i]);
      ids.push_back(product->id);
      view.products.push_back(std::move(*chip));
      products.push_back(std::move(*product));
    }
    view.lowest_price = lowest(view.products);
    add(view, topics_of(products), "facts");
    for (const auto* evidence : evidence_) add(view, evidence->about(reader, ids, locale), evidence->section());
    return view;
  }

 private:
  static void add(ComparisonView& view, const std::vector<Topic>& topics, const std::string& section) {
    for (const auto& topic : topics) {
      if (view.rows.size() == rows_max) return;
      view.rows.push_back(judged(topic, section));
    }
  }

  Needs needs_;
  const content::ProductChips* chips_ = nullptr;
  std::vector<const Evidence*> evidence_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

}  // namespace plaza::comparison
