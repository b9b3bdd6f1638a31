// A request's body: what is taken is written and read again as the same. Real numbers may then differ in their last bit, as Boost.JSON
// 1.81 reads those of many digits.
#include <optional>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

struct Inner {
  std::string name;
  std::optional<std::int64_t> count;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 20});
    v("count", count, json::Between{-5, 99});
  }
};

struct Outer {
  Inner inner;
  std::vector<Inner> list;
  std::map<std::string, double> numbers;
  std::optional<Time> at;
  std::optional<Money> price;
  std::optional<json::Raw> raw;
  std::string email = "a@b.example";
  bool flag = false;
  template <class V>
  void describe(V& v) {
    v("inner", inner);
    v("list", list, json::Items{0, 4});
    v("numbers", numbers);
    v("at", at);
    v("price", price);
    v("raw", raw);
    v("email", email, json::Optional{}, json::Pattern{json::Pattern::Name::email});
    v("flag", flag, json::Optional{});
  }
};

}  // namespace

void read(std::string_view bytes) {
  auto first = json::decode<Outer>(bytes);
  if (!first.ok()) {
    CHECK(!first.error().code.empty());
    for (const auto& field : first.error().fields) CHECK(is_utf8(field.field) && !field.code.empty());
    return;
  }
  auto second = json::decode<Outer>(json::encode(*first));
  CHECK(second.ok() && first->numbers.size() == second->numbers.size() && first->raw.has_value() == second->raw.has_value());
  for (auto* each : {&*first, &*second}) {
    each->numbers.clear();
    each->raw.reset();
  }
  CHECK(json::encode(*first) == json::encode(*second));
}

std::vector<std::string> seeds() {
  return {R"({"inner":{"name":"a","count":3},"list":[{"name":"b"}],"numbers":{"x":1.5},"at":"2026-11-22T08:00:00Z",)"
          R"("price":{"amount":2900,"currency":"EUR"},"raw":{"any":[1,null,"\u00e9"]},"email":"a@b.example","flag":true})",
          R"({"inner":{"name":"a"},"list":[],"numbers":{},"raw":{"any":[11e999]}})", R"({"inner":{"name":""},"list":[],"numbers":{}})",
          "[1,2", R"({"inner":{"name":"a"},"list":[{},{},{},{},{}],"numbers":[]})"};
}

}  // namespace plaza::fuzz
