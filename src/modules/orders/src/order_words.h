// By which words staff find orders: those of the search text (e-mail address, name, number), the last one of a question also by how
// it begins. Words are written behind the checkouts; younger orders are looked at one by one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orders/orders.h"
#include "platform/db/connection.h"

namespace plaza::orders::order_words {

// Of a folded text, each once, in their order; longer ones are cut.
std::vector<std::string> words_in(std::string_view text);
// Whether a search text has all the words, and one that begins with the last of them.
bool answers(std::string_view search, const std::vector<std::string>& words);

// In the transaction that changes the order's search text, before it does.
void replace(db::Transaction& tx, OrderId id, std::string_view search);
// Writes the words of the oldest orders without, at most `most`, made before `until`; how many.
int fill(db::Transaction& tx, Time until, int most);

struct Hit {
  OrderId id;
  OrderStatus status = OrderStatus::placed;
  bool has_parcels = false;
};
// Newest first, all of them with ids below `before`. Nothing: too many have each of the words, or are without words yet; walking
// the orders finds some sooner. `words` holds at least one.
std::optional<std::vector<Hit>> find(db::Reader& reader, const std::vector<std::string>& words, OrderId before);

}  // namespace plaza::orders::order_words
