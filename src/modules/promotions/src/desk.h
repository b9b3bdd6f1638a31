// Discounts as staff write them: validated, stored, announced, and put into this node's memory with
// the commit.
#pragma once

#include "book.h"
#include "catalog/catalog.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "promotions/discounts.h"

namespace plaza::promotions {

struct DeskParts {
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  catalog::Collections& collections;
  Book& book;
};

class Desk final : public Discounts {
 public:
  explicit Desk(const DeskParts& parts) : parts_(parts) {}

  std::optional<Discount> discount(db::Reader& reader, DiscountId id) override;
  std::vector<Discount> discounts(db::Reader& reader, const DiscountQuery& query) override;
  std::int64_t uses(db::Reader& reader, const Discount& discount) override;
  Result<Discount> create(db::Transaction& tx, const DiscountTerms& terms) override;
  Result<Discount> update(db::Transaction& tx, const Discount& discount) override;
  Status archive(db::Transaction& tx, DiscountId id) override;

  // The members of the collections that it names, as they are now.
  Members members_of(db::Reader& reader, const Discount& discount) const;

 private:
  Status check(db::Reader& reader, const DiscountTerms& terms) const;
  Result<Discount> announce(db::Transaction& tx, DiscountId id);

  const DeskParts parts_;
};

}  // namespace plaza::promotions
