#include "rules.h"

#include <gtest/gtest.h>

namespace plaza::catalog {
namespace {

using Texts = std::vector<std::string>;

Product product_with(std::vector<Variant> variants) {
  Product product;
  product.handle = "vase";
  product.title = "Vase";
  product.options = {{"Size", {}}};
  product.variants = std::move(variants);
  return product;
}
Variant variant(std::string choice, std::int64_t price = 100) {
  Variant v;
  v.choices = {std::move(choice)};
  v.price.amount = price;
  return v;
}
Texts fields_of(const Product& product) {
  Texts fields;
  for (const auto& problem : problems_of(product)) fields.push_back(problem.field);
  return fields;
}

TEST(CatalogRules, MakeHandlesOfTitles) {
  EXPECT_EQ(handle_from("Bình gốm Sage 20cm"), "binh-gom-sage-20cm");
  EXPECT_EQ(handle_from("!!!"), "product");
  EXPECT_EQ(numbered_handle("vase", 3), "vase-3");
  EXPECT_TRUE(is_handle("s14-onl_li"));
  EXPECT_FALSE(is_handle("Vase"));
  EXPECT_FALSE(is_handle(""));
  EXPECT_FALSE(is_handle(std::string(201, 'a')));
}

TEST(CatalogRules, ReadNumbersAndUnitsOutOfValues) {
  const auto shown = [](std::string_view text) {
    const auto measure = parse_measure(text);
    return measure ? std::to_string(measure->number).substr(0, 4) + measure->unit
                   : std::string("-");
  };
  EXPECT_EQ(shown("1.5 kg"), "1.50kg");
  EXPECT_EQ(shown("250ml"), "250.ml");
  EXPECT_EQ(shown("12"), "12.0");
  EXPECT_EQ(shown("-3 °C"), "-3.0°C");
  EXPECT_EQ(shown("10 x 20 cm"), "-");
  EXPECT_EQ(shown("10x20"), "-");
  EXPECT_EQ(shown("1,5 l"), "-");
  EXPECT_EQ(shown("about 5"), "-");
  EXPECT_EQ(shown("2024-01-02"), "-");
  EXPECT_EQ(shown(""), "-");
}

TEST(CatalogRules, BringAProductIntoItsKeptForm) {
  Product product = product_with({variant(" S "), variant("M", 500)});
  product.title = "  Blue\nVase ";
  product.tags = {"b", "", " a", "b"};
  product.attributes = {{"weight", "Weight", "2 kg", std::nullopt, "", Direction::less}};
  product.variants[0].compare_at_price = Money{90, {}};
  product.variants[1].compare_at_price = Money{900, {}};
  product.variants[1].image = 4;
  normalise(product);
  EXPECT_EQ(product.title, "Blue Vase");
  EXPECT_EQ(product.tags, (Texts{"b", "a"}));
  EXPECT_EQ(product.attributes[0].number, 2);
  EXPECT_EQ(product.attributes[0].unit, "kg");
  EXPECT_EQ(product.options[0].values, (std::vector<OptionValue>{{"S", ""}, {"M", ""}}));
  EXPECT_EQ(product.variants[0].title, "S");
  EXPECT_FALSE(product.variants[0].compare_at_price.has_value());  // it is not above the price
  EXPECT_EQ(product.variants[1].compare_at_price->amount, 900);
  EXPECT_EQ(product.variants[1].image, -1);
  EXPECT_TRUE(problems_of(product).empty());
  const Product once = product;
  normalise(product);
  EXPECT_TRUE(same_content(once, product));
}

TEST(CatalogRules, NameEachWrongField) {
  Product product = product_with({variant("S", -1), variant("S"), variant("")});
  product.title = "";
  product.handle = "Vase!";
  product.vendor = std::string(256, 'v');
  product.attributes = {{"a", "A", "", std::nullopt, "", {}}, {"a", "", "x", std::nullopt, "", {}}};
  product.media = {{MediaKind::image, {}, "javascript:x", "", 0, 0}, {}};
  product.variants[1].weight_grams = -1;
  EXPECT_EQ(fields_of(product),
            (Texts{"title", "handle", "vendor", "variants[0].price", "variants[1].weight_grams",
                   "variants[1].options", "variants[2].options", "attributes[0].value",
                   "attributes[1].label", "attributes[1].key", "media[0].source_url", "media[1]"}));
}

TEST(CatalogRules, RefuseWrongOptions) {
  Product product = product_with({});
  product.options = {{"Size", {}}, {"Size", {}}, {"", {{"x", "red"}}}};
  EXPECT_EQ(fields_of(product), (Texts{"options[1].name", "options[2].name", "options[2].values"}));
  product.options.assign(6, {"x", {}});
  EXPECT_EQ(fields_of(product)[0], "options");
}

TEST(CatalogRules, FoldWordsForTheStaffsList) {
  EXPECT_EQ(search_words("Bình GỐM gốm, SKU-12/a"), (Texts{"binh", "gom", "sku", "12", "a"}));
  EXPECT_TRUE(search_words(" -- ").empty());
  EXPECT_EQ(search_words(std::string(61, 'a')), (Texts{std::string(60, 'a')}));
  EXPECT_EQ(search_words(std::string(59, 'a') + "\xe6\x97\xa5"), (Texts{std::string(59, 'a')}));
  Product product = product_with({variant("S")});
  product.vendor = "Sage";
  product.variants[0].sku = "V-9";
  EXPECT_EQ(search_text(words_of(product)), " vase sage v 9 ");
}

}  // namespace
}  // namespace plaza::catalog
