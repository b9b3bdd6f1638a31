// Media's implementation, for the app and tests.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "media/media.h"
#include "platform/base/id.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "platform/media_store/store.h"

namespace plaza::media {

struct Settings {
  std::size_t image_bytes_max = 30'000'000;
  std::size_t video_bytes_max = 200'000'000;
  std::int64_t pixels_max = 60'000'000;  // of a picture; more is a bomb
  int video_seconds_max = 180;
  std::string
      scratch;  // folder for work in progress; empty: one under the system's temporary folder
  int processing_max = 10;  // uploads of one account that are in work
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  media_store::Store& store;
  Settings settings = {};
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Media& media() = 0;
  // POST /v1/media, GET /v1/media/{id}, and the files under /media/.
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Ends the children that are at work, so that jobs return at once (they are run again at the next
  // start). Before the job runner's stop(). Also done by the destructor.
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::media
