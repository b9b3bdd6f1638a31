#include "store.h"

#include "catalog_fixture.h"
#include "document.h"
#include "rules.h"

namespace plaza::catalog {
namespace {

using Texts = std::vector<std::string>;

class CatalogStore : public CatalogFixture {};

ENGINE_TEST(CatalogStore, PreparesEachStatement) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

TEST(CatalogDocument, KeepsEveryList) {
  Product product;
  product.tags = {"a", "quote \" and \n break"};
  product.options = {{"Colour", {{"Blue", "#0000ff"}, {"Đỏ", ""}}}};
  product.attributes = {{"k", "K", "1.5 l", 1.5, "l", Direction::less},
                        {"t", "T", "soft", std::nullopt, "", {}}};
  product.media = {{MediaKind::video, media::MediaId{7}, "", "alt", 640, 480},
                   {MediaKind::image, {}, "https://a.example/x.jpg", "", 0, 0}};
  Product read;
  read_document(document_text(product), read);
  EXPECT_TRUE(same_content(read, product));
}

TEST(CatalogDocument, KeepsChoicesAndProblems) {
  EXPECT_EQ(read_choices(choices_text({})), Texts{});
  EXPECT_EQ(read_choices(choices_text({"Blue", "M / L"})), (Texts{"Blue", "M / L"}));
  const auto problems = read_problems(problems_text({{12, "Price", "Is no price."}}));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, 12);
  EXPECT_EQ(problems[0].field, "Price");
  EXPECT_TRUE(read_problems("").empty());
}

ENGINE_TEST(CatalogStore, ReadsBackWhatItWrote) {
  NewProduct wish = vase();
  wish.media = {{MediaKind::image, media::MediaId{3}, "", "A vase", 640, 480},
                {MediaKind::image, {}, "https://a.example/x.jpg", "Side", 0, 0}};
  wish.variants[1].image = 1;
  wish.product_type = "Vases";
  const Product made = make(wish);
  const auto found = find("blue-vase");
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(same_content(*found, made));
  EXPECT_EQ(found->created_at, clock.now());
  EXPECT_EQ(found->variants[1].price, (Money{2999, eur}));
  const VariantId ids_asked[] = {made.variants[1].id, VariantId{5}, made.variants[0].id};
  const auto sold = read([&](db::Reader& reader) { return catalog().variants(reader, ids_asked); });
  ASSERT_EQ(sold.size(), 2u);
  EXPECT_EQ(sold[0].variant.sku, "VASE-M");
  EXPECT_EQ(sold[0].product_title, "Blue Vase");
  EXPECT_EQ(sold[0].product_type, "Vases");
  EXPECT_EQ(sold[0].image->source_url, "https://a.example/x.jpg");
  EXPECT_EQ(sold[1].image->media_id.value, 3);
}

ENGINE_TEST(CatalogStore, GuardsAgainstAnEditorWhoWasFaster) {
  const Product before = make(vase());
  const auto work = [&](db::Transaction& tx) -> Result<std::string> {
    Product mine = before, theirs = before;
    theirs.title = "Theirs";
    theirs.updated_at = before.updated_at + 1;
    mine.title = "Mine";
    mine.updated_at = before.updated_at + 2;
    const bool first = update_product(tx, before, theirs);
    const bool second = update_product(tx, before, mine);
    return std::string(first ? "1" : "0") + (second ? "1" : "0");
  };
  EXPECT_EQ(*write(work), "10");
  EXPECT_EQ(find("blue-vase")->title, "Theirs");
}

ENGINE_TEST(CatalogStore, ListsNewestFirstInPages) {
  for (int i = 0; i < 5; ++i) {
    NewProduct wish = vase();
    wish.title = "Vase " + std::to_string(i);
    wish.status = i % 2 ? ProductStatus::draft : ProductStatus::active;
    make(wish);
  }
  EXPECT_EQ(handles({"", {}, {}, 3}), (Texts{"vase-4", "vase-3", "vase-2"}));
  EXPECT_EQ(handles({"", {}, find("vase-2")->id, 3}), (Texts{"vase-1", "vase-0"}));
  EXPECT_EQ(handles({"", ProductStatus::draft, {}, 9}), (Texts{"vase-3", "vase-1"}));
  EXPECT_EQ(handles({"", ProductStatus::archived, {}, 9}), Texts{});
}

ENGINE_TEST(CatalogStore, FindsWordsInAnyOrderTheLastOneUnfinished) {
  const auto add = [&](const char* title, const char* sku,
                       ProductStatus status = ProductStatus::active) {
    NewProduct wish = vase();
    wish.title = title;
    wish.status = status;
    wish.variants[0].sku = sku;
    make(wish);
  };
  add("Bình gốm xanh", "BG-100");
  add("Bình thủy tinh", "BT-200", ProductStatus::draft);
  add("Bowl of glass", "BG-300");
  EXPECT_EQ(handles({"binh", {}, {}, 9}), (Texts{"binh-thuy-tinh", "binh-gom-xanh"}));
  EXPECT_EQ(handles({"GỐM bình", {}, {}, 9}), (Texts{"binh-gom-xanh"}));
  EXPECT_EQ(handles({"bg", {}, {}, 9}), (Texts{"bowl-of-glass", "binh-gom-xanh"}));
  EXPECT_EQ(handles({"bg-3", {}, {}, 9}), (Texts{"bowl-of-glass"}));
  EXPECT_EQ(handles({"b", {}, {}, 2}), (Texts{"bowl-of-glass", "binh-thuy-tinh"}));
  EXPECT_EQ(handles({"b", {}, find("binh-thuy-tinh")->id, 2}), (Texts{"binh-gom-xanh"}));
  EXPECT_EQ(handles({"binh", ProductStatus::draft, {}, 9}), (Texts{"binh-thuy-tinh"}));
  EXPECT_EQ(handles({"nothing such", {}, {}, 9}), Texts{});
  EXPECT_EQ(handles({"100% _", {}, {}, 9}), (Texts{"binh-gom-xanh"}));
}

ENGINE_TEST(CatalogStore, FindsTheLastOfManySkusAndItsBarcode) {
  NewProduct wish = vase();
  wish.options = {{"Size", {}}};
  wish.variants.clear();
  for (int i = 0; i < 300; ++i) {
    wish.variants.push_back({"", "LOT-" + std::to_string(1000 + i), "", 100, std::nullopt, 1, {std::to_string(i)}, -1});
  }
  wish.variants.back().barcode = "4006381333931";
  make(wish);
  EXPECT_EQ(handles({"LOT-1299", {}, {}, 9}), Texts{"blue-vase"});
  EXPECT_EQ(handles({"40063813", {}, {}, 9}), Texts{"blue-vase"});
  EXPECT_EQ(handles({"LOT-1300", {}, {}, 9}), Texts{});
}

ENGINE_TEST(CatalogStore, ForgetsWordsThatAreGone) {
  const Product made = make(vase());
  ProductPatch patch;
  patch.title = "Green Bowl";
  patch.handle = "green-bowl";
  ASSERT_TRUE(
      write([&](db::Transaction& tx) { return catalog().update(tx, made.id, patch); }).ok());
  EXPECT_EQ(handles({"vas", {}, {}, 9}), (Texts{"green-bowl"}));  // its SKUs begin so
  EXPECT_EQ(handles({"blue", {}, {}, 9}), Texts{});
  EXPECT_EQ(handles({"bowl", {}, {}, 9}), (Texts{"green-bowl"}));
}

ENGINE_TEST(CatalogStore, StreamsWhatIsOnSaleWithItsParts) {
  for (int i = 0; i < 260; ++i) {
    NewProduct wish = vase();
    wish.handle = "vase-" + std::to_string(i);
    if (i % 10 == 3) wish.status = ProductStatus::draft;
    if (i % 10 == 4) wish.variants.clear();
    make(wish);
  }
  std::vector<std::string> seen;
  const auto stream = [&](db::Reader& reader) {
    catalog().for_each_active(reader, [&](const Product& product) {
      EXPECT_EQ(product.variants.size(), 2u);
      seen.push_back(product.handle);
    });
    return 0;
  };
  read(stream);
  ASSERT_EQ(seen.size(), 208u);
  EXPECT_EQ(seen.front(), "vase-0");
  EXPECT_EQ(seen.back(), "vase-259");
}

}  // namespace
}  // namespace plaza::catalog
