#include "import_sheet.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "platform/base/text.h"
#include "platform/csv/writer.h"

namespace plaza::reviews {
namespace {

constexpr std::size_t text_max = 10'000, title_max = 300, name_max = 80, variant_max = 200, address_max = 1'000, refused_shown = 80;

// The reader splits at commas: in a file of another delimiter the two bytes change places, and back in each field.
csv::Source swapped(std::string_view file, char delimiter) {
  if (delimiter == ',') return csv::from_text(file);
  return [inner = csv::from_text(file), delimiter](char* data, std::size_t size) {
    const auto count = inner(data, size);
    for (std::size_t i = 0; i < count; ++i) {
      if (data[i] == ',') data[i] = delimiter;
      else if (data[i] == delimiter) data[i] = ',';
    }
    return count;
  };
}

char delimiter_of(std::string_view file) {
  std::array<std::pair<int, char>, 3> counts{{{0, ','}, {0, ';'}, {0, '\t'}}};
  bool quoted = false;
  for (const char c : file.substr(0, 10'000)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    for (auto& [count, delimiter] : counts) count += c == delimiter ? 1 : 0;
  }
  return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.first < b.first; })->second;
}

bool has(const csv::Header& header, std::initializer_list<const char*> names) {
  return std::all_of(names.begin(), names.end(), [&](const char* name) { return header.find(name) >= 0; });
}

std::string format_of(const csv::Header& header) {
  if (has(header, {"review score", "review content"})) return "yotpo";
  if (has(header, {"product_handle", "state", "author", "rating"})) return "shopify";
  if (has(header, {"review", "rating", "handle"}) || has(header, {"review", "rating", "productid"})) return "loox";
  if (has(header, {"is verified buyer", "rating"}) || has(header, {"reviewid", "rating", "body"})) return "okendo";
  if (has(header, {"body", "rating", "product_handle"})) return "judgeme";
  return "";
}

// "https://shop.example/products/vase?x=1" -> "vase"
std::string handle_in(std::string_view url) {
  const auto at = url.find("/products/");
  if (at == std::string_view::npos) return "";
  const auto rest = url.substr(at + 10);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

bool says_yes(std::string_view text) {
  const auto lower = lower_ascii(trimmed(text));
  return lower == "true" || lower == "yes" || lower == "1" || lower == "y" || lower == "verified";
}

// What the tool's word for its state means here; a state that nobody knows waits for a person.
ReviewStatus status_of(std::string_view text) {
  const auto lower = lower_ascii(trimmed(text));
  if (lower.empty() || lower == "ok" || lower == "published" || lower == "approved" || lower == "active" || lower == "true") {
    return ReviewStatus::published;
  }
  if (lower == "spam" || lower == "rejected" || lower == "hidden" || lower == "deleted") return ReviewStatus::rejected;
  return ReviewStatus::pending;
}

std::optional<std::int64_t> stars_of(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && (text.substr(1) == ".0" || text.substr(1) == ".00")) text = text.substr(0, 1);
  if (text.size() != 1 || text[0] < '1' || text[0] > '5') return std::nullopt;
  return text[0] - '0';
}

// Whatever stands between them: commas, spaces, bars, brackets.
// Whatever begins like an address: "https:", "data:".
std::vector<std::string_view> addresses_in(std::string_view text) {
  constexpr std::string_view between = " ,;|\"'[]{}<>\r\n\t";
  std::vector<std::string_view> found;
  for (std::size_t at = text.find_first_not_of(between); at != std::string_view::npos; at = text.find_first_not_of(between, at)) {
    const auto end = std::min(text.find_first_of(between, at), text.size());
    const auto word = text.substr(at, end - at);
    const auto colon = word.find(':');
    const auto is_scheme = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.'; };
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < word.size() && std::all_of(word.data(), word.data() + colon, is_scheme)) {
      found.push_back(word);
    }
    at = end;
  }
  return found;
}

bool is_of_the_web(std::string_view address) {
  const auto lower = lower_ascii(address.substr(0, 8));
  return (lower.starts_with("https://") || lower.starts_with("http://")) && address.size() <= address_max;
}

}  // namespace

std::optional<Time> parse_file_time(std::string_view text) {
  text = trimmed(text);
  if (auto exact = parse_time(text)) return exact;
  const std::string copy(text.substr(0, 40));
  int a = 0, b = 0, c = 0, hour = 0, minute = 0, second = 0;
  std::array<char, 40> rfc{};
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2d%*[ T]%2d:%2d:%2d", &a, &b, &c, &hour, &minute, &second) >= 3) {
    std::snprintf(rfc.data(), rfc.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", a, b, c, hour, minute, second);
    return parse_time(rfc.data());
  }
  if (std::sscanf(copy.c_str(), "%2d/%2d/%4d %2d:%2d", &a, &b, &c, &hour, &minute) >= 3 && c > 0) {
    if (b > 12) std::swap(a, b);
    std::snprintf(rfc.data(), rfc.size(), "%04d-%02d-%02dT%02d:%02d:00Z", c, b, a, hour, minute);
    return parse_time(rfc.data());
  }
  return std::nullopt;
}

std::int64_t count_import_rows(std::string_view file) {
  csv::Reader reader(swapped(file, delimiter_of(file)));
  csv::Record record;
  std::int64_t rows = -1;
  while (reader.next(record)) ++rows;
  return std::max<std::int64_t>(rows, 0);
}

ImportSheet::ImportSheet(std::string_view file, char delimiter) : delimiter_(delimiter), reader_(swapped(file, delimiter)) {}

Result<std::unique_ptr<ImportSheet>> ImportSheet::open(std::string_view file) {
  std::unique_ptr<ImportSheet> sheet(new ImportSheet(file, delimiter_of(file)));
  csv::Record record;
  if (!sheet->reader_.next(record)) return Error{ErrorKind::invalid, "reviews.file_empty", "The file is empty."};
  if (record.problem.empty()) {
    for (auto& field : record.fields) sheet->swap_back(field);
    sheet->header_.emplace(record);
    sheet->format_ = format_of(*sheet->header_);
  }
  if (sheet->format_.empty()) {
    return Error{ErrorKind::invalid, "reviews.unknown_columns",
                 "These are not the columns of Judge.me, Yotpo, Loox, Okendo, Shopify Product Reviews or our own export."};
  }
  return sheet;
}

void ImportSheet::swap_back(std::string& text) const {
  if (delimiter_ == ',') return;
  for (char& c : text) {
    if (c == ',') c = delimiter_;
    else if (c == delimiter_) c = ',';
  }
}

std::string ImportSheet::cell(const csv::Record& record, std::initializer_list<const char*> names) const {
  for (const char* name : names) {
    const int at = header_->find(name);
    if (at < 0 || static_cast<std::size_t>(at) >= record.fields.size()) continue;
    std::string text = csv::unguarded(record.fields[static_cast<std::size_t>(at)]);
    swap_back(text);
    text = std::string(trimmed(text));
    if (!text.empty()) return text;
  }
  return "";
}

// Of all columns that hold pictures, each once.
void ImportSheet::read_pictures(const csv::Record& record, FileReview& row) const {
  const auto add = [](std::vector<std::string>& all, std::string address) {
    if (all.size() < pictures_max && std::find(all.begin(), all.end(), address) == all.end()) all.push_back(std::move(address));
  };
  for (const char* column : {"picture_urls", "picture_url", "pictures", "img", "image", "images", "image_url", "image_urls", "imageurls", "photo",
                             "photos", "photo_url", "photo_urls", "photourls", "published image urls", "review images", "media", "media_urls",
                             "mediaurls", "review_media", "image url", "image urls", "photo url", "photo urls", "picture urls", "media urls"}) {
    const auto all = cell(record, {column});
    for (const auto address : addresses_in(all)) {
      if (is_of_the_web(address)) add(row.pictures, std::string(address));
      else add(row.refused, excerpt(address, refused_shown));
    }
  }
}

void ImportSheet::read(const csv::Record& record, FileReview& row) const {
  row.id = cell(record, {"review id", "reviewid", "id"});
  row.handle = lower_ascii(cell(record, {"product_handle", "handle"}));
  if (row.handle.empty()) row.handle = lower_ascii(handle_in(cell(record, {"product url", "product_url"})));
  row.product_title = cell(record, {"product title", "product name", "product_title"});
  row.title = excerpt(cell(record, {"title", "review title"}), title_max);
  row.text = excerpt(cell(record, {"body", "review content", "review"}), text_max);
  row.name = excerpt(cell(record, {"reviewer_name", "nickname", "display name", "reviewer name", "reviewer.name", "author", "full_name"}),
                     name_max);
  row.email = cell(record, {"reviewer_email", "email", "reviewer.email"});
  row.reply = excerpt(cell(record, {"reply"}), 5'000);
  read_pictures(record, row);
  row.variant = excerpt(cell(record, {"variant", "variant title", "variant_title", "varianttitle", "variant name", "variant_name", "variantname",
                                      "product variant", "product_variant", "product variant name", "product options"}),
                        variant_max);
  row.sku = excerpt(cell(record, {"sku", "variant sku", "variant_sku", "variantsku", "product sku", "product_sku", "productsku"}), variant_max);
  row.verified = says_yes(cell(record, {"verified purchase", "verified_purchase", "is verified buyer", "verified"}));
  row.incentive = says_yes(cell(record, {"incentive", "incentivized"}));
  row.status = status_of(cell(record, {"curated", "status", "state"}));
  const auto stars = stars_of(cell(record, {"rating", "review score"}));
  const std::string date = cell(record, {"review_date", "date", "date created", "datecreated", "created_at"});
  const auto at = parse_file_time(date);
  if (const auto reply_at = parse_file_time(cell(record, {"reply_date", "replied_at"}))) row.reply_at = *reply_at;
  if (!stars) row.problem = "The rating is no number from 1 to 5.";
  else if (!date.empty() && !at) row.problem = "The date cannot be read.";
  else if (row.handle.empty() && row.product_title.empty()) row.problem = "It does not say which product it is about.";
  row.stars = stars.value_or(0);
  if (at) row.at = *at;
}

bool ImportSheet::next(FileReview& row) {
  csv::Record record;
  if (!reader_.next(record)) return false;
  ++rows_;
  row = {};
  row.line = record.line;
  row.problem = record.problem;
  if (row.problem.empty()) read(record, row);
  return true;
}

}  // namespace plaza::reviews
