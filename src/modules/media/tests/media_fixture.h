// Media on a fresh database of each engine, with a folder as its store.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "media/events.h"
#include "media/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "samples.h"

namespace plaza::media {

inline constexpr identity::AccountId ada{42};

class MediaFixture : public testing::OnEachEngine {
 protected:
  MediaFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    settings.scratch = folder.path() + "/scratch";
    store = media_store::open_folder(folder.path() + "/store");
    reopen();
  }

  // As a new process would.
  void reopen() {
    module.reset();
    runner.reset();
    dispatcher.reset();
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, *store, settings});
    module->subscribe(*dispatcher);
    dispatcher->once("test.ready", {MediaReady::topic},
                     [this](db::Transaction&, const events::Event& event) {
                       const auto ready = events::read<MediaReady>(event);
                       told.push_back(to_text(ready.media_id) + " " +
                                      std::string(json::enum_text(ready.status)));
                       return done();
                     });
    module->add_jobs(*runner);
  }

  Media& media() { return module->media(); }

  Result<MediaView> take(std::string bytes, identity::AccountId owner = ada, std::string alt = "") {
    return media().take({owner, std::move(alt), std::move(bytes)});
  }
  Result<MediaView> take_restricted(std::string bytes, identity::AccountId owner = ada) {
    Upload upload{owner, "", std::move(bytes)};
    upload.visibility = Visibility::restricted;
    return media().take(upload);
  }
  // The id of what must be taken.
  MediaId taken(std::string bytes, identity::AccountId owner = ada) {
    auto view = take(std::move(bytes), owner);
    EXPECT_TRUE(view.ok()) << view.error().code << " "
                           << (view.error().fields.empty() ? "" : view.error().fields[0].message);
    return view.ok() ? view->id : MediaId{};
  }
  // "code field" of a refusal, after which nothing must be there.
  std::string refusal(std::string bytes, identity::AccountId owner = ada) {
    const auto before = stored_files();
    const auto view = take(std::move(bytes), owner);
    if (view.ok()) return "taken as " + to_text(view->id);
    EXPECT_EQ(stored_files(), before);
    EXPECT_EQ(rows(), 0);
    const auto& fields = view.error().fields;
    return view.error().code + (fields.empty() ? "" : " " + fields[0].field);
  }

  std::int64_t rows() {
    constexpr db::Statement count{"test.count", "SELECT COUNT(*) FROM media_uploads"};
    const auto read = [&](db::Reader& reader) {
      return *reader.one(count, {}, [](const db::Row& row) { return row.integer(0); });
    };
    return database().read_now(read);
  }
  int stored_files() {
    int count = 0;
    store->each([&](const media_store::Stored&) { ++count; });
    return count;
  }
  // Nothing may be left of work that has ended.
  int scratch_entries() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(settings.scratch))
      ++count;
    return count;
  }
  // Where the bytes of a served name lie; empty when it is not served.
  std::string path_of(MediaId id, const std::string& name) {
    constexpr db::Statement key{
        "test.key", "SELECT store_key FROM media_files WHERE media_id = $1 AND name = $2"};
    const auto read = [&](db::Reader& reader) {
      return reader.one(key, {id, name}, [](const db::Row& row) { return row.string(0); });
    };
    const auto text = database().read_now(read);
    return text ? store->local_path(*media_store::Key::parse(*text)).value_or("") : "";
  }
  std::string remove(MediaId id) {
    const auto work = [&](db::Transaction& tx) { return media().remove(tx, id); };
    const auto result = database().write_now(work);
    return result.ok() ? "ok" : result.error().code;
  }
  std::string base(MediaId id) { return "/media/" + to_text(id) + "/"; }

  testing::FakeClock clock;
  testing::TemporaryFolder folder;
  IdSource ids{clock, 1};
  Settings settings;
  std::unique_ptr<media_store::Store> store;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
  std::vector<std::string> told;
};

}  // namespace plaza::media
