#include "store.h"

#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::answers::store {
namespace {

namespace sql = statements;

template <class T>
T decoded(std::string_view text) {
  auto value = json::decode<T>(text);
  CHECK(value.ok());
  return std::move(*value);
}

Article read_article(const db::Row& row) {
  Article article;
  article.id = row.id<ArticleId>(0);
  article.status = static_cast<ArticleStatus>(row.integer(2));
  article.version = row.integer(4);
  if (!row.text(5).empty()) article.source = GrownFrom{row.string(5), static_cast<Kind>(row.integer(6)), row.string(7)};
  article.source_account = row.id<identity::AccountId>(8);
  article.created_at = row.time(9);
  article.updated_at = row.time(10);
  article.published_at = row.time(11);
  article.helped = row.integer(12);
  article.not_helped = row.integer(13);
  article.words = decoded<ArticleWords>(row.text(14));
  article.words.handle = row.string(1);
  return article;
}

}  // namespace

Settings read_settings(db::Reader& reader) {
  auto found = reader.one(sql::read_settings, {}, [](const db::Row& row) {
    auto settings = decoded<Settings>(row.text(1));
    settings.version = row.integer(0);
    return settings;
  });
  return found ? std::move(*found) : Settings{};
}

bool write_settings(db::Transaction& tx, const Settings& settings) {
  const std::string text = json::encode(settings);
  if (settings.version == 0) return tx.execute(sql::first_settings, {text}) > 0;
  return tx.execute(sql::change_settings, {settings.version, text}) > 0;
}

bool insert(db::Transaction& tx, const Article& a) {
  const std::string words = json::encode(a.words);
  const auto source = a.source.value_or(GrownFrom{});
  return tx.execute(sql::insert_article,
                    {a.id, a.words.handle, static_cast<int>(a.status), a.words.section, source.id, static_cast<int>(source.kind),
                     source.link, a.source_account, a.created_at, words}) == 1;
}

bool change(db::Transaction& tx, const Article& old, const ArticleWords& words, Time now) {
  const std::string text = json::encode(words);
  return tx.execute(sql::change_article, {old.id, old.version, words.handle, words.section, text, now}) == 1;
}

bool set_status(db::Transaction& tx, ArticleId id, std::int64_t version, ArticleStatus to, Time now) {
  return tx.execute(sql::set_status, {id, version, static_cast<int>(to), now}) == 1;
}

std::optional<Article> find(db::Reader& reader, ArticleId id) { return reader.one(sql::find_article, {id}, read_article); }
std::optional<Article> find_by_handle(db::Reader& reader, std::string_view handle) {
  return reader.one(sql::find_by_handle, {handle}, read_article);
}
std::optional<Article> find_by_source(db::Reader& reader, std::string_view source) {
  return reader.one(sql::find_by_source, {source}, read_article);
}
std::vector<Article> list(db::Reader& reader, std::optional<ArticleStatus> status) {
  return reader.all(sql::list_articles, {status ? static_cast<int>(*status) : -1}, read_article);
}
std::vector<Article> published_after(db::Reader& reader, ArticleId after, int limit) {
  return reader.all(sql::articles_after, {after, limit}, read_article);
}
std::vector<Article> grown_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::grown_of_account, {account}, read_article);
}

void remove(db::Transaction& tx, ArticleId id) {
  tx.send(sql::delete_edits, {id});
  tx.send(sql::delete_votes_on, {id});
  tx.send(sql::delete_article, {id});
}

void drop_source(db::Transaction& tx, ArticleId id) {
  tx.send(sql::delete_edits, {id});
  tx.send(sql::drop_source, {id});
}

void insert_edit(db::Transaction& tx, const Article& old, Time at, identity::AccountId by) {
  const std::string words = json::encode(old.words);
  tx.execute(sql::insert_edit, {old.id, old.version, at, by, words});
}

std::vector<ArticleEdit> edits(db::Reader& reader, ArticleId id) {
  return reader.all(sql::edits_of_article, {id}, [](const db::Row& row) {
    return ArticleEdit{row.time(1), row.id<identity::AccountId>(2), row.integer(0), decoded<ArticleWords>(row.text(3))};
  });
}

void vote(db::Transaction& tx, ArticleId id, const std::string& person, bool helped) {
  tx.execute(sql::vote, {id, person, helped});
  tx.execute(sql::count_votes, {id});
}

std::int64_t take_votes_back(db::Transaction& tx, const std::string& person) {
  const auto about = tx.all(sql::votes_of, {person}, [](const db::Row& row) { return row.id<ArticleId>(0); });
  tx.execute(sql::delete_votes_of, {person});
  for (const auto id : about) tx.execute(sql::count_votes, {id});
  return std::ssize(about);
}

}  // namespace plaza::answers::store
