// What people ask about a product and what is answered, for who reads its page without a script: people and search engines. Pure but for
// asked_of().
//
// QAPage and FAQPage are for pages about one question, and for questions that the shop itself asks; of a product that many ask about, the
// questions are schema.org's `subjectOf`.
#pragma once

#include <string>
#include <vector>

#include "platform/base/time.h"
#include "reviews/questions.h"

namespace plaza::storefront {

inline constexpr std::size_t asked_max = 5, asked_answers_max = 3;

struct AskedAnswer {
  std::string id, name, text;
  bool shop = false, accepted = false;
  Time at;
};
struct AskedQuestion {
  std::string id, name, text;
  std::int64_t answers = 0;  // that are published, shown here or not
  std::vector<AskedAnswer> shown;
  Time at;
};

// The most helpful published ones that somebody answered: with the accepted answer first. `shop`: its name.
std::vector<AskedQuestion> asked_of(reviews::Questions& questions, db::Reader& reader, catalog::ProductId product, const std::string& shop);
// `,"subjectOf":[…]` of a schema.org Product at `url`; empty without questions.
std::string asked_json_ld(const std::vector<AskedQuestion>& asked, const std::string& url, const std::string& shop_url);
// A section; empty without questions. Everything is escaped.
std::string asked_html(const std::vector<AskedQuestion>& asked, bool vietnamese);

}  // namespace plaza::storefront
