// What is clicked next in a visit. Reads yoochoose-clicks-100k_train_full.txt and …_test.txt: SessionId, ItemId, Time under a header,
// separated by tabs.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "evaluate/suites.h"
#include "ml/recommend/blend.h"
#include "ml/recommend/sessions.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::recommend;

class Clicks {
 public:
  std::vector<Session> read(const Folder& folder, const std::string& file) {
    const std::string text = folder.read(file);
    std::map<std::string, std::vector<std::pair<double, std::uint32_t>>> clicks;
    Fields line(file, text, '\t');
    if (!line.next() || line.size() != 3 || line.text(0) != "SessionId" || line.text(1) != "ItemId" || line.text(2) != "Time") {
      throw WrongFile(file, 1, "the header is not SessionId, ItemId, Time");
    }
    while (line.next()) {
      line.expect(3);
      const auto item = static_cast<std::uint32_t>(items_.emplace(line.text(1), items_.size()).first->second);
      clicks[std::string(line.text(0))].emplace_back(line.real(2), item);
    }
    std::vector<Session> sessions;
    for (auto& [id, of] : clicks) {
      std::stable_sort(of.begin(), of.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      Session session;
      for (const auto& [time, item] : of) session.items.push_back(item);
      session.ended = of.back().first;
      sessions.push_back(std::move(session));
    }
    return sessions;
  }
  std::size_t items() const { return items_.size(); }

 private:
  std::unordered_map<std::string, std::size_t> items_;
};

}  // namespace

Report run_sessions(const Asked& asked) {
  asked.progress("reading");
  Clicks clicks;
  const auto fitted = clicks.read(asked.folder, "yoochoose-clicks-100k_train_full.txt");
  const std::size_t known = clicks.items();
  const auto judged = clicks.read(asked.folder, "yoochoose-clicks-100k_test.txt");
  asked.progress("choosing options on the latest tenth of the sessions");
  const auto options = choose_session_options(fitted, known);
  const SessionModel model(fitted, clicks.items(), options);
  asked.progress("judging");
  double hits = 0, reciprocal = 0, steps = 0;
  for (const Session& session : judged) {
    const std::span<const std::uint32_t> items(session.items);
    for (std::size_t i = 1; i < items.size(); ++i) {
      std::vector<std::uint32_t> ranking;
      for (const Scored& scored : model.next(items.first(i), 20)) ranking.push_back(scored.item);
      const auto quality = quality_of(ranking, items.subspan(i, 1), 20);
      hits += quality.hit;
      reciprocal += quality.reciprocal_rank;
      steps += 1;
    }
  }
  if (steps == 0) throw WrongFile("yoochoose-clicks-100k_test.txt", 0, "no session has two clicks");
  Report report;
  report.suite = "sessions";
  report.put("test.hr@20", hits / steps);
  report.put("test.mrr@20", reciprocal / steps);
  report.put("steps", steps);
  report.notes.push_back("Chosen: " + std::to_string(options.neighbours) + " neighbours of the latest " + std::to_string(options.sample) +
                         ", sequential rules with weight " + number(options.rules) + ".");
  return report;
}

}  // namespace plaza::app::evaluate
