// What credit's routes take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "credit/credit.h"
#include "platform/json/describe.h"

namespace plaza::credit {

// What a shopper sees who has the code.
struct GiftCardView {
  std::string last4;
  Money balance, initial;
  std::optional<Time> expires_at;
  CardStatus status = CardStatus::active;
  template <class V>
  void describe(V& v) {
    v("last4", last4);
    v("balance", balance);
    v("initial", initial);
    v("expires_at", expires_at);
    v("status", status);
  }
};
struct CheckGiftCard {
  std::string code;
  template <class V>
  void describe(V& v) {
    v("code", code, json::Length{1, 60});
  }
};

struct CreditEntry {
  std::int64_t id = 0;
  Time at;
  Money amount, balance;
  std::string reason, reference;
  std::optional<std::string> actor, note;  // for staff only
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("amount", amount);
    v("balance", balance);
    v("reason", reason,
      json::Doc{"issued, granted, withdrawn, spent, given_back, expired, disabled, enabled, changed"});
    v("reference", reference);
    v("actor", actor);
    v("note", note);
  }
};
struct StoreCreditView {
  std::vector<Money> balances;
  std::vector<CreditEntry> entries;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("balances", balances, json::Items{0, 200});
    v("entries", entries);
    v("next_cursor", next_cursor);
  }
};
struct ReadStoreCredit {
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct ReadStoreCreditOf {
  identity::AccountId id;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct GrantStoreCredit {
  identity::AccountId id;
  Money amount;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("amount", amount, json::Doc{"Negative takes away."});
    v("reason", reason, json::Length{1, 500});
  }
};

// What staff see.
struct AdminGiftCard {
  GiftCardId id;
  std::string last4;
  Money balance, initial;
  std::optional<Time> expires_at;
  CardStatus status = CardStatus::active;
  std::string note, reference;
  std::int64_t version = 0;
  Time created_at;
  std::optional<std::string> code;
  std::vector<CreditEntry> entries;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("last4", last4);
    v("balance", balance);
    v("initial", initial);
    v("expires_at", expires_at);
    v("status", status);
    v("note", note);
    v("reference", reference);
    v("version", version);
    v("created_at", created_at);
    v("code", code, json::Doc{"Only in the answer that made the card."});
    v("entries", entries, json::Doc{"The newest hundred; empty in lists."});
  }
};
struct GiftCardPage {
  std::vector<AdminGiftCard> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListGiftCards {
  std::string q, cursor;
  std::optional<CardStatus> status;
  int limit = 20;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{}, json::Length{0, 4}, json::Doc{"The last four letters."});
    v("status", status);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct GiftCardPath {
  GiftCardId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct IssueGiftCard {
  Money amount;
  std::optional<Time> expires_at;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("amount", amount);
    v("expires_at", expires_at);
    v("note", note, json::Optional{}, json::Length{0, 500});
  }
};
enum class CardSwitch { active, disabled };
constexpr auto enum_names(CardSwitch*) { return std::array{"active", "disabled"}; }
struct PatchGiftCard {
  GiftCardId id;
  std::int64_t version = 0;
  std::optional<CardSwitch> status;
  std::optional<std::string> note;
  std::optional<Time> expires_at;
  bool never_expires = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("status", status);
    v("note", note, json::Length{0, 500});
    v("expires_at", expires_at);
    v("never_expires", never_expires, json::Optional{});
  }
};

}  // namespace plaza::credit
