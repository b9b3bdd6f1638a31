#include "lists.h"

#include <algorithm>
#include <limits>

#include "platform/base/text.h"
#include "rows.h"
#include "rules.h"
#include "statements.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr int chunk = 120;

struct Place {
  std::int64_t time = 0, id = 0;
};

Result<Place> place_of(const ListQuery& query) {
  if (query.cursor.empty()) {
    const auto end = std::numeric_limits<std::int64_t>::max();
    return query.sort == Sort::due ? Place{0, 0} : Place{end, end};
  }
  const auto dot = query.cursor.find('.');
  const auto time = parse_integer(query.cursor.substr(0, dot));
  const auto id = dot == std::string::npos ? std::nullopt : parse_integer(query.cursor.substr(dot + 1));
  if (!time || !id) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
  return Place{*time, *id};
}

std::string text_of(const Place& place) { return std::to_string(place.time) + "." + std::to_string(place.id); }

// One status of the list, read in pieces.
class Stream {
 public:
  Stream(db::Reader& reader, const ListQuery& query, Status status, Place from, Time now)
      : reader_(reader), query_(query), status_(status), from_(from), now_(now) {}

  const Conversation* head() {
    if (at_ == rows_.size() && !ended_) fill();
    return at_ < rows_.size() ? &rows_[at_] : nullptr;
  }
  void next() { ++at_; }
  Place place(const Conversation& each) const {
    switch (query_.sort) {
      case Sort::due: return {next_due(each), each.id.value};
      case Sort::urgency: return {pressing_of(each), each.id.value};
      case Sort::newest: break;
    }
    return {each.last_at.micros, each.id.value};
  }

 private:
  void fill() {
    rows_ = read();
    at_ = 0;
    ended_ = static_cast<int>(rows_.size()) < chunk;
    if (!rows_.empty()) from_ = place(rows_.back());
  }

  std::vector<Conversation> read() {
    const int status = static_cast<int>(status_);
    const auto rows = [&](const db::Statement& statement, const db::Value& anchor) {
      return reader_.all(statement, {status, from_.time, from_.id, chunk, anchor}, store::read_conversation);
    };
    if (query_.sort == Sort::due) return rows(sql::list_due, query_.late ? now_.micros : never);
    if (query_.sort == Sort::urgency) return reader_.all(sql::list_pressing, {status, from_.time, from_.id, chunk}, store::read_conversation);
    if (!query_.label.empty()) return rows(sql::list_label, query_.label);
    if (query_.assignee) return rows(sql::list_assignee, *query_.assignee);
    if (!query_.channel.empty()) return rows(sql::list_channel, query_.channel);
    if (!query_.intent.empty()) return rows(sql::list_intent, query_.intent);
    if (query_.feeling) return rows(sql::list_feeling, static_cast<int>(*query_.feeling));
    if (query_.priority) return rows(sql::list_priority, static_cast<int>(*query_.priority));
    return reader_.all(sql::list_status, {status, from_.time, from_.id, chunk}, store::read_conversation);
  }

  db::Reader& reader_;
  const ListQuery& query_;
  const Status status_;
  Place from_;
  const Time now_;
  std::vector<Conversation> rows_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

bool before(const Place& a, const Place& b, Sort sort) {
  const auto less = std::pair(a.time, a.id) < std::pair(b.time, b.id);
  return sort == Sort::due ? less : std::pair(b.time, b.id) < std::pair(a.time, a.id);
}

}  // namespace

bool fits(const Conversation& each, const ListQuery& query, Time now) {
  if (query.status && each.status != *query.status) return false;
  if (query.assignee && each.assignee != *query.assignee) return false;
  if (!query.channel.empty() && each.channel != query.channel) return false;
  if (query.priority && each.priority != *query.priority) return false;
  if (query.feeling && each.impression.feeling != *query.feeling) return false;
  if (!query.intent.empty() && each.impression.intent != query.intent) return false;
  if (query.late && next_due(each) > now.micros) return false;
  return query.label.empty() || std::find(each.labels.begin(), each.labels.end(), query.label) != each.labels.end();
}

Result<ListPage> list(db::Reader& reader, const ListQuery& asked, Time now) {
  ListQuery query = asked;
  if (query.late) {
    query.sort = Sort::due;
    query.status = Status::open;
  }
  TRY(const Place from, place_of(query));
  std::vector<Stream> streams;
  for (const Status status : {Status::open, Status::pending, Status::snoozed, Status::resolved}) {
    if (!query.status || *query.status == status) streams.emplace_back(reader, query, status, from, now);
  }
  ListPage page;
  Place last = from;
  for (int looked_at = 0;; ++looked_at) {
    Stream* nearest = nullptr;
    for (auto& stream : streams) {
      const auto* head = stream.head();
      if (!head) continue;
      if (!nearest || before(stream.place(*head), nearest->place(*nearest->head()), query.sort)) nearest = &stream;
    }
    if (!nearest) return page;
    if (static_cast<int>(page.items.size()) == query.limit || looked_at == looked_at_max) break;
    const auto& each = *nearest->head();
    last = nearest->place(each);
    if (fits(each, query, now)) page.items.push_back(each);
    nearest->next();
  }
  page.next_cursor = text_of(last);
  return page;
}

Counts count(db::Reader& reader, identity::AccountId me, Time now) {
  const auto number = [](const db::Row& row) { return row.integer(0); };
  const auto status = [&](Status each) { return reader.one(sql::count_status, {static_cast<int>(each), count_max}, number).value_or(0); };
  const auto open_of = [&](identity::AccountId account) {
    return reader.one(sql::count_assignee, {static_cast<int>(Status::open), count_max, account}, number).value_or(0);
  };
  Counts counts;
  counts.open = status(Status::open);
  counts.pending = status(Status::pending);
  counts.snoozed = status(Status::snoozed);
  counts.mine = me ? open_of(me) : 0;
  counts.nobody = open_of({});
  counts.late = reader.one(sql::count_due, {static_cast<int>(Status::open), count_max, now}, number).value_or(0);
  return counts;
}

}  // namespace plaza::care
