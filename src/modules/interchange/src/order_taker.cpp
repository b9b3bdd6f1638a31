#include "order_taker.h"

#include "lists.h"
#include "order_columns.h"
#include "order_foreign.h"
#include "order_sheet.h"
#include "platform/base/text.h"
#include "platform/csv/writer.h"

namespace plaza::interchange {
namespace {

namespace column = order_column;

constexpr std::size_t batch_rows = 200;
constexpr std::size_t rows_of_order_max = 1'000;

// "12.5" and "12.50" are one number: spreadsheets write it as they like.
bool same_cell(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const Currency widest{{'K', 'W', 'D'}};
  const auto x = parse_money(a, widest), y = parse_money(b, widest);
  return x && y && *x == *y;
}

// Whether this shop made the order itself, by the number that its name is.
std::optional<orders::Order> own_order(db::Reader& reader, const Needs& needs, const FiledOrder& filed) {
  if (filed.source != needs.shop_name) return std::nullopt;
  auto found = needs.orders.list(reader, {.q = filed.name, .limit = 1});
  if (found.empty() || own_name(found[0].number) != filed.name) return std::nullopt;
  if (needs.past_orders.origin(reader, found[0].id)) return std::nullopt;  // another shop's, by chance of this number
  return std::move(found[0]);
}

}  // namespace

Status OrderTaker::begin() {
  TRY_DONE(sheet_.begin());
  if (sheet_.has(column::name) && sheet_.has(column::line_quantity) && sheet_.has(column::created_at)) return done();
  return unknown_columns("The first line does not name the columns of an order file (Name, Created at, Lineitem quantity, ...).");
}

bool OrderTaker::begins_order(const csv::Record& row, const Rows& rows) const {
  if (sheet_.cell(row, column::name) != sheet_.cell(rows.front(), column::name)) return true;
  return !sheet_.cell(row, column::created_at).empty() || rows.size() >= rows_of_order_max;
}

// False when the file has ended; rows that cannot be read are complained of.
bool OrderTaker::next_order(Rows& rows, Run& run) {
  rows.clear();
  for (;;) {
    csv::Record row;
    if (waiting_) {
      row = std::move(*waiting_);
      waiting_.reset();
    } else if (!sheet_.next(row)) {
      return !rows.empty();
    }
    if (!row.problem.empty()) {
      ++run.failed;
      run.complain(row.line, "", row.problem);
    } else if (sheet_.cell(row, column::name).empty()) {
      ++run.failed;
      run.complain(row.line, column::name, "Is empty: the row belongs to no order.");
    } else if (rows.empty() || !begins_order(row, rows)) {
      rows.push_back(std::move(row));
    } else {
      waiting_ = std::move(row);
      return true;
    }
  }
}

bool OrderTaker::gather(Run& run) {
  batch_.clear();
  bool more = true;
  for (std::size_t count = 0; more && count < batch_rows;) {
    Rows rows;
    more = next_order(rows, run);
    if (!more) break;
    count += rows.size();
    batch_.push_back(std::move(rows));
  }
  rows_done_ = sheet_.rows() - (waiting_ ? 1 : 0);
  return more;
}

void OrderTaker::write(db::Transaction& tx, Run& run) const {
  for (const auto& rows : batch_) take(tx, rows, run);
}

void OrderTaker::take(db::Transaction& tx, const Rows& rows, Run& run) const {
  const auto failed = run.failed;
  auto filed = read(tx, rows, run);
  if (!filed) {
    run.failed = failed + 1;
    return;
  }
  const std::string shop = sheet_.cell(rows.front(), column::shop);
  filed->source = shop.empty() ? run.source : shop;
  filed->name = sheet_.cell(rows.front(), column::name);
  const bool exact = !sheet_.raw(rows.front(), column::record).empty();
  if (exact && !agrees(*filed, rows, run)) {
    ++run.failed;
    return;
  }
  if (!is_there(tx, *filed, rows.front().line, run)) add(tx, *filed, rows.front().line, run);
}

std::optional<FiledOrder> OrderTaker::read(db::Transaction& tx, const Rows& rows, Run& run) const {
  if (!sheet_.raw(rows.front(), column::record).empty()) return read_record(rows, run);
  const Complain complain = [&](std::int64_t line, const char* name, std::string message) {
    run.complain(line, name, std::move(message));
  };
  return foreign_order(tx, needs_, sheet_, rows, complain);
}

std::optional<FiledOrder> OrderTaker::read_record(const Rows& rows, Run& run) const {
  auto record = json::decode<OrderRecord>(sheet_.raw(rows.front(), column::record));
  if (!record.ok()) {
    run.complain(rows.front().line, column::record, words_of(record.error()));
    return std::nullopt;
  }
  FiledOrder filed;
  filed.order = order_of(*record);
  filed.order.email = sheet_.cell(rows.front(), column::email);
  filed.elsewhere = std::move(record->elsewhere);
  for (const auto& row : rows) {
    auto line = json::decode<orders::OrderLine>(sheet_.raw(row, column::line_record));
    if (!line.ok()) {
      run.complain(row.line, column::line_record, words_of(line.error()));
      return std::nullopt;
    }
    line->product.image.reset();
    filed.order.lines.push_back(std::move(*line));
  }
  return filed;
}

// Somebody may have changed a cell that people read and not the record behind it: then neither is believed.
bool OrderTaker::agrees(const FiledOrder& filed, const Rows& rows, Run& run) const {
  std::string text;
  csv::Writer out(text);
  write_order_names(out);
  write_order(out, filed);
  Sheet written(csv::from_text(text));
  if (!written.begin().ok()) return false;
  bool same = true;
  csv::Record line;
  for (const auto& row : rows) {
    written.next(line);
    for (const char* name : order_names()) {
      const bool compared = name != column::record && name != column::line_record && name != column::shop && sheet_.has(name);
      if (!compared || same_cell(trimmed(sheet_.raw(row, name)), trimmed(written.raw(line, name)))) continue;
      run.complain(row.line, name, "Is not what the row's JSON says. Change both, or leave it.");
      same = false;
    }
  }
  return same;
}

bool OrderTaker::is_there(db::Transaction& tx, const FiledOrder& given, std::int64_t line, Run& run) const {
  std::optional<orders::Order> known;
  if (const auto id = needs_.past_orders.find(tx, given.source, given.name)) known = needs_.orders.find(tx, *id);
  else known = own_order(tx, needs_, given);
  if (!known) return false;
  const auto kept = filed(tx, needs_, std::move(*known));
  const bool other_ids = kept.order.id != given.order.id;  // worked out anew: the same in what its file says
  const bool same = other_ids ? kept.order.totals.total == given.order.totals.total &&
                                    kept.order.placed_at == given.order.placed_at
                              : order_rows(kept) == order_rows(given);
  if (same) {
    ++run.unchanged;
    return true;
  }
  ++run.failed;
  run.complain(line, column::name, "Is there already and is not the same: orders that are there are never changed by a file.");
  return true;
}

void OrderTaker::add(db::Transaction& tx, const FiledOrder& filed, std::int64_t line, Run& run) const {
  std::optional<Error> refused;
  const auto bring_in = [&] {
    orders::Order order = filed.order;
    const bool exact = bool(order.id);
    const std::string& owner = exact ? filed.elsewhere.customer : order.email;
    const auto account = owner.empty() ? std::nullopt : needs_.accounts.find_by_email(tx, owner);
    if (account) order.account_id = account->id;
    const orders::Origin origin{filed.source, filed.name, json::encode(filed.elsewhere)};
    const auto actor = parse_id<identity::AccountId>(run.actor);
    orders::By by(orders::Actor::staff);
    if (actor) {
      const auto face = needs_.accounts.face(*actor);
      by = {orders::Actor::staff, *actor, face ? face->name : std::string()};
    }
    auto added = needs_.past_orders.add(tx, std::move(order), origin, by);
    if (!added.ok()) refused = std::move(added).error();
    return !refused.has_value();
  };
  if (tx.nested(bring_in)) {
    ++run.created;
    return;
  }
  ++run.failed;
  if (refused->fields.empty()) run.complain(line, "", refused->detail);
  for (const auto& field : refused->fields) run.complain(line, field.field, "It " + field.message + ".");
}

}  // namespace plaza::interchange
