// What drops announces.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "drops/ids.h"
#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::drops {

// A drop was made, changed, or moved to another state. The aggregate is the drop.
struct DropChanged {
  static constexpr const char* topic = "drops.drop_changed";
  DropId drop_id;
  template <class V>
  void describe(V& v) {
    v("drop_id", drop_id);
  }
};

// The sale began. The aggregate is the drop.
struct DropOpened {
  static constexpr const char* topic = "drops.drop_opened";
  DropId drop_id;
  catalog::ProductId product_id;
  template <class V>
  void describe(V& v) {
    v("drop_id", drop_id);
    v("product_id", product_id);
  }
};

// It is over, for whatever reason. The aggregate is the drop.
struct DropClosed {
  static constexpr const char* topic = "drops.drop_closed";
  DropId drop_id;
  catalog::ProductId product_id;
  std::int64_t sold = 0;
  template <class V>
  void describe(V& v) {
    v("drop_id", drop_id);
    v("product_id", product_id);
    v("sold", sold);
  }
};

// Members of the line were let in for a quarter of an hour or longer, so that telling them elsewhere than on the open page helps.
// At most 500 to an event. The aggregate is the drop.
struct MembersAdmitted {
  static constexpr const char* topic = "drops.members_admitted";
  DropId drop_id;
  catalog::ProductId product_id;
  bool drawn = false;  // of a raffle
  std::int64_t admission_seconds = 0;
  std::vector<identity::AccountId> account_ids;
  template <class V>
  void describe(V& v) {
    v("drop_id", drop_id);
    v("product_id", product_id);
    v("drawn", drawn);
    v("admission_seconds", admission_seconds);
    v("account_ids", account_ids, json::Items{0, 500});
  }
};

// A raffle ended and these members were not drawn. At most 500 to an event. The aggregate is the drop.
struct MembersMissed {
  static constexpr const char* topic = "drops.members_missed";
  DropId drop_id;
  catalog::ProductId product_id;
  std::vector<identity::AccountId> account_ids;
  template <class V>
  void describe(V& v) {
    v("drop_id", drop_id);
    v("product_id", product_id);
    v("account_ids", account_ids, json::Items{0, 500});
  }
};

// Tickets were made or moved: nodes read them again. At most 500 to an event. The aggregate is the
// drop.
struct TicketsChanged {
  static constexpr const char* topic = "drops.tickets_changed";
  DropId drop_id;
  std::vector<TicketId> ticket_ids;
  template <class V>
  void describe(V& v) {
    v("drop_id", drop_id);
    v("ticket_ids", ticket_ids, json::Items{0, 500});
  }
};

}  // namespace plaza::drops
