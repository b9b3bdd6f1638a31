#include "class_column.h"

namespace plaza::pricing {
namespace {

constexpr const char* column_names[] = {"Plaza / Tax class"};

}  // namespace

std::span<const char* const> ClassColumn::names() const { return column_names; }

std::vector<std::string> ClassColumn::cells(db::Reader& reader, catalog::ProductId product) const {
  return {class_of(reader, product)};
}

std::vector<Result<bool>> ClassColumn::put(db::Transaction& tx, std::span<const Said> said) {
  std::vector<ProductClass> wishes;
  for (const auto& one : said) wishes.push_back({one.product, one.cells[0]});
  auto answers = service_.put_classes(tx, wishes);
  for (auto& answer : answers) {
    if (!answer.ok()) answer = invalid_field(column_names[0], "out_of_range", answer.error().fields[0].message);
  }
  return answers;
}

}  // namespace plaza::pricing
