// Articles, votes and settings in the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/article.h"
#include "answers/settings.h"
#include "platform/db/connection.h"

namespace plaza::answers::store {

Settings read_settings(db::Reader& reader);
bool write_settings(db::Transaction& tx, const Settings& settings);  // false: another version is there

bool insert(db::Transaction& tx, const Article& article);  // false: the handle is taken
bool change(db::Transaction& tx, const Article& old, const ArticleWords& words, Time now);  // false: stale, or the handle is taken
bool set_status(db::Transaction& tx, ArticleId id, std::int64_t version, ArticleStatus to, Time now);
std::optional<Article> find(db::Reader& reader, ArticleId id);
std::optional<Article> find_by_handle(db::Reader& reader, std::string_view handle);
std::optional<Article> find_by_source(db::Reader& reader, std::string_view source);
std::vector<Article> list(db::Reader& reader, std::optional<ArticleStatus> status);
// Published ones, by id.
std::vector<Article> published_after(db::Reader& reader, ArticleId after, int limit);
std::vector<Article> grown_of(db::Reader& reader, identity::AccountId account);
void remove(db::Transaction& tx, ArticleId id);  // with its edits and votes
void drop_source(db::Transaction& tx, ArticleId id);  // and what it said before

void insert_edit(db::Transaction& tx, const Article& old, Time at, identity::AccountId by);
std::vector<ArticleEdit> edits(db::Reader& reader, ArticleId id);

void vote(db::Transaction& tx, ArticleId id, const std::string& person, bool helped);
// How many articles they spoke of.
std::int64_t take_votes_back(db::Transaction& tx, const std::string& person);

}  // namespace plaza::answers::store
