#include "catalog_fixture.h"

namespace plaza::catalog {
namespace {

using Texts = std::vector<std::string>;

class CatalogWork : public CatalogFixture {
 protected:
  Result<Product> update(ProductId id, const ProductPatch& patch) {
    return write([&](db::Transaction& tx) { return catalog().update(tx, id, patch); });
  }
  Result<Variant> update_variant(VariantId id, const VariantPatch& patch) {
    return write([&](db::Transaction& tx) { return catalog().update_variant(tx, id, patch); });
  }
  CollectionId collection(const char* title, std::vector<ProductId> products = {}) {
    const auto made = write([&](db::Transaction& tx) {
      return module->collections().create(tx, {"", title, "", products});
    });
    return made.ok() ? made->id : CollectionId{};
  }
  static Texts fields_of(const Error& error) {
    Texts fields;
    for (const auto& field : error.fields) fields.push_back(field.field);
    return fields;
  }
};

ENGINE_TEST(CatalogWork, MakesAProductAndSaysSoOnce) {
  const Product made = make(vase());
  EXPECT_EQ(made.handle, "blue-vase");
  EXPECT_EQ(made.description_html, "<p>Stoneware</p>");
  EXPECT_EQ(made.tags, (Texts{"clay", "blue"}));
  EXPECT_EQ(made.variants[0].title, "S");
  EXPECT_EQ(made.attributes[0].number, 1.5);
  const auto told = heard_now();
  ASSERT_EQ(told.size(), 1u);
  const auto event = events::read<ProductChanged>(told[0]);
  EXPECT_EQ(event.product_id, made.id);
  EXPECT_EQ(event.handle, "blue-vase");
  EXPECT_EQ(event.status, ProductStatus::active);
  EXPECT_TRUE(event.price_changes.empty());
}

ENGINE_TEST(CatalogWork, GivesASecondOneWithTheSameTitleANumber) {
  EXPECT_EQ(make(vase()).handle, "blue-vase");
  EXPECT_EQ(make(vase()).handle, "blue-vase-2");
  EXPECT_EQ(make(vase()).handle, "blue-vase-3");
  NewProduct wish = vase();
  wish.handle = "blue-vase";
  const auto refused = write([&](db::Transaction& tx) { return catalog().create(tx, wish); });
  EXPECT_EQ(refused.error().code, "catalog.handle_taken");
  EXPECT_EQ(handles({"", {}, {}, 9}).size(), 3u);
}

ENGINE_TEST(CatalogWork, RefusesWithAllFieldsAndKeepsNothing) {
  NewProduct wish = vase();
  wish.title = "";
  wish.variants[0].price = -5;
  wish.collection_handles = {"nowhere"};
  const auto refused = write([&](db::Transaction& tx) { return catalog().create(tx, wish); });
  EXPECT_EQ(refused.error().code, "request.invalid");
  EXPECT_EQ(fields_of(refused.error()),
            (Texts{"collection_handles[0]", "title", "variants[0].price"}));
  EXPECT_TRUE(handles({"", {}, {}, 9}).empty());
  EXPECT_TRUE(heard_now().empty());
}

ENGINE_TEST(CatalogWork, AnEditThatChangesNothingWritesNothing) {
  const Product made = make(vase());
  (void)heard_now();
  clock.advance(minutes(1));
  ProductPatch patch;
  patch.title = "Blue Vase ";
  patch.tags = Texts{"clay", "blue"};
  ASSERT_TRUE(update(made.id, patch).ok());
  EXPECT_EQ(find("blue-vase")->updated_at, made.updated_at);
  EXPECT_TRUE(heard_now().empty());
}

ENGINE_TEST(CatalogWork, AnEditKeepsWhatItDoesNotName) {
  const Product made = make(vase());
  clock.advance(minutes(1));
  ProductPatch patch;
  patch.title = "Green Vase";
  patch.status = ProductStatus::draft;
  const auto changed = update(made.id, patch);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->handle, "blue-vase");
  EXPECT_EQ(changed->vendor, "Sage");
  EXPECT_EQ(changed->variants, made.variants);
  EXPECT_EQ(changed->updated_at, clock.now());
  EXPECT_EQ(events::read<ProductChanged>(heard_now().back()).status, ProductStatus::draft);
}

ENGINE_TEST(CatalogWork, TheTimeOfChangeGrowsEvenWhenTheClockStandsStill) {
  const Product made = make(vase());
  ProductPatch patch;
  patch.title = "B";
  EXPECT_EQ(update(made.id, patch)->updated_at, made.updated_at + 1);
  patch.title = "C";
  EXPECT_EQ(update(made.id, patch)->updated_at, made.updated_at + 2);
}

ENGINE_TEST(CatalogWork, RefusesAHandleThatAnotherHas) {
  const Product first = make(vase());
  const Product second = make(vase());
  ProductPatch patch;
  patch.handle = "blue-vase";
  EXPECT_EQ(update(second.id, patch).error().code, "catalog.handle_taken");
  EXPECT_TRUE(update(first.id, patch).ok());
  EXPECT_EQ(update(ProductId{5}, patch).error().code, "catalog.product_not_found");
}

ENGINE_TEST(CatalogWork, ArchivingTwiceIsFine) {
  const Product made = make(vase());
  const auto archive = [&](db::Transaction& tx) { return catalog().archive(tx, made.id); };
  EXPECT_TRUE(write(archive).ok());
  (void)heard_now();
  EXPECT_TRUE(write(archive).ok());
  EXPECT_TRUE(heard_now().empty());
  EXPECT_EQ(find("blue-vase")->status, ProductStatus::archived);
  const auto nothing = [&](db::Transaction& tx) { return catalog().archive(tx, ProductId{5}); };
  EXPECT_EQ(write(nothing).error().code, "catalog.product_not_found");
}

ENGINE_TEST(CatalogWork, APriceChangeIsAnnouncedWithBothPrices) {
  const Product made = make(vase());
  (void)heard_now();
  VariantPatch patch;
  patch.price = 1500;
  patch.compare_at_price = 1999;
  const auto changed = update_variant(made.variants[0].id, patch);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->price.amount, 1500);
  EXPECT_EQ(changed->compare_at_price->amount, 1999);
  const auto told = heard_now();
  ASSERT_EQ(told.size(), 1u);
  const auto event = events::read<ProductChanged>(told[0]);
  ASSERT_EQ(event.price_changes.size(), 1u);
  EXPECT_EQ(event.price_changes[0].variant_id, made.variants[0].id);
  EXPECT_EQ(event.price_changes[0].before, (Money{1999, eur}));
  EXPECT_EQ(event.price_changes[0].after, (Money{1500, eur}));
  EXPECT_EQ(find("blue-vase")->variants[1], made.variants[1]);
  patch.compare_at_price = 0;
  EXPECT_FALSE(update_variant(made.variants[0].id, patch)->compare_at_price.has_value());
}

ENGINE_TEST(CatalogWork, RefusesVariantsThatCannotBe) {
  const Product made = make(vase());
  const auto add = [&](const NewVariant& wish) {
    return write([&](db::Transaction& tx) { return catalog().add_variant(tx, made.id, wish); });
  };
  EXPECT_EQ(add({"", "", "", 5, {}, 0, {"S"}, -1}).error().code, "catalog.variant_exists");
  EXPECT_EQ(fields_of(add({"", "", "", -5, {}, 0, {"L"}, -1}).error()), (Texts{"price"}));
  EXPECT_EQ(fields_of(add({"", "", "", 5, {}, 0, {}, -1}).error()), (Texts{"options"}));
  EXPECT_EQ(find("blue-vase")->variants.size(), 2u);
  const auto large = add({"", "", "", 4999, {}, 0, {"L"}, -1});
  ASSERT_TRUE(large.ok());
  EXPECT_EQ(large->title, "L");
  EXPECT_EQ(find("blue-vase")->options[0].values[2].value, "L");
  VariantPatch patch;
  patch.weight_grams = -1;
  EXPECT_EQ(fields_of(update_variant(large->id, patch).error()), (Texts{"weight_grams"}));
  EXPECT_EQ(update_variant(VariantId{5}, patch).error().code, "catalog.variant_not_found");
}

ENGINE_TEST(CatalogWork, PicturesInAnotherOrderStayTheirVariants) {
  NewProduct wish = vase();
  const ProductMedia front{MediaKind::image, media::MediaId{1}, "", "", 1, 1};
  const ProductMedia side{MediaKind::image, media::MediaId{2}, "", "", 1, 1};
  wish.media = {front, side};
  wish.variants[0].image = 1;
  const Product made = make(wish);
  ProductPatch patch;
  patch.media = std::vector<ProductMedia>{side, front};
  EXPECT_EQ(update(made.id, patch)->variants[0].image, 0);
  patch.media = std::vector<ProductMedia>{front};
  EXPECT_EQ(update(made.id, patch)->variants[0].image, -1);
}

ENGINE_TEST(CatalogWork, ACollectionHoldsProductsInTheirOrder) {
  const ProductId a = make(vase()).id, b = make(vase()).id, c = make(vase()).id;
  const CollectionId id = collection("Summer", {c, a});
  const auto members = [&] {
    return read([&](db::Reader& r) { return module->collections().products(r, id); });
  };
  EXPECT_EQ(members(), (std::vector<ProductId>{c, a}));
  EXPECT_EQ(find("blue-vase")->collections, (std::vector<CollectionId>{id}));
  (void)heard_now();
  CollectionPatch patch;
  patch.product_ids = std::vector<ProductId>{a, b};
  ASSERT_TRUE(
      write([&](db::Transaction& tx) { return module->collections().update(tx, id, patch); }).ok());
  EXPECT_EQ(members(), (std::vector<ProductId>{a, b}));
  Texts told;
  for (const auto& event : heard_now())
    told.push_back(event.topic + " " + std::to_string(event.aggregate));
  EXPECT_EQ(told, (Texts{"catalog.product_changed " + std::to_string(c.value),
                         "catalog.product_changed " + std::to_string(b.value),
                         "catalog.collection_changed " + std::to_string(id.value)}));
  ASSERT_TRUE(
      write([&](db::Transaction& tx) { return module->collections().update(tx, id, patch); }).ok());
  EXPECT_TRUE(heard_now().empty());
}

ENGINE_TEST(CatalogWork, AProductChoosesItsCollections) {
  const CollectionId summer = collection("Summer"), sale = collection("Sale");
  NewProduct wish = vase();
  wish.collection_handles = {"sale", "sale"};
  const Product made = make(wish);
  EXPECT_EQ(made.collections, (std::vector<CollectionId>{sale}));
  ProductPatch patch;
  patch.collection_handles = Texts{"summer"};
  ASSERT_TRUE(update(made.id, patch).ok());
  EXPECT_EQ(find("blue-vase")->collections, (std::vector<CollectionId>{summer}));
  patch.collection_handles = Texts{"winter"};
  EXPECT_EQ(fields_of(update(made.id, patch).error()), (Texts{"collection_handles[0]"}));
}

ENGINE_TEST(CatalogWork, RefusesCollectionsThatCannotBe) {
  const ProductId a = make(vase()).id;
  const CollectionId summer = collection("Summer", {a});
  collection("Sale");
  const auto code = [&](const NewCollection& wish) {
    return write([&](db::Transaction& tx) { return module->collections().create(tx, wish); })
        .error()
        .code;
  };
  EXPECT_EQ(code({"summer", "Other", "", {}}), "catalog.handle_taken");
  EXPECT_EQ(code({"", "  ", "", {}}), "request.invalid");
  EXPECT_EQ(code({"x", "X", "", std::vector<ProductId>{a, a}}), "request.invalid");
  EXPECT_EQ(code({"x", "X", "", std::vector<ProductId>{ProductId{5}}}), "request.invalid");
  const auto all = read([&](db::Reader& reader) { return module->collections().all(reader); });
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].handle, "summer");
  CollectionPatch patch;
  patch.handle = "sale";
  const auto rename = [&](db::Transaction& tx) {
    return module->collections().update(tx, summer, patch);
  };
  EXPECT_EQ(write(rename).error().code, "catalog.handle_taken");
  const auto remove = [&](db::Transaction& tx) { return module->collections().remove(tx, summer); };
  EXPECT_TRUE(write(remove).ok());
  EXPECT_EQ(write(remove).error().code, "catalog.collection_not_found");
  EXPECT_TRUE(find("blue-vase")->collections.empty());
}

}  // namespace
}  // namespace plaza::catalog
