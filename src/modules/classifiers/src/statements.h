// SQL of classifiers.
#pragma once

#include "platform/db/connection.h"

namespace plaza::classifiers::sql {

#define CLASSIFIERS_RUN \
  "version, chosen, examples, held_out, shipped_error, shipped_f1, before_error, before_f1, error, f1, trained_at"

inline constexpr db::Statement last_version{"classifiers.last_version",
                                            "SELECT COALESCE(MAX(version), 0) FROM classifiers_runs WHERE trait = $1"};
inline constexpr db::Statement insert_run{
    "classifiers.insert_run", "INSERT INTO classifiers_runs (trait, " CLASSIFIERS_RUN
                              ", model) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
inline constexpr db::Statement runs_of{
    "classifiers.runs_of", "SELECT " CLASSIFIERS_RUN " FROM classifiers_runs WHERE trait = $1 ORDER BY version DESC LIMIT $2"};
inline constexpr db::Statement model_of{"classifiers.model_of",
                                        "SELECT model FROM classifiers_runs WHERE trait = $1 AND version = $2 AND model IS NOT NULL"};
// All but that one.
inline constexpr db::Statement empty_models{
    "classifiers.empty_models", "UPDATE classifiers_runs SET model = NULL WHERE trait = $1 AND version <> $2 AND model IS NOT NULL"};
inline constexpr db::Statement forget_runs{"classifiers.forget_runs",
                                           "DELETE FROM classifiers_runs WHERE trait = $1 AND version < $2 AND model IS NULL"};

inline constexpr db::Statement find_use{
    "classifiers.find_use",
    "SELECT version, curve, examples, learnt_from, stale, looked_at FROM classifiers_use WHERE trait = $1"};
inline constexpr db::Statement set_use{"classifiers.set_use", R"sql(
INSERT INTO classifiers_use (trait, version, curve, examples, learnt_from, stale, looked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (trait) DO UPDATE SET version = excluded.version, curve = excluded.curve, examples = excluded.examples,
  learnt_from = excluded.learnt_from, stale = excluded.stale, looked_at = excluded.looked_at)sql"};
inline constexpr db::Statement mark_stale{"classifiers.mark_stale", "UPDATE classifiers_use SET stale = stale + 1 WHERE version > 0"};

inline constexpr const db::Statement* statements[] = {&last_version, &insert_run, &runs_of,  &model_of,   &empty_models,
                                                      &forget_runs,  &find_use,   &set_use, &mark_stale};

}  // namespace plaza::classifiers::sql
