#include "media/module.h"

#include "library.h"
#include "media/events.h"
#include "routes.h"
#include "service.h"
#include "statements.h"
#include "work.h"
#include "workers.h"

namespace plaza::media {
namespace {

// Each upload that waits is in memory, with its bytes.
constexpr int upload_threads = 2;
constexpr std::size_t uploads_waiting_max = 16;

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        addresses_(*crypto::SecretKey::from_bytes(*crypto::parse_hex(secret(needs.database)))),
        library_(addresses_),
        workshop_(needs.settings.scratch),
        service_(needs_, library_, workshop_),
        workers_(upload_threads, uploads_waiting_max) {
    service_.work_on(workers_);
    load();
  }
  ~Opened() override { stop(); }

  Media& media() override { return service_; }
  void add_routes(http::Routes& routes) override {
    media::add_routes(routes, {needs_, library_, addresses_, service_, workers_});
  }
  void add_jobs(jobs::Runner& runner) override {
    media::add_jobs(runner, {needs_, service_, workshop_});
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("media.uploads", {MediaChanged::topic},
                          [this](const std::vector<events::Event>& batch) {
                            const auto work = [&](db::Reader& reader) {
                              for (const auto& event : batch)
                                refresh(reader, events::read<MediaChanged>(event).media_id);
                              return 0;
                            };
                            needs_.database.read_now(work);
                          });
    load();  // what was committed since open()
  }

  void stop() override { workshop_.stop(); }

 private:
  void load() {
    const auto work = [&](db::Reader& reader) {
      each_upload(reader, [&](Stored stored) { library_.put(std::move(stored)); });
      return 0;
    };
    needs_.database.read_now(work);
  }

  void refresh(db::Reader& reader, MediaId id) {
    if (auto stored = find(reader, id)) {
      library_.put(std::move(*stored));
    } else {
      library_.erase(id);
    }
  }

  const Needs needs_;
  const Addresses addresses_;
  Library library_;
  Workshop workshop_;
  Service service_;
  Workers workers_;  // last: its threads use all of the above
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::media
