// Out and in again: a shop filled from a file of products writes the same bytes.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "catalog_fixture.h"
#include "platform/testing/source_folder.h"
#include "product_sheet.h"

namespace plaza::catalog {
namespace {

constexpr const char* address = "https://clay.example";

class ProductSheetTest : public CatalogFixture {
 protected:
  ProductSheetTest() {
    module = open({database(), ids, clock, library, eur, address});
    runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
  }
  std::string exported(const ProductQuery& wish = {}) { return exported_from(database(), *module, wish); }
  // In pages of 100.
  std::string exported_from(db::Database& shop, Module& opened, ProductQuery query = {}) {
    std::string text;
    for (bool more = true; more;) {
      const auto page = shop.read_now([&](db::Reader& reader) {
        const std::string base = address;
        return write_products(reader, {opened.catalog(), opened.collections(), library, base}, query, 100);
      });
      text += text.empty() ? page.text : page.text.substr(page.text.find('\n') + 1);
      more = page.next.has_value();
      if (more) query.before = *page.next;
    }
    return text;
  }
  // What a second, empty shop writes after it took the file.
  std::string through_another_shop(const std::string& file, ImportReport* report = nullptr) {
    testing::TestDatabase other(engine());
    other->migrate(events::migrations());
    other->migrate(jobs::migrations());
    other->migrate(migrations());
    const auto shop = open({*other, ids, clock, library, eur, "https://other.example"});
    const auto done = shop->imports().run(csv::from_text(file), 0, "test", nullptr);
    EXPECT_TRUE(done.ok());
    if (report && done.ok()) *report = *done;
    return exported_from(*other, *shop);
  }
  static Attribute attribute(const char* key, const char* value, std::optional<double> number,
                             const char* unit, Direction direction) {
    return {key, std::string("Label, ") + key, value, number, unit, direction};
  }
  NewProduct everything() const {
    NewProduct product = vase();
    product.handle = "everything";
    product.title = "=HYPERLINK(\"http://evil.example\",\"'Bình gốm'\")";
    product.description_html = "<p>Line one<br>line \"two\"</p>\n<ul><li>=1+2</li></ul>";
    product.vendor = "@Sage";
    product.product_type = "+Vases";
    product.tags = {"a, b", "-minus", "'=quoted", "plain"};
    product.status = ProductStatus::archived;
    product.options = {{"Size", {{"L", ""}, {"S", ""}, {"XXL", ""}}},
                       {"Glaze", {{"Sage", "#8a9a7b"}, {"Brick", "#b5523b"}}},
                       {"Lid", {{"yes", ""}}},
                       {"Feet", {{"3", ""}}},
                       {"Title", {{"-1+2", ""}}}};
    product.attributes = {attribute("capacity", "1.5 l", 1.5, "l", Direction::more),
                          attribute("weight", "0.1 kg", 0.1, "kg", Direction::less),
                          attribute("claim", "=dishwasher", std::nullopt, "", Direction::neutral)};
    product.media = {{MediaKind::image, media::MediaId{3}, "", "@alt \"x\"", 640, 480},
                     {MediaKind::video, {}, "https://cdn.example/clip", "Clip", 0, 0},
                     {MediaKind::image, {}, "https://cdn.example/b.jpg?v=1,2", "", 0, 0},
                     {MediaKind::image, media::MediaId{4}, "https://cdn.example/c.jpg", "c", 9, 9}};
    product.variants = {
        {"A title of its own", "=SKU", "-12+3", 1999, 2999, 400, {"S", "Sage", "yes", "3", "-1+2"}, 2},
        {"", "-5", "0123", 0, std::nullopt, 0, {"L", "Brick", "yes", "3", "-1+2"}, 0}};
    return product;
  }
  Collection collect(const char* handle, const char* title, std::vector<ProductId> products) {
    const auto work = [&](db::Transaction& tx) {
      return module->collections().create(tx, {handle, title, "", std::move(products)});
    };
    return *write(work);
  }
};

ENGINE_TEST(ProductSheetTest, AnotherShopWritesTheSameBytes) {
  const auto one = make(everything());
  NewProduct bare;
  bare.title = "Bare";
  bare.variants = {{"", "", "", 1250, std::nullopt, 0, {}, -1}};
  const auto two = make(bare);
  NewProduct prepared;
  prepared.title = "Being prepared";
  prepared.status = ProductStatus::draft;
  prepared.options = {{"Size", {{"S", ""}}}};
  make(prepared);
  NewProduct titled = bare;
  titled.handle = "titled";
  titled.options = {{"Title", {{"Only", ""}}}};
  titled.variants[0].choices = {"Only"};
  make(titled);
  collect("zebra", "Zebra, striped", {one.id, two.id});
  collect("new", "=New", {two.id});
  ProductQuery active;
  active.status = ProductStatus::active;
  const std::string file = exported();
  EXPECT_EQ(through_another_shop(file), file);
  EXPECT_NE(file.find("\"'=HYPERLINK("), std::string::npos);
  EXPECT_EQ(file.find(",=") , std::string::npos);
  EXPECT_NE(file.find("https://clay.example/media/"), std::string::npos);
}

// Two columns of another module, in memory; "bad" is refused.
class HandColumns final : public ProductColumns {
 public:
  std::map<ProductId, std::vector<std::string>> kept;
  int calls = 0;
  std::span<const char* const> names() const override {
    static constexpr const char* both[] = {"Plaza / Rate", "Plaza / Shelf"};
    return both;
  }
  std::vector<std::string> cells(db::Reader&, ProductId product) const override {
    const auto at = kept.find(product);
    return at == kept.end() ? std::vector<std::string>{"standard", ""} : at->second;
  }
  std::vector<Result<bool>> put(db::Transaction&, std::span<const Said> said) override {
    ++calls;
    std::vector<Result<bool>> answers;
    for (const auto& one : said) {
      auto& there = kept.try_emplace(one.product, std::vector<std::string>{"standard", ""}).first->second;
      const auto before = there;
      if (one.cells[0] == "bad") {
        answers.push_back(invalid_field("Plaza / Rate", "not_allowed", "is bad"));
        continue;
      }
      for (std::size_t i = 0; i < 2; ++i)
        if (!one.cells[i].empty()) there[i] = one.cells[i];
      answers.push_back(there != before);
    }
    return answers;
  }
};

ENGINE_TEST(ProductSheetTest, WhatModulesAboveKnowGoesOutAndIn) {
  const auto one = make(everything());
  NewProduct bare;
  bare.title = "Bare";
  bare.variants = {{"", "", "", 1250, std::nullopt, 0, {}, -1}};
  make(bare);
  HandColumns mine, theirs;
  mine.kept[one.id] = {"=reduced", "12, left"};
  const auto write_out = [&](db::Database& shop, Module& opened, const HandColumns& columns) {
    return shop.read_now([&](db::Reader& reader) {
      const std::string base = address;
      return write_products(reader, {opened.catalog(), opened.collections(), library, base, &columns}, {}, 100).text;
    });
  };
  const std::string file = write_out(database(), *module, mine);
  testing::TestDatabase other(engine());
  other->migrate(events::migrations());
  other->migrate(jobs::migrations());
  other->migrate(migrations());
  const auto shop = open({*other, ids, clock, library, eur, "https://other.example"});
  shop->plug(theirs);
  EXPECT_EQ(shop->imports().run(csv::from_text(file), 0, "test", nullptr)->created, 2);
  EXPECT_EQ(write_out(*other, *shop, theirs), file);
  EXPECT_EQ(theirs.calls, 1);
  const auto again = *shop->imports().run(csv::from_text(file), 0, "test", nullptr);
  EXPECT_EQ(again.unchanged, 2);
  const std::string head = "URL handle,Title,Price,Plaza / Rate\n";
  EXPECT_EQ(shop->imports().run(csv::from_text(head + "bare,Bare,12.50,zero\n"), 0, "test", nullptr)->updated, 1);
  const auto changed = *shop->imports().run(
      csv::from_text(head + "bare,Bare,12.50,bad\nnew,New,1,\n"), 0, "test", nullptr);
  EXPECT_EQ(changed.created, 1);
  EXPECT_EQ(changed.unchanged, 1);
  ASSERT_EQ(changed.problems.size(), 1u);
  EXPECT_EQ(changed.problems[0].line, 2);
  EXPECT_EQ(changed.problems[0].field, "Plaza / Rate");
  EXPECT_EQ(changed.problems[0].message, "It is bad.");
}

ENGINE_TEST(ProductSheetTest, TakingItsOwnFileChangesNothing) {
  make(everything());
  const auto before = *find("everything");
  const auto report = *import(exported());
  EXPECT_EQ(report.unchanged, 1);
  EXPECT_EQ(report.updated + report.created + report.failed, 0);
  EXPECT_TRUE(report.problems.empty());
  const auto after = *find("everything");
  EXPECT_EQ(after.media, before.media);
  EXPECT_EQ(after.updated_at, before.updated_at);
}

ENGINE_TEST(ProductSheetTest, GivesBackExactValues) {
  make(everything());
  const auto before = *find("everything");
  testing::TestDatabase other(engine());
  other->migrate(events::migrations());
  other->migrate(jobs::migrations());
  other->migrate(migrations());
  const auto shop = open({*other, ids, clock, library, eur, address});
  ASSERT_TRUE(shop->imports().run(csv::from_text(exported()), 0, "test", nullptr).ok());
  const auto after = *other->read_now(
      [&](db::Reader& reader) { return shop->catalog().product_by_handle(reader, "everything"); });
  EXPECT_EQ(after.title, before.title);
  EXPECT_EQ(after.description_html, before.description_html);
  EXPECT_EQ(after.tags, before.tags);
  EXPECT_EQ(after.options, before.options);
  EXPECT_EQ(after.attributes, before.attributes);
  EXPECT_EQ(after.status, ProductStatus::archived);
  ASSERT_EQ(after.variants.size(), 2u);
  EXPECT_EQ(after.variants[0].title, "A title of its own");
  EXPECT_EQ(after.variants[0].sku, "=SKU");
  EXPECT_EQ(after.variants[1].barcode, "0123");
  EXPECT_EQ(after.variants[0].image, 2);
  EXPECT_EQ(after.media[1].kind, MediaKind::video);
}

ENGINE_TEST(ProductSheetTest, ExportsWhatTheListShows) {
  for (int i = 1; i <= 7; ++i) {
    NewProduct product = vase();
    product.title = "Vase " + std::to_string(i);
    if (i % 2 == 0) product.status = ProductStatus::draft;
    make(product);
  }
  const auto handles_in = [](const std::string& file) {
    std::vector<std::string> found;
    csv::Reader reader(csv::from_text(file));
    csv::Record record;
    for (reader.next(record); reader.next(record);)
      if (!record.fields[0].empty()) found.push_back(record.fields[1]);
    return found;
  };
  const auto with = [&](std::string q, std::optional<ProductStatus> status) {
    ProductQuery query;
    query.q = std::move(q);
    query.status = status;
    return handles_in(exported(query));
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(with("", ProductStatus::draft), (Texts{"vase-2", "vase-4", "vase-6"}));
  EXPECT_EQ(with("vase", std::nullopt).size(), 7u);
  EXPECT_EQ(with("vas", ProductStatus::active), (Texts{"vase-7", "vase-5", "vase-3", "vase-1"}));
  EXPECT_EQ(with("nothing", std::nullopt), Texts{});
}

ENGINE_TEST(ProductSheetTest, ALookDoesNothingAndSaysWhatWouldHappen) {
  make(vase());
  const std::string file = "Handle,Title,Variant Price\nblue-vase,Red Vase,5\nnew,New,x\nnewer,Newer,7\n";
  const auto work = [&](db::Transaction& tx) {
    return module->imports().start(tx, "products", file, "test", ImportMode::look);
  };
  const auto started = *write(work);
  runner->run_due();
  const auto report =
      *read([&](db::Reader& reader) { return module->imports().report(reader, started.id); });
  EXPECT_EQ(report.status, ImportStatus::finished);
  EXPECT_EQ(report.created, 1);
  EXPECT_EQ(report.updated, 1);
  EXPECT_EQ(report.failed, 1);
  ASSERT_FALSE(report.problems.empty());
  EXPECT_EQ(report.problems[0].line, 3);
  EXPECT_EQ(find("blue-vase")->title, "Blue Vase");
  EXPECT_FALSE(find("newer"));
}

ENGINE_TEST(ProductSheetTest, FilesOfARealShopPlatformGoRound) {
  const std::string folder = testing::data_folder() + "/catalog_shopify";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no " << folder;
  for (const char* name : {"apparel", "jewelry", "bicycles", "fashion"}) {
    std::string text;
    FILE* pipe = ::popen(("gzip -dc '" + folder + "/" + name + ".csv.gz'").c_str(), "r");
    ASSERT_TRUE(pipe);
    char buffer[65536];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
      text.append(buffer, count);
    ::pclose(pipe);
    ASSERT_TRUE(import(text).ok()) << name;
  }
  const std::string file = exported();
  EXPECT_GT(file.size(), 100'000u);
  ImportReport report;
  EXPECT_TRUE(through_another_shop(file, &report) == file);
  EXPECT_EQ(report.problems.size(), 0u);
  EXPECT_EQ(report.failed, 0);
}

}  // namespace
}  // namespace plaza::catalog
