// Port: where complaints are answered, and who is told. The app plugs care and the mails in; without it an alert stands in the studio alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content/posts.h"
#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "radar/ids.h"

namespace plaza::radar {

// Somebody on duty, and how they are told.
struct Told {
  identity::AccountId account;
  bool push = true, mail = true;
  friend bool operator==(const Told&, const Told&) = default;
};

struct Complaint {
  AlertId alert;
  const content::Post& post;
  std::string product;       // the title of the first product; empty: none is tagged
  std::string severity;      // "safety", "money", "defect", "late", "taste"
  std::int64_t reach = 0, expected = 0;
  std::int64_t times = 1;    // of this alert
  bool urgent = false;
  double urgency = 0;        // expected reach x severity x what the author is to the shop
  std::string conversation;  // opened before; empty: none
  std::vector<Told> duty;    // empty: everybody who may answer
  bool quiet = false;        // then nobody's device
};

// Too many people say that something is wrong with a product.
struct StopSale {
  AlertId advice;
  std::string product;  // its title
  std::int64_t people = 0, days = 1;
  std::optional<Time> bought_from, bought_until;  // when most of them ordered; nothing: no such time, or not known
  std::vector<Told> duty;  // empty: everybody who may answer
  bool quiet = false;
};

class Desk {
 public:
  virtual ~Desk() = default;
  // Opens the conversation with its author, or raises the one there is, and mails those on duty. Gives the conversation's id.
  virtual Result<std::string> take(db::Transaction& tx, const Complaint& complaint) = 0;
  // Tells those on duty that a product should perhaps not be sold.
  virtual void advise(db::Transaction& tx, const StopSale& advice) = 0;
};

}  // namespace plaza::radar
