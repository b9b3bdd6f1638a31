#include "evaluate/text_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string_view>

#include "platform/base/text.h"

namespace plaza::app::evaluate {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
const std::set<std::string> text_names = {"text", "sentence", "content", "utterance", "tweet", "review", "question"};
// The first that is there is the label.
const std::vector<std::string> label_names = {"airline_sentiment", "sentiment", "label", "category", "intent", "class"};
const std::set<std::string> language_names = {"lang", "language"};
const std::set<std::string> outside_names = {"oos", "out_of_scope", "outofscope"};

struct Row {
  std::int64_t line = 0;
  std::vector<std::string> fields;
};

std::vector<Row> csv_rows(const std::string& name, const std::string& text) {
  std::vector<Row> rows;
  csv::Reader reader(csv::from_text(text));
  for (csv::Record record; reader.next(record);) {
    if (!record.problem.empty()) throw WrongFile(name, record.line, record.problem);
    rows.push_back({record.line, record.fields});
  }
  return rows;
}

// Tabs and line ends separate, quotation marks are text; but a field that opens one and does not close it goes on in lines without a tab.
std::vector<Row> tsv_rows(const std::string& text) {
  std::vector<Row> rows;
  std::int64_t number = 0;
  for (std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line(text.data() + at, end - at);
    at = end + 1;
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (trimmed(line).empty()) continue;
    if (line.find('\t') == std::string_view::npos && !rows.empty()) {
      std::string& open = rows.back().fields.back();
      if (open.starts_with('"') && std::count(open.begin(), open.end(), '"') % 2 == 1) {
        open += '\n';
        open += line;
        continue;
      }
    }
    Row row{number, {}};
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t tab = std::min(line.find('\t', begin), line.size());
      row.fields.emplace_back(line.substr(begin, tab - begin));
      begin = tab + 1;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

struct Columns {
  bool header = false;
  std::size_t count = 2, text = 0, label = 1;
  std::size_t language = std::string::npos;
};

Columns columns_of(const std::string& name, const std::vector<Row>& rows) {
  Columns columns;
  const Row& first = rows.front();
  columns.count = first.fields.size();
  std::size_t text = std::string::npos, label = std::string::npos, rank = label_names.size();
  for (std::size_t i = 0; i < first.fields.size(); ++i) {
    const std::string field = lower_ascii(trimmed(first.fields[i]));
    if (text_names.contains(field) && text == std::string::npos) text = i;
    if (language_names.contains(field)) columns.language = i;
    const auto place = static_cast<std::size_t>(std::find(label_names.begin(), label_names.end(), field) - label_names.begin());
    if (place < rank) rank = place, label = i;
  }
  columns.header = text != std::string::npos && label != std::string::npos;
  if (columns.header) {
    columns.text = text;
    columns.label = label;
    return columns;
  }
  if (columns.count < 2) throw WrongFile(name, first.line, "has one column; a label and a text are needed");
  if (columns.count > 2) throw WrongFile(name, first.line, "has no header with a column of texts (text) and one of labels (label, sentiment, category, intent)");
  // Of two columns without names the label is the one with fewer different values.
  std::set<std::string_view> left, right;
  for (const Row& row : rows) {
    left.insert(row.fields.front());
    if (row.fields.size() > 1) right.insert(row.fields.back());
  }
  columns.language = std::string::npos;
  columns.label = left.size() <= right.size() ? 0 : 1;
  columns.text = 1 - columns.label;
  return columns;
}

// A text may hold tabs when it is the first or the last column.
void join_text(Row& row, const Columns& columns) {
  const std::size_t spare = row.fields.size() - columns.count;
  const std::size_t from = columns.text == 0 ? 0 : columns.count - 1;
  for (std::size_t i = 0; i < spare; ++i) {
    row.fields[from] += '\t' + row.fields[from + 1];
    row.fields.erase(row.fields.begin() + static_cast<std::ptrdiff_t>(from) + 1);
  }
}

std::string file_of(const Folder& folder, const std::string& stem) {
  for (const char* ending : {".csv", ".tsv"}) {
    if (folder.has(stem + ending)) return stem + ending;
  }
  return {};
}

void take(TextFolder& into, std::vector<LabelledText> rows, bool train) {
  for (auto& row : rows) {
    if (outside_names.contains(lower_ascii(row.label))) (train ? into.outside_train : into.outside_test).push_back(std::move(row.text));
    else (train ? into.train : into.test).push_back(std::move(row));
  }
}

// A fifth of each label's texts.
void set_apart(TextFolder& folder, std::uint64_t seed) {
  std::map<std::string, std::vector<std::size_t>> by_label;
  for (std::size_t i = 0; i < folder.train.size(); ++i) by_label[folder.train[i].label].push_back(i);
  std::vector<bool> tested(folder.train.size(), false);
  std::mt19937_64 random(seed);
  for (auto& [label, rows] : by_label) {
    std::shuffle(rows.begin(), rows.end(), random);
    for (std::size_t i = 0; i < rows.size() / 5; ++i) tested[rows[i]] = true;
  }
  std::vector<LabelledText> kept;
  for (std::size_t i = 0; i < folder.train.size(); ++i) (tested[i] ? folder.test : kept).push_back(std::move(folder.train[i]));
  folder.train = std::move(kept);
}

}  // namespace

std::vector<LabelledText> read_labelled(const Folder& folder, const std::string& name) {
  const std::string text = folder.read(name);
  std::vector<Row> rows = name.ends_with(".csv") ? csv_rows(name, text) : tsv_rows(text);
  if (rows.empty()) throw WrongFile(name, 0, "is empty");
  const Columns columns = columns_of(name, rows);
  const bool joins = !name.ends_with(".csv") && (columns.text == 0 || columns.text + 1 == columns.count);
  std::vector<LabelledText> out;
  for (std::size_t i = columns.header ? 1 : 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    if (joins && row.fields.size() > columns.count) join_text(row, columns);
    if (row.fields.size() != columns.count) {
      throw WrongFile(name, row.line, "has " + std::to_string(row.fields.size()) + " fields, not " + std::to_string(columns.count));
    }
    LabelledText one;
    one.text = std::move(row.fields[columns.text]);
    one.label = std::string(trimmed(row.fields[columns.label]));
    if (columns.language < row.fields.size()) one.language = std::string(trimmed(row.fields[columns.language]));
    if (one.label.empty()) throw WrongFile(name, row.line, "has no label");
    out.push_back(std::move(one));
  }
  return out;
}

bool has_labelled_texts(const Folder& folder) { return !file_of(folder, "train").empty(); }

TextFolder read_text_folder(const Folder& folder, std::uint64_t seed) {
  TextFolder out;
  const std::string train = file_of(folder, "train");
  if (train.empty()) throw WrongFile("train.csv", 0, "is not there, nor train.tsv, nor a file of scored texts (…_GroundTruth.txt)");
  take(out, read_labelled(folder, train), true);
  for (const char* stem : {"test", "dev", "val", "valid"}) {
    if (const std::string name = file_of(folder, stem); !name.empty()) {
      const bool tests = out.tested_on.empty();
      if (tests) out.tested_on = name;
      take(out, read_labelled(folder, name), !tests);
    }
  }
  bool outside_tested = false;
  for (const char* stem : {"oos_test", "oos_dev", "oos_val", "oos_valid", "oos_train"}) {
    const std::string name = file_of(folder, stem);
    if (name.empty()) continue;
    const bool tests = !outside_tested && std::string_view(stem) != "oos_train";
    outside_tested = outside_tested || tests;
    for (auto& row : read_labelled(folder, name)) (tests ? out.outside_test : out.outside_train).push_back(std::move(row.text));
  }
  if (out.tested_on.empty()) {
    set_apart(out, seed);
    out.tested_on = "a fifth of " + train;
  }
  std::set<std::string> labels;
  for (const auto& row : out.train) labels.insert(row.label);
  if (labels.size() < 2) throw WrongFile(train, 0, "has fewer than two labels");
  return out;
}

std::vector<ScoredFile> read_scored(const Folder& folder) {
  std::vector<ScoredFile> files;
  for (const char* stem : {"tweets", "nytEditorialSnippets", "amazonReviewSnippets", "movieReviewSnippets"}) {
    const std::string name = std::string(stem) + "_GroundTruth.txt";
    if (!folder.has(name)) continue;
    ScoredFile file{stem, {}};
    for (const Row& row : tsv_rows(folder.read(name))) {
      if (row.fields.size() < 3) throw WrongFile(name, row.line, "has " + std::to_string(row.fields.size()) + " fields, not 3");
      ScoredText one{row.fields[2], 0};
      const std::string_view number = trimmed(row.fields[1]);
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), one.score);
      if (error != std::errc{} || end != number.data() + number.size() || !std::isfinite(one.score)) {
        throw WrongFile(name, row.line, "'" + excerpt(number, 40) + "' is not a number");
      }
      for (std::size_t i = 3; i < row.fields.size(); ++i) one.text += '\t' + row.fields[i];
      file.texts.push_back(std::move(one));
    }
    if (file.texts.empty()) throw WrongFile(name, 0, "is empty");
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace plaza::app::evaluate
