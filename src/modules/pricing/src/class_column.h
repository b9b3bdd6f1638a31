// catalog::ProductColumns: the tax class of a product in the file of products.
#pragma once

#include "catalog/columns.h"
#include "service.h"

namespace plaza::pricing {

class ClassColumn final : public catalog::ProductColumns {
 public:
  explicit ClassColumn(Service& service) : service_(service) {}
  std::span<const char* const> names() const override;
  std::vector<std::string> cells(db::Reader& reader, catalog::ProductId product) const override;
  std::vector<Result<bool>> put(db::Transaction& tx, std::span<const Said> said) override;

 private:
  Service& service_;
};

}  // namespace plaza::pricing
