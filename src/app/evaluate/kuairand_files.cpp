#include <cstdio>
#include <string>
#include <unordered_map>

#include "evaluate/calendar.h"
#include "evaluate/kuairand.h"

namespace plaza::app::evaluate {
namespace {

using ml::rank::Shown;
using ml::rank::unknown;

constexpr double milliseconds_a_day = 86'400'000;

class Numbers {
 public:
  std::uint32_t of(const std::string& id) { return numbers_.emplace(id, static_cast<std::uint32_t>(numbers_.size())).first->second; }
  std::uint32_t find(const std::string& id) const {
    const auto found = numbers_.find(id);
    return found == numbers_.end() ? unknown : found->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

class Reading {
 public:
  explicit Reading(const Asked& asked) : folder_(asked.folder) {}
  Kuairand all() {
    items();
    history();
    shown("train_0425_0430.csv", data_.train);
    shown("test_0501_0508.csv", data_.test);
    data_.people = people_.size();
    data_.past.seen.resize(data_.people);
    data_.past.engaged.resize(data_.people);
    if (data_.train.empty()) throw WrongFile("train_0425_0430.csv", 0, "is empty");
    if (data_.test.empty()) throw WrongFile("test_0501_0508.csv", 0, "is empty");
    return std::move(data_);
  }

 private:
  void items() {
    const std::string file = "items.csv", text = folder_.read(file);
    CsvRows rows(file, text, {"video_id", "tag", "music_id", "author_id", "video_duration", "upload_dt"});
    data_.items.kinds.resize(3);
    Numbers kinds[3];
    while (rows.next()) {
      if (items_.of(rows.text(0)) + 1 != items_.size()) rows.refuse("the video " + rows.text(0) + " is there twice");
      items_.of(rows.text(0));
      for (std::size_t k = 0; k < 3; ++k) {
        data_.items.kinds[k].push_back(rows.text(1 + k).empty() ? unknown : kinds[k].of(rows.text(1 + k)));
      }
      data_.items.length.push_back(rows.text(4).empty() ? 0 : static_cast<float>(rows.real(4) / 1000));
      int year = 0, month = 0, day = 0;
      const bool dated = std::sscanf(rows.text(5).c_str(), "%d-%d-%d", &year, &month, &day) == 3;
      const auto since = dated ? day_of(year, month, day) : std::nullopt;
      if (!rows.text(5).empty() && !since) rows.refuse("upload_dt is no date: " + rows.text(5));
      data_.items.since.push_back(static_cast<float>(since.value_or(0)));
    }
    data_.items.count = items_.size();
    if (data_.items.count == 0) throw WrongFile(file, 0, "is empty");
  }

  std::vector<std::uint32_t> list(const CsvRows& rows, const std::string& text) {
    std::vector<std::uint32_t> result;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find(' ', at), text.size());
      if (end > at) {
        const auto item = items_.find(text.substr(at, end - at));
        if (item == unknown) rows.refuse("no such video: " + text.substr(at, end - at));
        result.push_back(item);
      }
      at = end + 1;
    }
    return result;
  }

  void history() {
    const std::string file = "history_to_0424.csv", text = folder_.read(file);
    CsvRows rows(file, text, {"user_id", "watch_seq", "long_watch_seq"});
    while (rows.next()) {
      const auto person = people_.of(rows.text(0));
      if (person >= data_.past.seen.size()) {
        data_.past.seen.resize(person + std::size_t{1});
        data_.past.engaged.resize(person + std::size_t{1});
      }
      data_.past.seen[person] = list(rows, rows.text(1));
      data_.past.engaged[person] = list(rows, rows.text(2));
    }
  }

  void shown(const std::string& file, std::vector<Shown>& into) {
    const std::string text = folder_.read(file);
    CsvRows rows(file, text, {"user_id", "video_id", "time_ms", "tab", "is_click", "long_view", "play_time_ms", "duration_ms"});
    while (rows.next()) {
      Shown one;
      one.person = people_.of(rows.text(0));
      one.item = items_.find(rows.text(1));
      if (one.item == unknown) rows.refuse("no such video: " + rows.text(1));
      one.at = rows.real(2) / milliseconds_a_day;
      const auto surface = rows.integer(3);
      if (surface < 0 || surface > 1'000) rows.refuse("tab is not between 0 and 1000");
      one.surface = static_cast<std::uint32_t>(surface);
      one.clicked = rows.integer(4) != 0;
      one.engaged = rows.integer(5) != 0;
      const double length = rows.real(7) / 1000;
      one.depth = static_cast<float>(rows.real(6) / 1000 / std::max(1.0, length));
      auto& known = data_.items.length[one.item];
      if (known <= 0) known = static_cast<float>(length);
      into.push_back(one);
    }
  }

  const Folder& folder_;
  Kuairand data_;
  Numbers items_, people_;
};

}  // namespace

Kuairand read_kuairand(const Asked& asked) { return Reading(asked).all(); }

}  // namespace plaza::app::evaluate
