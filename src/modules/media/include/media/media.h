// Uploads and what is made of them. Pictures become WebP renditions of several widths; videos a
// poster, an MP4 and an HLS ladder, in the background with progress. Nothing is ever served by a
// user's file name or type. Thread-safe.
//
// Codes: media.too_large (413), media.unsupported (415: what the bytes are, not what they are
// called), media.broken (400), media.not_found (404), media.too_many (429: too many uploads at
// once), media.busy (503: try again).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "media/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::media {

enum class Kind { image, video, model };  // model: a glTF binary
constexpr auto enum_names(Kind*) { return std::array{"image", "video", "model"}; }
enum class Status { processing, ready, failed };
constexpr auto enum_names(Status*) { return std::array{"processing", "ready", "failed"}; }

// What the API shows; addresses are paths of our own ("/media/med_…/w640.webp").
struct MediaView {
  MediaId id;
  Kind kind = Kind::image;
  Status status = Status::processing;
  std::int64_t progress = 0;  // 0..100
  std::string url;  // a picture to show: the middle rendition, or a video's poster; empty while
                    // there is none
  std::int64_t width = 0;  // of the original, upright
  std::int64_t height = 0;
  std::string alt;
  std::optional<std::string> srcset;
  std::optional<std::string> poster_url;
  std::optional<std::string> mp4_url;
  std::optional<std::string> hls_url;
  std::optional<std::string> model_url;
  std::optional<std::int64_t> duration_ms;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("status", status);
    v("progress", progress);
    v("url", url);
    v("width", width);
    v("height", height);
    v("alt", alt);
    v("srcset", srcset);
    v("poster_url", poster_url);
    v("mp4_url", mp4_url);
    v("hls_url", hls_url);
    v("model_url", model_url);
    v("duration_ms", duration_ms);
  }
};

// anyone: its files are public. restricted: they are served by signed addresses that end (signed_view()), for pictures alone.
enum class Visibility { anyone, restricted };

struct Upload {
  identity::AccountId owner;  // none: the brand itself (imports, the demo)
  std::string alt;
  std::string bytes;
  bool picture_only = false;  // anything else is media.unsupported
  Visibility visibility = Visibility::anyone;  // restricted: anything but a picture is media.unsupported
};

// A rendition that was made elsewhere (by the demo's scripts): taken as it is.
struct ReadyFile {
  std::string
      name;  // "w1080.webp", "poster.webp", "video.mp4", "model.glb": one of the served names
  std::string path;  // of the file to copy
};
struct ReadyMedia {
  identity::AccountId owner;
  Kind kind = Kind::image;
  std::string alt;
  int width = 0;
  int height = 0;
  std::int64_t duration_ms = 0;
  std::vector<ReadyFile> files;
};

class Media {
 public:
  virtual ~Media() = default;

  // Looks at the bytes, keeps the original and enqueues the work. Blocking (a limited child process
  // looks at the file): not on an I/O thread, and not inside a transaction.
  virtual Result<MediaView> take(const Upload& upload) = 0;
  // The same on threads of its own, for routes of other modules: `done` is called once, on one of them or at once. media.busy
  // when too many wait.
  virtual void take_later(Upload upload, std::function<void(Result<MediaView>)> done) { done(take(upload)); }
  // Registers files that need no work.
  virtual Result<MediaId> take_ready(const ReadyMedia& media) = 0;

  // From memory, as it stands now; nothing when there is no such upload, or it is restricted: so none is ever shown, or
  // taken for something that is shown, by who does not ask who looks.
  virtual std::optional<MediaView> view(MediaId id) const = 0;
  // The same of restricted uploads, too: theirs with addresses that are good for one to two hours. For who may see it.
  virtual std::optional<MediaView> signed_view(MediaId id) const { return view(id); }
  // From memory: whose upload it is (none: the brand's); nothing when there is no such upload.
  virtual std::optional<identity::AccountId> owner(MediaId id) const = 0;
  // From memory: all uploads of an account.
  virtual std::vector<MediaId> uploads_of(identity::AccountId owner) const {
    static_cast<void>(owner);
    return {};
  }
  virtual plaza::Status set_alt(db::Transaction& tx, MediaId id, std::string_view alt) = 0;
  // Forgets the upload; its files go by a job.
  virtual plaza::Status remove(db::Transaction& tx, MediaId id) = 0;
};

}  // namespace plaza::media
