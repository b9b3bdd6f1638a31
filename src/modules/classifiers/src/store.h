// Runs and what is in use, read and written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "teaching.h"

namespace plaza::classifiers {

enum class Chosen { shipped, before, trained };
constexpr auto enum_names(Chosen*) { return std::array<std::string_view, 3>{"shipped", "before", "trained"}; }

struct Run {
  std::int64_t version = 0;
  Chosen chosen = Chosen::shipped;
  std::int64_t examples = 0, held_out = 0;
  double shipped_error = 0, shipped_f1 = 0, before_error = 0, before_f1 = 0, error = 0, f1 = 0;
  Time trained_at;
};

struct Use {
  std::int64_t version = 0;  // 0: the lexicon
  std::vector<Step> steps;
  std::int64_t examples = 0, learnt_from = 0;
  std::int64_t stale = 0;
  Time looked_at;
};

namespace store {

std::int64_t last_version(db::Reader& reader, Trait trait);
void insert(db::Transaction& tx, Trait trait, const Run& run, const std::string& model);  // empty: not kept
std::vector<Run> runs(db::Reader& reader, Trait trait, int limit);
std::string model(db::Reader& reader, Trait trait, std::int64_t version);  // empty: none
// Models beside this one lose their bytes; old runs go.
void tidy(db::Transaction& tx, Trait trait, std::int64_t in_use);
Use use(db::Reader& reader, Trait trait);
void set_use(db::Transaction& tx, Trait trait, const Use& use);
// True: some model may have learnt from them.
bool mark_stale(db::Transaction& tx);

}  // namespace store
}  // namespace plaza::classifiers
