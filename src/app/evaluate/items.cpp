// Which items people choose later, of all items. `tiktok` reads train.tsv, valid.tsv and test.tsv (person, item) and, when they are
// there, image_feat.csv and audio_feat.csv (a row of numbers for each item); `gowalla` reads train.txt and test.txt (a person and
// their items in each line); `sequences` reads Beauty.txt (the same, in order of time: the last item is the question).
#include <algorithm>
#include <unordered_map>

#include "evaluate/ranking.h"
#include "evaluate/suites.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::recommend;
using Lists = std::vector<std::vector<std::uint32_t>>;

constexpr std::uint32_t items_max = 20'000'000;

// Ids of any size and kind, numbered as they come.
class Numbers {
 public:
  std::uint32_t of(std::string_view id) {
    return numbers_.emplace(std::string(id), static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

std::vector<std::uint32_t>& of_person(Lists& lists, std::uint32_t person) {
  if (person >= lists.size()) lists.resize(person + std::size_t{1});
  return lists[person];
}

// Items keep their numbers: those of the rows of their descriptions.
void read_pairs(const Folder& folder, const std::string& file, Numbers& people, Lists& lists, std::size_t& items) {
  const std::string text = folder.read(file);
  for (Fields line(file, text); line.next();) {
    line.expect(2);
    const auto item = line.index(1);
    if (item >= items_max) line.refuse("the item's number is not below " + std::to_string(items_max));
    of_person(lists, people.of(line.text(0))).push_back(item);
    items = std::max<std::size_t>(items, item + std::size_t{1});
  }
}

void read_lists(const Folder& folder, const std::string& file, Numbers& people, Numbers& items, Lists& lists) {
  const std::string text = folder.read(file);
  for (Fields line(file, text); line.next();) {
    auto& list = of_person(lists, people.of(line.text(0)));
    for (std::size_t i = 1; i < line.size(); ++i) {
      line.index(i);  // refuses what is no id
      list.push_back(items.of(line.text(i)));
    }
  }
}

struct Vectors {
  std::vector<float> values;
  std::size_t dimensions = 0;
};

Vectors read_vectors(const Folder& folder, const std::string& file, std::size_t items) {
  Vectors vectors;
  const std::string text = folder.read(file);
  std::size_t rows = 0;
  for (Fields line(file, text, ','); line.next(); ++rows) {
    if (rows == 0) vectors.dimensions = line.size();
    line.expect(vectors.dimensions);
    for (std::size_t i = 0; i < line.size(); ++i) vectors.values.push_back(static_cast<float>(line.real(i)));
  }
  if (rows < items) throw WrongFile(file, 0, "has " + std::to_string(rows) + " rows for " + std::to_string(items) + " items");
  return vectors;
}

RetrievalOptions options_of(const Asked& asked, std::size_t top) {
  RetrievalOptions options;
  options.top = top;
  options.seed = asked.seed;
  options.progress = asked.progress;
  return options;
}

void refuse_empty(const Lists& lists, const std::string& file) {
  if (std::all_of(lists.begin(), lists.end(), [](const auto& list) { return list.empty(); })) throw WrongFile(file, 0, "is empty");
}

}  // namespace

Report run_tiktok(const Asked& asked) {
  asked.progress("reading");
  Evidence evidence;
  Numbers people_of;
  Lists wanted;
  read_pairs(asked.folder, "train.tsv", people_of, evidence.histories, evidence.items);
  read_pairs(asked.folder, "test.tsv", people_of, wanted, evidence.items);
  refuse_empty(evidence.histories, "train.tsv");
  refuse_empty(wanted, "test.tsv");
  const std::size_t people = std::max(evidence.histories.size(), wanted.size());
  evidence.histories.resize(people);
  wanted.resize(people);
  std::vector<Vectors> vectors;
  for (const char* file : {"image_feat.csv", "audio_feat.csv"}) {
    if (asked.folder.has(file)) vectors.push_back(read_vectors(asked.folder, file, evidence.items));
  }
  for (const Vectors& of : vectors) {
    evidence.items = std::max(evidence.items, of.values.size() / of.dimensions);
  }
  for (const Vectors& of : vectors) {
    if (of.values.size() / of.dimensions == evidence.items) evidence.descriptions.push_back({of.values, of.dimensions});
  }
  const Blend blend = fit_retrieval(evidence, options_of(asked, 20));
  asked.progress("judging");
  const Means means = judge(blend, evidence.histories, wanted, 20, Repeats::left_out);
  Report report;
  report.suite = "tiktok";
  report.put("test.recall@20", means.recall);
  report.put("test.ndcg@20", means.ndcg);
  report.put("people", static_cast<double>(means.people));
  report.tables.push_back(table_of(blend));
  return report;
}

Report run_gowalla(const Asked& asked) {
  asked.progress("reading");
  Evidence evidence;
  Numbers people, items;
  Lists wanted;
  read_lists(asked.folder, "train.txt", people, items, evidence.histories);
  read_lists(asked.folder, "test.txt", people, items, wanted);
  evidence.items = items.size();
  refuse_empty(evidence.histories, "train.txt");
  refuse_empty(wanted, "test.txt");
  const Blend blend = fit_retrieval(evidence, options_of(asked, 20));
  asked.progress("judging");
  const Means means = judge(blend, evidence.histories, wanted, 20, Repeats::left_out);
  Report report;
  report.suite = "gowalla";
  report.put("test.recall@20", means.recall);
  report.put("test.ndcg@20", means.ndcg);
  report.put("people", static_cast<double>(means.people));
  report.tables.push_back(table_of(blend));
  return report;
}

Report run_sequences(const Asked& asked) {
  asked.progress("reading");
  Evidence evidence;
  evidence.order = Order::by_time;
  Numbers people, items;
  Lists lists, wanted;
  read_lists(asked.folder, "Beauty.txt", people, items, lists);
  evidence.items = items.size();
  refuse_empty(lists, "Beauty.txt");
  for (auto& list : lists) {
    wanted.emplace_back();
    if (list.size() >= 2) {
      wanted.back().push_back(list.back());
      list.pop_back();
    }
    evidence.histories.push_back(std::move(list));
  }
  const Blend blend = fit_retrieval(evidence, options_of(asked, 10));
  asked.progress("judging");
  const Means means = judge(blend, evidence.histories, wanted, 10, Repeats::left_out);
  Report report;
  report.suite = "sequences";
  report.put("test.hr@10", means.hit);
  report.put("test.ndcg@10", means.ndcg);
  report.put("people", static_cast<double>(means.people));
  report.tables.push_back(table_of(blend));
  return report;
}

}  // namespace plaza::app::evaluate
