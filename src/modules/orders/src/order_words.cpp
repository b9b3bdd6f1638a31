#include "order_words.h"

#include <algorithm>

#include "platform/base/check.h"
#include "statements.h"

namespace plaza::orders::order_words {
namespace {

constexpr std::size_t word_bytes_max = 64, words_max = 24;
constexpr int looked_at_max = 8'000;

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// The words from one on and before another, as bytes compare.
struct Range {
  std::string from, end;
};

Range of_word(const std::string& word) { return {word, word + '\0'}; }
// No byte of UTF-8 is 255: that stands behind all that begin so.
Range of_beginning(const std::string& word) { return {word, word + '\xff'}; }

std::optional<std::string> search_of(db::Reader& reader, OrderId id) {
  return reader.one(statements::search_of, {id}, [](const db::Row& row) { return row.string(0); });
}

std::int64_t filled_to(db::Reader& reader) {
  return reader.one(statements::words_filled_to, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

void write_words(db::Transaction& tx, OrderId id, std::string_view search) {
  for (const auto& word : words_in(search)) tx.send(statements::insert_word, {db::Bytes{word}, id});
}

// The range that fewest orders are in, if there are few enough to look at.
std::optional<Range> rarest(db::Reader& reader, const std::vector<std::string>& words) {
  std::optional<Range> best;
  std::int64_t fewest = looked_at_max + 1;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Range range = i + 1 == words.size() ? of_beginning(words[i]) : of_word(words[i]);
    const auto count = *reader.one(statements::count_words, {db::Bytes{range.from}, db::Bytes{range.end}, fewest},
                                   [](const db::Row& row) { return row.integer(0); });
    if (count >= fewest) continue;
    fewest = count;
    best = std::move(range);
  }
  return best;
}

}  // namespace

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size() && words.size() < words_max;) {
    std::size_t end = at;
    while (end < text.size() && in_word(text[end])) ++end;
    std::string word(text.substr(at, std::min(end - at, word_bytes_max)));
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
    at = end + 1;
  }
  return words;
}

bool answers(std::string_view search, const std::vector<std::string>& words) {
  const auto there = words_in(search);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    const auto fits = [&](const std::string& word) { return last ? word.starts_with(words[i]) : word == words[i]; };
    if (std::none_of(there.begin(), there.end(), fits)) return false;
  }
  return true;
}

void replace(db::Transaction& tx, OrderId id, std::string_view search) {
  if (search_of(tx, id).value_or(std::string(search)) == search) return;
  tx.send(statements::lock_words, {});
  const auto before = search_of(tx, id);
  for (const auto& word : words_in(*before)) tx.send(statements::delete_word, {db::Bytes{word}, id});
  write_words(tx, id, search);
}

int fill(db::Transaction& tx, Time until, int most) {
  struct Text {
    OrderId id;
    std::string search;
  };
  tx.send(statements::lock_words, {});
  const auto texts = tx.all(statements::texts_after, {filled_to(tx), most}, [](const db::Row& row) {
    return Text{row.id<OrderId>(0), row.string(1)};
  });
  int filled = 0;
  OrderId last;
  for (const auto& [id, search] : texts) {
    if (time_of_id(id.value) >= until) break;
    write_words(tx, id, search);
    last = id;
    ++filled;
  }
  if (filled > 0) tx.send(statements::words_are_filled_to, {last});
  return filled;
}

std::optional<std::vector<Hit>> find(db::Reader& reader, const std::vector<std::string>& words, OrderId before) {
  CHECK(!words.empty());
  std::vector<Hit> hits;
  const auto look = [&](const db::Row& row) {
    if (!answers(row.text(1), words)) return;
    hits.push_back({row.id<OrderId>(0), static_cast<OrderStatus>(row.integer(2)), row.integer(3) > 0});
  };
  const auto filled = filled_to(reader);
  int young = 0;
  reader.each(statements::texts_from_newest, {filled, before, looked_at_max}, [&](const db::Row& row) {
    ++young;
    look(row);
  });
  if (young == looked_at_max) return std::nullopt;
  const auto range = rarest(reader, words);
  if (!range) return std::nullopt;
  reader.each(statements::texts_with_words, {db::Bytes{range->from}, db::Bytes{range->end}, before, filled}, look);
  // One order may have several words that begin alike.
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.id > b.id; });
  const auto same = [](const Hit& a, const Hit& b) { return a.id == b.id; };
  hits.erase(std::unique(hits.begin(), hits.end(), same), hits.end());
  return hits;
}

}  // namespace plaza::orders::order_words
