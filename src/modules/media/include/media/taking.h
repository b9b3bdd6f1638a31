// Waits, in a coroutine of a route, until media's own threads have taken an upload.
#pragma once

#include <memory>
#include <utility>

#include "media/media.h"
#include "platform/base/task.h"

namespace plaza::media {

inline Task<Result<MediaView>> taken(Media& media, Upload upload) {
  using Outcome = std::shared_ptr<Result<MediaView>>;
  auto start = [&media, &upload](Awaitable<Outcome>::Resume resume) {
    media.take_later(std::move(upload), [resume](Result<MediaView> outcome) { resume(std::make_shared<Result<MediaView>>(std::move(outcome))); });
  };
  Awaitable<Outcome> waiting(std::move(start));
  const auto outcome = co_await waiting;
  co_return std::move(*outcome);
}

}  // namespace plaza::media
