#include "routes.h"

#include <algorithm>
#include <cmath>

#include "identity/roles.h"
#include "platform/csv/writer.h"
#include "platform/jobs/jobs.h"
#include "views.h"

namespace plaza::predictions {
namespace {

using http::Call;

constexpr const char* none = "predictions.not_found";
constexpr std::size_t csv_rows_max = 200'000;
constexpr int csv_page = 2'000;

http::Access staff() { return identity::staff_access(identity::merchandiser); }

Money rounded(double amount, Currency currency) { return {static_cast<std::int64_t>(std::llround(amount)), currency}; }

PersonView view_of(const RouteParts& parts, const store::Person& person) {
  PersonView view;
  view.account_id = identity::AccountId{person.account};
  if (const auto face = parts.accounts.face(view.account_id)) {
    view.name = face->name;
    view.handle = face->handle;
  }
  view.orders = person.orders;
  view.spent = {person.spent, parts.currency};
  view.last_order_at = person.last_order_at;
  view.active = person.active;
  view.expected_orders = person.expected_orders;
  if (person.expected_spend) view.expected_spend = rounded(*person.expected_spend, parts.currency);
  view.days_to_next_order = person.days_to_next;
  view.churn = person.churn;
  if (person.at_risk) view.at_risk = rounded(*person.at_risk, parts.currency);
  return view;
}

HabitsView view_of(const Habits& habits) {
  HabitsView view;
  view.hours.assign(habits.hours.begin(), habits.hours.end());
  for (const auto count : view.hours) view.visits += count;
  if (view.visits >= visits_min) {
    view.best_hour = static_cast<int>(std::max_element(view.hours.begin(), view.hours.end()) - view.hours.begin());
  }
  std::int64_t answers = 0;
  for (std::size_t i = 0; i < way_count; ++i) {
    view.channels.push_back({static_cast<Way>(i), habits.answers[i]});
    answers += habits.answers[i];
  }
  if (answers >= answers_min) {
    view.best_channel = static_cast<Way>(std::max_element(habits.answers.begin(), habits.answers.end()) - habits.answers.begin());
  }
  return view;
}

store::Sort sort_of(PeopleSort sort) {
  if (sort == PeopleSort::spend) return store::Sort::spend;
  return sort == PeopleSort::at_risk ? store::Sort::risk : store::Sort::orders;
}

std::string text_of(const std::optional<double>& value, int digits) {
  if (!value) return {};
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", digits, *value);
  return text;
}

void write_row(csv::Writer& csv, const PersonView& view) {
  csv.field(to_text(view.account_id)).field(view.name).field(view.orders).field(decimal_text(view.spent));
  csv.field(to_text(view.last_order_at)).field(text_of(view.active, 4)).field(text_of(view.expected_orders, 4));
  csv.field(view.expected_spend ? decimal_text(*view.expected_spend) : "").field(text_of(view.days_to_next_order, 1));
  csv.field(text_of(view.churn, 4)).field(view.at_risk ? decimal_text(*view.at_risk) : "").field(view.spent.currency.code());
  csv.end_record();
}

// Everybody with numbers, in the order of their ids.
std::string people_csv(const RouteParts& parts, db::Reader& reader) {
  std::string text;
  csv::Writer csv(text);
  for (const char* name : {"account_id", "name", "orders", "spent", "last_order_at", "active", "expected_orders_90d",
                           "expected_spend_90d", "days_to_next_order", "churn", "at_risk", "currency"}) {
    csv.field(name);
  }
  csv.end_record();
  std::int64_t last = 0;
  for (std::size_t rows = 0; rows < csv_rows_max;) {
    const auto page = store::people_after(reader, last, csv_page);
    for (const auto& person : page) {
      last = person.account;
      if (!parts.board.may_predict(person.account)) continue;
      write_row(csv, view_of(parts, person));
    }
    rows += page.size();
    if (page.size() < csv_page) break;
  }
  return text;
}

Task<http::Response> send_csv(RouteParts parts) {
  const auto work = [&](db::Reader& reader) { return people_csv(parts, reader); };
  http::Response response;
  response.body = co_await parts.database.read(work);
  response.content_type = "text/csv; charset=utf-8";
  response.header("content-disposition", "attachment; filename=\"predictions.csv\"");
  response.header("cache-control", "no-store");
  co_return response;
}

void add_people_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListPeople, PersonList>("/v1/admin/predictions/people", "listPredictions")
                 .summary("Accounts by what is predicted of them: who comes back, who spends, whose money is about to leave.")
                 .tag("Predictions").access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListPeople& r) -> Result<PersonList> {
                   PersonList list;
                   for (const auto& person : store::top(reader, sort_of(r.sort), r.limit)) {
                     if (parts.board.may_predict(person.account)) list.items.push_back(view_of(parts, person));
                   }
                   return list;
                 }));
  routes.add(http::get<PersonPath, PersonDetail>("/v1/admin/predictions/{account_id}", "getPrediction")
                 .summary("What is predicted of one account, and when and how it is best reached.")
                 .tag("Predictions").access(identity::staff_access(identity::merchandiser | identity::agent))
                 .error(none, ErrorKind::not_found, "Nothing is predicted of this account: it never bought, was not trained on yet, or does not want it.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const PersonPath& r) -> Result<PersonDetail> {
                   const auto person = store::person(reader, r.account_id.value);
                   if (!person || !parts.board.may_predict(person->account)) return Error{ErrorKind::not_found, none, "Nothing is predicted of this account."};
                   return PersonDetail{view_of(parts, *person), view_of(parts.activity.habits(r.account_id.value))};
                 }));
  auto csv = [parts](Call&) -> Task<http::Response> { return send_csv(parts); };
  routes.add(http::get<http::None, http::None>("/v1/admin/predictions.csv", "exportPredictions")
                 .summary("Everybody with numbers, as CSV (at most 200,000).")
                 .tag("Predictions").access(staff()).status(200)
                 .raw(csv));
}

}  // namespace

void add_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, ModelList>("/v1/admin/predictions", "getPredictionModels")
                 .summary("Every kind of prediction with its error on held-out time, beside a rule without a model.")
                 .tag("Predictions").access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<ModelList> {
                   ModelList list;
                   list.currency = std::string(parts.currency.code());
                   for (auto& model : store::models(reader)) list.items.push_back({model.trained_at, std::move(model.report)});
                   return list;
                 }));
  routes.add(http::post<http::None, Queued>("/v1/admin/predictions/train", "trainPredictions")
                 .summary("Trains anew in the background.")
                 .tag("Predictions").access(staff()).status(202)
                 .write(parts.database, [](Call&, db::Transaction& tx, const http::None&) -> Result<Queued> {
                   return Queued{jobs::enqueue(tx, {train_job, "{}", {}, "asked"}) != 0};
                 }));
  add_people_routes(routes, parts);
}

}  // namespace plaza::predictions
