#include "media_fixture.h"

namespace plaza::media {
namespace {

class MediaService : public MediaFixture {
 protected:
  ReadyMedia ready(std::vector<std::string> names) {
    ReadyMedia media;
    media.alt = "Demo";
    media.width = 1080;
    media.height = 1350;
    for (const auto& name : names) {
      const auto path = folder.path() + "/ready" + std::to_string(media.files.size());
      samples::write(path, "bytes of " + name);
      media.files.push_back({name, path});
    }
    return media;
  }
  bool is_stored(std::string_view bytes) {
    return store->size(media_store::Key::of(bytes)).has_value();
  }
};

ENGINE_TEST(MediaService, FilesMadeElsewhereAreTakenAsTheyAre) {
  const auto id = media().take_ready(ready({"w320.webp", "w640.webp", "w1080.webp"}));
  ASSERT_TRUE(id.ok()) << id.error().code;
  const auto view = *media().view(*id);
  EXPECT_EQ(view.status, Status::ready);
  EXPECT_EQ(view.url, base(*id) + "w640.webp");
  EXPECT_EQ(view.width, 1080);
  EXPECT_EQ(view.height, 1350);
  EXPECT_EQ(view.alt, "Demo");
  EXPECT_EQ(samples::read(path_of(*id, "w1080.webp")), "bytes of w1080.webp");
  EXPECT_EQ(media().owner(*id), identity::AccountId{});
  EXPECT_EQ(runner->run_due(), 0);
}

ENGINE_TEST(MediaService, OnlyUnderServedNames) {
  for (const char* name : {"../../etc/passwd", "a.html", "w1.svg", "", "hls/../x"}) {
    const auto id = media().take_ready(ready({"w320.webp", name}));
    ASSERT_FALSE(id.ok()) << name;
    EXPECT_EQ(id.error().fields.at(0).field, "files");
  }
  EXPECT_FALSE(media().take_ready(ready({})).ok());
  auto missing = ready({"w320.webp"});
  missing.files[0].path = folder.path() + "/nowhere";
  const auto id = media().take_ready(missing);
  ASSERT_FALSE(id.ok());
  EXPECT_EQ(id.error().code, "media_store.not_found");
  EXPECT_EQ(rows(), 0);
}

ENGINE_TEST(MediaService, MemoryIsTheSameInANewProcess) {
  const auto id = *media().take_ready(ready({"w320.webp", "poster.webp"}));
  const auto before = json::encode(*media().view(id));
  reopen();
  EXPECT_EQ(json::encode(*media().view(id)), before);
  EXPECT_FALSE(media().view(MediaId{1}));
  EXPECT_FALSE(media().owner(MediaId{1}));
}

ENGINE_TEST(MediaService, TheDescriptionCanBeChanged) {
  const auto id = *media().take_ready(ready({"w320.webp"}));
  const auto set = [&](MediaId which, std::string alt) {
    const auto work = [&](db::Transaction& tx) { return media().set_alt(tx, which, alt); };
    const auto result = database().write_now(work);
    return result.ok() ? "ok" : result.error().code;
  };
  EXPECT_EQ(set(id, "A blue vase"), "ok");
  EXPECT_EQ(media().view(id)->alt, "A blue vase");
  EXPECT_EQ(set(id, std::string(1001, 'x')), "request.invalid");
  EXPECT_EQ(set(MediaId{1}, "x"), "media.not_found");
  EXPECT_EQ(media().view(id)->alt, "A blue vase");
}

ENGINE_TEST(MediaService, WhatIsRolledBackWasNeverShown) {
  const auto id = *media().take_ready(ready({"w320.webp"}));
  const auto work = [&](db::Transaction& tx) -> plaza::Status {
    EXPECT_TRUE(media().set_alt(tx, id, "other").ok());
    EXPECT_TRUE(media().remove(tx, id).ok());
    return Error{ErrorKind::conflict, "test.no", ""};
  };
  EXPECT_FALSE(database().write_now(work).ok());
  EXPECT_EQ(media().view(id)->alt, "Demo");
  EXPECT_EQ(runner->run_due(), 0);
}

ENGINE_TEST(MediaService, RemovedFilesGoUnlessAnotherUploadHasThem) {
  const auto first = *media().take_ready(ready({"w320.webp", "w640.webp"}));
  const auto second = *media().take_ready(ready({"w320.webp"}));
  EXPECT_EQ(remove(first), "ok");
  EXPECT_FALSE(media().view(first));
  EXPECT_EQ(remove(first), "media.not_found");
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_FALSE(is_stored("bytes of w640.webp"));
  EXPECT_TRUE(is_stored("bytes of w320.webp"));
  EXPECT_TRUE(media().view(second));
  EXPECT_EQ(remove(second), "ok");
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_EQ(stored_files(), 0);
}

ENGINE_TEST(MediaService, WhatComesBackBeforeItsFilesWereDeletedKeepsThem) {
  const auto first = *media().take_ready(ready({"w320.webp"}));
  EXPECT_EQ(remove(first), "ok");
  const auto again = *media().take_ready(ready({"w320.webp"}));
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_TRUE(is_stored("bytes of w320.webp"));
  EXPECT_EQ(samples::read(path_of(again, "w320.webp")), "bytes of w320.webp");
}

ENGINE_TEST(MediaService, ARemovedUploadIsNotWorkedOn) {
  const auto id = taken(samples::picture(3000, 2000, "jpg"));
  EXPECT_EQ(remove(id), "ok");
  runner->run_due();
  dispatcher->drain();
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(stored_files(), 0);
  EXPECT_EQ(rows(), 0);
}

ENGINE_TEST(MediaService, AnotherNodeSeesWhatChanged) {
  auto other_dispatcher = events::open_dispatcher(database(), clock);
  const auto other = open({database(), ids, clock, *store, settings});
  other->subscribe(*other_dispatcher);
  const auto id = *media().take_ready(ready({"w320.webp"}));
  EXPECT_FALSE(other->media().view(id));
  other_dispatcher->drain();
  ASSERT_TRUE(other->media().view(id));
  EXPECT_EQ(json::encode(*other->media().view(id)), json::encode(*media().view(id)));
  EXPECT_EQ(remove(id), "ok");
  other_dispatcher->drain();
  EXPECT_FALSE(other->media().view(id));
}

ENGINE_TEST(MediaService, ManyPreparedPicturesAreQuick) {
  std::vector<MediaId> taken_ids;
  for (int i = 0; i < 100; ++i) {
    auto picture = ready({"w320.webp", "w640.webp"});
    taken_ids.push_back(*media().take_ready(picture));
  }
  EXPECT_EQ(stored_files(), 2);
  EXPECT_EQ(rows(), 100);
}

}  // namespace
}  // namespace plaza::media
