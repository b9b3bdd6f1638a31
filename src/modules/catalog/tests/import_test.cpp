#include "catalog_fixture.h"
#include "import_store.h"

namespace plaza::catalog {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* header =
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image "
    "Src,Collection\n";

class CatalogImport : public CatalogFixture {
 protected:
  // "created/updated/unchanged/failed"
  static std::string counts(const ImportReport& r) {
    return std::to_string(r.created) + "/" + std::to_string(r.updated) + "/" +
           std::to_string(r.unchanged) + "/" + std::to_string(r.failed);
  }
  std::string import_counts(const std::string& rows) {
    const auto report = import(header + rows);
    EXPECT_TRUE(report.ok());
    return counts(*report);
  }
  std::optional<ImportReport> stored(ImportId id) {
    return read([&](db::Reader& reader) { return module->imports().report(reader, id); });
  }
  Result<ImportReport> start(std::string_view csv, std::string_view kind = "products") {
    return write(
        [&](db::Transaction& tx) { return module->imports().start(tx, kind, csv, "acc_1"); });
  }
};

ENGINE_TEST(CatalogImport, AFileTwiceChangesNothing) {
  KeptStock stock;
  module->plug(&stock, nullptr);
  const std::string rows =
      "vase,Vase,Size,S,A,5,7,https://a.example/1.jpg,Summer\nvase,,,M,B,6,0,,\ncup,Cup,,,C,3,,,\n";
  EXPECT_EQ(import_counts(rows), "2/0/0/0");
  const auto vase = find("vase"), cup = find("cup");
  EXPECT_EQ(stock.on_hand.at(vase->variants[0].id), 7);
  EXPECT_EQ(stock.on_hand.size(), 2u);
  EXPECT_EQ(vase->collections.size(), 1u);
  EXPECT_EQ(heard_now().size(), 3u);
  clock.advance(minutes(5));
  EXPECT_EQ(import_counts(rows), "0/0/2/0");
  EXPECT_EQ(find("vase")->updated_at, vase->updated_at);
  EXPECT_EQ(find("cup")->updated_at, cup->updated_at);
  EXPECT_TRUE(heard_now().empty());
}

ENGINE_TEST(CatalogImport, ChangesWhatTheFileSaysOtherwise) {
  import_counts("vase,Vase,Size,S,A,5,,,\n");
  const auto before = find("vase");
  (void)heard_now();
  EXPECT_EQ(import_counts("vase,Vase,Size,S,A,4.50,,,\n"), "0/1/0/0");
  const auto after = find("vase");
  EXPECT_EQ(after->variants[0].id, before->variants[0].id);
  const auto told = heard_now();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(events::read<ProductChanged>(told[0]).price_changes[0].after.amount, 450);
}

ENGINE_TEST(CatalogImport, AQuantityAloneIsAnUpdateAndARefusedOneIsReported) {
  KeptStock stock;
  module->plug(&stock, nullptr);
  import_counts("vase,Vase,Size,S,A,5,7,,\n");
  EXPECT_EQ(import_counts("vase,Vase,Size,S,A,5,8,,\n"), "0/1/0/0");
  const auto report = import(std::string(header) + "vase,Vase,Size,S,A,5,666,,\n");
  EXPECT_EQ(counts(*report), "0/0/1/0");
  ASSERT_EQ(report->problems.size(), 1u);
  EXPECT_EQ(report->problems[0].line, 2);
  EXPECT_EQ(report->problems[0].message, "5 units are held.");
}

ENGINE_TEST(CatalogImport, OneBadProductDoesNotHoldUpTheOthers) {
  const auto report =
      import(std::string(header) + "bad,,Size,S,A,5,,,\nvase,Vase,Size,S,A,5,,,\nlong," +
             std::string(300, 'x') + ",Size,S,A,5,,,\ncup,Cup,,,C,free,,,\n");
  EXPECT_EQ(counts(*report), "1/0/0/3");
  EXPECT_EQ(handles({"", {}, {}, 9}), (Texts{"vase"}));
  Texts problems;
  for (const auto& p : report->problems) problems.push_back(std::to_string(p.line) + " " + p.field);
  EXPECT_EQ(problems, (Texts{"5 Variant Price", "2 Title", "4 title", "5 "}));
  EXPECT_EQ(stored(report->id)->problems.size(), 4u);
}

ENGINE_TEST(CatalogImport, CommitsInPiecesAndTellsHowFarItIs) {
  std::string rows = header;
  for (int i = 0; i < 120; ++i) rows += "vase-" + std::to_string(i) + ",Vase,,,,5,,,\n";
  std::vector<std::int64_t> seen;
  const auto report =
      module->imports().run(csv::from_text(rows), 120, "test", [&](const ImportProgress& p) {
        EXPECT_EQ(p.rows_total, 120);
        seen.push_back(p.rows_done);
      });
  EXPECT_EQ(counts(*report), "120/0/0/0");
  EXPECT_EQ(seen, (std::vector<std::int64_t>{51, 101, 120}));
  EXPECT_EQ(stored(report->id)->status, ImportStatus::finished);
  EXPECT_EQ(stored(report->id)->done, 120);
}

ENGINE_TEST(CatalogImport, RefusesWhatIsNoProductFile) {
  EXPECT_EQ(import("").error().code, "catalog.import_empty");
  EXPECT_EQ(import("name,cost\nx,1\n").error().code, "catalog.import_unknown_columns");
  EXPECT_EQ(start("").error().code, "catalog.import_empty");
  EXPECT_EQ(start("name,cost\n").error().code, "catalog.import_unknown_columns");
  EXPECT_EQ(start("Handle,Title\n", "people").error().code, "catalog.import_kind_unknown");
  EXPECT_EQ(runner->run_due(), 0);
}

ENGINE_TEST(CatalogImport, TheJobImportsWhatStaffSent) {
  const auto started = start(std::string(header) + "vase,Vase,Size,S,A,5,7,,\nvase,,,M,B,6,,,\n");
  ASSERT_TRUE(started.ok());
  EXPECT_EQ(stored(started->id)->status, ImportStatus::waiting);
  runner->run_due();
  const auto report = stored(started->id);
  EXPECT_EQ(report->status, ImportStatus::finished);
  EXPECT_EQ(counts(*report), "1/0/0/0");
  EXPECT_EQ(report->total, 2);
  EXPECT_EQ(report->done, 2);
  const auto file = [&](db::Reader& reader) {
    return import_file(reader, started->id).has_value();
  };
  EXPECT_FALSE(read(file));
}

ENGINE_TEST(CatalogImport, ARunThatWasCutOffIsDoneAgainWithoutHarm) {
  const std::string csv = std::string(header) + "vase,Vase,Size,S,A,5,7,,\ncup,Cup,,,C,3,,,\n";
  ASSERT_TRUE(import(std::string(header) + "vase,Vase,Size,S,A,5,7,,\n")
                  .ok());  // as far as the killed one came
  const auto started = start(csv);
  runner->run_due();
  EXPECT_EQ(counts(*stored(started->id)), "1/0/1/0");
}

ENGINE_TEST(CatalogImport, FetchesPicturesAfterwardsAndKeepsTheAddressOfThoseThatAreGone) {
  KnownImages images;
  module->plug(nullptr, &images);
  const std::string csv =
      std::string(header) +
      "vase,Vase,Size,S,A,5,,https://a.example/1.jpg,\nvase,,,,,,,https://a.example/gone.jpg,\n";
  const auto report = import(csv);
  EXPECT_EQ(find("vase")->media[0].media_id.value, 0);
  (void)heard_now();
  for (int i = 0; i < 4; ++i) {
    runner->run_due();
    clock.advance(minutes(10));
  }
  EXPECT_EQ(images.asked, (Texts{"https://a.example/1.jpg", "https://a.example/gone.jpg",
                                 "https://a.example/gone.jpg", "https://a.example/gone.jpg"}));
  const auto vase = find("vase");
  EXPECT_EQ(vase->media[0].media_id.value, 101);
  EXPECT_EQ(vase->media[0].width, 800);
  EXPECT_EQ(vase->media[0].source_url, "https://a.example/1.jpg");
  EXPECT_FALSE(vase->media[1].media_id);
  EXPECT_EQ(vase->media[1].source_url, "https://a.example/gone.jpg");
  EXPECT_EQ(heard_now().size(), 1u);
  const auto problems = stored(report->id)->problems;
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, 3);
  EXPECT_EQ(problems[0].message, "The picture stays at https://a.example/gone.jpg: it is gone");
  EXPECT_EQ(counts(*import(csv)), "0/0/1/0");
}

ENGINE_TEST(CatalogImport, KeepsTheFirstThousandProblems) {
  std::string rows = header;
  for (int i = 0; i < 1'200; ++i) rows += "vase-" + std::to_string(i) + ",,,,,5,,,\n";
  const auto report = import(rows);
  EXPECT_EQ(report->failed, 1'200);
  EXPECT_EQ(report->problems.size(), 1'000u);
  const auto one_more = [&](db::Transaction& tx) -> Status {
    add_problem(tx, report->id, {1, "", "x"});
    return done();
  };
  ASSERT_TRUE(write(one_more).ok());
  EXPECT_EQ(stored(report->id)->problems.size(), 1'000u);
}

}  // namespace
}  // namespace plaza::catalog
