// Pure decisions: what rules in plain text say about a piece, what a report weighs, what comes first in the queue, and which moves
// a piece can make.
//
//   # one rule a line
//   new members: under 2 days or under 2 pieces
//   hold words "miracle cure", viagra* because misleading
//   hold pattern /\bfree +followers\b/ in comments because spam
//   refuse links to casino.example because spam
//   hold links except to kilnlight.example from new members
//   hold pictures from new members
//   hold everything in reviews from new members
//   hold repeats over 3 in 1 hour
//   refuse more than 30 in 10 minutes because spam
//   hold toxicity above 0.8 because abuse
//   hide after reports worth 3
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "moderation/screen.h"
#include "moderation/submissions.h"
#include "moderation/subject.h"
#include "platform/base/time.h"

namespace re2 {
class RE2;
}

namespace plaza::moderation::rules {

inline constexpr std::size_t text_max = 50'000;  // code points
inline constexpr std::size_t lines_max = 500;

enum class What { words, pattern, links, links_to, links_except, pictures, everything, repeats, rate, score };

struct Line {
  int number = 0;
  std::string text;  // as written
  Outcome outcome = Outcome::hold;
  What what = What::words;
  std::vector<std::vector<std::string>> phrases;  // of words; a last word that ends in '*' is a beginning
  std::vector<std::string> hosts;
  std::shared_ptr<const re2::RE2> pattern;
  std::int64_t count = 0;  // repeats, rate: over so many
  Micros within = 0;
  std::string score;
  double above = 0;
  std::vector<Kind> kinds;  // empty: all
  bool new_members = false;
  Reason reason = Reason::other;
};

struct Rules {
  std::vector<Line> lines;
  Micros new_age = days(2);     // younger accounts are new,
  std::int64_t new_pieces = 2;  // and those with fewer published pieces
  double hide_at = 0;           // reports of this weight hide a piece until it is looked at; 0: never
};

struct Problem {
  int line = 0;
  std::string message;  // a sentence
};
struct Parsed {
  Rules rules;
  std::vector<Problem> problems;  // with one of them none of the rules is taken
};
Parsed parse(std::string_view text);
// What holds until a shop writes its own.
std::string_view standard_text();

// What is known of a piece and its author when it comes in.
struct Facts {
  Kind kind = Kind::post;
  std::string_view text;
  int pictures = 0;
  Micros account_age = 0;
  std::int64_t published = 0;
  Time now;
  std::vector<Time> recent = {};       // the author's pieces of the last day, without this one
  std::vector<Time> recent_same = {};  // those with the same text
};
struct Judged {
  Verdict verdict;
  bool too_fast = false;  // refused by a rate
};
Judged judge(std::span<const Rules* const> books, const Facts& facts, std::span<const Score> scores);

// --- reports
struct Reporter {
  std::int64_t right = 0;  // reports that a moderator agreed with
  std::int64_t wrong = 0;
  Micros age = 0;  // of the account
};
// Who was never right counts little, and all of them together never more than one report: accounts that were made to report hide nothing.
double weight_of(std::span<const Reporter> reporters);

// --- the queue
int severity_of(Reason reason);  // 1..5
std::int64_t priority_of(int severity, double weight, std::int64_t reach, Standing standing);

// --- moves
enum class Action { keep, remove, restore };
constexpr auto enum_names(Action*) { return std::array{"keep", "remove", "restore"}; }
enum class Measure { none, warn, suspend };
constexpr auto enum_names(Measure*) { return std::array{"none", "warn", "suspend"}; }
// Nothing: the action makes no sense from there.
std::optional<Standing> after(Standing from, Action action);

}  // namespace plaza::moderation::rules
