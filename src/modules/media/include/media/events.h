#pragma once

#include "media/ids.h"
#include "media/media.h"
#include "platform/json/describe.h"

namespace plaza::media {

// An upload's work has ended, well or not. The aggregate is the upload.
struct MediaReady {
  static constexpr const char* topic = "media.media_ready";
  MediaId media_id;
  Status status = Status::ready;
  template <class V>
  void describe(V& v) {
    v("media_id", media_id);
    v("status", status);
  }
};

// Something that is shown of an upload has changed (or it is gone): for the memory of other nodes.
// The aggregate is the upload.
struct MediaChanged {
  static constexpr const char* topic = "media.media_changed";
  MediaId media_id;
  template <class V>
  void describe(V& v) {
    v("media_id", media_id);
  }
};

}  // namespace plaza::media
