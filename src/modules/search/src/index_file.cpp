#include "index_file.h"

#include <cstdio>
#include <fstream>

namespace plaza::search {

namespace {

constexpr std::int64_t version = 2;
constexpr std::size_t idle_max = 16;

std::string sql(const char* pattern, Kind kind) {
  static constexpr const char* names[] = {"product", "post", "person", "discussion"};
  std::string text;
  for (const char* c = pattern; *c; ++c) {
    if (*c == '@') text += names[static_cast<std::size_t>(kind)];
    else text += *c;
  }
  return text;
}

// Changes when the machine starts again: a process that dies loses nothing, a machine that does may leave half a page.
std::string boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

}  // namespace

class IndexFile::Lease {
 public:
  explicit Lease(IndexFile& file) : file_(file) {
    if (file.in_memory_) {
      lock_ = std::unique_lock(file.write_mutex_);
      return;
    }
    {
      const std::lock_guard lock(file.pool_mutex_);
      generation_ = file.generation_;
      if (!file.idle_.empty()) {
        own_ = std::move(file.idle_.back());
        file.idle_.pop_back();
      }
    }
    if (!own_) own_ = std::make_unique<SqliteHandle>(file.path_, SqliteHandle::Mode::read);
  }
  ~Lease() {
    if (!own_) return;
    const std::lock_guard lock(file_.pool_mutex_);
    if (generation_ == file_.generation_ && file_.idle_.size() < idle_max) file_.idle_.push_back(std::move(own_));
  }
  SqliteHandle& handle() { return own_ ? *own_ : *file_.writer_; }

 private:
  IndexFile& file_;
  std::uint64_t generation_ = 0;
  std::unique_lock<std::mutex> lock_;
  std::unique_ptr<SqliteHandle> own_;
};

IndexFile::IndexFile(std::string path) : path_(std::move(path)), in_memory_(path_ == ":memory:") {}

IndexFile::~IndexFile() {
  try {
    close();
  } catch (const IndexError&) {  // then the next start makes it again
  }
}

bool IndexFile::usable() {
  try {
    writer_ = std::make_unique<SqliteHandle>(path_, SqliteHandle::Mode::write);
    SqliteHandle::Run there(*writer_, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'state'");
    if (!there.row() || there.integer(0) == 0) return false;
    SqliteHandle::Run state(*writer_, "SELECT version, complete, writing FROM state");
    if (!state.row() || state.integer(0) != version || state.integer(1) != 1) return false;
    const auto writing = state.text(2);
    return writing.empty() || writing == boot();
  } catch (const IndexError&) {
    return false;
  }
}

bool IndexFile::open() {
  if (!in_memory_ && usable()) {
    writer_->run("PRAGMA synchronous=OFF");
    SqliteHandle::Run(*writer_, "UPDATE state SET writing = ?1").bind(1, std::string_view(boot())).execute();
    return true;
  }
  reset();
  return false;
}

void IndexFile::remove_files() {
  if (in_memory_) return;
  for (const char* end : {"", "-wal", "-shm", "-journal"}) std::remove((path_ + end).c_str());
}

void IndexFile::reset() {
  {
    const std::lock_guard lock(pool_mutex_);
    idle_.clear();
    ++generation_;
  }
  writer_.reset();
  remove_files();
  writer_ = std::make_unique<SqliteHandle>(path_, SqliteHandle::Mode::write);
  create();
}

void IndexFile::create() {
  auto& db = *writer_;
  if (!in_memory_) db.run("PRAGMA journal_mode=OFF");  // what breaks now is begun again; set_complete() ends it
  db.run("PRAGMA synchronous=OFF");
  db.run("PRAGMA wal_autocheckpoint=4000");
  db.run("CREATE TABLE state (version INTEGER, complete INTEGER, writing TEXT)");
  db.run("CREATE TABLE words (word TEXT PRIMARY KEY, products INTEGER, posts INTEGER, people INTEGER, discussions INTEGER) WITHOUT ROWID");
  for (const auto kind : all_kinds) {
    db.run(sql("CREATE TABLE @_documents (place INTEGER PRIMARY KEY, id INTEGER NOT NULL, stamp INTEGER NOT NULL, weight REAL NOT NULL, "
               "title_key INTEGER NOT NULL, title TEXT NOT NULL, terms TEXT NOT NULL)",
               kind)
               .c_str());
    db.run(sql("CREATE UNIQUE INDEX @_ids ON @_documents (id)", kind).c_str());
    db.run(sql("CREATE VIRTUAL TABLE @_index USING fts5(terms, content='@_documents', content_rowid='place', detail=none, "
               "columnsize=0, tokenize='ascii tokenchars _')",
               kind)
               .c_str());
  }
  SqliteHandle::Run(db, "INSERT INTO state (version, complete, writing) VALUES (?1, 0, ?2)")
      .bind(1, version)
      .bind(2, std::string_view(boot()))
      .execute();
}

void IndexFile::close() {
  if (!writer_) return;
  const std::lock_guard lock(write_mutex_);
  {
    const std::lock_guard pool_lock(pool_mutex_);
    idle_.clear();
  }
  if (!in_memory_) {
    writer_->run("PRAGMA synchronous=FULL");
    writer_->run("PRAGMA wal_checkpoint(TRUNCATE)");
    SqliteHandle::Run(*writer_, "UPDATE state SET writing = ''").execute();
  }
  writer_.reset();
}

void IndexFile::compact() {
  if (in_memory_ || !writer_) return;
  const std::lock_guard lock(write_mutex_);
  for (const auto kind : all_kinds) {
    SqliteHandle::Run(*writer_, sql("INSERT INTO @_index (@_index) VALUES ('optimize')", kind)).execute();
  }
  writer_->run("VACUUM");  // pages that were freed before pages were wiped
  for (int attempt = 0; attempt < 5; ++attempt) {  // each waits for readers that are still in the log
    SqliteHandle::Run cut(*writer_, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!cut.row() || cut.integer(0) == 0) return;
  }
}

void IndexFile::each_document(Kind kind, const std::function<void(const Entry&)>& each) {
  SqliteHandle::Run run(*writer_, sql("SELECT place, id, stamp, weight, title_key FROM @_documents ORDER BY place DESC", kind));
  while (run.row()) {
    each({run.integer(0), run.integer(1), run.integer(2), run.real(3), static_cast<std::uint32_t>(run.integer(4))});
  }
}

void IndexFile::each_word(const std::function<void(std::string_view, const Counts&)>& each) {
  SqliteHandle::Run run(*writer_, "SELECT word, products, posts, people, discussions FROM words");
  while (run.row()) {
    each(run.text(0), {static_cast<std::uint32_t>(run.integer(1)), static_cast<std::uint32_t>(run.integer(2)),
                       static_cast<std::uint32_t>(run.integer(3)), static_cast<std::uint32_t>(run.integer(4))});
  }
}

void IndexFile::write(const std::function<void()>& work) {
  const std::lock_guard lock(write_mutex_);
  writer_->run("BEGIN IMMEDIATE");
  try {
    work();
    writer_->run("COMMIT");
  } catch (...) {
    try {
      writer_->run("ROLLBACK");
    } catch (const IndexError&) {  // SQLite has rolled back by itself
    }
    throw;
  }
}

std::optional<IndexFile::Stored> IndexFile::find(Kind kind, std::int64_t id) {
  SqliteHandle::Run run(*writer_, sql("SELECT place, stamp, terms FROM @_documents WHERE id = ?1", kind));
  run.bind(1, id);
  if (!run.row()) return std::nullopt;
  return Stored{run.integer(0), run.integer(1), std::string(run.text(2))};
}

void IndexFile::add_unindexed(Kind kind, std::int64_t place, const Document& document) {
  SqliteHandle::Run(*writer_, sql("INSERT OR REPLACE INTO @_documents (place, id, stamp, weight, title_key, title, terms) "
                                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                  kind))
      .bind(1, place)
      .bind(2, document.id)
      .bind(3, document.stamp)
      .bind(4, document.weight)
      .bind(5, std::int64_t{document.title_key})
      .bind(6, std::string_view(document.title))
      .bind(7, std::string_view(document.terms))
      .execute();
}

void IndexFile::put(Kind kind, std::int64_t place, const Document& document, const Stored* before) {
  if (before) {
    SqliteHandle::Run(*writer_, sql("INSERT INTO @_index (@_index, rowid, terms) VALUES ('delete', ?1, ?2)", kind))
        .bind(1, before->place)
        .bind(2, std::string_view(before->terms))
        .execute();
  }
  add_unindexed(kind, place, document);
  SqliteHandle::Run(*writer_, sql("INSERT INTO @_index (rowid, terms) VALUES (?1, ?2)", kind))
      .bind(1, place)
      .bind(2, std::string_view(document.terms))
      .execute();
}

void IndexFile::erase(Kind kind, const Stored& before) {
  SqliteHandle::Run(*writer_, sql("INSERT INTO @_index (@_index, rowid, terms) VALUES ('delete', ?1, ?2)", kind))
      .bind(1, before.place)
      .bind(2, std::string_view(before.terms))
      .execute();
  SqliteHandle::Run(*writer_, sql("DELETE FROM @_documents WHERE place = ?1", kind)).bind(1, before.place).execute();
}

void IndexFile::put_word(std::string_view word, const Counts& counts) {
  if (counts == Counts{}) {
    SqliteHandle::Run(*writer_, "DELETE FROM words WHERE word = ?1").bind(1, word).execute();
    return;
  }
  SqliteHandle::Run(*writer_, "INSERT OR REPLACE INTO words (word, products, posts, people, discussions) VALUES (?1, ?2, ?3, ?4, ?5)")
      .bind(1, word)
      .bind(2, std::int64_t{counts[0]})
      .bind(3, std::int64_t{counts[1]})
      .bind(4, std::int64_t{counts[2]})
      .bind(5, std::int64_t{counts[3]})
      .execute();
}

void IndexFile::index_all(Kind kind) {
  SqliteHandle::Run(*writer_, sql("INSERT INTO @_index (@_index) VALUES ('rebuild')", kind)).execute();
}

void IndexFile::set_complete() {
  const std::lock_guard lock(write_mutex_);
  SqliteHandle::Run(*writer_, "UPDATE state SET complete = 1").execute();
  if (!in_memory_) writer_->run("PRAGMA journal_mode=WAL");
}

void IndexFile::match(Kind kind, const std::string& expression, std::int64_t first, std::int64_t last, std::int64_t limit,
                      std::vector<std::int64_t>& places) {
  Lease lease(*this);
  SqliteHandle::Run run(lease.handle(), sql("SELECT rowid FROM @_index WHERE @_index MATCH ?1 AND rowid BETWEEN ?2 AND ?3 "
                                            "ORDER BY rowid LIMIT ?4",
                                            kind));
  run.bind(1, std::string_view(expression)).bind(2, first).bind(3, last).bind(4, limit);
  while (run.row()) places.push_back(run.integer(0));
}

std::string IndexFile::title(Kind kind, std::int64_t place) {
  Lease lease(*this);
  SqliteHandle::Run run(lease.handle(), sql("SELECT title FROM @_documents WHERE place = ?1", kind));
  run.bind(1, place);
  return run.row() ? std::string(run.text(0)) : std::string();
}

}  // namespace plaza::search
