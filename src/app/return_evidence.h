// comparison::Evidence: what became of the units that a shop delivered, as rows of a comparison.
#pragma once

#include "comparison/evidence.h"
#include "returns/outcomes.h"

namespace plaza::app {

class ReturnEvidence final : public comparison::Evidence {
 public:
  explicit ReturnEvidence(returns::Outcomes& outcomes) : outcomes_(outcomes) {}
  std::string section() const override { return "returns"; }
  std::vector<comparison::Topic> about(db::Reader& reader, std::span<const catalog::ProductId> products,
                                       std::string_view locale) const override;

 private:
  returns::Outcomes& outcomes_;
};

}  // namespace plaza::app
