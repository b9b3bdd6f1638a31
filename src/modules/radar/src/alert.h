// Alerts, paused products and the trail, as they are kept.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "content/ids.h"
#include "identity/ids.h"
#include "platform/base/time.h"
#include "radar/ids.h"

namespace plaza::radar {

// handled: answered or mended. dismissed: it was no complaint, or nothing to be told of.
enum class AlertStatus { open, handled, dismissed };
constexpr auto enum_names(AlertStatus*) { return std::array{"open", "handled", "dismissed"}; }
enum class Outcome { handled, dismissed };
constexpr auto enum_names(Outcome*) { return std::array{"handled", "dismissed"}; }
// stopped, kept_on_sale: what became of an advice to stop selling.
enum class Deed { paused, cleared, handled, dismissed, stopped, kept_on_sale };
constexpr auto enum_names(Deed*) { return std::array{"paused", "cleared", "handled", "dismissed", "stopped", "kept_on_sale"}; }

struct Alert {
  AlertId id;
  content::PostId post_id;
  identity::AccountId author_id;
  std::vector<catalog::ProductId> products;
  AlertStatus status = AlertStatus::open;
  std::string severity;
  std::vector<std::string> words;
  std::int64_t orders = 0;  // of its author
  std::int64_t reach = 0, shares = 0, expected = 0, low = 0, high = 0;  // as of the last time that it was told
  std::int64_t times = 1;
  std::string conversation;  // of care; empty: none
  std::string note;
  Time opened_at, told_at;
  std::optional<Time> closed_at;
  std::int64_t version = 1;
};

struct PausedProduct {
  catalog::ProductId product_id;
  Time since;
  identity::AccountId by;  // none: the shop itself
  std::string reason;
};

struct TrailEntry {
  Time at;
  identity::AccountId by;
  Deed deed = Deed::paused;
  catalog::ProductId product_id;
  AlertId alert_id;
  std::string reason;
};

}  // namespace plaza::radar
