#include "fact_log.h"

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <charconv>

#include "platform/crypto/crypto.h"
#include "platform/json/encode.h"
#include "platform/log/log.h"

namespace plaza::feed {

namespace {

namespace bj = boost::json;

constexpr std::size_t facts_of_record = 200;
constexpr std::size_t records_at_once = 50;
constexpr Index slice = 5'000;

std::string post_json(const PostFacts& facts) {
  std::string json = "{\"id\":\"" + to_text(facts.id) + "\",\"author\":" + std::to_string(facts.author) + ",\"hashtags\":[";
  const auto add = [&json](std::string text) {
    if (json.back() != '[') json += ',';
    json += '"' + std::move(text) + '"';
  };
  for (const auto hash : facts.hashtags) {
    char digits[17] = {};
    std::to_chars(digits, digits + 16, hash, 16);
    add(digits);
  }
  json += "],\"products\":[";
  for (const auto product : facts.products) add(to_text(catalog::ProductId{product}));
  return json + "]}";
}

std::string_view text_in(const bj::value& value) {
  const auto* text = value.if_string();
  return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

const bj::array& list_in(const bj::object& object, const char* name) {
  static const bj::array nothing;
  const auto* value = object.if_contains(name);
  const auto* list = value ? value->if_array() : nullptr;
  return list ? *list : nothing;
}

}  // namespace

void FactLog::append(const std::vector<PostFacts>& posts, const Prices& prices) {
  static const std::string prefix = "facts-" + crypto::random_token() + "-";
  static std::atomic<std::uint64_t> number = 0;
  std::vector<interactions::Record> records;
  const auto flush = [&] {
    if (!records.empty()) log_.append_now(std::exchange(records, {}));
  };
  const auto add = [&](std::string json) {
    interactions::Record record;
    record.kind = interactions::Kind::domain;
    record.trust = interactions::Trust::domain;
    record.name = topic;
    record.at = record.received_at = clock_.now();
    record.message_id = prefix + std::to_string(++number);
    record.properties = std::move(json);
    records.push_back(std::move(record));
    if (records.size() >= records_at_once) flush();
  };
  for (std::size_t from = 0; from < posts.size(); from += facts_of_record) {
    std::string json = "{\"posts\":[";
    for (std::size_t i = from; i < std::min(posts.size(), from + facts_of_record); ++i) json += (i > from ? "," : "") + post_json(posts[i]);
    add(json + "]}");
  }
  for (std::size_t from = 0; from < prices.size(); from += facts_of_record) {
    std::string json = "{\"prices\":{";
    for (std::size_t i = from; i < std::min(prices.size(), from + facts_of_record); ++i) {
      json += (i > from ? ",\"" : "\"") + to_text(prices[i].first) + "\":" + std::to_string(prices[i].second);
    }
    add(json + "}}");
  }
  flush();
}

void FactLog::tell(const std::vector<PostFacts>& posts, Prices prices) {
  std::erase_if(prices, [this](const auto& price) { return engine_.is_told(price.first, price.second); });
  try {
    append(posts, prices);
  } catch (const std::exception& error) {
    log::warning("what the feed has to know of posts was not logged", {{"reason", error.what()}});
  }
}

void FactLog::tell_all() {
  Index from = 0;
  for (Index before = ~Index{0}; before != from;) {
    before = from;
    append(engine_.untold_posts(from, slice), {});
  }
  from = 0;
  for (Index before = ~Index{0}; before != from;) {
    before = from;
    append({}, engine_.untold_prices(from, slice));
  }
}

void FactLog::read(const bj::object& payload, Engine& engine) {
  for (const auto& each : list_in(payload, "posts")) {
    const auto* object = each.if_object();
    const auto* id = object ? object->if_contains("id") : nullptr;
    const auto* author = object ? object->if_contains("author") : nullptr;
    const auto post = id ? parse_id<content::PostId>(text_in(*id)) : std::nullopt;
    if (!post || !author || !author->is_int64()) continue;
    PostFacts facts{*post, author->get_int64(), {}, {}};
    for (const auto& tag : list_in(*object, "hashtags")) {
      const auto text = text_in(tag);
      std::uint64_t hash = 0;
      const auto end = std::from_chars(text.data(), text.data() + text.size(), hash, 16);
      if (!text.empty() && end.ptr == text.data() + text.size()) facts.hashtags.push_back(hash);
    }
    for (const auto& product : list_in(*object, "products")) {
      if (const auto known = parse_id<catalog::ProductId>(text_in(product))) facts.products.push_back(known->value);
    }
    engine.tell(facts);
  }
  const auto* prices = payload.if_contains("prices");
  if (!prices || !prices->is_object()) return;
  for (const auto& [name, price] : prices->get_object()) {
    const auto product = parse_id<catalog::ProductId>(std::string_view(name.data(), name.size()));
    if (product && price.is_int64() && price.get_int64() >= 0) engine.tell_price(*product, price.get_int64());
  }
}

}  // namespace plaza::feed
