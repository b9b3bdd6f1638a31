// Files of reviews as other shops' tools write them: Judge.me (three layouts), Yotpo, Loox, Okendo (two), Shopify Product Reviews, and
// our own export. Known by their columns; comma, semicolon or tab. Mail addresses and network addresses are read for one comparison
// and go no further.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/csv/reader.h"
#include "reviews/review.h"

namespace plaza::reviews {

// One row as it says; nothing of it was looked up yet.
struct FileReview {
  std::int64_t line = 0;
  std::string problem;      // why it cannot be taken; empty: it can
  std::string id;           // as the tool calls it; may be empty
  std::string handle, product_title;
  std::int64_t stars = 0;
  std::string title, text, name, email, reply;
  Time at, reply_at;        // micros 0: it does not say
  bool verified = false, incentive = false;
  std::vector<std::string> pictures;  // addresses, at most pictures_max
  std::vector<std::string> refused;   // addresses that are none of the web ("data:", "file:"), cut short
  std::string variant, sku;  // what they bought, as the tool calls it; may be empty
  ReviewStatus status = ReviewStatus::published;
};

class ImportSheet {
 public:
  // The file is borrowed. reviews.file_empty, reviews.unknown_columns.
  static Result<std::unique_ptr<ImportSheet>> open(std::string_view file);
  const std::string& format() const { return format_; }  // "judgeme", "yotpo", "loox", "okendo", "shopify"
  bool next(FileReview& row);                            // false at the end
  std::int64_t rows() const { return rows_; }

 private:
  ImportSheet(std::string_view file, char delimiter);
  std::string cell(const csv::Record& record, std::initializer_list<const char*> names) const;
  void read_pictures(const csv::Record& record, FileReview& row) const;
  void read(const csv::Record& record, FileReview& row) const;
  void swap_back(std::string& text) const;

  const char delimiter_;
  csv::Reader reader_;
  std::optional<csv::Header> header_;
  std::string format_;
  std::int64_t rows_ = 0;
};

// "2025-03-02 10:12:00 UTC", "2025-03-02", "02/03/2025" (day first, unless the second number is above 12), RFC 3339.
std::optional<Time> parse_file_time(std::string_view text);
std::int64_t count_import_rows(std::string_view file);

}  // namespace plaza::reviews
