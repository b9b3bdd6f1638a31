// Every statement of credit. A balance moves in one guarded UPDATE; none is read first.
#pragma once

#include "platform/db/connection.h"

namespace plaza::credit::sql {

#define CREDIT_CARD                                                                           \
  "id, last4, currency, initial, balance, expires_at, disabled, note, reference, version, " \
  "created_at"

// --- cards
inline constexpr db::Statement insert_card{"credit.insert_card", R"sql(
INSERT INTO credit_cards (id, code_hash, last4, currency, initial, balance, expires_at, disabled, last_expired, note, reference, version, created_at)
VALUES ($1, $2, $3, $4, $5, $5, $6, 0, 0, $7, $8, 1, $9))sql"};
inline constexpr db::Statement card_by_hash{
    "credit.card_by_hash", "SELECT " CREDIT_CARD " FROM credit_cards WHERE code_hash = $1"};
inline constexpr db::Statement card_by_id{
    "credit.card_by_id", "SELECT " CREDIT_CARD " FROM credit_cards WHERE id = $1"};
inline constexpr db::Statement list_cards{
    "credit.list_cards",
    "SELECT " CREDIT_CARD " FROM credit_cards WHERE id < $1 AND ($2 = '' OR last4 = $2)"
    " AND ($3 = '' OR ($3 = 'disabled' AND disabled = 1)"
    " OR ($3 = 'expired' AND disabled = 0 AND expires_at <= $4)"
    " OR ($3 = 'active' AND disabled = 0 AND (expires_at IS NULL OR expires_at > $4)))"
    " ORDER BY id DESC LIMIT $5"};
inline constexpr db::Statement change_card{"credit.change_card", R"sql(
UPDATE credit_cards SET disabled = $3, note = $4, expires_at = $5, version = version + 1 WHERE id = $1 AND version = $2)sql"};
inline constexpr db::Statement disable_issued{"credit.disable_issued", R"sql(
UPDATE credit_cards SET disabled = 1, version = version + 1 WHERE reference = $1 AND reference <> '' AND disabled = 0
RETURNING id, balance, currency)sql"};
inline constexpr db::Statement cards_issued_for{
    "credit.cards_issued_for", "SELECT " CREDIT_CARD
    " FROM credit_cards WHERE reference = $1 AND reference <> '' ORDER BY id DESC LIMIT 5000"};
inline constexpr db::Statement disable_unused{"credit.disable_unused", R"sql(
UPDATE credit_cards SET disabled = 1, version = version + 1
WHERE id = $1 AND disabled = 0 AND balance = initial AND (expires_at IS NULL OR expires_at > $2)
RETURNING id, balance, currency)sql"};
inline constexpr db::Statement spend_card{"credit.spend_card", R"sql(
UPDATE credit_cards SET balance = balance - $2 WHERE id = $1 AND balance >= $2 AND currency = $3 AND disabled = 0
  AND (expires_at IS NULL OR expires_at > $4) RETURNING balance)sql"};
inline constexpr db::Statement refill_card{"credit.refill_card", R"sql(
UPDATE credit_cards SET balance = balance + $2, expires_at = CASE WHEN expires_at <= $3 THEN $4 ELSE expires_at END
WHERE id = $1 RETURNING balance)sql"};
inline constexpr db::Statement expiring_cards{"credit.expiring_cards", R"sql(
SELECT id FROM credit_cards WHERE expires_at IS NOT NULL AND expires_at <= $1 AND balance > 0 ORDER BY expires_at LIMIT $2)sql"};
inline constexpr db::Statement expire_card{"credit.expire_card", R"sql(
UPDATE credit_cards SET last_expired = balance, balance = 0 WHERE id = $1 AND balance > 0 AND expires_at <= $2
RETURNING last_expired, currency)sql"};

// --- store credit
inline constexpr db::Statement fill_wallet{"credit.fill_wallet", R"sql(
INSERT INTO credit_wallets (account_id, currency, balance) VALUES ($1, $2, $3)
ON CONFLICT (account_id, currency) DO UPDATE SET balance = credit_wallets.balance + excluded.balance
WHERE credit_wallets.balance + excluded.balance <= $4 RETURNING balance)sql"};
inline constexpr db::Statement open_wallet{"credit.open_wallet", R"sql(
INSERT INTO credit_wallets (account_id, currency, balance) VALUES ($1, $2, $3) ON CONFLICT (account_id, currency) DO NOTHING)sql"};
inline constexpr db::Statement spend_wallet{"credit.spend_wallet", R"sql(
UPDATE credit_wallets SET balance = balance - $3 WHERE account_id = $1 AND currency = $2 AND balance >= $3 RETURNING balance)sql"};
inline constexpr db::Statement wallet{
    "credit.wallet", "SELECT balance FROM credit_wallets WHERE account_id = $1 AND currency = $2"};
inline constexpr db::Statement wallets{
    "credit.wallets",
    "SELECT balance, currency FROM credit_wallets WHERE account_id = $1 ORDER BY currency LIMIT 200"};

// --- what orders were paid with
inline constexpr db::Statement add_tender{"credit.add_tender", R"sql(
INSERT INTO credit_tenders (order_id, kind, holder, currency, first_movement, spent, given_back, last_back)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0)
ON CONFLICT (order_id, kind, holder, currency) DO UPDATE SET spent = credit_tenders.spent + excluded.spent)sql"};
inline constexpr db::Statement tenders{"credit.tenders", R"sql(
SELECT kind, holder, currency, spent - given_back, first_movement FROM credit_tenders
WHERE order_id = $1 AND given_back < spent ORDER BY first_movement)sql"};
// Up to $5 of what is left, and says how much it was.
inline constexpr db::Statement take_back{"credit.take_back", R"sql(
UPDATE credit_tenders SET last_back = CASE WHEN spent - given_back < $5 THEN spent - given_back ELSE $5 END,
  given_back = given_back + CASE WHEN spent - given_back < $5 THEN spent - given_back ELSE $5 END
WHERE order_id = $1 AND kind = $2 AND holder = $3 AND currency = $4 AND given_back < spent RETURNING last_back)sql"};

// --- the ledger
inline constexpr db::Statement insert_movement{"credit.insert_movement", R"sql(
INSERT INTO credit_movements (id, movement_key, at, reason, reference, actor, note) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement movement_by_key{
    "credit.movement_by_key", "SELECT id FROM credit_movements WHERE movement_key = $1"};
inline constexpr db::Statement insert_entry{"credit.insert_entry", R"sql(
INSERT INTO credit_entries (id, movement_id, kind, holder, currency, amount, balance) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
inline constexpr db::Statement entries_of_movement{"credit.entries_of_movement", R"sql(
SELECT kind, holder, currency, amount FROM credit_entries WHERE movement_id = $1 AND kind IN ('card', 'customer') ORDER BY id)sql"};
inline constexpr db::Statement entries_of_holder{"credit.entries_of_holder", R"sql(
SELECT e.id, m.at, e.amount, e.currency, e.balance, m.reason, m.reference, m.actor, m.note
FROM credit_entries e JOIN credit_movements m ON m.id = e.movement_id
WHERE e.kind = $1 AND e.holder = $2 AND e.id < $3 ORDER BY e.id DESC LIMIT $4)sql"};

// What staff wrote beside a person's movements.
inline constexpr db::Statement blank_notes{"credit.blank_notes", R"sql(
UPDATE credit_movements SET note = '' WHERE note <> '' AND id IN
  (SELECT movement_id FROM credit_entries WHERE kind = 'customer' AND holder = $1))sql"};

inline constexpr const db::Statement* statements[] = {
    &insert_card, &card_by_hash, &card_by_id,      &list_cards,      &change_card,
    &spend_card,  &refill_card,  &expiring_cards,  &expire_card,     &fill_wallet,
    &spend_wallet, &wallet,      &wallets,         &add_tender,      &tenders,
    &take_back,   &insert_movement, &movement_by_key, &insert_entry, &entries_of_movement,
    &entries_of_holder, &disable_issued, &cards_issued_for, &disable_unused,
    &open_wallet, &blank_notes};

}  // namespace plaza::credit::sql
