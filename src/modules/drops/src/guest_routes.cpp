// Drops as shoppers see them: the list, one drop, its challenge, joining, and one's own place.
#include "identity/ids.h"
#include "routes.h"
#include "showing.h"
#include "tokens.h"

namespace plaza::drops {
namespace {

using http::Call;

constexpr const char* tag = "Drops";

struct ListDrops {
  std::string product;
  template <class V>
  void describe(V& v) {
    v("product", product, json::Optional{}, json::Length{0, 100},
      json::Doc{"A product's id or handle: only its drop that runs or comes."});
  }
};
struct DropList {
  std::vector<DropView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct OneDrop {
  DropId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct JoinDrop {
  DropId id;
  std::string challenge, answer;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("challenge", challenge, json::Length{1, 200});
    v("answer", answer, json::Length{1, 64});
  }
};
struct OwnTicket {
  DropId id;
  std::string ticket;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("ticket", ticket, json::Optional{}, json::Length{0, 100},
      json::Doc{"The same as the header Plaza-Drop-Ticket, for EventSource."});
  }
};

Person person_of(const Call& call) {
  return {identity::AccountId{call.caller.subject}, call.caller.visitor};
}

std::string handle_of(const RouteParts& parts, db::Reader& reader, catalog::ProductId id) {
  const auto product = parts.catalog.product(reader, id);
  return product ? product->handle : std::string();
}

// Those that run or come, and those that ended within a week.
DropList list(const RouteParts& parts, db::Reader& reader, const ListDrops& request) {
  const Time now = parts.clock.now();
  DropList list;
  for (const Drop& drop : parts.lines.drops()) {
    if (list.items.size() >= listed_max) break;
    if (drop.state == State::draft) continue;
    if (drop.closed_at && now - *drop.closed_at > shown_after_close) continue;
    const bool by_id = to_text(drop.product_id) == request.product;
    if (!request.product.empty() && drop.state == State::closed) continue;
    std::string handle = handle_of(parts, reader, drop.product_id);
    if (!request.product.empty() && !by_id && handle != request.product) continue;
    list.items.push_back(drop_view(drop, parts.lines, std::move(handle), now));
  }
  return list;
}

std::string tickets_of(const Call& call, const OwnTicket& request) {
  return request.ticket.empty() ? std::string(call.request.header(ticket_header)) : request.ticket;
}

Result<ChallengeView> challenge(const RouteParts& parts, const Call& call, DropId id) {
  TRY(const Drop drop, parts.room.drop(id));
  TRY(std::string text, parts.room.challenge(id, person_of(call)));
  return ChallengeView{std::move(text), drop.work_bits, parts.clock.now() + challenge_lasts};
}

Task<Result<TicketView>> join(const RouteParts& parts, Call& call, const JoinDrop& request) {
  const Person person = person_of(call);
  // The answer is checked here, before anything waits for the database.
  auto nonce = parts.room.check(request.id, person, request.challenge, request.answer);
  if (!nonce.ok()) co_return std::move(nonce).error();
  auto work = [&](db::Transaction& tx) { return parts.room.join(tx, request.id, person, *nonce); };
  auto joined = co_await parts.database.write(work);
  if (!joined.ok()) co_return std::move(joined).error();
  if (!joined->fresh) call.reply_status = 200;
  auto drop = parts.room.drop(request.id);
  if (!drop.ok()) co_return std::move(drop).error();
  co_return ticket_view(parts.room.standing(*drop, joined->ticket), parts.lines, parts.clock.now());
}

void add_reading(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListDrops, DropList>("/v1/drops", "listDrops")
                 .summary("Drops that run, come, or ended within a week; newest first, at most 50.")
                 .tag(tag)
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader, const ListDrops& request)
                           -> Result<DropList> { return list(parts, reader, request); }));
  routes.add(http::get<OneDrop, DropView>("/v1/drops/{id}", "getDrop")
                 .summary("One drop.")
                 .tag(tag)
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader, const OneDrop& r) -> Result<DropView> {
                         TRY(const Drop drop, parts.room.drop(r.id));
                         return drop_view(drop, parts.lines,
                                          handle_of(parts, reader, drop.product_id),
                                          parts.clock.now());
                       }));
  routes.add(http::get<OwnTicket, TicketView>("/v1/drops/{id}/tickets/current", "getOwnDropTicket")
                 .summary("One's own place: by the header Plaza-Drop-Ticket, else by the account.")
                 .tag(tag)
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .error("drops.ticket_not_found", ErrorKind::not_found, "No place in this line.")
                 .memory([parts](Call& call, const OwnTicket& r) -> Result<TicketView> {
                   TRY(const Standing standing,
                       parts.room.standing(r.id, tickets_of(call, r),
                                           identity::AccountId{call.caller.subject}));
                   return ticket_view(standing, parts.lines, parts.clock.now());
                 }));
}

void add_joining(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<OneDrop, ChallengeView>("/v1/drops/{id}/challenge", "getDropChallenge")
                 .summary("The work that a place costs, for this person and ten minutes.")
                 .tag(tag)
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .error("drops.not_open", ErrorKind::conflict, "Nobody can join yet.")
                 .error("drops.closed", ErrorKind::conflict, "It is over, or the draw was held.")
                 .memory([parts](Call& call, const OneDrop& r) { return challenge(parts, call, r.id); }));
  routes.add(
      http::post<JoinDrop, TicketView>("/v1/drops/{id}/tickets", "joinDrop")
          .summary("A place in the line for a solved challenge; 200 and the same place for who has one.")
          .tag(tag)
          .status(201)
          .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
          .error("drops.not_open", ErrorKind::conflict, "Nobody can join yet.")
          .error("drops.closed", ErrorKind::conflict, "It is over, or the draw was held.")
          .error("drops.full", ErrorKind::conflict, "The line is full.")
          .error("drops.challenge_unknown", ErrorKind::invalid, "Given to somebody else, or forged.")
          .error("drops.challenge_expired", ErrorKind::invalid, "Older than ten minutes.")
          .error("drops.work_too_little", ErrorKind::invalid, "The answer does not solve it.")
          .task([parts](Call& call, const JoinDrop& request) { return join(parts, call, request); }));
}

}  // namespace

void add_guest_routes(http::Routes& routes, const RouteParts& parts) {
  add_reading(routes, parts);
  add_joining(routes, parts);
}

}  // namespace plaza::drops
