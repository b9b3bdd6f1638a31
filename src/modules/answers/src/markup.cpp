#include "markup.h"

#include <vector>

#include "platform/base/text.h"

namespace plaza::answers {
namespace {

enum class Kind { paragraph, heading, small_heading, bullets, numbers };

struct Block {
  Kind kind = Kind::paragraph;
  std::vector<std::string_view> lines;
};

// "12. " -> 4; 0: no number.
std::size_t number_mark(std::string_view line) {
  std::size_t digits = 0;
  while (digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  return digits > 0 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

struct Line {
  Kind kind = Kind::paragraph;
  std::string_view words;
};
Line read_line(std::string_view line) {
  line = trimmed(line);
  if (line.starts_with("### ")) return {Kind::small_heading, trimmed(line.substr(4))};
  if (line.starts_with("## ")) return {Kind::heading, trimmed(line.substr(3))};
  if (line.starts_with("- ")) return {Kind::bullets, trimmed(line.substr(2))};
  if (const auto mark = number_mark(line)) return {Kind::numbers, trimmed(line.substr(mark))};
  return {Kind::paragraph, line};
}

std::vector<Block> blocks_of(std::string_view text) {
  std::vector<Block> blocks;
  bool apart = true;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = read_line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.words.empty()) {
      apart = true;
      continue;
    }
    const bool heading = line.kind == Kind::heading || line.kind == Kind::small_heading;
    const bool same = !blocks.empty() && blocks.back().kind == line.kind && !heading;
    const bool list = line.kind == Kind::bullets || line.kind == Kind::numbers;
    if (!same || (apart && !list)) blocks.push_back({line.kind, {}});
    blocks.back().lines.push_back(line.words);
    apart = false;
  }
  return blocks;
}

bool is_address(std::string_view link) {
  if (link.find_first_of(" \"'<>\\") != std::string_view::npos) return false;
  return (link.starts_with('/') && !link.starts_with("//")) || link.starts_with("https://");
}

// Marks inside a line. `html` false: the words alone.
class Inline {
 public:
  explicit Inline(bool html) : html_(html) {}

  std::string run(std::string_view line) {
    std::string out;
    while (!line.empty()) {
      if (take_link(line, out) || take_pair(line, "**", "strong", out) || take_pair(line, "*", "em", out)) continue;
      const auto next = line.find_first_of("[*", 1);
      out += html_ ? escape_html(line.substr(0, next)) : std::string(line.substr(0, next));
      line.remove_prefix(next == std::string_view::npos ? line.size() : next);
    }
    return out;
  }

 private:
  bool take_link(std::string_view& line, std::string& out) const {
    if (!line.starts_with('[')) return false;
    const auto middle = line.find("](");
    const auto end = middle == std::string_view::npos ? middle : line.find(')', middle);
    if (end == std::string_view::npos) return false;
    const auto words = line.substr(1, middle - 1), link = line.substr(middle + 2, end - middle - 2);
    if (words.empty() || !is_address(link)) return false;
    out += html_ ? "<a href=\"" + escape_html(link) + "\">" + escape_html(words) + "</a>" : std::string(words);
    line.remove_prefix(end + 1);
    return true;
  }

  bool take_pair(std::string_view& line, std::string_view mark, const char* tag, std::string& out) {
    if (!line.starts_with(mark)) return false;
    const auto end = line.find(mark, mark.size() + 1);
    if (end == std::string_view::npos || line[mark.size()] == ' ' || line[mark.size()] == '*' || line[end - 1] == ' ') return false;
    const auto inner = line.substr(mark.size(), end - mark.size());
    const std::string words = html_ ? escape_html(inner) : std::string(inner);
    out += html_ ? std::string("<") + tag + ">" + words + "</" + tag + ">" : words;
    line.remove_prefix(end + mark.size());
    return true;
  }

  const bool html_;
};

}  // namespace

std::string html_of(std::string_view text) {
  std::string out;
  for (const auto& block : blocks_of(text)) {
    const auto all = [&](const char* before, const char* after) {
      std::string inside;
      for (const auto line : block.lines) inside += before + Inline(true).run(line) + after;
      return inside;
    };
    if (block.kind == Kind::heading) out += "<h2>" + all("", "") + "</h2>\n";
    else if (block.kind == Kind::small_heading) out += "<h3>" + all("", "") + "</h3>\n";
    else if (block.kind == Kind::bullets) out += "<ul>" + all("<li>", "</li>") + "</ul>\n";
    else if (block.kind == Kind::numbers) out += "<ol>" + all("<li>", "</li>") + "</ol>\n";
    else {
      std::string inside;
      for (const auto line : block.lines) inside += (inside.empty() ? "" : "<br>") + Inline(true).run(line);
      out += "<p>" + inside + "</p>\n";
    }
  }
  return out;
}

std::string plain_of(std::string_view text) {
  std::string out;
  for (const auto& block : blocks_of(text)) {
    for (const auto line : block.lines) out += (out.empty() ? "" : "\n") + Inline(false).run(line);
  }
  return out;
}

std::string excerpt_of(std::string_view text, std::size_t most) {
  std::string line = plain_of(text);
  for (auto& c : line) {
    if (c == '\n') c = ' ';
  }
  const auto cut = first_code_points(line, most);
  return cut.size() < line.size() ? std::string(trimmed(cut)) + "…" : line;
}

}  // namespace plaza::answers
