// Port: classifiers of texts (spam, toxicity), from above. Rules compare their scores with thresholds: "hold toxicity above 0.8".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plaza::moderation {

struct Score {
  std::string name;     // as rules name it: "toxicity", "spam"; lower case letters
  double value = 0;     // 0..1
  std::string because;  // what spoke for it, for people: "“idiot”, “shut up”"; may be empty
};

class Screen {
 public:
  virtual ~Screen() = default;
  // Pure and quick: it runs inside the writer's transaction. Thread-safe.
  virtual std::vector<Score> scores(std::string_view text) const = 0;
};

}  // namespace plaza::moderation
