#include "direct.h"

namespace plaza::messaging {

Result<Seat> DirectService::seat(db::Reader& reader, identity::AccountId account, ThreadId id) const {
  auto member = store::member(reader, account, id);
  if (!member) return thread_not_found();
  auto thread = store::find(reader, id);
  if (!thread || thread->kind != ThreadKind::direct) return thread_not_found();
  return Seat{std::move(*thread), std::move(*member)};
}

Result<Seat> DirectService::answer(db::Transaction& tx, identity::AccountId account, ThreadId id, ThreadState state) {
  TRY(const Seat found, seat(tx, account, id));
  if (found.thread.other != account) return thread_not_found();  // whoever asks does not answer
  if (found.thread.state != state && found.thread.state != ThreadState::accepted) {
    store::move(tx, id, found.thread.state, state);
    store::set_box(tx, account, id, state == ThreadState::accepted ? Box::inbox : Box::deleted);
    MessageService::changed(tx, id);
  }
  return seat(tx, account, id);
}

Result<Seat> DirectService::read(db::Transaction& tx, identity::AccountId account, ThreadId id, std::int64_t number) {
  if (store::reads(tx, account, id, number)) MessageService::changed(tx, id);
  return seat(tx, account, id);
}

Result<Seat> DirectService::mute(db::Transaction& tx, identity::AccountId account, ThreadId id, bool muted) {
  store::set_muted(tx, account, id, muted);
  return seat(tx, account, id);
}

Status DirectService::hide(db::Transaction& tx, identity::AccountId account, ThreadId id) {
  TRY_DONE(seat(tx, account, id));
  store::hide(tx, account, id);
  return done();
}

}  // namespace plaza::messaging
