#include "identity/roles.h"
#include "routes.h"
#include "views.h"

namespace plaza::credit {
namespace {

using http::Call;

constexpr const char* none = "credit.card_not_found";

http::Access staff() { return identity::staff_access(identity::merchandiser | identity::agent); }

std::string actor_of(const Call& call) {
  return call.caller.subject ? to_text(identity::AccountId{call.caller.subject}) : "key";
}

AdminGiftCard view(const GiftCard& card) {
  return {card.id,     card.last4,   card.balance,    card.initial, card.expires_at, card.status, card.note,
          card.reference, card.version, card.created_at, {},           {}};
}

AdminGiftCard view_with_entries(db::Reader& reader, const GiftCard& card) {
  AdminGiftCard shown = view(card);
  for (auto& e : entries(reader, {Side::card, card.id.value}, 0, 100)) {
    shown.entries.push_back({e.id, e.at, e.amount, e.balance, e.reason, e.reference, e.actor, e.note});
  }
  return shown;
}

Result<GiftCardPage> list(const RouteParts& parts, db::Reader& reader, const ListGiftCards& r) {
  CardQuery query{r.q, r.status, {}, r.limit + 1};
  for (char& c : query.last4) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (!r.cursor.empty()) {
    const auto before = parse_id<GiftCardId>(r.cursor);
    if (!before) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    query.before = *before;
  }
  GiftCardPage page;
  for (const auto& card : parts.credit.cards(reader, query)) {
    if (std::ssize(page.items) == r.limit) {
      page.next_cursor = to_text(page.items.back().id);
      break;
    }
    page.items.push_back(view(card));
  }
  return page;
}

Result<AdminGiftCard> change(const RouteParts& parts, const Call& call, db::Transaction& tx,
                             const PatchGiftCard& r) {
  CardPatch patch;
  patch.version = r.version;
  if (r.status) patch.disabled = *r.status == CardSwitch::disabled;
  patch.note = r.note;
  patch.expires_at = r.expires_at;
  patch.forever = r.never_expires;
  const auto before = parts.credit.card(tx, r.id);
  TRY(const auto changed, parts.credit.change(tx, r.id, patch, actor_of(call)));
  // A card that can pay again is given once more.
  const auto worth = [](const GiftCard& card) { return card.status == CardStatus::active ? card.balance.amount : 0; };
  const std::int64_t given = worth(changed) - (before ? worth(*before) : 0);
  TRY_DONE(parts.allowed(call, tx, Money{given, changed.balance.currency}, to_text(r.id), changed.note));
  return view_with_entries(tx, changed);
}

void add_check(http::Routes& routes, const RouteParts& parts) {
  routes.add(
      http::post<CheckGiftCard, GiftCardView>("/v1/gift_cards/check", "checkGiftCard")
          .summary("What is left on the card with this code.")
          .tag("Gift cards")
          .access(http::Access::anyone())
          .error(none, ErrorKind::not_found, "There is no card with this code.")
          .error("credit.too_many_attempts", ErrorKind::too_many, "Too many codes were tried.")
          .read(parts.database,
                [parts](Call& call, db::Reader& reader,
                        const CheckGiftCard& r) -> Result<GiftCardView> {
                  TRY_DONE(parts.credit.allow_attempt(call.request.remote_address));
                  TRY(const auto card, parts.credit.find_by_code(reader, r.code));
                  return GiftCardView{card.last4, card.balance, card.initial, card.expires_at,
                                      card.status};
                }));
}

}  // namespace

void add_card_routes(http::Routes& routes, const RouteParts& parts) {
  add_check(routes, parts);
  routes.add(http::get<ListGiftCards, GiftCardPage>("/v1/admin/gift_cards", "listGiftCards")
                 .summary("Gift cards, newest first.")
                 .tag("Gift cards")
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListGiftCards& r) {
                   return list(parts, reader, r);
                 }));
  routes.add(http::get<GiftCardPath, AdminGiftCard>("/v1/admin/gift_cards/{id}", "getGiftCard")
                 .summary("A gift card with what happened to it.")
                 .tag("Gift cards")
                 .access(staff())
                 .error(none, ErrorKind::not_found, "There is no such card.")
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader,
                               const GiftCardPath& r) -> Result<AdminGiftCard> {
                         const auto card = parts.credit.card(reader, r.id);
                         if (!card)
                           return Error{ErrorKind::not_found, none, "There is no such gift card."};
                         return view_with_entries(reader, *card);
                       }));
  routes.add(http::post<IssueGiftCard, AdminGiftCard>("/v1/admin/gift_cards", "issueGiftCard")
                 .summary("Issues a gift card; its code is in this answer and nowhere else.")
                 .tag("Gift cards")
                 .access(staff())
                 .status(201)
                 .idempotent()
                 .error("credit.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may give.")
                 .write(parts.database,
                        [parts](Call& call, db::Transaction& tx,
                                const IssueGiftCard& r) -> Result<AdminGiftCard> {
                          TRY_DONE(parts.credit.check_sold(r.amount.currency));
                          TRY_DONE(parts.allowed(call, tx, r.amount, "gift_card", r.note));
                          TRY(auto issued, parts.credit.issue(
                                               tx, {r.amount, r.expires_at, r.note, ""},
                                               actor_of(call)));
                          auto shown = view_with_entries(tx, issued.card);
                          shown.code = std::move(issued.code);
                          return shown;
                        }));
  routes.add(
      http::patch<PatchGiftCard, AdminGiftCard>("/v1/admin/gift_cards/{id}", "updateGiftCard")
          .summary("Switches a gift card off or on, or changes its note or expiry.")
          .tag("Gift cards")
          .access(staff())
          .error(none, ErrorKind::not_found, "There is no such card.")
          .error("credit.stale", ErrorKind::conflict, "Somebody else changed it meanwhile.")
          .write(parts.database,
                 [parts](Call& call, db::Transaction& tx, const PatchGiftCard& r) {
                   return change(parts, call, tx, r);
                 }));
}

}  // namespace plaza::credit
