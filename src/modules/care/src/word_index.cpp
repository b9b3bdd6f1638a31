#include "word_index.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>

#include "platform/base/text.h"

namespace plaza::care {
namespace {

constexpr std::int64_t version = 2;
constexpr std::size_t idle_max = 16;
constexpr std::size_t query_words_max = 8;
constexpr std::int64_t endings_max = 64;            // words that a beginning stands for, the shortest
constexpr std::int64_t endings_looked_at = 5'000;
constexpr std::size_t seen_max = 200'000;

// Changes when the machine starts again: a process that dies loses nothing, a machine that does may leave half a page.
std::string boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

// FTS5 reads all messages of a beginning ("parc*") before it gives the first; of words it reads the newest alone. So a beginning is
// asked for as the words that begin so.
std::string words_that_begin(SqliteHandle& handle, const std::string& beginning) {
  std::string either = '"' + beginning + '"';
  SqliteHandle::Run run(handle, "SELECT term FROM (SELECT term FROM vocabulary WHERE term > ?1 AND term < ?2 ORDER BY term LIMIT ?3) "
                                "ORDER BY length(term), term LIMIT ?4");
  const std::string end = beginning + "\xf4\x8f\xbf\xbf";
  run.bind(1, std::string_view(beginning)).bind(2, std::string_view(end)).bind(3, endings_looked_at).bind(4, endings_max - 1);
  while (run.row()) either += " OR \"" + std::string(run.text(0)) + '"';
  return '(' + either + ')';
}

std::string expression_of(SqliteHandle& handle, std::string_view query) {
  auto words = words_of(query);
  if (words.size() > query_words_max) words.resize(query_words_max);
  std::string expression;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool beginning = i + 1 == words.size() && words[i].size() >= 2;
    if (i) expression += " AND ";
    expression += beginning ? words_that_begin(handle, words[i]) : '"' + words[i] + '"';
  }
  return expression;
}

template <class Visit>
void each_word(std::string_view terms, const Visit& visit) {
  while (!terms.empty()) {
    const auto end = std::min(terms.find(' '), terms.size());
    if (end > 0) visit(terms.substr(0, end));
    terms.remove_prefix(std::min(end + 1, terms.size()));
  }
}

}  // namespace

class WordIndex::Lease {
 public:
  explicit Lease(WordIndex& index) : index_(index) {
    if (index.in_memory_) {
      lock_ = std::unique_lock(index.write_mutex_);
      return;
    }
    {
      const std::lock_guard lock(index.pool_mutex_);
      if (!index.idle_.empty()) {
        own_ = std::move(index.idle_.back());
        index.idle_.pop_back();
      }
    }
    if (!own_) own_ = std::make_unique<SqliteHandle>(index.path_, SqliteHandle::Mode::read);
  }
  ~Lease() {
    if (!own_) return;
    const std::lock_guard lock(index_.pool_mutex_);
    if (index_.idle_.size() < idle_max) index_.idle_.push_back(std::move(own_));
  }
  SqliteHandle& handle() { return own_ ? *own_ : *index_.writer_; }

 private:
  WordIndex& index_;
  std::unique_lock<std::mutex> lock_;
  std::unique_ptr<SqliteHandle> own_;
};

WordIndex::WordIndex(std::string path) : path_(std::move(path)), in_memory_(path_ == ":memory:") {}

WordIndex::~WordIndex() {
  if (!writer_) return;
  try {
    idle_.clear();
    if (!in_memory_) {
      writer_->run("PRAGMA synchronous=FULL");
      writer_->run("PRAGMA wal_checkpoint(TRUNCATE)");
      writer_->run("UPDATE state SET writing = ''");
    }
  } catch (const IndexError&) {  // then the next start makes it again
  }
}

bool WordIndex::usable() {
  try {
    writer_ = std::make_unique<SqliteHandle>(path_, SqliteHandle::Mode::write);
    SqliteHandle::Run there(*writer_, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'state'");
    if (!there.row() || there.integer(0) == 0) return false;
    SqliteHandle::Run state(*writer_, "SELECT version, complete, writing FROM state");
    if (!state.row() || state.integer(0) != version || state.integer(1) != 1) return false;
    return state.text(2).empty() || state.text(2) == boot();
  } catch (const IndexError&) {
    return false;
  }
}

bool WordIndex::open() {
  const bool goes_on = !in_memory_ && usable();
  if (!goes_on) create();
  writer_->run("PRAGMA synchronous=OFF");
  SqliteHandle::Run(*writer_, "UPDATE state SET writing = ?1").bind(1, std::string_view(boot())).execute();
  return goes_on;
}

void WordIndex::create() {
  writer_.reset();
  if (!in_memory_) {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) std::remove((path_ + end).c_str());
  }
  writer_ = std::make_unique<SqliteHandle>(path_, SqliteHandle::Mode::write);
  auto& db = *writer_;
  if (!in_memory_) db.run("PRAGMA journal_mode=WAL");
  db.run("PRAGMA secure_delete=ON");
  db.run("CREATE TABLE state (version INTEGER, complete INTEGER, writing TEXT, blanked INTEGER)");
  db.run("CREATE TABLE documents (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, terms TEXT NOT NULL)");
  db.run("CREATE INDEX documents_conversation ON documents (conversation)");
  db.run("CREATE VIRTUAL TABLE words USING fts5(terms, content='documents', content_rowid='id', detail=none, columnsize=0, "
         "tokenize='ascii tokenchars _')");
  db.run("CREATE TABLE vocabulary (term TEXT PRIMARY KEY) WITHOUT ROWID");
  SqliteHandle::Run(db, "INSERT INTO state (version, complete, writing, blanked) VALUES (?1, 0, '', 0)").bind(1, version).execute();
  seen_.clear();
}

void WordIndex::learn_words(std::string_view terms) {
  each_word(terms, [this](std::string_view word) {
    std::string known(word);
    if (seen_.contains(known)) return;
    SqliteHandle::Run(*writer_, "INSERT INTO vocabulary (term) VALUES (?1) ON CONFLICT DO NOTHING").bind(1, word).execute();
    if (seen_.size() >= seen_max) seen_.clear();
    seen_.insert(std::move(known));
  });
}

// What nobody says any more is not known either.
void WordIndex::unlearn_words(std::string_view terms) {
  each_word(terms, [this](std::string_view word) {
    const std::string expression = '"' + std::string(word) + '"';
    SqliteHandle::Run still(*writer_, "SELECT 1 FROM words WHERE words MATCH ?1 LIMIT 1");
    if (still.bind(1, std::string_view(expression)).row()) return;
    SqliteHandle::Run(*writer_, "DELETE FROM vocabulary WHERE term = ?1").bind(1, word).execute();
    seen_.erase(std::string(word));
  });
}

MessageId WordIndex::newest() {
  SqliteHandle::Run run(*writer_, "SELECT MAX(id) FROM documents");
  return MessageId{run.row() ? run.integer(0) : 0};
}

std::int64_t WordIndex::last_blanked() {
  SqliteHandle::Run run(*writer_, "SELECT blanked FROM state");
  return run.row() ? run.integer(0) : 0;
}

void WordIndex::put(const Words& each, bool again) {
  bool known = false;
  std::string before;
  {
    SqliteHandle::Run there(*writer_, "SELECT terms FROM documents WHERE id = ?1");
    known = there.bind(1, each.message.value).row();
    if (known) before = there.text(0);
  }
  if (known && !again) return;
  if (!before.empty()) {
    SqliteHandle::Run(*writer_, "INSERT INTO words (words, rowid, terms) VALUES ('delete', ?1, ?2)")
        .bind(1, each.message.value)
        .bind(2, std::string_view(before))
        .execute();
  }
  SqliteHandle::Run(*writer_, "INSERT INTO documents (id, conversation, terms) VALUES (?1, ?2, ?3) "
                              "ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation, terms = excluded.terms")
      .bind(1, each.message.value)
      .bind(2, each.conversation.value)
      .bind(3, std::string_view(each.terms))
      .execute();
  SqliteHandle::Run(*writer_, "INSERT INTO words (rowid, terms) VALUES (?1, ?2)")
      .bind(1, each.message.value)
      .bind(2, std::string_view(each.terms))
      .execute();
  if (!before.empty()) unlearn_words(before);
  learn_words(each.terms);
}

void WordIndex::add(const std::vector<Words>& messages, bool again) {
  const std::lock_guard lock(write_mutex_);
  writer_->run("BEGIN IMMEDIATE");
  try {
    for (const auto& each : messages) put(each, again);
    writer_->run("COMMIT");
  } catch (...) {
    try {
      writer_->run("ROLLBACK");
    } catch (const IndexError&) {  // SQLite has rolled back by itself
    }
    seen_.clear();
    throw;
  }
}

void WordIndex::remove(ConversationId conversation, std::int64_t blanked_id) {
  const std::lock_guard lock(write_mutex_);
  struct Gone {
    std::int64_t id;
    std::string terms;
  };
  std::vector<Gone> gone;
  {
    SqliteHandle::Run run(*writer_, "SELECT id, terms FROM documents WHERE conversation = ?1");
    run.bind(1, conversation.value);
    while (run.row()) {
      if (!run.text(1).empty()) gone.push_back({run.integer(0), std::string(run.text(1))});
    }
  }
  for (const auto& each : gone) {
    SqliteHandle::Run(*writer_, "INSERT INTO words (words, rowid, terms) VALUES ('delete', ?1, ?2)")
        .bind(1, each.id)
        .bind(2, std::string_view(each.terms))
        .execute();
    SqliteHandle::Run(*writer_, "UPDATE documents SET terms = '' WHERE id = ?1").bind(1, each.id).execute();
  }
  for (const auto& each : gone) unlearn_words(each.terms);
  SqliteHandle::Run(*writer_, "UPDATE state SET blanked = MAX(blanked, ?1)").bind(1, blanked_id).execute();
}

void WordIndex::set_complete() {
  const std::lock_guard lock(write_mutex_);
  writer_->run("UPDATE state SET complete = 1");
}

void WordIndex::compact() {
  if (in_memory_ || !writer_) return;
  const std::lock_guard lock(write_mutex_);
  writer_->run("INSERT INTO words (words) VALUES ('optimize')");
  writer_->run("VACUUM");
  for (int attempt = 0; attempt < 5; ++attempt) {  // each waits for readers that are still in the log
    SqliteHandle::Run cut(*writer_, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!cut.row() || cut.integer(0) == 0) return;
  }
}

std::vector<Hit> WordIndex::find(std::string_view query, MessageId before) {
  Lease lease(*this);
  const std::string expression = expression_of(lease.handle(), query);
  if (expression.empty()) return {};
  std::vector<std::int64_t> ids;
  {
    SqliteHandle::Run run(lease.handle(), "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3");
    run.bind(1, std::string_view(expression))
        .bind(2, before ? before.value : std::numeric_limits<std::int64_t>::max())
        .bind(3, std::int64_t{candidates_max});
    while (run.row()) ids.push_back(run.integer(0));
  }
  std::vector<Hit> hits;
  for (const auto id : ids) {
    SqliteHandle::Run run(lease.handle(), "SELECT conversation FROM documents WHERE id = ?1");
    if (run.bind(1, id).row()) hits.push_back({MessageId{id}, ConversationId{run.integer(0)}});
  }
  return hits;
}

}  // namespace plaza::care
