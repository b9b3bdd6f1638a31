#include "deliveries.h"

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "store.h"

namespace plaza::care {

plaza::Status Deliveries::deliver(const jobs::Job& job) {
  TRY(const auto wish, json::decode<DeliverJob>(job.payload));
  struct Found {
    std::optional<Message> message;
    std::optional<Conversation> conversation;
    std::vector<std::string> earlier;
  };
  const auto read = [&](db::Reader& reader) {
    Found found;
    ConversationId from;
    found.message = store::find_message(reader, wish.message_id);
    if (found.message) found.conversation = store::find(reader, found.message->conversation_id);
    // What was split off goes out by the thread that it came by.
    for (int steps = 0; found.conversation && found.conversation->channel_key.empty() && steps < 20; ++steps) {
      const auto root = steps == 0 ? found.conversation : store::find_survivor(reader, from);
      if (!root || !root->split_from) break;
      from = root->split_from;
      const auto before = store::find(reader, from);
      if (before && before->channel == found.conversation->channel) found.conversation->channel_key = before->channel_key;
    }
    if (found.conversation) found.earlier = store::externals_before(reader, found.conversation->id, wish.message_id);
    return found;
  };
  const Found found = needs_.database.read_now(read);
  if (!found.conversation || found.message->delivery != Delivery::queued) return done();
  Channel* channel = desk_.channel(found.conversation->channel);
  Result<std::string> outcome = Error{ErrorKind::unprocessable, "care.no_channel", "The channel is not connected any more."};
  if (channel) {
    const auto face = needs_.accounts.face(found.message->author);
    outcome = channel->send({*found.conversation, *found.message, to_text(found.message->id), face ? face->name : needs_.brand.name,
                             found.earlier});
  }
  const bool for_good = !outcome.ok() && (outcome.error().kind == ErrorKind::invalid || outcome.error().kind == ErrorKind::unprocessable);
  if (!outcome.ok() && !for_good && job.attempt < attempts_max) return outcome.error();
  return note_outcome(*found.conversation, *found.message, outcome);
}

plaza::Status Deliveries::note_outcome(const Conversation& each, const Message& message, const Result<std::string>& outcome) {
  const auto write = [&](db::Transaction& tx) -> plaza::Status {
    const auto stands = store::find_message(tx, message.id);
    if (!stands || stands->delivery != Delivery::queued) return done();  // the channel told of it where it wrote it
    if (outcome.ok()) return desk_.sent(tx, message.id, *outcome);
    const std::string failure = excerpt(outcome.error().detail, 300);
    if (!store::set_delivery(tx, message.id, Delivery::queued, Delivery::failed, failure, "")) return done();
    auto now = store::find(tx, each.id);
    if (!now) return done();
    // Nobody got this answer: it is the shop's turn again.
    if (now->status == Status::pending) now->status = Status::open;
    TRY_DONE(desk_.tell(tx, *now, {}, {"failed", failure, {}, to_text(message.id)}));
    return done();
  };
  return needs_.database.write_now(write);
}

}  // namespace plaza::care
