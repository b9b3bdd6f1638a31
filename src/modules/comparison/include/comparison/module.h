// The comparison's implementation, for the app and tests.
#pragma once

#include <memory>

#include "catalog/catalog.h"
#include "comparison/comparison.h"
#include "comparison/evidence.h"
#include "content/view.h"
#include "platform/db/database.h"
#include "platform/http/route.h"

namespace plaza::comparison {

struct Needs {
  db::Database& database;
  catalog::Catalog& catalog;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Comparison& comparison() = 0;
  // The ports, whose implementations stand above this module; before anything runs, borrowed. Without chips nothing can be
  // compared; evidence follows the facts in the order it was plugged in.
  virtual void plug(const content::ProductChips& chips) = 0;
  virtual void plug(const Evidence& evidence) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);

}  // namespace plaza::comparison
