// What the rows must be by the log: the same folding of the same records, in memory instead of in tables. For `plaza learners`.
#include <algorithm>
#include <map>

#include "history.h"
#include "platform/base/text.h"
#include "rules.h"

namespace plaza::profiles {

namespace {

using interactions::Packer;
using interactions::Record;

void pack(Packer& out, const store::Seen& seen) {
  out.text(seen.who).number(seen.first_seen.micros).number(seen.last_seen.micros).number(seen.interactions);
  out.text(seen.claimed_user_id).number(seen.claimed_position).number(seen.acts).text(seen.traits.values).text(seen.traits.told);
}

}  // namespace

class History::Rehearsal final : public interactions::Learner {
 public:
  Rehearsal(const History& history, std::map<std::string, std::int64_t> erased) : history_(history), erased_(std::move(erased)) {}

  std::string name() const override { return history_.name(); }
  int version() const override { return history_.version(); }
  void restore(std::string_view) override { rows_.clear(); }
  std::string snapshot() const override { return {}; }

  void apply(const Record& record) override {
    if (!History::counts(record)) return;
    const Entry entry = history_.entry_of(record);
    if (entry.who.empty() || (!entry.labels && entry.who.starts_with("v:") && !is_visitor(record.visitor))) return;
    if (const auto erased = erased_.find(entry.who); erased != erased_.end() && entry.position <= erased->second) return;
    if (!history_.is_known(entry.who)) return;
    if (entry.labels) {
      rows_.try_emplace(entry.who, History::fresh_row(entry));
    } else {
      auto& row = rows_[entry.who];
      row.who = entry.who;
      History::add(row, entry);
    }
    if (entry.traits.empty()) return;
    auto& row = rows_[entry.who];
    const auto teller = entry.labels ? Teller::shop : Teller::person;
    if (auto merged = merged_traits(row.traits, entry.traits, entry.position, teller); merged.ok()) row.traits = std::move(*merged);
  }

  void state(const interactions::Pieces& out) const override {
    Packer packer(out);
    for (const auto& [who, row] : rows_) pack(packer, row);
    packer.finish();
  }

 private:
  const History& history_;
  const std::map<std::string, std::int64_t> erased_;
  std::map<std::string, store::Seen> rows_;
};

void History::save(const interactions::Pieces& out) const {
  flush();
  out("profiles_seen");
}

void History::state(const interactions::Pieces& out) const {
  flush();
  std::vector<std::pair<std::string, std::string>> rows;  // sorted here: databases order text in their own ways
  const auto read = [&](db::Reader& reader) {
    store::each_seen(reader, [&](const store::Seen& seen) {
      Packer packer;
      pack(packer, seen);
      rows.emplace_back(seen.who, packer.take());
    });
    return true;
  };
  database_.read_now(read);
  std::sort(rows.begin(), rows.end());
  for (const auto& [who, bytes] : rows) out(bytes);
}

std::unique_ptr<interactions::Learner> History::rehearsal() {
  const auto read = [](db::Reader& reader) { return store::erased_after(reader, 0); };
  return std::make_unique<Rehearsal>(*this, database_.read_now(read));
}

}  // namespace plaza::profiles
