// The sample files of a real shop platform, read by a parser of this test's own, must be what the
// catalogue then holds.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "catalog_fixture.h"
#include "platform/testing/source_folder.h"

namespace plaza::catalog {
namespace {

using Texts = std::vector<std::string>;
using Cells = std::map<std::string, std::string>;

std::string folder() { return testing::data_folder() + "/catalog_shopify"; }

std::string unpacked(const std::string& path) {
  std::string text;
  FILE* pipe = ::popen(("gzip -dc '" + path + "'").c_str(), "r");
  if (!pipe) return text;
  char buffer[65536];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
    text.append(buffer, count);
  ::pclose(pipe);
  return text;
}

// All of a file's cells; knows nothing of the reader under test.
std::vector<Texts> all_cells(const std::string& text) {
  std::vector<Texts> rows{{""}};
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && inside && i + 1 < text.size() && text[i + 1] == '"')
      rows.back().back() += text[i++];
    else if (c == '"')
      inside = !inside;
    else if (c == ',' && !inside)
      rows.back().emplace_back();
    else if (c == '\n' && !inside)
      rows.push_back({""});
    else if (c != '\r' || inside)
      rows.back().back() += c;
  }
  if (rows.back() == Texts{""}) rows.pop_back();
  return rows;
}

std::vector<Cells> named_rows(const std::string& text) {
  const auto rows = all_cells(text);
  std::vector<Cells> named;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    Cells cells;
    for (std::size_t c = 0; c < rows[i].size(); ++c) cells[rows[0][c]] = rows[i][c];
    named.push_back(std::move(cells));
  }
  return named;
}

std::string strip(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return "";
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}
std::string cents(const std::string& price) {
  return std::to_string(std::llround(std::stod(price) * 100));
}

// A product as lines of text, from its rows.
Texts expected_lines(const std::vector<const Cells*>& rows) {
  const Cells& first = *rows.front();
  Texts lines{"title " + strip(first.at("Title")), "vendor " + strip(first.at("Vendor")),
              "type " + strip(first.at("Type")),
              first.at("Published") == "false" ? "draft" : "active"};
  std::vector<const Cells*> variants;
  std::string pictures;
  for (const auto* row : rows) {
    if (row == rows.front() || !row->at("Option1 Value").empty()) variants.push_back(row);
    if (!row->at("Image Src").empty())
      pictures += "picture " + row->at("Image Src") + " " + strip(row->at("Image Alt Text")) + "\n";
  }
  const bool plain = variants.size() == 1 && first.at("Option1 Name") == "Title" &&
                     first.at("Option2 Name").empty();
  for (const auto* row : variants) {
    std::string line = "variant";
    for (const char* option : {"Option1", "Option2", "Option3"}) {
      const auto name = strip(first.at(std::string(option) + " Name"));
      if (!plain && !name.empty())
        line += " " + name + "=" + strip(row->at(std::string(option) + " Value"));
    }
    const auto& compare = row->at("Variant Compare At Price");
    const auto& grams = row->at("Variant Grams");
    const bool dearer =
        !compare.empty() && std::stod(compare) > std::stod(row->at("Variant Price"));
    line += " sku=" + strip(row->at("Variant SKU")) + " " + cents(row->at("Variant Price")) +
            " was " + (dearer ? cents(compare) : "-") + " " + strip(row->at("Variant Barcode")) +
            " " + std::to_string(grams.empty() ? 0 : std::llround(std::stod(grams))) + "g " +
            row->at("Variant Image") + " stock " +
            std::to_string(std::max(0, std::stoi(row->at("Variant Inventory Qty"))));
    lines.push_back(line);
  }
  lines.push_back(pictures);
  return lines;
}

Texts actual_lines(const Product& product, const KeptStock& stock) {
  Texts lines{"title " + product.title, "vendor " + product.vendor, "type " + product.product_type,
              std::string(json::enum_text(product.status))};
  for (const auto& variant : product.variants) {
    std::string line = "variant";
    for (std::size_t i = 0; i < product.options.size(); ++i)
      line += " " + product.options[i].name + "=" + variant.choices[i];
    const auto& compare = variant.compare_at_price;
    line += " sku=" + variant.sku + " " + std::to_string(variant.price.amount) + " was " +
            (compare ? std::to_string(compare->amount) : "-") + " " + variant.barcode + " " +
            std::to_string(variant.weight_grams) + "g ";
    if (variant.image >= 0)
      line += product.media[static_cast<std::size_t>(variant.image)].source_url;
    lines.push_back(line + " stock " + std::to_string(stock.on_hand.at(variant.id)));
  }
  std::string pictures;
  for (const auto& media : product.media)
    pictures += "picture " + media.source_url + " " + media.alt + "\n";
  lines.push_back(pictures);
  return lines;
}

Texts sorted_tags(const std::string& cell) {
  std::set<std::string> tags;
  for (std::size_t from = 0; from < cell.size();) {
    const auto end = std::min(cell.find(',', from), cell.size());
    if (const auto tag = strip(cell.substr(from, end - from)); !tag.empty()) tags.insert(tag);
    from = end + 1;
  }
  return {tags.begin(), tags.end()};
}

// The same file with the column names of 2024.
std::string in_new_dialect(const std::string& text) {
  static const std::map<std::string, std::string> names{
      {"Handle", "URL handle"},
      {"Body (HTML)", "Description"},
      {"Published", "Published on online store"},
      {"Option1 Name", "Option1 name"},
      {"Option1 Value", "Option1 value"},
      {"Option2 Name", "Option2 name"},
      {"Option2 Value", "Option2 value"},
      {"Option3 Name", "Option3 name"},
      {"Option3 Value", "Option3 value"},
      {"Variant SKU", "SKU"},
      {"Variant Grams", "Weight value (grams)"},
      {"Variant Inventory Tracker", "Inventory tracker"},
      {"Variant Inventory Qty", "Inventory quantity"},
      {"Variant Inventory Policy", "Continue selling when out of stock"},
      {"Variant Fulfillment Service", "Fulfillment service"},
      {"Variant Price", "Price"},
      {"Variant Compare At Price", "Compare-at price"},
      {"Variant Requires Shipping", "Requires shipping"},
      {"Variant Taxable", "Charge tax"},
      {"Variant Barcode", "Barcode"},
      {"Image Src", "Product image URL"},
      {"Image Alt Text", "Image alt text"},
      {"Variant Image", "Variant image URL"},
      {"Variant Weight Unit", "Weight unit for display"},
  };
  const auto end = text.find_first_of("\r\n");
  std::string header;
  const auto rows = all_cells(text.substr(0, end));
  for (const auto& name : rows.at(0)) {
    const auto known = names.find(name);
    header += (header.empty() ? "" : ",") + (known == names.end() ? name : known->second);
  }
  return "\xEF\xBB\xBF" + header + text.substr(end);
}

class RealFiles : public CatalogFixture {
 protected:
  RealFiles() { module->plug(&stock, nullptr); }

  void expect_same(const std::string& text) {
    const auto rows = named_rows(text);
    const auto from = std::chrono::steady_clock::now();
    const auto report = import(text);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
    ASSERT_TRUE(report.ok());
    std::cout << report->created << " products from " << report->done << " rows in " << took.count()
              << " s\n";
    EXPECT_EQ(report->failed, 0);
    EXPECT_EQ(report->done, std::ssize(rows));
    std::map<std::string, std::vector<const Cells*>> products;
    for (const auto& row : rows) products[row.at("Handle")].push_back(&row);
    EXPECT_EQ(report->created, std::ssize(products));
    for (const auto& [handle, of_product] : products) {
      const auto product = find(handle);
      ASSERT_TRUE(product.has_value()) << handle;
      ASSERT_EQ(actual_lines(*product, stock), expected_lines(of_product)) << handle;
      Texts tags = product->tags;
      std::sort(tags.begin(), tags.end());
      ASSERT_EQ(tags, sorted_tags(of_product.front()->at("Tags"))) << handle;
      const bool described = !strip(of_product.front()->at("Body (HTML)")).empty();
      ASSERT_EQ(!product->description_html.empty(), described) << handle;
      ASSERT_EQ(product->description_html.find("<meta"), std::string::npos) << handle;
    }
    expect_unchanged(text, std::ssize(products));
    expect_unchanged(in_new_dialect(text), std::ssize(products));
  }

  void expect_unchanged(const std::string& text, std::int64_t products) {
    (void)heard_now();
    clock.advance(minutes(1));
    const auto again = import(text);
    EXPECT_EQ(again->created + again->updated + again->failed, 0);
    EXPECT_EQ(again->unchanged, products);
    EXPECT_TRUE(heard_now().empty());
  }

  KeptStock stock;
};

ENGINE_TEST(RealFiles, AreTakenWholeAndTheSecondTimeChangeNothing) {
  if (!std::filesystem::exists(folder())) {
    std::cout << "The sample files are not here (" << folder()
              << "): only this repository's small one is read.\n";
    GTEST_SKIP() << "The sample files are not part of the repository.";
  }
  for (const char* name : {"apparel", "jewelry", "bicycles", "fashion"}) {
    SCOPED_TRACE(name);
    const std::string text = unpacked(folder() + "/" + name + ".csv.gz");
    ASSERT_GT(text.size(), 10'000u);
    expect_same(text);
  }
}

ENGINE_TEST(RealFiles, TheSmallOneOfOursIsTakenWhole) {
  std::ifstream file(testing::source_folder() / "tests/data/products_small.csv");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(text.empty());
  expect_same(text);
  EXPECT_EQ(find("sage-vase")->options[1].values,
            (std::vector<OptionValue>{{"Matt", ""}, {"Gloss", ""}}));
  EXPECT_EQ(find("sage-vase")->description_html,
            "<p>Stoneware from Huế, glazed in \"sage\".</p>\n<ul><li>1.5 l</li></ul>");
}

}  // namespace
}  // namespace plaza::catalog
