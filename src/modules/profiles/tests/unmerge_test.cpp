// Merge, act, unmerge: what is derived of both people is byte for byte what it would be without the merge.
#include <algorithm>
#include <random>

#include "profiles_fixture.h"

namespace plaza::profiles {
namespace {

// Profiles on a database of their own, fed the same acts as another.
class World {
 public:
  World(db::Engine engine, const Clock& clock, FewAccounts& accounts)
      : database_(engine), ids_(clock, 1), accounts_(accounts), clock_(clock) {
    database_->migrate(events::migrations());
    database_->migrate(http::migrations());
    database_->migrate(migrations());
    open_module();
  }
  void open_module() { module_ = open({*database_, ids_, clock_, accounts_, log_}); }

  void act(const Record& record) {
    log_.records.push_back(record);
    module_->learner().apply(record);
  }
  void flush() { module_->learner().snapshot(); }

  template <class Work>
  void write(const Work& work) {
    const auto outcome = database_->write_now([&](db::Transaction& tx) { return work(module_->profiles(), tx); });
    static_cast<void>(outcome.ok());  // what is not linked stays so
  }

  // All that is derived of the two people and their visitors, with their acts in order.
  std::string dump() {
    flush();
    std::string text;
    const auto work = [&](db::Reader& reader) {
      Profiles& profiles = module_->profiles();
      for (const std::int64_t account : {1, 2}) {
        text += profiles.canonical_state(reader, AccountId{account}) + "\n";
        text += acts_of(profiles.members_of(reader, AccountId{account})) + "\n";
      }
      for (const char* visitor : {"v1a", "v1b", "v2a", "v2b"}) {
        text += profiles.canonical_state(reader, visitor) + "\n";
        text += acts_of(profiles.members_of(reader, visitor)) + "\n";
      }
      return true;
    };
    database_->read_now(work);
    return text + module_->profiles().state_hash();
  }

 private:
  std::string acts_of(const Members& members) const {
    std::string text;
    for (const auto& record : log_.records) {
      const bool own = record.account != 0 && AccountId{record.account} == members.account;
      const auto is_member = [&](const std::string& visitor) { return visitor == record.visitor; };
      const bool theirs = record.account == 0 && std::any_of(members.visitors.begin(), members.visitors.end(), is_member);
      if (own || theirs) text += std::to_string(record.position) + " ";
    }
    return text;
  }

  testing::TestDatabase database_;
  IdSource ids_;
  FewAccounts& accounts_;
  const Clock& clock_;
  HandLog log_;
  std::unique_ptr<Module> module_;
};

class ExactUnmerge : public testing::OnEachEngine {
 protected:
  Record random_act(std::mt19937& random, std::int64_t position) {
    const int person = static_cast<int>(random() % 2 + 1);
    Record record;
    record.position = position;
    record.at = record.received_at = clock.now();
    record.visitor = "v" + std::to_string(person) + (random() % 2 ? "a" : "b");
    record.trust = Trust::evidence;
    if (random() % 4 == 0) {  // signed in, on the first device only: the second is known to nobody
      record.visitor = "v" + std::to_string(person) + "a";
      record.trust = Trust::session;
      record.account = person;
    }
    record.name = "Product Viewed";
    record.message_id = "m" + std::to_string(position);
    record.properties = "{}";
    if (random() % 3 == 0) {
      record.kind = Kind::identify;
      const std::string trait = std::string(1, static_cast<char>('a' + random() % 4));
      const std::string value = random() % 5 == 0 ? "null" : std::to_string(random() % 100);
      record.properties = "{\"" + trait + "\":" + value + "}";
      if (record.trust == Trust::evidence && random() % 2) record.user_id = "crm-" + std::to_string(random() % 3);
    }
    return record;
  }

  void walk(unsigned seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    World merged(engine(), clock, accounts), plain(engine(), clock, accounts);
    const auto other_of = [](const std::string& visitor) { return AccountId{visitor[1] == '1' ? 2 : 1}; };
    const auto take_back = [&](const std::string& visitor) {
      merged.write([&](Profiles& profiles, db::Transaction& tx) { return profiles.unmerge(tx, visitor, other_of(visitor)); });
    };
    const std::vector<std::string> visitors{"v1a", "v1b", "v2a", "v2b"};
    std::int64_t position = 0;
    for (int step = 0; step < 60; ++step) {
      clock.advance(milliseconds(static_cast<std::int64_t>(random() % 900) + 1));
      const auto& visitor = visitors[random() % 4];
      switch (random() % 8) {
        case 0:
          merged.flush();
          plain.flush();
          merged.write([&](Profiles& profiles, db::Transaction& tx) {
            return profiles.merge(tx, visitor, other_of(visitor), Proof::staff);
          });
          break;
        case 1:
          merged.flush();
          plain.flush();
          take_back(visitor);
          break;
        case 2:
          merged.write([&](Profiles& profiles, db::Transaction& tx) {
            return random() % 2 ? profiles.join(tx, AccountId{1}, AccountId{2}, Proof::staff)
                                : profiles.part(tx, AccountId{1}, AccountId{2});
          });
          break;
        default: {
          const Record record = random_act(random, ++position);
          merged.act(record);
          plain.act(record);
        }
      }
      if (step == 30) {
        merged.flush();
        merged.open_module();  // a new process
      }
    }
    merged.flush();
    for (const auto& visitor : visitors) take_back(visitor);
    merged.write([&](Profiles& profiles, db::Transaction& tx) { return profiles.part(tx, AccountId{1}, AccountId{2}); });
    EXPECT_EQ(merged.dump(), plain.dump());
  }

  testing::FakeClock clock;
  FewAccounts accounts;
};

ENGINE_TEST(ExactUnmerge, LeavesWhatARunWithoutTheMergeLeaves) {
  const unsigned walks = engine() == db::Engine::sqlite ? 25 : 6;
  for (unsigned seed = 1; seed <= walks && !HasFailure(); ++seed) walk(seed);
}

}  // namespace
}  // namespace plaza::profiles
