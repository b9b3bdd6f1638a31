#include "platform/events/outbox.h"

#include "platform/events/background.h"
#include "platform/events/statements.h"

namespace plaza::events {

Background& background() {
  static Background* const instance = new Background;
  return *instance;
}

void publish_text(db::Transaction& tx, std::string_view topic, std::int64_t aggregate,
                  std::string payload) {
  const auto& insert =
      tx.engine() == db::Engine::sqlite ? statements::insert_event : statements::insert_new_event;
  const auto now = background().now();
  tx.send(insert, {topic, aggregate, payload, now ? *now : SystemClock().now()});
  tx.on_commit([] { background().committed().raise(); });
}

}  // namespace plaza::events
