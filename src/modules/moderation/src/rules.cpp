#include "rules.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "platform/base/text.h"
#include "text_parts.h"

namespace plaza::moderation::rules {

namespace {

bool is_new(const Rules& rules, const Facts& facts) {
  return facts.account_age < rules.new_age || facts.published < rules.new_pieces;
}

bool same_word(const std::string& wanted, const std::string& word) {
  if (wanted.ends_with('*')) return word.starts_with(std::string_view(wanted).substr(0, wanted.size() - 1));
  return wanted == word;
}

bool stands_at(const std::vector<std::string>& phrase, const std::vector<std::string>& words, std::size_t at) {
  if (at + phrase.size() > words.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (!same_word(phrase[i], words[at + i])) return false;
  }
  return true;
}

// The first phrase that stands in the text, as the text has it.
std::string phrase_in(const Line& line, const std::vector<std::string>& words) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (const auto& phrase : line.phrases) {
      if (!stands_at(phrase, words, at)) continue;
      std::string found;
      for (std::size_t i = 0; i < phrase.size(); ++i) found += (i ? " " : "") + words[at + i];
      return found;
    }
  }
  return {};
}

bool host_is(std::string_view host, std::string_view of) {
  return host == of || (host.size() > of.size() && host.ends_with(of) && host[host.size() - of.size() - 1] == '.');
}

std::string host_in(const Line& line, const std::vector<std::string>& hosts) {
  for (const auto& host : hosts) {
    const bool listed = std::any_of(line.hosts.begin(), line.hosts.end(), [&](const auto& of) { return host_is(host, of); });
    if (line.what == What::links || listed == (line.what == What::links_to)) return host;
  }
  return {};
}

std::int64_t count_since(const std::vector<Time>& times, Time since) {
  return std::count_if(times.begin(), times.end(), [&](Time each) { return each >= since; });
}

// A text read once for all lines.
struct Text {
  explicit Text(std::string_view text) : folded(case_folded(text)), words(words_of(folded)), hosts(hosts_of(folded)) {}
  std::string folded;
  std::vector<std::string> words;
  std::vector<std::string> hosts;
};

// What the line finds; empty: nothing.
std::string found_by(const Line& line, const Facts& facts, const Text& text, std::span<const Score> scores) {
  switch (line.what) {
    case What::words: return phrase_in(line, text.words);
    case What::pattern: {
      re2::StringPiece found;
      if (!line.pattern->Match(text.folded, 0, text.folded.size(), re2::RE2::UNANCHORED, &found, 1)) return {};
      return found.empty() ? "…" : std::string(found.data(), found.size());
    }
    case What::links:
    case What::links_to:
    case What::links_except: return host_in(line, text.hosts);
    case What::pictures: return facts.pictures > 0 ? "…" : "";
    case What::everything: return "…";
    case What::repeats: return count_since(facts.recent_same, facts.now - line.within) >= line.count ? "…" : "";
    case What::rate: return count_since(facts.recent, facts.now - line.within) >= line.count ? "…" : "";
    case What::score:
      for (const auto& score : scores) {
        if (score.name == line.score && score.value > line.above) return score.because.empty() ? "…" : score.because;
      }
      return {};
  }
  return {};
}

Finding finding_of(const Line& line, const std::string& found) {
  const std::string rule = line.text;
  return {line.reason, excerpt(found == "…" ? rule : "“" + found + "”: " + rule, 500)};
}

}  // namespace

std::string_view standard_text() {
  return "# What holds until you write your own. One rule a line.\n"
         "new members: under 2 days or under 2 pieces\n"
         "hold links from new members because links\n"
         "hold repeats over 10 in 1 hour from new members because repeated\n";
}

Judged judge(std::span<const Rules* const> books, const Facts& facts, std::span<const Score> scores) {
  Judged judged;
  const Text text(facts.text);
  for (const auto* book : books) {
    for (const auto& line : book->lines) {
      if (line.new_members && !is_new(*book, facts)) continue;
      if (!line.kinds.empty() && std::find(line.kinds.begin(), line.kinds.end(), facts.kind) == line.kinds.end()) continue;
      const auto found = found_by(line, facts, text, scores);
      if (found.empty()) continue;
      const bool refused = judged.verdict.outcome == Outcome::refuse;
      if (refused && line.outcome != Outcome::refuse) continue;  // why it is refused says enough
      if (!refused && line.outcome == Outcome::refuse) judged.verdict.findings.clear();
      judged.verdict.outcome = line.outcome;
      judged.too_fast = judged.too_fast || (line.outcome == Outcome::refuse && line.what == What::rate);
      if (judged.verdict.findings.size() < 10) judged.verdict.findings.push_back(finding_of(line, found));
    }
  }
  return judged;
}

double weight_of(std::span<const Reporter> reporters) {
  double unproven = 0;
  double proven = 0;
  for (const auto& each : reporters) {
    const auto right = static_cast<double>(each.right);
    const auto wrong = static_cast<double>(each.wrong);
    if (each.right == 0) unproven += (each.age < days(2) ? 0.2 : 0.5) / (1 + wrong);
    else proven += std::min(1.0, right / 3) * 2 * (right + 1) / (right + wrong + 2);
  }
  return std::min(1.0, unproven) + proven;
}

int severity_of(Reason reason) {
  switch (reason) {
    case Reason::hate:
    case Reason::violence:
    case Reason::dangerous: return 5;
    case Reason::abuse:
    case Reason::sexual:
    case Reason::privacy: return 4;
    case Reason::counterfeit:
    case Reason::misleading: return 3;
    case Reason::other:
    case Reason::spam:
    case Reason::repeated: return 2;
    case Reason::off_topic:
    case Reason::new_member:
    case Reason::links: return 1;
  }
  return 1;
}

std::int64_t priority_of(int severity, double weight, std::int64_t reach, Standing standing) {
  const double seen = 30 * std::log2(1 + static_cast<double>(std::max<std::int64_t>(reach, 0)));
  const double said = std::min(weight * 50, 250.0);
  return severity * 100 + static_cast<std::int64_t>(said) + static_cast<std::int64_t>(seen) + (standing == Standing::held ? 50 : 0);
}

std::optional<Standing> after(Standing from, Action action) {
  struct Move {
    Standing from;
    Action action;
    Standing to;
  };
  static constexpr std::array moves{Move{Standing::visible, Action::keep, Standing::visible},
                                    Move{Standing::held, Action::keep, Standing::visible},
                                    Move{Standing::visible, Action::remove, Standing::removed},
                                    Move{Standing::held, Action::remove, Standing::removed},
                                    Move{Standing::removed, Action::restore, Standing::visible}};
  for (const auto& move : moves) {
    if (move.from == from && move.action == action) return move.to;
  }
  return std::nullopt;
}

}  // namespace plaza::moderation::rules
