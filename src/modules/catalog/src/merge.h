// What an imported product becomes, given what is there. Pure: the same file over its own result
// changes nothing.
//
// The file is right about what it says. What it does not say stays: columns it lacks, pictures that
// staff added, attributes it does not know, variants it leaves out (unless the options themselves
// are others now, so that they cannot exist any more).
#pragma once

#include <vector>

#include "catalog/product.h"
#include "product_file.h"

namespace plaza::catalog {

struct Merged {
  Product product;  // not normalised; without the collections that the file names
  struct Quantity {
    std::size_t variant = 0;  // index in product.variants
    std::int64_t on_hand = 0;
    std::int64_t line = 0;
  };
  std::vector<Quantity> quantities;
  std::vector<ImportProblem> problems;  // rows that had to be left out
  bool usable = true;                   // false: nothing can be made of it
};

Merged merge(const FileProduct& file, const Product* existing, Currency currency);

}  // namespace plaza::catalog
