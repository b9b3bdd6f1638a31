#include "drops/module.h"

#include "admission.h"
#include "desk.h"
#include "drops/events.h"
#include "gate_service.h"
#include "line_table.h"
#include "open_pages.h"
#include "routes.h"
#include "showing.h"
#include "statements.h"
#include "store.h"
#include "waiting_room.h"

namespace plaza::drops {
namespace {

constexpr int drops_page = 100;
// The tickets of a drop that ended longer ago stay in the database only.
constexpr Micros remembered_after_close = days(7);

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        gate_(needs.clock, lines_),
        room_(needs.ids, needs.clock, lines_),
        desk_(needs.ids, needs.clock, needs.catalog, lines_),
        showing_(needs.clock, lines_, desk_),
        admission_(needs.database, needs.clock, needs.catalog, needs.levels, lines_) {}

  Gate& gate() override { return gate_; }
  Drops& drops() override { return showing_; }

  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, needs_.clock, needs_.catalog, lines_,
                           room_,           desk_,        pages_};
    add_guest_routes(routes, parts);
    add_staff_routes(routes, parts);
    add_watch_routes(routes, parts);
  }

  // What other nodes did; of this node's own news the versions are known already.
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("drops.lines", {DropChanged::topic, TicketsChanged::topic},
                          [this](const std::vector<events::Event>& batch) {
                            const auto work = [&](db::Reader& reader) {
                              for (const auto& event : batch) take_in(reader, event);
                              return 0;
                            };
                            needs_.database.read_now(work);
                          });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.every("drops.admission", seconds(1), [this] { return admission_.turn(); });
  }

  void load() override {
    const auto work = [&](db::Reader& reader) {
      DropId before;
      for (;;) {
        const auto drops = store::drops(reader, before, drops_page);
        for (const auto& drop : drops) {
          before = drop.id;
          lines_.apply(drop);
          const bool long_over =
              drop.closed_at && needs_.clock.now() - *drop.closed_at > remembered_after_close;
          if (drop.state != State::draft && !long_over)
            store::each_ticket(reader, drop.id, [&](const Ticket& t) { lines_.apply(t); });
        }
        if (drops.size() < drops_page) return 0;
      }
    };
    needs_.database.read_now(work);
  }

  void start() override { pages_.start(); }
  void stop() override { pages_.stop(); }
  Status tick() override { return admission_.turn(); }

 private:
  void take_in(db::Reader& reader, const events::Event& event) {
    if (event.topic == DropChanged::topic) {
      const auto id = events::read<DropChanged>(event).drop_id;
      const auto drop = store::find(reader, id);
      if (drop) lines_.apply(*drop);
      else lines_.forget(id);
      return;
    }
    const auto changed = events::read<TicketsChanged>(event);
    for (const auto id : changed.ticket_ids) {
      // One that this node moved itself is known; another's is read.
      if (const auto ticket = store::find(reader, id)) lines_.apply(*ticket);
    }
  }

  const Needs needs_;
  LineTable lines_;
  GateService gate_;
  WaitingRoom room_;
  Desk desk_;
  Showing showing_;
  Admission admission_;
  OpenPages pages_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::drops
