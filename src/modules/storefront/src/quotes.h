// What reviewers say, for who reads a product's page without a script: people and search engines. Pure but for quotes_of().
#pragma once

#include <string>
#include <vector>

#include "platform/base/time.h"
#include "reviews/reviews.h"

namespace plaza::storefront {

inline constexpr std::size_t quotes_max = 5;

struct Quote {
  std::int64_t stars = 0;
  std::string name, title, text;
  Time at;
};

// The most helpful published ones that weigh something in the rating and have words and a name.
std::vector<Quote> quotes_of(reviews::Reviews& reviews, db::Reader& reader, catalog::ProductId product);
// `,"review":[…]` of a schema.org Product; empty without quotes.
std::string quotes_json_ld(const std::vector<Quote>& quotes);
// A section; empty without quotes. Everything is escaped.
std::string quotes_html(const std::vector<Quote>& quotes, bool vietnamese);

}  // namespace plaza::storefront
