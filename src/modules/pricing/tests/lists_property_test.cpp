// Random edits of price lists, groups and currencies against a model that knows the rules only; prices are compared on the node
// that made the edits, on one that hears of them, and on one that starts afterwards. The seed is printed; PLAZA_TEST_SEED repeats.
#include <random>

#include "platform/testing/seed.h"
#include "pricing_fixture.h"
#include "rules.h"

namespace plaza::pricing {
namespace {

constexpr int rounds = 60;

struct ModelList {
  PriceList list;
  std::map<std::pair<ProductId, VariantId>, Entry> entries;
};

class PricingProperty : public PricingFixture {
 protected:
  std::int64_t up_to(std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random); }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(up_to(std::ssize(all) - 1))];
  }

  PriceList any_list() {
    PriceList list;
    list.name = "L" + std::to_string(up_to(1'000));
    if (up_to(2) > 0) list.currency = currency(one_of(codes).c_str());
    if (up_to(3) == 0) list.group_id = group;
    if (up_to(1) == 0) list.starts_at = clock.now() + hours(up_to(20) - 10);
    if (up_to(1) == 0) list.ends_at = (list.starts_at ? *list.starts_at : clock.now()) + hours(1 + up_to(9));
    list.off_ppm = up_to(2) == 0 ? up_to(1'000'000) : 0;
    if (up_to(2) == 0) list.rounding = {100, up_to(99)};
    list.enabled = up_to(5) > 0;
    return list;
  }
  EntryChange any_change(const PriceList& list) {
    EntryChange change;
    if (up_to(2) == 0) change.entry.product_id = one_of(std::vector{vase, bowl});
    else change.entry.variant_id = one_of(std::vector{blue, red, small});
    if (list.currency && up_to(1) == 0) change.entry.amount = up_to(2'000);
    else change.entry.off_ppm = 1 + up_to(999'999);
    change.remove = up_to(4) == 0;
    return change;
  }

  void make() {
    const auto wish = any_list();
    const auto made = write([&](db::Transaction& tx) { return desk().create_list(tx, wish); });
    ASSERT_TRUE(made.ok());
    model.push_back({*made, {}});
  }
  void edit() {
    auto& chosen = model[static_cast<std::size_t>(up_to(std::ssize(model) - 1))];
    auto wish = any_list();
    wish.id = chosen.list.id;
    wish.currency = chosen.list.currency;
    const auto edited = write([&](db::Transaction& tx) { return desk().update_list(tx, wish, 0); });
    ASSERT_TRUE(edited.ok());
    chosen.list = *edited;
  }
  void fill() {
    auto& chosen = model[static_cast<std::size_t>(up_to(std::ssize(model) - 1))];
    const auto change = any_change(chosen.list);
    ASSERT_EQ(this->change(chosen.list.id, {change}), "ok");
    Entry entry = change.entry;
    if (entry.variant_id) entry.product_id = catalog.known[entry.variant_id];
    chosen.entries.erase({entry.product_id, entry.variant_id});
    if (!change.remove) chosen.entries[{entry.product_id, entry.variant_id}] = entry;
  }

  std::string expected(VariantId variant, const std::string& code, bool member) {
    const auto product = catalog.known[variant];
    UnitPrice catalogue{1'000};
    std::optional<Rounding> foreign;
    if (code != "EUR") {
      foreign = roundings[code];
      catalogue.amount = converted(1'000, currency("EUR"), {currency(code.c_str()), rates[code], *foreign});
    }
    std::vector<Candidate> candidates;
    for (const auto& [list, entries] : model) {
      if (!list.active_at(clock.now()) || (list.group_id && !member)) continue;
      if (list.currency && *list.currency != currency(code.c_str())) continue;
      auto found = entries.find({product, variant});
      if (found == entries.end()) found = entries.find({product, VariantId{}});
      candidates.push_back({&list, found == entries.end() ? nullptr : &found->second});
    }
    const auto price = best_price(catalogue, candidates, foreign);
    std::string text = std::to_string(price.amount);
    if (price.compare_at) text += " (was " + std::to_string(*price.compare_at) + ")";
    return price.sale ? text + " *" : text;
  }
  void expect_agreement(const Module& node, const char* which) {
    for (const auto variant : {blue, red, small}) {
      for (const auto& code : codes) {
        EXPECT_EQ(price(node, variant, code.c_str()), expected(variant, code, false)) << which << " " << code;
        EXPECT_EQ(price(node, variant, code.c_str(), an), expected(variant, code, true)) << which << " " << code;
      }
    }
  }

  std::mt19937_64 random;
  const std::vector<std::string> codes{"EUR", "JPY", "KWD"};
  std::map<std::string, std::int64_t> rates{{"JPY", 163'500'000'000}, {"KWD", 332'500'000}};
  std::map<std::string, Rounding> roundings{{"JPY", {10, 0}}, {"KWD", {50, 45}}};
  std::vector<ModelList> model;
  CustomerGroupId group;
};

ENGINE_TEST(PricingProperty, EveryNodeAsksWhatTheRulesSay) {
  random.seed(testing::draw_seed());
  const auto other = open_node();
  other->subscribe(*dispatcher);
  for (const auto& [code, rate] : rates) ASSERT_EQ(sell_in(code.c_str(), rate, roundings[code]), "ok");
  group = make_group("Trade", false, {an});
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const auto what = up_to(9);
    if (model.empty() || (what < 2 && model.size() < 8)) make();
    else if (what < 4) edit();
    else if (what < 9) fill();
    else clock.advance(hours(up_to(3)));
    expect_agreement(*module, "here");
    dispatcher->drain();
    expect_agreement(*other, "another node");
  }
  expect_agreement(*open_node(), "a new node");
}

}  // namespace
}  // namespace plaza::pricing
