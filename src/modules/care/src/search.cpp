#include "search.h"

#include <unordered_set>

#include "care/events.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr int batch = 1'000;
// Ids are given before their commit: what a slow transaction brings late lies at most so far behind the newest.
constexpr std::int64_t overlap = std::int64_t{3'600'000} << 22;

}  // namespace

void Search::take(const std::vector<Message>& messages, bool again) {
  std::vector<Words> all;
  const auto read = [&](db::Reader& reader) {
    for (const auto& each : messages) {
      if (each.direction == Direction::event) continue;
      std::string text = each.text + " " + each.author_name;
      if (each.direction == Direction::in) {
        if (const auto whole = store::find(reader, each.conversation_id)) {
          text += " " + whole->subject + " " + whole->customer.name + " " + whole->customer.address;
        }
      }
      all.push_back({each.id, each.conversation_id, terms_of(text)});
    }
    return true;
  };
  needs_.database.read_now(read);
  index_.add(all, again);
}

void Search::take_again(ConversationId id, std::int64_t mark) {
  index_.remove(id, mark);
  MessageId before{};
  for (;;) {
    const auto read = [&](db::Reader& reader) { return store::messages_before(reader, id, before, batch); };
    const auto some = needs_.database.read_now(read);
    if (!some.empty()) take(some, true);
    if (static_cast<int>(some.size()) < batch) return;
    before = some.back().id;
  }
}

void Search::load() {
  const bool goes_on = index_.open();
  MessageId after{goes_on ? std::max<std::int64_t>(0, index_.newest().value - overlap) : 0};
  for (;;) {
    const auto read = [&](db::Reader& reader) { return store::messages_after(reader, after, batch); };
    const auto some = needs_.database.read_now(read);
    if (some.empty()) break;
    take(some);
    after = some.back().id;
  }
  remove_blanked();
  index_.set_complete();
}

void Search::wipe() {
  remove_blanked();
  index_.compact();
}

void Search::remove_blanked() {
  std::int64_t blanked = std::max<std::int64_t>(0, index_.last_blanked() - overlap);
  for (;;) {
    const auto read = [&](db::Reader& reader) {
      return reader.all(sql::blanked_after, {blanked}, [](const db::Row& row) { return std::pair(row.integer(0), row.id<ConversationId>(1)); });
    };
    const auto some = needs_.database.read_now(read);
    if (some.empty()) break;
    for (const auto& [id, conversation] : some) take_again(conversation, id);
    blanked = some.back().first;
  }
}

void Search::follow(const std::vector<events::Event>& all) {
  std::vector<Message> messages;
  for (const auto& event : all) {
    const auto changed = events::read<CaseChanged>(event);
    if (changed.blanked) take_again(changed.conversation_id, changed.message_id.value_or(MessageId{}).value);
    if (changed.blanked || !changed.message_id) continue;
    const auto read = [&](db::Reader& reader) { return store::find_message(reader, *changed.message_id); };
    if (auto found = needs_.database.read_now(read)) messages.push_back(std::move(*found));
  }
  if (!messages.empty()) take(messages);
}

Result<ListPage> Search::find(db::Reader& reader, std::string_view words, const ListQuery& query, Time now) {
  MessageId before{};
  if (!query.cursor.empty()) {
    const auto id = parse_id<MessageId>(query.cursor);
    if (!id) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *id;
  }
  ListPage page;
  // An address typed as a whole finds its conversations, whoever's words they hold.
  if (const std::string address = clean_email(words); !address.empty() && !before) {
    for (auto& each : store::of_address(reader, address, query.limit)) {
      if (fits(each, query, now)) page.items.push_back(std::move(each));
    }
    if (!page.items.empty()) return page;
  }
  const auto hits = index_.find(words, before);
  std::unordered_set<ConversationId> seen;
  for (const auto& hit : hits) {
    if (static_cast<int>(page.items.size()) == query.limit) return page;
    page.next_cursor = to_text(hit.message);
    if (!seen.insert(hit.conversation).second) continue;
    auto each = store::find_survivor(reader, hit.conversation);
    if (each && each->id != hit.conversation && !seen.insert(each->id).second) continue;
    if (each && fits(*each, query, now)) page.items.push_back(std::move(*each));
  }
  if (static_cast<int>(hits.size()) < candidates_max) page.next_cursor.reset();
  return page;
}

}  // namespace plaza::care
