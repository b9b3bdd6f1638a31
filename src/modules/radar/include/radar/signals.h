// What people say of products where something may be wrong with them, and how many were sold: from returns, reviews, questions and
// conversations, told by the app. Radar looks whether they rise together. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::radar {

enum class Source { returned, reviewed, asked, talked };
constexpr auto enum_names(Source*) { return std::array<std::string_view, 4>{"returned", "reviewed", "asked", "talked"}; }

struct Signal {
  Source source = Source::returned;
  catalog::ProductId product;
  catalog::VariantId variant;  // none: not known
  std::string person;          // an account's id or an address: kept as a digest, so that one person counts once; empty: not known
  std::string about;           // "rtn_…", "rev_…", "qst_…", "cnv_…": the same thing is noted once
  Time at;
  double weight = 1;           // less for who has not shown who they are
  Time bought_at = {};         // micros 0: not known
};

class Signals {
 public:
  virtual ~Signals() = default;
  virtual void note(db::Transaction& tx, const Signal& signal) = 0;
  virtual void sold(db::Transaction& tx, catalog::ProductId product, std::int64_t units, Time at) = 0;
};

}  // namespace plaza::radar
