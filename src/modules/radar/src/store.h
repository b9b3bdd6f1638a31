// The only place with radar's SQL.
#pragma once

#include "alert.h"
#include "platform/db/connection.h"
#include "settings.h"

namespace plaza::radar::store {

bool insert(db::Transaction& tx, const Alert& alert);
// Of an alert that was told before, with its new numbers; false: dismissed, or somebody else was quicker.
bool tell_again(db::Transaction& tx, const Alert& alert);
bool close(db::Transaction& tx, AlertId id, std::int64_t version, Outcome outcome, std::string_view note, Time now, identity::AccountId by);
std::optional<Alert> find(db::Reader& reader, AlertId id);
std::optional<Alert> of_post(db::Reader& reader, content::PostId post);
// Newest first, before this id (none: from the newest).
std::vector<Alert> list(db::Reader& reader, AlertStatus status, AlertId before, int limit);
std::int64_t count_open(db::Reader& reader);  // at most 1,000
std::vector<Alert> of_author(db::Reader& reader, identity::AccountId author);
std::int64_t remove_of(db::Transaction& tx, identity::AccountId author);

bool pause(db::Transaction& tx, const PausedProduct& product);
bool clear(db::Transaction& tx, catalog::ProductId product);
std::vector<PausedProduct> paused(db::Reader& reader);

void write_trail(db::Transaction& tx, std::int64_t id, const TrailEntry& entry);
std::vector<TrailEntry> trail(db::Reader& reader, int limit);

Settings settings(db::Reader& reader);
void set(db::Transaction& tx, const Settings& settings);

}  // namespace plaza::radar::store
