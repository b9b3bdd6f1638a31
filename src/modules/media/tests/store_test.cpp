#include "store.h"

#include "library.h"
#include "media_fixture.h"

namespace plaza::media {
namespace {

class MediaStore : public MediaFixture {
 protected:
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  bool add(std::int64_t id, const std::string& original, std::vector<File> files) {
    Stored stored;
    stored.upload.id = MediaId{id};
    stored.upload.owner = ada;
    stored.upload.original = original;
    stored.files = std::move(files);
    const auto work = [&](db::Transaction& tx) -> Result<bool> { return insert(tx, stored); };
    return *write(work);
  }
  std::string take_away(std::int64_t id) {
    const auto work = [&](db::Transaction& tx) -> Result<std::string> {
      const auto keys = media::remove(tx, MediaId{id});
      if (!keys) return std::string("none");
      std::string text;
      for (const auto& key : *keys) text += key + " ";
      return text;
    };
    return *write(work);
  }
  bool condemned(const std::string& key) {
    const auto work = [&](db::Transaction& tx) -> Result<bool> { return condemn(tx, key); };
    return *write(work);
  }
};

ENGINE_TEST(MediaStore, PreparesEachStatement) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(MediaStore, ASharedFileOutlivesOneOfItsUploads) {
  ASSERT_TRUE(add(1, "o", {{"w320.webp", "a", 1}, {"w640.webp", "b", 2}}));
  ASSERT_TRUE(add(2, "o", {{"w320.webp", "a", 1}}));
  EXPECT_FALSE(condemned("a"));
  EXPECT_EQ(take_away(1), "a b o ");
  EXPECT_TRUE(condemned("b"));
  EXPECT_FALSE(condemned("a"));
  EXPECT_FALSE(condemned("o"));
  EXPECT_EQ(take_away(2), "a o ");
  EXPECT_TRUE(condemned("a"));
  EXPECT_EQ(take_away(2), "none");
}

ENGINE_TEST(MediaStore, ACondemnedFileTakesNoNewUseUntilItIsForgotten) {
  ASSERT_TRUE(add(1, "", {{"w320.webp", "a", 1}}));
  take_away(1);
  ASSERT_TRUE(condemned("a"));
  ASSERT_TRUE(condemned("a"));  // a job that was killed does it again
  const auto use = [&](db::Transaction& tx) -> Result<bool> {
    Stored stored;
    stored.upload.id = MediaId{2};
    stored.files = {{"w320.webp", "a", 1}};
    if (!insert(tx, stored)) return Error{ErrorKind::unavailable, "busy", ""};
    return true;
  };
  EXPECT_FALSE(write(use).ok());
  const auto end = [&](db::Transaction& tx) -> plaza::Status {
    forget(tx, "a");
    return done();
  };
  ASSERT_TRUE(write(end).ok());
  EXPECT_TRUE(write(use).ok());
}

ENGINE_TEST(MediaStore, OnlyWhatIsInWorkMovesOn) {
  ASSERT_TRUE(add(1, "", {}));
  const auto work = [&](db::Transaction& tx) -> Result<std::string> {
    std::string text;
    const auto say = [&](bool moved) { text += moved ? "y" : "n"; };
    say(set_progress(tx, MediaId{1}, 50));
    say(set_progress(tx, MediaId{1}, 40));
    say(media::finish(tx, MediaId{1}, Status::ready));
    say(media::finish(tx, MediaId{1}, Status::failed));
    say(set_progress(tx, MediaId{1}, 60));
    say(set_duration(tx, MediaId{1}, 60));
    say(media::finish(tx, MediaId{9}, Status::ready));
    return text;
  };
  EXPECT_EQ(*write(work), "ynynnnn");
}

ENGINE_TEST(MediaStore, AllUploadsAreReadInPieces) {
  const auto fill = [&](db::Transaction& tx) -> plaza::Status {
    for (int i = 1; i <= 2500; ++i) {
      Stored stored;
      stored.upload.id = MediaId{i};
      if (i % 3) stored.files = {{"w320.webp", "k" + std::to_string(i), i}, {"w640.webp", "m", 1}};
      if (!insert(tx, stored)) return Error{};
    }
    return done();
  };
  ASSERT_TRUE(write(fill).ok());
  std::int64_t uploads = 0, files = 0, bytes = 0;
  const auto read = [&](db::Reader& reader) {
    each_upload(reader, [&](Stored stored) {
      ++uploads;
      files += std::ssize(stored.files);
      if (!stored.files.empty()) {
        EXPECT_EQ(stored.files[0].key, "k" + std::to_string(stored.upload.id.value));
        bytes += stored.files[0].bytes;
      }
    });
    return 0;
  };
  database().read_now(read);
  EXPECT_EQ(uploads, 2500);
  EXPECT_EQ(files, 2 * 1667);
  EXPECT_EQ(bytes, 2500LL * 2501 / 2 - 3LL * 833 * 834 / 2);
}

TEST(MediaLibrary, AnOlderVersionUndoesNothing) {
  const Addresses addresses(crypto::SecretKey::random());
  Library library(addresses);
  Stored stored;
  stored.upload.id = MediaId{1};
  stored.upload.owner = ada;
  stored.upload.version = 2;
  stored.upload.alt = "new";
  library.put(stored);
  stored.upload.version = 1;
  stored.upload.alt = "old";
  library.put(stored);
  EXPECT_EQ(library.view(MediaId{1})->alt, "new");
  EXPECT_EQ(library.processing(ada), 1);
  stored.upload.version = 3;
  stored.upload.status = Status::ready;
  library.put(stored);
  EXPECT_EQ(library.processing(ada), 0);
  library.erase(MediaId{1});
  library.erase(MediaId{1});
  EXPECT_FALSE(library.view(MediaId{1}));
  EXPECT_FALSE(library.owner(MediaId{1}));
  EXPECT_EQ(library.size(), 0u);
}

}  // namespace
}  // namespace plaza::media
