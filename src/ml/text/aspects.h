// What a text praises and faults, thing by thing: each word of feeling is put to the thing that stands nearest in its clause ("lovely
// glaze", "the cable is short", "men rất đẹp"). By our own lexicons in English and Vietnamese, the same that sentiment.h reads by; nothing
// is trained. After Hu and Liu, "Mining and summarizing customer reviews", KDD 2004. Thread-safe.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::ml::text {

struct Opinion {
  std::string thing;        // as it stands there, in small letters: "glaze", "chất lượng"
  std::string plain;        // the same for all its forms: without marks and the English plural
  std::string said;         // "lovely", "not beautiful", "không đẹp"
  double weight = 0;        // above 0: praise; below: blame
  std::string_view clause;  // of the text: where it stands
};

// In the order of the text. `own`: plain words that are no things here, such as the product's name.
std::vector<Opinion> opinions(std::string_view text, const std::set<std::string>& own = {});
// A word as in Opinion::plain.
std::string plain_thing(std::string_view word);

}  // namespace plaza::ml::text
