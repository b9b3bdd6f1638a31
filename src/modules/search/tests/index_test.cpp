#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "search_fixture.h"

namespace plaza::search {
namespace {

TEST_F(SearchTest, FollowsChangesOfProducts) {
  product(1, "Vase");
  start();
  product(1, "Jug");
  product(2, "Vase");
  changed_product(1);
  changed_product(2);
  dispatcher_->drain();
  EXPECT_EQ(products("vase"), (Numbers{2}));
  EXPECT_EQ(products("jug"), (Numbers{1}));
  catalog_.all[id(2)].status = catalog::ProductStatus::archived;
  catalog_.all.erase(id(1));
  changed_product(1);
  changed_product(2);
  dispatcher_->drain();
  EXPECT_EQ(products("vase"), Numbers{});
  EXPECT_EQ(products("jug"), Numbers{});
  EXPECT_EQ(find("vsae").corrected, std::nullopt);  // its words went with it
  catalog_.all[id(2)].status = catalog::ProductStatus::active;
  changed_product(2);
  dispatcher_->drain();
  EXPECT_EQ(products("vase"), (Numbers{2}));
}

TEST_F(SearchTest, ShowsNewWordsNewestFirstAndSpellsThem) {
  product(1, "Vase");
  start();
  product(2, "Kettle vase");
  product(3, "Vase kettle");
  changed_product(2);
  changed_product(3);
  dispatcher_->drain();
  EXPECT_EQ(products("vase"), (Numbers{1, 3, 2}));  // the whole title first
  EXPECT_EQ(products("kettle"), (Numbers{3, 2}));
  EXPECT_EQ(find("kettel").corrected, "kettle");
}

TEST_F(SearchTest, HeldPostsAndPostsForFollowersAreNotFound) {
  post(1, "teapot one", {"tea"});
  post(2, "teapot two").visibility = content::PostVisibility::followers;
  post(3, "teapot three").status = content::PostStatus::draft;
  start();
  EXPECT_EQ(posts("teapot"), (Numbers{1}));
  posts_.all[id(1)].status = content::PostStatus::held;
  publish<content::PostRemoved>(1);
  dispatcher_->drain();
  EXPECT_EQ(posts("teapot"), Numbers{});
  EXPECT_EQ(posts("#tea"), Numbers{});
  EXPECT_TRUE(search().suggestions("#tea", 5).empty());
  posts_.all[id(1)].status = content::PostStatus::published;
  changed_post(1);
  posts_.all[id(2)].visibility = content::PostVisibility::everyone;
  changed_post(2);
  dispatcher_->drain();
  EXPECT_EQ(posts("teapot"), (Numbers{2, 1}));
  posts_.all[id(2)].visibility = content::PostVisibility::followers;
  changed_post(2);
  dispatcher_->drain();
  EXPECT_EQ(posts("teapot"), (Numbers{1}));
}

// Every post is kept among account 5.
class ForFive final : public content::Visibility {
 public:
  bool is_any_kept() const override { return true; }
  bool admits(identity::AccountId viewer, content::PostId) const override { return viewer.value == 5; }
};

TEST_F(SearchTest, PostsThatAreKeptAmongSomeAreFoundByTheseAlone) {
  const ForFive visibility;
  visibility_ = &visibility;
  for (int n = 1; n <= 3; ++n) post(n, "teapot", {"inner"});
  start();
  const auto found = [&](std::string text, std::int64_t viewer) {
    Query query{std::move(text)};
    query.viewer = identity::AccountId{viewer};
    return search().find(query).posts;
  };
  EXPECT_EQ(numbers(found("teapot", 5)), (Numbers{3, 2, 1}));
  EXPECT_EQ(numbers(found("#inner", 5)), (Numbers{3, 2, 1}));
  for (const std::int64_t other : {0, 6}) {
    EXPECT_EQ(numbers(found("teapot", other)), Numbers{});
    EXPECT_EQ(found("teapot", other).count, 0);
    EXPECT_EQ(numbers(found("#inner", other)), Numbers{});
  }
  EXPECT_EQ(find("taepot").corrected, std::nullopt);
  EXPECT_TRUE(search().suggestions("#inn", 5).empty());
  visibility_ = nullptr;
  start();
  EXPECT_EQ(posts("teapot"), (Numbers{3, 2, 1}));
  EXPECT_EQ(search().suggestions("#inn", 5).size(), 1u);
}

TEST_F(SearchTest, FollowsPeopleUntilTheyAreErased) {
  start();
  person(1, "Mai", "mai");
  publish<identity::AccountCreated>(1);
  dispatcher_->drain();
  EXPECT_EQ(people("mai"), (Numbers{1}));
  person(1, "Hoa", "hoa");
  publish<identity::AccountUpdated>(1);
  dispatcher_->drain();
  EXPECT_EQ(people("mai"), Numbers{});
  EXPECT_EQ(people("hoa"), (Numbers{1}));
  accounts_.faces.clear();
  publish<identity::AccountErased>(1);
  dispatcher_->drain();
  EXPECT_EQ(people("hoa"), Numbers{});
}

struct IndexFileTest : SearchTest {
  std::string path() const { return folder_.path() + "/search.db"; }
  void restart() { start(path()); }
  std::int64_t count(const char* sql) {
    sqlite3* handle = nullptr;
    sqlite3_open(path().c_str(), &handle);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
    const auto found = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return found;
  }
  testing::TemporaryFolder folder_;
};

TEST_F(IndexFileTest, IsKeptOverARestartAndTakesOnlyWhatChanged) {
  product(1, "Vase");
  product(2, "Bowl");
  product(3, "Cup");
  post(1, "hello vase", {"vases"});
  restart();
  module_.reset();
  product(2, "Plate");
  catalog_.all.erase(id(3));
  product(4, "Vase too");
  restart();
  EXPECT_EQ(products("vase"), (Numbers{1, 4}));
  EXPECT_EQ(products("bowl"), Numbers{});
  EXPECT_EQ(products("plate"), (Numbers{2}));
  EXPECT_EQ(products("cup"), Numbers{});
  EXPECT_EQ(posts("#vas"), (Numbers{1}));
  EXPECT_EQ(find("palte").corrected, "plate");
  module_.reset();
  EXPECT_EQ(count("SELECT MIN(place) FROM product_documents"), (std::int64_t{1} << 40) - 4);  // nothing was made anew
  EXPECT_EQ(count("SELECT COUNT(*) FROM words WHERE word = 'abowl'"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM words WHERE word = 'avase'"), 1);
}

TEST_F(IndexFileTest, OfAnotherVersionIsMadeAgain) {
  product(1, "Vase");
  restart();
  module_.reset();
  EXPECT_EQ(count("UPDATE state SET version = 999 RETURNING 1"), 1);
  product(1, "Jug");
  restart();
  EXPECT_EQ(products("jug"), (Numbers{1}));
  EXPECT_EQ(products("vase"), Numbers{});
}

TEST_F(IndexFileTest, ThatWasOpenWhenTheMachineWentDownIsMadeAgain) {
  product(1, "Vase");
  restart();
  module_.reset();
  EXPECT_EQ(count("UPDATE state SET writing = 'another boot' RETURNING 1"), 1);
  EXPECT_EQ(count("UPDATE product_documents SET terms = 'tghost' RETURNING 1"), 1);
  restart();
  EXPECT_EQ(products("vase"), (Numbers{1}));
}

TEST_F(IndexFileTest, ThatIsNoDatabaseOrTornIsMadeAgain) {
  product(1, "Vase");
  std::ofstream(path()) << "this is not an index";
  restart();
  EXPECT_EQ(products("vase"), (Numbers{1}));
  module_.reset();
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(40'000, '\x5a');
  }
  restart();
  EXPECT_EQ(products("vase"), (Numbers{1}));
}

TEST_F(IndexFileTest, ThatBreaksWhileItIsReadIsMadeAgainAndNothingIsLost) {
  for (int i = 1; i <= 50; ++i) product(i, "Vase number" + std::to_string(i), std::string(50, 'x') + std::to_string(i));
  restart();
  module_.reset();
  restart();
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 1; page < 12; ++page) {
      file.seekp(4096 * page);
      file << std::string(4096, '\x5a');
    }
  }
  EXPECT_NO_THROW(find("vase number7"));
  product(51, "Jug");
  changed_product(51);
  EXPECT_NO_THROW(dispatcher_->drain());
  EXPECT_EQ(products("jug"), (Numbers{51}));
  EXPECT_EQ(find("vase").products.count, 50);
}

TEST_F(IndexFileTest, IsReadByManyWhileItChanges) {
  for (int i = 1; i <= 100; ++i) product(i, "Vase number" + std::to_string(i));
  restart();
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        if (find("vase").products.count < 99) ++wrong;
        search().suggestions("va", 5);
        search().searched("vase", 1);
      }
    });
  }
  for (int i = 0; i < 40; ++i) {
    product(50, "Vase change" + std::to_string(i));
    changed_product(50);
    dispatcher_->drain();
  }
  stop = true;
  readers.clear();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(products("change39"), (Numbers{50}));
}

}  // namespace
}  // namespace plaza::search
