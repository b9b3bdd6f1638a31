// Port: what others know of products beyond what the products state of themselves, as rows of a comparison. Ratings by aspect
// and return rates come this way. Implementations are borrowed, thread-safe and quick: they answer inside the comparison's read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/product.h"
#include "platform/db/connection.h"

namespace plaza::comparison {

// One thing said of one product.
struct Statement {
  std::string text;              // "350 ml"
  std::optional<double> number;  // 350, when it is a number
  std::string unit;              // "ml", or empty
  friend bool operator==(const Statement&, const Statement&) = default;
};

// The same thing said of several products.
struct Topic {
  std::string key;    // "rating"
  std::string label;  // "Rating"
  catalog::Direction direction = catalog::Direction::neutral;
  std::vector<std::optional<Statement>> statements;  // by product; nothing: not known
};

class Evidence {
 public:
  virtual ~Evidence() = default;
  // The rows' section: "reviews". At most 40 bytes, the same at every call; "facts" is taken.
  virtual std::string section() const = 0;
  // Topics about these products, each with one statement (or nothing) a product, in their order. A topic nobody has anything
  // to say about is left out. Labels and texts are for a reader of `locale` ("en", "vi").
  virtual std::vector<Topic> about(db::Reader& reader, std::span<const catalog::ProductId> products, std::string_view locale) const = 0;
};

}  // namespace plaza::comparison
