#include <cmath>

#include "identity/roles.h"
#include "routes.h"
#include "views.h"

namespace plaza::feed {

namespace {

using http::Call;

http::Access staff() { return identity::staff_access(identity::merchandiser); }

FeedSettingsView view(const RouteParts& parts, const store::Settings& settings) {
  FeedSettingsView made;
  static_cast<Tuning&>(made) = settings.tuning;
  made.version = settings.version;
  made.currency = std::string(parts.currency.code());
  return made;
}

FeedRuleView view(const RouteParts& parts, const Rule& rule) {
  FeedRuleView made;
  static_cast<RuleTerms&>(made) = rule;
  made.id = rule.id;
  made.version = rule.version;
  made.in_force = in_force(rule, parts.clock.now());
  made.created_at = rule.created_at;
  made.updated_at = rule.updated_at;
  return made;
}

FeedEstimate view(const RouteParts& parts, const Estimate& estimate) {
  const auto thousand = [&](double of_one) { return Money{std::llround(of_one * 1'000), parts.currency}; };
  return {thousand(estimate.mean), thousand(estimate.low), thousand(estimate.high)};
}

FeedHeadView view(Head head, const HeadRecord& all, const HeadRecord& today, double belief) {
  FeedHeadView made{head, all.examples, all.positives, today.examples, today.positives, {}, {}, belief, {}};
  const auto& judged = today.examples > 0 ? today : all;
  if (judged.examples > 0) {
    made.log_loss = judged.loss / static_cast<double>(judged.examples);
    made.base_log_loss = judged.base_loss / static_cast<double>(judged.examples);
  }
  for (auto bin = all.bin.rbegin(); bin != all.bin.rend(); ++bin) {
    if (bin->count == 0) continue;
    const auto count = static_cast<double>(bin->count);
    made.calibration.push_back({bin->foretold / count, bin->came / count, bin->count});
  }
  return made;
}

FeedLearningView learning_view(const RouteParts& parts, std::int64_t first_audience) {
  const auto told = parts.engine.learning();
  FeedLearningView made{told.pages, told.examples, told.share, told.overall_rate, {}, {}, {}, {}, {}};
  for (std::size_t head = 0; head < head_count; ++head) {
    made.heads.push_back(view(static_cast<Head>(head), told.all[head], told.today[head], told.belief[head]));
  }
  for (const auto& post : told.exploring) {
    const auto audience = first_audience * (post.stage == Stage::first_audience ? 1 : 8);
    made.exploring.push_back({post.post_id, post.stage, post.served, audience, post.views, post.rate, post.rate_upper});
  }
  for (const auto& post : told.rising) made.rising.push_back({post.post_id, post.rate, post.views});
  if (const auto& fit = told.affinity) {
    made.affinity = FeedAffinityView{fit->trained_at, fit->took / 1'000, fit->people, fit->posts,  fit->interactions, fit->indexed,
                                     fit->rank,       fit->bytes,        fit->graph,  fit->recall};
  }
  for (const auto& source : told.sources) {
    FeedSourceView view{source.source, source.places, source.looked_at, source.liked, {}};
    if (source.looked_at > 0) view.worth = Money{std::llround(source.worth * 1'000 / static_cast<double>(source.looked_at)), parts.currency};
    made.sources.push_back(view);
  }
  return made;
}

Result<FeedPreviewView> preview(const RouteParts& parts, db::Reader& reader, const PreviewFeedRule& request) {
  TRY(const auto terms, parts.desk.checked(reader, request));
  const auto told = parts.engine.preview(terms, parts.clock.now() - days(request.days));
  if (!told) return invalid_field("target_id", "not_found", "has no post in the feed");
  return FeedPreviewView{told->impressions, told->affected, told->effective,
                         told->overlap,     view(parts, told->now), view(parts, told->with)};
}

void add_settings_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, FeedSettingsView>("/v1/admin/feed/settings", "getFeedSettings")
                 .summary("What the feed weighs, in money, and how its pages are put together.")
                 .tag("Feed")
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<FeedSettingsView> {
                   return view(parts, parts.desk.settings(reader));
                 }));
  routes.add(http::put<PutFeedSettings, FeedSettingsView>("/v1/admin/feed/settings", "putFeedSettings")
                 .summary("All of the settings; what is absent becomes the default. In force within a second everywhere.")
                 .tag("Feed")
                 .access(staff())
                 .error("feed.stale", ErrorKind::conflict, "Somebody else has changed this.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PutFeedSettings& request) -> Result<FeedSettingsView> {
                   TRY(const auto written, parts.desk.write_settings(tx, request, request.version));
                   return view(parts, written);
                 }));
  routes.add(http::get<http::None, FeedLearningView>("/v1/admin/feed/learning", "getFeedLearning")
                 .summary("What the feed learnt: each head against the bare rate, posts in their first audience, posts that rise.")
                 .tag("Feed")
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<FeedLearningView> {
                   return learning_view(parts, parts.desk.settings(reader).tuning.first_audience);
                 }));
}

void add_rule_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, FeedRules>("/v1/admin/feed/rules", "listFeedRules")
                 .summary("The brand's rules, newest first; at most 50.")
                 .tag("Feed")
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<FeedRules> {
                   FeedRules made;
                   for (const auto& rule : parts.desk.rules(reader)) made.items.push_back(view(parts, rule));
                   return made;
                 }));
  routes.add(http::post<CreateFeedRule, FeedRuleView>("/v1/admin/feed/rules", "createFeedRule")
                 .summary("Pins, boosts or buries a post, or all posts of a product, hashtag or creator.")
                 .tag("Feed")
                 .access(staff())
                 .status(201)
                 .idempotent()
                 .error("feed.too_many_rules", ErrorKind::conflict, "There are as many rules as there can be.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const CreateFeedRule& request) -> Result<FeedRuleView> {
                   TRY(const auto made, parts.desk.create_rule(tx, request));
                   return view(parts, made);
                 }));
  routes.add(http::put<PutFeedRule, FeedRuleView>("/v1/admin/feed/rules/{id}", "putFeedRule")
                 .summary("All of a rule, changed.")
                 .tag("Feed")
                 .access(staff())
                 .error("feed.rule_not_found", ErrorKind::not_found, "There is no such rule.")
                 .error("feed.stale", ErrorKind::conflict, "Somebody else has changed this.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PutFeedRule& request) -> Result<FeedRuleView> {
                   TRY(const auto made, parts.desk.update_rule(tx, request.id, request, request.version));
                   return view(parts, made);
                 }));
  routes.add(http::del<FeedRulePath, http::None>("/v1/admin/feed/rules/{id}", "deleteFeedRule")
                 .summary("Deletes a rule.")
                 .tag("Feed")
                 .access(staff())
                 .error("feed.rule_not_found", ErrorKind::not_found, "There is no such rule.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const FeedRulePath& request) -> Result<http::None> {
                   TRY_DONE(parts.desk.delete_rule(tx, request.id));
                   return http::None{};
                 }));
  routes.add(http::post<PreviewFeedRule, FeedPreviewView>("/v1/admin/feed/rules/preview", "previewFeedRule")
                 .summary("What a rule would have done over the last days, from logged pages with their chances; nothing is published.")
                 .tag("Feed")
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const PreviewFeedRule& request) {
                   return preview(parts, reader, request);
                 }));
}

}  // namespace

void add_admin_routes(http::Routes& routes, const RouteParts& parts) {
  add_settings_routes(routes, parts);
  add_rule_routes(routes, parts);
}

}  // namespace plaza::feed
