#include "learner.h"

#include <boost/json.hpp>
#include <cmath>

#include "fact_log.h"
#include "interactions/properties.h"

namespace plaza::feed {

namespace {

namespace bj = boost::json;
using interactions::Record;

std::string_view text_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

template <class I>
I id_of(const bj::object& object, const char* name) {
  return parse_id<I>(text_of(object, name)).value_or(I{});
}

std::int64_t whole_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  bj::error_code failure;
  const auto number = value ? value->to_number<double>(failure) : 0.0;
  return failure || !(number > -9e15 && number < 9e15) ? 0 : static_cast<std::int64_t>(number);
}

std::optional<Action> action_of(std::string_view name) {
  static const std::unordered_map<std::string_view, Action> actions = {
      {"Post Viewed", Action::viewed},       {"Post Liked", Action::liked},     {"Post Saved", Action::saved},
      {"Post Shared", Action::shared},       {"Post Hidden", Action::hidden},   {"Tag Tapped", Action::tapped},
      {"Product Viewed", Action::product_viewed}, {"Product Clicked", Action::product_viewed},
      {"Product Added", Action::bag},
  };
  const auto found = actions.find(name);
  return found == actions.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Personalization> personalization_of(std::string_view name) {
  if (name == "Feed Personalization Resumed") return Personalization::on;
  if (name == "Feed Personalization Paused") return Personalization::paused;
  if (name == "Feed Personalization Reset") return Personalization::reset;
  return std::nullopt;
}

double real_of(const bj::object& object, const char* name, double otherwise) {
  const auto* value = object.if_contains(name);
  bj::error_code failure;
  const auto number = value ? value->to_number<double>(failure) : otherwise;
  return failure || !std::isfinite(number) ? otherwise : number;
}

bool flag_of(const bj::object& object, const char* name, bool otherwise) {
  const auto* value = object.if_contains(name);
  return value && value->is_bool() ? value->get_bool() : otherwise;
}

// An order's name as a number: only to find it again.
std::int64_t order_of(const bj::object& payload) {
  const auto text = text_of(payload, "order_id");
  return text.empty() ? 0 : static_cast<std::int64_t>(stable_hash(text) >> 1);
}

Viewer viewer_of(const Record& record) {
  // Evidence speaks for the browser alone, whatever user it claims.
  return {record.trust == interactions::Trust::evidence ? 0 : record.account, record.visitor};
}

}  // namespace

void FeedLearner::pack(interactions::Packer& out) const {
  out.number(told_.micros);
  engine_.save(out);
}

void FeedLearner::unpack(interactions::Unpacker& in) {
  restore({});
  told_ = Time{in.number()};
  engine_.load(in);
}

void FeedLearner::restore(std::string_view snapshot) {
  told_ = {};
  engine_.unlearn();
  if (snapshot.empty()) return;
  interactions::Unpacker in(snapshot);
  unpack(in);
}

std::string FeedLearner::snapshot() const {
  interactions::Packer out;
  pack(out);
  return out.take();
}

void FeedLearner::save(const interactions::Pieces& out) const {
  interactions::Packer packer(out);
  pack(packer);
  packer.finish();
}

void FeedLearner::load(const interactions::Source& next) {
  interactions::Unpacker in(next);
  unpack(in);
}

void FeedLearner::apply(const Record& record) {
  constexpr Micros step = seconds(1);
  if (record.received_at - told_ >= step) {
    told_ = record.received_at;
    engine_.log_at(told_);
  }
  if (record.kind == interactions::Kind::track) apply_track(record);
  else if (record.kind == interactions::Kind::domain) apply_domain(record);
  if (record.trust == interactions::Trust::session && record.account && !record.visitor.empty()) {
    engine_.join(record.visitor, record.account);
  }
}

void FeedLearner::apply_track(const Record& record) {
  if (const auto wish = personalization_of(record.name)) {
    engine_.personalize(viewer_of(record), *wish);
    return;
  }
  const auto action = action_of(record.name);
  if (!action) return;
  const auto* properties = interactions::object_in(record.properties);
  if (!properties) return;
  Deed deed;
  deed.viewer = viewer_of(record);
  deed.action = *action;
  deed.at = record.at;
  deed.watch_ms = whole_of(*properties, "watch_ms");
  deed.post_id = id_of<content::PostId>(*properties, "post_id");
  deed.product_id = id_of<catalog::ProductId>(*properties, "product_id");
  if (*action == Action::tapped || *action == Action::bag || *action == Action::product_viewed) {
    // Both the post and the product that was looked at are of interest.
    if (deed.product_id) {
      Deed of_product = deed;
      of_product.post_id = {};
      engine_.apply(of_product);
    }
    if (deed.post_id) engine_.apply(deed);
    return;
  }
  // Likes and saves of accounts come from content's own events, so that none counts twice.
  const bool bridged = deed.viewer.account && (*action == Action::liked || *action == Action::saved || *action == Action::shared);
  if (deed.post_id && !bridged) engine_.apply(deed);
}

void FeedLearner::apply_domain(const Record& record) {
  const auto* payload = interactions::object_in(record.properties);
  if (!payload) return;
  Deed deed;
  deed.at = record.at;
  deed.trusted = true;
  deed.viewer.account = id_of<identity::AccountId>(*payload, "account_id").value;
  if (record.name == "feed.page") {
    apply_page(record);
  } else if (record.name == FactLog::topic) {
    FactLog::read(*payload, engine_);
  } else if (record.name == "identity.account_created" || record.name == "identity.signed_in") {
    engine_.join(std::string(text_of(*payload, "visitor")), deed.viewer.account);
  } else if (record.name == "identity.account_erased") {
    engine_.erase(deed.viewer.account);
  } else if (record.name == "profiles.person_erased") {
    const auto* visitors = payload->if_contains("visitors");
    if (!visitors || !visitors->is_array()) return;
    for (const auto& each : visitors->get_array()) {
      if (each.is_string()) engine_.erase_visitor(std::string(std::string_view(each.get_string())));
    }
  } else if (record.name == "content.post_reacted") {
    deed.post_id = id_of<content::PostId>(*payload, "post_id");
    const auto reaction = text_of(*payload, "reaction");
    const auto* on = payload->if_contains("on");
    const bool is_on = !on || !on->is_bool() || on->get_bool();
    if (reaction == "like") deed.action = is_on ? Action::liked : Action::unliked;
    else if (reaction == "save") deed.action = is_on ? Action::saved : Action::unsaved;
    else if (reaction == "share") deed.action = Action::shared;
    else if (reaction == "hide") deed.action = Action::hidden;
    else return;
    engine_.apply(deed);
  } else if (record.name == "content.commented") {
    deed.action = Action::commented;
    deed.post_id = id_of<content::PostId>(*payload, "post_id");
    engine_.apply(deed);
  } else if (record.name == "orders.order_paid") {
    apply_order(record);
  } else if (record.name == "orders.order_cancelled" || record.name == "orders.order_refunded") {
    if (const auto order = order_of(*payload)) engine_.came_back(order);
  }
}

void FeedLearner::apply_page(const Record& record) {
  const auto& payload = *interactions::object_in(record.properties);
  LoggedPage page;
  page.at = record.received_at;
  page.account = whole_of(payload, "account");
  page.visitor = std::string(text_of(payload, "visitor"));
  page.fresh = flag_of(payload, "fresh", false);
  page.for_you = text_of(payload, "scope").empty() && !flag_of(payload, "topic", false);
  page.personal = flag_of(payload, "personal", true);
  page.exploration = real_of(payload, "exploration", 0);
  if (const auto* items = payload.if_contains("items"); items && items->is_array()) {
    for (const auto& item : items->get_array()) {
      if (!item.is_object()) continue;
      const auto& object = item.get_object();
      Shown shown;
      shown.post = id_of<content::PostId>(object, "post_id");
      shown.features = parse_features(text_of(object, "x"));
      shown.score = real_of(object, "score", 0);
      shown.propensity = real_of(object, "propensity", 1);
      shown.explore = real_of(object, "explore", 0);
      page.shown.push_back(std::move(shown));
    }
  }
  if (const auto* next = payload.if_contains("next"); next && next->is_array()) {
    for (const auto& each : next->get_array()) {
      const auto* pair = each.if_array();
      if (!pair || pair->size() != 2 || !(*pair)[0].is_string()) continue;
      const auto id = parse_id<content::PostId>((*pair)[0].get_string());
      bj::error_code failure;
      const auto score = (*pair)[1].to_number<double>(failure);
      if (id && !failure) page.next.emplace_back(*id, score);
    }
  }
  engine_.logged(std::move(page));
}

void FeedLearner::apply_order(const Record& record) {
  const auto& payload = *interactions::object_in(record.properties);
  Deed deed;
  deed.at = record.at;
  deed.trusted = true;
  deed.viewer.account = id_of<identity::AccountId>(payload, "account_id").value;
  if (!deed.viewer.account) deed.viewer.visitor = std::string(text_of(payload, "visitor"));
  deed.action = Action::purchased;
  deed.order = order_of(payload);
  const auto* lines = payload.if_contains("lines");
  if (!lines || !lines->is_array()) return;
  for (const auto& line : lines->get_array()) {
    if (!line.is_object()) continue;
    Deed bought = deed;
    bought.product_id = id_of<catalog::ProductId>(line.get_object(), "product_id");
    if (bought.product_id) engine_.apply(bought);
    const auto* source = line.get_object().if_contains("source");
    if (source && source->is_object()) {
      bought.post_id = id_of<content::PostId>(source->get_object(), "post_id");
      if (bought.post_id) engine_.apply(bought);
    }
  }
}

}  // namespace plaza::feed
