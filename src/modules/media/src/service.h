// Takes uploads and looks after them.
#pragma once

#include "library.h"
#include "media/module.h"
#include "pictures.h"
#include "workers.h"

namespace plaza::media {

// Apart, so that no picture waits behind a video.
inline constexpr const char* finish_picture_job = "media.finish_picture";
inline constexpr const char* finish_video_job = "media.finish_video";
inline constexpr const char* delete_job = "media.delete_files";

// What the jobs carry.
struct FinishJob {
  MediaId media_id;
  template <class V>
  void describe(V& v) {
    v("media_id", media_id);
  }
};
struct DeleteJob {
  std::vector<std::string> keys;
  template <class V>
  void describe(V& v) {
    v("keys", keys, json::Items{0, 100'000});
  }
};

class Service final : public Media {
 public:
  Service(const Needs& needs, Library& library, const Workshop& workshop)
      : needs_(needs), library_(library), workshop_(workshop) {}

  Result<MediaView> take(const Upload& upload) override;
  void take_later(Upload upload, std::function<void(Result<MediaView>)> done) override;
  Result<MediaId> take_ready(const ReadyMedia& media) override;
  std::optional<MediaView> view(MediaId id) const override { return library_.view(id); }
  std::optional<MediaView> signed_view(MediaId id) const override { return library_.signed_view(id, needs_.clock.now()); }
  std::optional<identity::AccountId> owner(MediaId id) const override { return library_.owner(id); }
  std::vector<MediaId> uploads_of(identity::AccountId owner) const override { return library_.of(owner); }
  plaza::Status set_alt(db::Transaction& tx, MediaId id, std::string_view alt) override;
  plaza::Status remove(db::Transaction& tx, MediaId id) override;

  // Whoever takes later works here. Before anybody asks for that.
  void work_on(Workers& workers) { workers_ = &workers; }
  // After any change inside `tx`: memory shows it after the commit, other nodes hear of it.
  void changed(db::Transaction& tx, MediaId id);
  // Runs `write` (true: done; false: a stored file is being deleted right now) until it is done,
  // and sees to it that what is counted on is stored. `restore` stores it all again.
  plaza::Status keep(const std::function<bool(db::Transaction&)>& write,
                     const std::vector<std::string>& keys, const std::function<void()>& restore);

 private:
  Result<UploadRow> begin(const Upload& upload, Format format) const;
  Result<MediaView> take_picture(const Upload& upload, UploadRow row);
  Result<MediaView> take_video(const Upload& upload, UploadRow row, Format format);
  Result<MediaView> take_model(const Upload& upload, UploadRow row);
  Result<MediaView> save(Stored stored, const std::function<void()>& restore);

  const Needs needs_;
  Library& library_;
  const Workshop& workshop_;
  Workers* workers_ = nullptr;
};

}  // namespace plaza::media
