#include "platform/media_store/store.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

namespace plaza::media_store {
namespace {

namespace fs = std::filesystem;

constexpr const char* key_of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class StoreTest : public testing::Test {
 protected:
  StoreTest()
      : folder(fs::path(testing::TempDir()) / ("plaza_store_" + std::to_string(::getpid()))) {
    fs::remove_all(folder);
    store = open_folder(folder.string());
  }
  ~StoreTest() override { fs::remove_all(folder); }

  std::size_t incoming() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder / "incoming"), fs::directory_iterator()));
  }

  fs::path folder;
  std::unique_ptr<Store> store;
};

TEST_F(StoreTest, NamesAFileByItsContents) {
  const Stored stored = store->put("abc");
  EXPECT_EQ(stored.key.text(), key_of_abc);
  EXPECT_EQ(stored.bytes, 3);
  EXPECT_EQ(stored.key, Key::of("abc"));
  EXPECT_EQ(*store->get(stored.key), "abc");
  EXPECT_EQ(store->size(stored.key), 3);
  EXPECT_EQ(store->local_path(stored.key), (folder / "ba" / "78" / key_of_abc).string());
  EXPECT_EQ(incoming(), 0u);
}

TEST_F(StoreTest, KeepsEqualFilesOnce) {
  EXPECT_EQ(store->put("abc").key, store->put("abc").key);
  int count = 0;
  store->each([&](const Stored& stored) {
    ++count;
    EXPECT_EQ(stored.bytes, 3);
  });
  EXPECT_EQ(count, 1);
  EXPECT_EQ(incoming(), 0u);
}

TEST_F(StoreTest, GivesParts) {
  const Key key = store->put("0123456789").key;
  EXPECT_EQ(*store->get(key, 2, 3), "234");
  EXPECT_EQ(*store->get(key, 8, 100), "89");
  EXPECT_EQ(*store->get(key, 10), "");
  EXPECT_EQ(*store->get(key, 99, 1), "");
  EXPECT_EQ(*store->get(key, 0, 0), "");
}

TEST_F(StoreTest, KeepsEmptyAndLargeFiles) {
  EXPECT_EQ(*store->get(store->put("").key), "");
  const std::string large(3'000'000, 'x');
  EXPECT_EQ(*store->get(store->put(large).key), large);
}

TEST_F(StoreTest, SaysWhatItDoesNotHave) {
  const Key key = Key::of("nothing");
  EXPECT_EQ(store->get(key).error().code, "media_store.not_found");
  EXPECT_EQ(store->get(key).error().kind, ErrorKind::not_found);
  EXPECT_EQ(store->size(key), std::nullopt);
  EXPECT_EQ(store->local_path(key), std::nullopt);
  store->remove(key);
}

TEST_F(StoreTest, RemovesForGood) {
  const Key key = store->put("abc").key;
  store->remove(key);
  store->remove(key);
  EXPECT_EQ(store->size(key), std::nullopt);
  store->put("abc");
  EXPECT_EQ(store->size(key), 3);
}

TEST_F(StoreTest, TakesPiecesUpToTheMaximum) {
  const auto writer = store->open_writer(5);
  EXPECT_TRUE(writer->add("ab").ok());
  EXPECT_TRUE(writer->add("").ok());
  EXPECT_TRUE(writer->add("cde").ok());
  EXPECT_EQ(writer->finish()->key, Key::of("abcde"));
}

TEST_F(StoreTest, RefusesMoreThanTheMaximumAndKeepsNothing) {
  {
    const auto writer = store->open_writer(5);
    EXPECT_TRUE(writer->add("abc").ok());
    const Status refused = writer->add("def");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "media_store.too_large");
    EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
    EXPECT_FALSE(writer->add("").ok());
    EXPECT_EQ(writer->finish().error().code, "media_store.too_large");
  }
  EXPECT_EQ(incoming(), 0u);
  EXPECT_EQ(store->size(Key::of("abc")), std::nullopt);
}

TEST_F(StoreTest, AnUnfinishedFileLeavesNothing) {
  {
    const auto writer = store->open_writer(5);
    EXPECT_TRUE(writer->add("abc").ok());
    EXPECT_EQ(incoming(), 1u);
  }
  EXPECT_EQ(incoming(), 0u);
}

TEST_F(StoreTest, CopiesFiles) {
  const auto path = folder / "source";
  std::ofstream(path) << "abc";
  EXPECT_EQ(store->put_file(path.string())->key.text(), key_of_abc);
  EXPECT_EQ(store->put_file(path.string(), 2).error().code, "media_store.too_large");
  EXPECT_EQ(store->put_file((folder / "none").string()).error().code, "media_store.not_found");
  EXPECT_EQ(store->put_file(folder.string()).error().code, "media_store.not_found");
  EXPECT_EQ(store->put_file("/dev/zero").error().code, "media_store.not_found");
}

TEST_F(StoreTest, CleansUpAfterADeadProcess) {
  std::ofstream(folder / "incoming" / "old") << "half";
  std::ofstream(folder / "incoming" / "young") << "half";
  fs::last_write_time(folder / "incoming" / "old",
                      fs::file_time_type::clock::now() - std::chrono::hours(25));
  open_folder(folder.string());
  EXPECT_FALSE(fs::exists(folder / "incoming" / "old"));
  EXPECT_TRUE(fs::exists(folder / "incoming" / "young"));
}

TEST_F(StoreTest, AFullDiskThrowsAndLeavesNothing) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THROW(store->put(std::string(5000, 'x')), StoreError);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(incoming(), 0u);
}

TEST_F(StoreTest, ThreadsMayStoreTheSameFile) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) store->put("file " + std::to_string(i));
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> keys;
  store->each([&](const Stored& stored) { keys.insert(stored.key.text()); });
  EXPECT_EQ(keys.size(), 20u);
}

TEST(StoreKey, IsSixtyFourHexadecimalDigits) {
  EXPECT_EQ(Key::parse(key_of_abc)->text(), key_of_abc);
  for (const std::string& text :
       {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'),
        std::string(64, 'g'), "../" + std::string(61, 'a')}) {
    EXPECT_EQ(Key::parse(text), std::nullopt);
  }
}

TEST(StoreFolder, ThatCannotBeMadeThrows) {
  EXPECT_THROW(open_folder("/proc/no/such"), StoreError);
}

}  // namespace
}  // namespace plaza::media_store
