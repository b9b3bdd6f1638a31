#include "index.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

#include "platform/log/log.h"

namespace plaza::search {

namespace {

constexpr std::size_t batch_max = 500;
constexpr std::size_t progress_every = 100'000;

std::size_t number(Kind kind) { return static_cast<std::size_t>(kind); }
bool counted(std::string_view term) { return term[0] == level::text || term[0] == level::hashtag; }

template <class Each>
void each_term(std::string_view terms, const Each& each) {
  while (!terms.empty()) {
    const auto end = std::min(terms.find(' '), terms.size());
    if (end > 0) each(terms.substr(0, end));
    terms.remove_prefix(std::min(end + 1, terms.size()));
  }
}

Entry entry_of(const Document& document) {
  return {document.id, static_cast<float>(document.weight), document.title_key};
}

}  // namespace

void Index::load() {
  const std::lock_guard updating(update_mutex_);
  const auto begin = std::chrono::steady_clock::now();
  bool usable = file_.open();
  if (usable) {
    try {
      read_memory();
      for (const auto kind : all_kinds) reconcile(kind);
    } catch (const IndexError& error) {
      log::warning("the search index is broken and is made again", {{"reason", error.what()}});
      file_.reset();
      usable = false;
    }
  }
  if (!usable) fill();
  {
    const std::unique_lock lock(memory_mutex_);
    memory_.speller.build(memory_.words);
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  log::info(usable ? "the search index is up to date" : "the search index was made",
            {{"documents", memory_.entries[0].size() + memory_.entries[1].size() + memory_.entries[2].size() + memory_.entries[3].size()},
             {"words", memory_.words.size()},
             {"milliseconds", took.count()}});
}

void Index::fill() {
  {
    const std::unique_lock lock(memory_mutex_);
    memory_ = {};
  }
  auto work = [this] {
    for (const auto kind : all_kinds) {
      fill(kind);
      file_.index_all(kind);
    }
    memory_.words.each([&](const std::string& word, const Counts& counts) { file_.put_word(level::text + word, counts); });
    memory_.hashtags.each([&](const std::string& word, const Counts& counts) { file_.put_word(level::hashtag + word, counts); });
  };
  file_.write(work);
  file_.set_complete();
  broken_ = false;
}

void Index::fill(Kind kind) {
  std::size_t done = 0;
  sources_.each(kind, [&](const Sources::Item& item) {
    const auto document = item.document();
    const std::unique_lock lock(memory_mutex_);
    auto& entries = memory_.entries[number(kind)];
    entries.push_back(entry_of(document));
    file_.add_unindexed(kind, place_top - std::ssize(entries), document);
    each_term(document.terms, [&](std::string_view term) {
      if (term[0] == level::text) memory_.words.change(term.substr(1), number(kind), 1);
      else if (term[0] == level::hashtag) memory_.hashtags.change(term.substr(1), number(kind), 1);
    });
    if (++done % progress_every == 0) log::info("making the search index", {{"documents", done}});
  });
}

void Index::read_memory() {
  const std::unique_lock lock(memory_mutex_);
  memory_ = {};
  for (const auto kind : all_kinds) {
    auto& entries = memory_.entries[number(kind)];
    file_.each_document(kind, [&](const IndexFile::Entry& stored) {
      const auto index = static_cast<std::size_t>(place_top - 1 - stored.place);
      if (index >= entries.size()) entries.resize(index + 1);
      entries[index] = {stored.id, static_cast<float>(stored.weight), stored.title_key};
    });
  }
  file_.each_word([&](std::string_view word, const Counts& counts) {
    if (word.size() < 2) return;
    (word[0] == level::hashtag ? memory_.hashtags : memory_.words).set(word.substr(1), counts);
  });
}

void Index::reconcile(Kind kind) {
  struct Known {
    std::int64_t stamp, place;
  };
  std::unordered_map<std::int64_t, Known> known;
  file_.each_document(kind, [&](const IndexFile::Entry& stored) { known[stored.id] = {stored.stamp, stored.place}; });
  std::vector<Change> changes;
  sources_.each(kind, [&](const Sources::Item& item) {
    const auto found = known.find(item.id);
    if (found != known.end() && found->second.stamp == item.stamp) {
      const std::unique_lock lock(memory_mutex_);
      memory_.entries[number(kind)][static_cast<std::size_t>(place_top - 1 - found->second.place)].weight =
          static_cast<float>(item.weight);
    } else {
      changes.push_back({item.id, item.document()});
      if (changes.size() == batch_max) apply(kind, std::exchange(changes, {}));
    }
    if (found != known.end()) known.erase(found);
  });
  for (const auto& [id, stored] : known) changes.push_back({id, std::nullopt});
  apply(kind, std::move(changes));
}

void Index::refresh(Kind kind, std::span<const std::int64_t> ids) {
  const std::lock_guard updating(update_mutex_);
  try {
    if (broken_) throw IndexError(SQLITE_CORRUPT, "a reader met a broken page");
    std::unordered_set<std::int64_t> seen;
    std::vector<Change> changes;
    for (const auto id : ids) {
      if (seen.insert(id).second) changes.push_back({id, sources_.document(kind, id)});
    }
    apply(kind, std::move(changes));
  } catch (const IndexError& error) {
    if (!error.broken()) throw;
    log::warning("the search index is broken and is made again", {{"reason", error.what()}});
    file_.reset();
    fill();
    const std::unique_lock lock(memory_mutex_);
    memory_.speller.build(memory_.words);
  }
}

void Index::report(const IndexError& error) {
  const auto now = clock_.now().micros;
  const auto before = complained_.load();
  if (now - before >= seconds(10) && complained_.exchange(now) == before) {
    log::warning("the search index cannot be read", {{"reason", error.what()}});
  }
  if (!error.broken() || broken_.exchange(true)) return;
  const std::lock_guard lock(repair_mutex_);
  repair_ = std::jthread([this] {
    try {
      refresh(Kind::product, {});
    } catch (const std::exception& failure) {  // the next change tries again
      log::warning("the search index could not be made again", {{"reason", failure.what()}});
    }
  });
}

void Index::apply(Kind kind, std::vector<Change> changes) {
  if (changes.empty()) return;
  Deltas deltas;
  std::vector<Placed> placed;
  auto work = [&] {
    write_changes(kind, changes, deltas, placed);
    write_words(kind, deltas);
  };
  file_.write(work);
  change_memory(kind, deltas, placed);
}

void Index::write_changes(Kind kind, std::vector<Change>& changes, Deltas& deltas, std::vector<Placed>& placed) {
  // Newest first, so that new documents get ascending places and the full-text table is written in its order.
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.id > b.id; });
  struct Step {
    std::int64_t place;
    const Change* change;
    std::optional<IndexFile::Stored> before;
  };
  std::vector<Step> steps;
  std::int64_t fresh = 0;
  for (const auto& change : changes) {
    auto before = file_.find(kind, change.id);
    if (!before && !change.document) continue;
    if (before && change.document && before->stamp == change.document->stamp) continue;
    const auto place = before ? before->place : fresh++;  // of new ones: counted from the first new place
    steps.push_back({place, &change, std::move(before)});
  }
  const auto first = place_top - std::ssize(memory_.entries[number(kind)]) - fresh;
  for (auto& step : steps) {
    if (!step.before) step.place += first;
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.place < b.place; });
  for (const auto& step : steps) {
    const auto count = [&](std::string_view terms, int by) {
      each_term(terms, [&](std::string_view term) {
        if (counted(term)) deltas[std::string(term)] += by;
      });
    };
    if (step.before) count(step.before->terms, -1);
    if (step.change->document) {
      count(step.change->document->terms, 1);
      file_.put(kind, step.place, *step.change->document, step.before ? &*step.before : nullptr);
      placed.push_back({step.place, entry_of(*step.change->document)});
    } else {
      file_.erase(kind, *step.before);
      placed.push_back({step.place, {}});
    }
  }
}

void Index::write_words(Kind kind, const Deltas& deltas) {
  for (const auto& [term, by] : deltas) {
    if (by == 0) continue;
    const auto word = std::string_view(term).substr(1);
    const auto* counts = (term[0] == level::hashtag ? memory_.hashtags : memory_.words).find(word);
    Counts now = counts ? *counts : Counts{};
    auto& count = now[number(kind)];
    count = static_cast<std::uint32_t>(std::max<std::int64_t>(0, std::int64_t{count} + by));
    file_.put_word(term, now);
  }
}

void Index::change_memory(Kind kind, const Deltas& deltas, std::span<const Placed> placed) {
  const std::unique_lock lock(memory_mutex_);
  for (const auto& [term, by] : deltas) {
    const auto word = std::string_view(term).substr(1);
    auto& words = term[0] == level::hashtag ? memory_.hashtags : memory_.words;
    if (by > 0 && term[0] == level::text && !words.find(word)) memory_.speller.add(word);
    for (int i = 0; i < std::abs(by); ++i) words.change(word, number(kind), by > 0 ? 1 : -1);
  }
  auto& entries = memory_.entries[number(kind)];
  for (const auto& one : placed) {
    const auto index = static_cast<std::size_t>(place_top - 1 - one.place);
    if (index >= entries.size()) entries.resize(index + 1);
    entries[index] = one.entry;
  }
}

}  // namespace plaza::search
