#include "product_file.h"

#include <gtest/gtest.h>

#include "merge.h"

namespace plaza::catalog {
namespace {

constexpr Currency eur{{'E', 'U', 'R'}};
using Texts = std::vector<std::string>;

struct Parsed {
  std::vector<FileProduct> products;
  std::vector<ImportProblem> problems;
  std::int64_t rows = 0;
};

Parsed parse(std::string_view csv, Currency currency = eur) {
  ProductFile file(csv::from_text(csv), currency);
  EXPECT_TRUE(file.valid());
  Parsed parsed;
  FileProduct product;
  while (file.next(product, parsed.problems)) parsed.products.push_back(product);
  parsed.rows = file.rows();
  return parsed;
}

// "line field: message"
Texts texts(const std::vector<ImportProblem>& problems) {
  Texts list;
  for (const auto& p : problems)
    list.push_back(std::to_string(p.line) + " " + p.field + ": " + p.message);
  return list;
}

TEST(ProductFile, ReadsTheOldDialect) {
  const auto parsed = parse(
      "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant "
      "SKU,Variant Grams,"
      "Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image "
      "Src,Image Alt Text,Variant Image,"
      "Google Shopping / Gender\n"
      "vase,Vase,\"<p>Two\nlines</p>\",Sage,Pots,\"clay, "
      "blue\",true,Size,S,V-S,400,3,19.99,25.00,123,https://a.example/1.jpg,Front,,female\n"
      "vase,,,,,,,,M,V-M,700,4,29.99,,,https://a.example/2.jpg,,https://a.example/2.jpg,\n"
      "vase,,,,,,,,,,,,,,,https://a.example/3.jpg,Top,,\n"
      "cup,Cup,,,,,false,Title,Default Title,C,0,,5.00,,,,,,\n");
  EXPECT_EQ(texts(parsed.problems), Texts{});
  ASSERT_EQ(parsed.products.size(), 2u);
  const auto& vase = parsed.products[0];
  EXPECT_EQ(vase.handle, "vase");
  EXPECT_EQ(vase.description_html, "<p>Two\nlines</p>");
  EXPECT_EQ(vase.product_type, "Pots");
  EXPECT_EQ(vase.tags, (Texts{"clay", "blue"}));
  EXPECT_EQ(vase.status, ProductStatus::active);
  EXPECT_EQ(vase.option_names, (Texts{"Size"}));
  ASSERT_EQ(vase.variants.size(), 2u);
  EXPECT_EQ(vase.variants[0].price, 1999);
  EXPECT_EQ(vase.variants[0].compare_at_price, 2500);
  EXPECT_EQ(vase.variants[0].barcode, "123");
  EXPECT_EQ(vase.variants[1].line, 4);
  EXPECT_EQ(vase.variants[1].compare_at_price, 0);
  EXPECT_EQ(vase.variants[1].on_hand, 4);
  EXPECT_EQ(vase.variants[1].image_url, "https://a.example/2.jpg");
  ASSERT_EQ(vase.images->size(), 3u);
  EXPECT_EQ((*vase.images)[2].alt, "Top");
  EXPECT_EQ(vase.attributes[0].value, "female");
  const auto& cup = parsed.products[1];
  EXPECT_EQ(cup.status, ProductStatus::draft);
  EXPECT_TRUE(cup.option_names.empty());
  EXPECT_TRUE(cup.variants[0].choices.empty());
  EXPECT_FALSE(cup.variants[0].on_hand.has_value());
  EXPECT_EQ(parsed.rows, 4);
}

TEST(ProductFile, ReadsTheNewDialect) {
  const auto parsed = parse(
      "\xEF\xBB\xBFTitle,URL handle,Description,Vendor,Product category,Type,Tags,Published on "
      "online store,Status,SKU,Barcode,"
      "Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Inventory "
      "quantity,Weight value (grams),"
      "Product image URL,Image position,Image alt text,Variant image URL,Capacity "
      "(product.metafields.custom.capacity)\r\n"
      "Vase,vase,<p>x</p>,Sage,Home > Pots > "
      "Vases,,clay,TRUE,Draft,V,9,Size,S,,19.9,,7,400.4,https://a.example/b.jpg,2,Back,,1.5 l\r\n"
      ",vase,,,,,,,,W,,,M,,29,,8,,https://a.example/a.jpg,1,,,\r\n");
  EXPECT_EQ(texts(parsed.problems), Texts{});
  ASSERT_EQ(parsed.products.size(), 1u);
  const auto& vase = parsed.products[0];
  EXPECT_EQ(vase.title, "Vase");
  EXPECT_EQ(vase.product_type, "Vases");
  EXPECT_EQ(vase.status, ProductStatus::draft);
  EXPECT_EQ(vase.variants[0].weight_grams, 400);
  EXPECT_EQ(vase.variants[0].price, 1990);
  EXPECT_EQ(vase.variants[1].price, 2900);
  EXPECT_EQ(vase.variants[1].choices, (Texts{"M"}));
  EXPECT_EQ((*vase.images)[0].url, "https://a.example/a.jpg");
  EXPECT_EQ((*vase.images)[1].alt, "Back");
  EXPECT_EQ(vase.attributes[0].key, "capacity");
  EXPECT_EQ(vase.attributes[0].label, "Capacity");
  EXPECT_EQ(vase.attributes[0].value, "1.5 l");
}

TEST(ProductFile, KeepsThePicturesOrderWhenAVariantNamesALaterOne) {
  const auto parsed = parse(
      "Handle,Title,Option1 Value,Variant Price,Image Src,Variant Image\n"
      "vase,Vase,S,5,https://a.example/1.jpg,https://a.example/2.jpg\n"
      "vase,,M,5,,https://a.example/only.jpg\n"
      "vase,,,,https://a.example/2.jpg,\n");
  Texts urls;
  for (const auto& image : *parsed.products[0].images) urls.push_back(image.url);
  EXPECT_EQ(urls, (Texts{"https://a.example/1.jpg", "https://a.example/2.jpg",
                         "https://a.example/only.jpg"}));
}

TEST(ProductFile, ReportsEachBadRowByLineAndFieldAndGoesOn) {
  const auto parsed = parse(
      "Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Grams,Variant Inventory "
      "Qty,Image Src,Image Position\n"
      "vase,Vase,Size,S,free,,,,\n"
      "vase,,,M,5,heavy,,,\n"
      "vase,,,L,5,,lots,,\n"
      "vase,,,XL,5,,-2,javascript:x,\n"
      "vase,,,XL,6,,,,\n"
      "vase,,,XXL,7,,1,https://a.example/x.jpg,first\n"
      ",,,S,5,,,,\n"
      "\"bad,row\n"
      "cup,Cup,,,5,,,,\n"
      "vase,Vase,Size,S,5,,,,\n");
  EXPECT_EQ(
      texts(parsed.problems),
      (Texts{
          "2 Variant Price: Is no price in EUR.", "3 Variant Grams: Is no weight in grams.",
          "4 Variant Inventory Qty: Is no quantity.",
          "5 Image Src: Is no address of http or https.",
          "5 Variant Inventory Qty: Is below zero: taken as 0.",
          "6 Option1 Value: Another row of this product has the same options.",
          "7 Image Position: Is no position.",
          "8 Handle: The row names no product: handle and title are empty.",
          "9 : A quotation mark is never closed.",
          "11 Handle: Rows of this handle stand apart from its first ones; put them together."}));
  ASSERT_EQ(parsed.products.size(), 2u);
  ASSERT_EQ(parsed.products[0].variants.size(), 2u);
  EXPECT_EQ(parsed.products[0].variants[0].on_hand, 0);
  EXPECT_EQ(parsed.products[1].handle, "cup");
}

TEST(ProductFile, MakesHandlesOfTitlesAndOddHandles) {
  const auto parsed = parse("Title,URL handle,Price\nBình gốm,,5\nX,My Handle!,6\n");
  EXPECT_EQ(parsed.products[0].handle, "binh-gom");
  EXPECT_EQ(parsed.products[1].handle, "my-handle");
}

TEST(ProductFile, IsNotValidWithoutItsColumns) {
  const auto valid = [](std::string_view csv) {
    return ProductFile(csv::from_text(csv), eur).valid();
  };
  EXPECT_FALSE(valid(""));
  EXPECT_TRUE(ProductFile(csv::from_text(""), eur).empty());
  EXPECT_FALSE(valid("name,cost\nx,1\n"));
  EXPECT_FALSE(valid("Handle,Vendor\nx,1\n"));
  EXPECT_TRUE(valid("Handle,Variant Price\nx,1\n"));
  EXPECT_TRUE(valid("title\nx\n"));
}

TEST(ProductFile, LeavesOutRowsOfAnEndlessProduct) {
  std::string csv = "Handle,Title,Option1 Value,Variant Price\n";
  for (int i = 0; i < 5'010; ++i) csv += "vase,Vase," + std::to_string(i) + ",5\n";
  const auto parsed = parse(csv);
  ASSERT_EQ(parsed.products.size(), 1u);
  EXPECT_EQ(parsed.products[0].variants.size(), 5'000u);
  EXPECT_EQ(parsed.problems.size(), 1u);
}

TEST(ParsePrice, KnowsTheCurrencysDigits) {
  constexpr Currency vnd{{'V', 'N', 'D'}};
  EXPECT_EQ(parse_price("36.00", vnd), 36);
  EXPECT_EQ(parse_price("250000", vnd), 250000);
  EXPECT_FALSE(parse_price("36.50", vnd).has_value());
  EXPECT_EQ(parse_price(" 36.5 ", eur), 3650);
  EXPECT_EQ(parse_price("36.5000", eur), 3650);
  EXPECT_FALSE(parse_price("36.505", eur).has_value());
  EXPECT_FALSE(parse_price("-1", eur).has_value());
  EXPECT_FALSE(parse_price("1,000", eur).has_value());
  EXPECT_FALSE(parse_price("99999999999999", eur).has_value());
}

// --- what a file does to what is there

FileProduct file_product(std::string_view rows) {
  return parse(
             "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Capacity "
             "(product.metafields.c.capacity)\n" +
             std::string(rows))
      .products.at(0);
}
Product merged(const FileProduct& file, const Product* existing = nullptr) {
  auto result = merge(file, existing, eur);
  EXPECT_EQ(texts(result.problems), Texts{});
  std::int64_t id = 1;
  for (auto& variant : result.product.variants) {
    if (!variant.id) variant.id = VariantId{id++ * 100 + (existing ? 1 : 0)};
  }
  return result.product;
}
Texts variants_of(const Product& product) {
  Texts list;
  for (const auto& v : product.variants) {
    std::string text = std::to_string(v.id.value);
    for (const auto& choice : v.choices) text += " " + choice;
    list.push_back(text + " " + v.sku + " " + std::to_string(v.price.amount));
  }
  return list;
}

constexpr const char* two_sizes =
    "vase,Vase,Size,S,A,5,https://a.example/1.jpg,1 l\nvase,,,M,B,6,,\n";

TEST(Merge, AFileOverItsOwnResultChangesNothing) {
  const auto file = file_product(two_sizes);
  const Product once = merged(file);
  EXPECT_EQ(variants_of(once), (Texts{"100 S A 500", "200 M B 600"}));
  const Product twice = merged(file, &once);
  EXPECT_EQ(variants_of(twice), variants_of(once));
  EXPECT_EQ(twice.media, once.media);
  EXPECT_EQ(twice.attributes, once.attributes);
  EXPECT_EQ(twice.options, once.options);
}

TEST(Merge, KeepsVariantsThatTheFileLeavesOutWhileTheOptionsAreTheSame) {
  const Product before = merged(file_product(two_sizes));
  const Product after = merged(file_product("vase,Vase,Size,M,B,7,,\n"), &before);
  EXPECT_EQ(variants_of(after), (Texts{"200 M B 700", "100 S A 500"}));
}

TEST(Merge, FindsARenamedChoiceByItsSku) {
  const Product before = merged(file_product(two_sizes));
  const Product after =
      merged(file_product("vase,Vase,Size,Small,A,5,,\nvase,,,M,B,6,,\n"), &before);
  EXPECT_EQ(variants_of(after), (Texts{"100 Small A 500", "200 M B 600"}));
  EXPECT_EQ(after.variants[0].title, "");  // made anew
}

TEST(Merge, OtherOptionsTakeTheOldVariantsAway) {
  const Product before = merged(file_product(two_sizes));
  const Product after =
      merged(file_product("vase,Vase,Colour,Red,A,5,,\nvase,,,Blue,X,6,,\n"), &before);
  EXPECT_EQ(variants_of(after), (Texts{"100 Red A 500", "101 Blue X 600"}));
  EXPECT_EQ(after.options.size(), 1u);
  EXPECT_EQ(after.options[0].name, "Colour");
}

TEST(Merge, KeepsWhatStaffAdded) {
  Product before = merged(file_product(two_sizes));
  before.media[0].media_id = media::MediaId{7};
  before.media[0].alt = "Written by staff";
  before.media.push_back({MediaKind::image, media::MediaId{8}, "", "Upload", 1, 1});
  before.variants[0].image = 1;
  before.attributes.push_back({"glaze", "Glaze", "matt", std::nullopt, "", Direction::neutral});
  before.attributes[0].direction = Direction::more;
  const auto file = file_product(
      "vase,Vase,Size,S,A,5,https://a.example/0.jpg,2 l\nvase,,,M,B,6,https://a.example/1.jpg,\n");
  const Product after = merged(file, &before);
  ASSERT_EQ(after.media.size(), 3u);
  EXPECT_EQ(after.media[0].source_url, "https://a.example/0.jpg");
  EXPECT_EQ(after.media[1].media_id.value, 7);
  EXPECT_EQ(after.media[1].alt, "Written by staff");
  EXPECT_EQ(after.media[2].media_id.value, 8);
  EXPECT_EQ(after.variants[0].image, 2);
  EXPECT_EQ(after.attributes[0].value, "2 l");
  EXPECT_EQ(after.attributes[0].direction, Direction::more);
  EXPECT_EQ(after.attributes[1].value, "matt");
}

TEST(Merge, AnEmptyCellTakesAnAttributeAway) {
  const Product before = merged(file_product(two_sizes));
  EXPECT_TRUE(merged(file_product("vase,Vase,Size,S,A,5,,\n"), &before).attributes.empty());
}

TEST(Merge, ReportsRowsThatDoNotFitAndANewVariantWithoutPrice) {
  const Product before = merged(file_product(two_sizes));
  const auto result =
      merge(file_product("vase,Vase,Size,S,A,5,,\nvase,,,,C,8,,\nvase,,,L,D,,,\n"), &before, eur);
  EXPECT_EQ(texts(result.problems),
            (Texts{"3 Option1 Value: The row must name one value for each option of its product.",
                   "4 Price: A new variant needs a price."}));
  EXPECT_TRUE(result.usable);
}

TEST(Merge, CannotMakeAProductOfNothing) {
  EXPECT_FALSE(merge(file_product("vase,,Size,S,A,5,,\n"), nullptr, eur).usable);
  EXPECT_FALSE(merge(file_product("vase,Vase,Size,S,A,,,\n"), nullptr, eur).usable);
}

TEST(Merge, KnowsVideosAndModelsByTheirNames) {
  const Product product = merged(file_product(
      "vase,Vase,Size,S,A,5,https://a.example/x.MP4?v=1,\nvase,,,,,,https://a.example/y.glb,\n"));
  EXPECT_EQ(product.media[0].kind, MediaKind::video);
  EXPECT_EQ(product.media[1].kind, MediaKind::model);
}

}  // namespace
}  // namespace plaza::catalog
