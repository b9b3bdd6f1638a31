// Wires segments.
#include "segments/module.h"

#include "catalog/events.h"
#include "identity/events.h"
#include "keeper.h"
#include "platform/json/encode.h"
#include "routes.h"
#include "segments/events.h"
#include "statements.h"

namespace plaza::segments {
namespace {

using identity::AccountId;

class Opened final : public Module, public Segments {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        shelves_(needs.collections),
        roster_(world()),
        desk_({needs.ids, needs.clock, roster_, shelves_}),
        previewer_(roster_),
        keeper_({needs.database, needs.clock, needs.log, roster_, shelves_}) {}
  ~Opened() override { stop(); }

  Segments& segments() override { return *this; }
  void plug(const Predictions* predictions, const Consents* consents) override {
    predictions_ = predictions;
    consents_ = consents;
    desk_.plug(predictions);
  }
  Result<SegmentId> create(db::Transaction& tx, const NewSegment& segment) override {
    TRY(const auto made, desk_.create(tx, {segment.handle, segment.name, segment.description, {segment.text, std::nullopt}}));
    return made.id;
  }
  Result<Variant> show(db::Transaction& tx, const Variant& variant) override { return desk_.put_variant(tx, variant); }
  void add_routes(http::Routes& routes) override {
    add_segment_routes(routes, {needs_.database, needs_.accounts, needs_.collections, desk_, roster_, shelves_, previewer_, &consents_});
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.once("segments.forget", {identity::AccountErased::topic}, [](db::Transaction& tx, const events::Event& event) -> Status {
      store::forget(tx, events::read<identity::AccountErased>(event).account_id.value);
      return done();
    });
    dispatcher.every_node("segments.definitions", {SegmentChanged::topic}, [this](const std::vector<events::Event>& batch) {
      const auto work = [&](db::Reader& reader) {
        for (const auto& event : batch) desk_.load(reader, events::read<SegmentChanged>(event).segment_id);
        desk_.load_variants(reader);
        return true;
      };
      needs_.database.read_now(work);
    });
    dispatcher.every_node("segments.shelves", {catalog::CollectionChanged::topic, catalog::ProductChanged::topic},
                          [this](const std::vector<events::Event>&) { keeper_.shelves_changed(); });
  }
  void load() override {
    const auto work = [&](db::Reader& reader) {
      desk_.load(reader);
      return true;
    };
    needs_.database.read_now(work);
  }
  interactions::Learner& learner() override { return roster_; }
  void start() override {
    tell_links();
    previewer_.start();
    keeper_.start();
  }
  void stop() override {
    keeper_.stop();
    previewer_.stop();
  }
  void settle() override { keeper_.settle(); }

  bool contains(std::string_view segment, AccountId account) const override {
    return account && roster_.contains(segment, {account.value, ""});
  }
  bool contains(std::string_view segment, std::string_view visitor) const override {
    return roster_.contains(segment, {0, std::string(visitor)});
  }
  std::vector<Membership> of(AccountId account) const override { return roster_.of({account.value, ""}); }
  std::vector<Membership> of(std::string_view visitor) const override { return roster_.of({0, std::string(visitor)}); }
  std::int64_t count(std::string_view segment) const override { return roster_.count(segment); }
  std::optional<Variant> variant(AccountId account, std::string_view visitor) const override {
    if (!account && visitor.empty()) return std::nullopt;
    return desk_.variant(account ? Member{account.value, ""} : Member{0, std::string(visitor)});
  }
  void reconsider(AccountId account) override { roster_.reconsider(account.value); }

 private:
  // Links that were made before the log told of them: from now on it does, and every replay knows them where it told.
  void tell_links() {
    std::vector<interactions::Record> records;
    const auto linked_to = [this](std::string_view visitor) { return needs_.account_of(visitor).value; };
    const Time now = needs_.clock.now();
    for (const auto& [visitor, account] : roster_.untold_links(linked_to)) {
      interactions::Record record;
      record.kind = interactions::Kind::domain;
      record.trust = interactions::Trust::domain;
      record.name = "profiles.profiles_merged";
      record.at = record.received_at = now;
      record.message_id = "link-" + std::to_string(now.micros) + "-" + std::to_string(records.size());
      record.properties = R"({"account_id":")" + to_text(AccountId{account}) + R"(","visitor":)";
      json::append_string(record.properties, visitor);
      record.properties += '}';
      records.push_back(std::move(record));
    }
    if (!records.empty()) (void)needs_.log.append_now(std::move(records));
  }

  World world() {
    return {[this](std::string_view product, std::string_view collection) { return shelves_.holds(product, collection); },
            [this](std::string_view name, std::int64_t account, std::string_view visitor) {
              return predictions_ ? predictions_->predict(name, AccountId{account}, visitor) : std::nullopt;
            },
            [this](std::int64_t account, std::string_view channel) {
              return consents_ ? consents_->given(AccountId{account}, channel) : std::nullopt;
            }};
  }

  const Needs needs_;
  const Predictions* predictions_ = nullptr;
  const Consents* consents_ = nullptr;
  Shelves shelves_;
  Roster roster_;
  Desk desk_;
  Previewer previewer_;
  Keeper keeper_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::segments
