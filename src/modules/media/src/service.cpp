#include "service.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "media/events.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/log/log.h"
#include "videos.h"

namespace plaza::media {
namespace {

constexpr std::size_t alt_max = 1000;
constexpr int keep_attempts = 50;
constexpr auto keep_pause = std::chrono::milliseconds(100);
// Pictures up to this are done at once: their renditions take less time than the round trip of a
// job.
constexpr std::int64_t quick_pixels = 4'000'000;

Error unsupported() {
  return {ErrorKind::unsupported,
          "media.unsupported",
          "This kind of file is not taken.",
          {{"file", "unsupported",
            "must be a JPEG, PNG, WebP, AVIF, HEIC or GIF picture, or an MP4, MOV, WebM or MKV "
            "video"}}};
}

Error not_found() { return {ErrorKind::not_found, "media.not_found", "There is no such upload."}; }

std::vector<std::string> keys_of(const Stored& stored) {
  std::vector<std::string> keys;
  for (const auto& file : stored.files) keys.push_back(file.key);
  if (!stored.upload.original.empty()) keys.push_back(stored.upload.original);
  return keys;
}

plaza::Status check_ready(const ReadyMedia& media) {
  if (media.files.empty())
    return invalid_field("files", "missing", "at least one file must be given");
  if (media.width < 0 || media.height < 0)
    return invalid_field("width", "out_of_range", "must not be negative");
  for (const auto& file : media.files) {
    if (content_type_of(file.name).empty()) {
      return invalid_field("files", "wrong_format",
                           "\"" + excerpt(file.name, 60) + "\" is no served name");
    }
  }
  return done();
}

}  // namespace

Result<UploadRow> Service::begin(const Upload& upload, Format format) const {
  if (upload.owner && library_.processing(upload.owner) >= needs_.settings.processing_max) {
    return Error{ErrorKind::too_many, "media.too_many",
                 "Your other uploads are still in work. Try again in a moment."};
  }
  if (!is_utf8(upload.alt) || code_points(upload.alt) > alt_max) {
    return invalid_field("alt", "too_long",
                         "must have at most " + std::to_string(alt_max) + " characters");
  }
  UploadRow row;
  row.id = needs_.ids.make<MediaId>();
  row.owner = upload.owner;
  row.kind = kind_of(format);
  row.alt = upload.alt;
  row.created_at = needs_.clock.now();
  row.visibility = upload.visibility;
  return row;
}

Result<MediaView> Service::take(const Upload& upload) {
  if (upload.bytes.empty()) return invalid_field("file", "missing", "must not be empty");
  const auto format = sniff(upload.bytes);
  const bool only_picture = upload.picture_only || upload.visibility == Visibility::restricted;
  if (!format || (only_picture && kind_of(*format) != Kind::image)) return unsupported();
  const bool video = kind_of(*format) == Kind::video;
  const auto bytes_max = video ? needs_.settings.video_bytes_max : needs_.settings.image_bytes_max;
  if (upload.bytes.size() > bytes_max) {
    return file_too_large("must have at most " + std::to_string(bytes_max / 1'000'000) + " MB");
  }
  TRY(auto row, begin(upload, *format));
  switch (row.kind) {
    case Kind::image:
      return take_picture(upload, std::move(row));
    case Kind::model:
      return upload.owner ? unsupported() : take_model(upload, std::move(row));
    case Kind::video:
      return take_video(upload, std::move(row), *format);
  }
  return unsupported();
}

void Service::take_later(Upload upload, std::function<void(Result<MediaView>)> done) {
  const Error busy{ErrorKind::unavailable, "media.busy", "Too many uploads are in work. Try again in a moment."};
  const auto work = [this, busy, done, waiting = std::make_shared<Upload>(std::move(upload))] {
    std::optional<Result<MediaView>> taken;
    try {
      taken.emplace(take(*waiting));
    } catch (const std::exception& failure) {
      log::error("an upload could not be taken", {{"reason", failure.what()}});
    }
    done(taken ? std::move(*taken) : Result<MediaView>(busy));
  };
  CHECK(workers_);
  if (!workers_->post(work)) done(busy);
}

Result<MediaView> Service::take_picture(const Upload& upload, UploadRow row) {
  const Bench bench(workshop_.scratch());
  bench.write("input", upload.bytes);
  TRY(const auto facts, look_at_picture(workshop_, bench, "input", needs_.settings.pixels_max));
  row.width = facts.width;
  row.height = facts.height;
  auto widths = rendition_widths(facts.width, facts.height);
  const bool all = facts.width * facts.height <= quick_pixels;
  if (!all) widths = {middle_width(widths)};
  for (const int width : widths) {
    TRY_DONE(make_rendition(workshop_, bench, "input", width, rendition_name(width)));
  }
  Stored stored{std::move(row), {}};
  stored.upload.status = all ? Status::ready : Status::processing;
  stored.upload.progress = all ? 100 : 25;
  const auto store_all = [&] {
    stored.files.clear();
    for (const int width : widths) {
      const auto put = needs_.store.put(bench.read(rendition_name(width)));
      stored.files.push_back({rendition_name(width), put.key.text(), put.bytes});
    }
    stored.upload.original = needs_.store.put(upload.bytes).key.text();
  };
  store_all();
  return save(stored, store_all);
}

Result<MediaView> Service::take_video(const Upload& upload, UploadRow row, Format format) {
  const Bench bench(workshop_.scratch());
  bench.write("input", upload.bytes);
  const VideoWork work(workshop_, bench, format, needs_.settings.video_seconds_max);
  TRY(const auto facts, work.look("input"));
  row.width = facts.width;
  row.height = facts.height;
  row.duration_ms = facts.duration_ms;
  row.original = needs_.store.put(upload.bytes).key.text();
  return save({std::move(row), {}}, [&] { needs_.store.put(upload.bytes); });
}

Result<MediaView> Service::take_model(const Upload& upload, UploadRow row) {
  const auto put = needs_.store.put(upload.bytes);
  row.status = Status::ready;
  row.progress = 100;
  Stored stored{std::move(row), {{"model.glb", put.key.text(), put.bytes}}};
  return save(stored, [&] { needs_.store.put(upload.bytes); });
}

Result<MediaView> Service::save(Stored stored, const std::function<void()>& restore) {
  const MediaId id = stored.upload.id;
  const char* job = stored.upload.kind == Kind::video ? finish_video_job : finish_picture_job;
  const bool waits = stored.upload.status == Status::processing;
  const auto write = [&](db::Transaction& tx) {
    if (!insert(tx, stored)) return false;
    if (waits) jobs::enqueue(tx, {job, json::encode(FinishJob{id})});
    changed(tx, id);
    return true;
  };
  TRY_DONE(keep(write, keys_of(stored), restore));
  auto view = signed_view(id);
  if (!view) return not_found();  // removed in the meantime
  return std::move(*view);
}

plaza::Status Service::keep(const std::function<bool(db::Transaction&)>& write,
                            const std::vector<std::string>& keys,
                            const std::function<void()>& restore) {
  const Error busy{ErrorKind::unavailable, "media.busy",
                   "Too much is going on. Try again in a moment."};
  const auto work = [&](db::Transaction& tx) -> plaza::Status {
    if (!write(tx)) return busy;
    return done();
  };
  plaza::Status kept = busy;
  for (int i = 0; i < keep_attempts; ++i) {
    if (i > 0) {
      std::this_thread::sleep_for(keep_pause);
      restore();
    }
    kept = needs_.database.write_now(work);
    if (kept.ok() || kept.error().code != busy.code) break;
  }
  TRY_DONE(kept);
  // From here on nobody deletes them; between the storing and the commit somebody may have.
  const bool missing = std::any_of(keys.begin(), keys.end(), [&](const std::string& text) {
    const auto key = media_store::Key::parse(text);
    return key && !needs_.store.size(*key);
  });
  if (missing) restore();
  return done();
}

Result<MediaId> Service::take_ready(const ReadyMedia& media) {
  TRY_DONE(check_ready(media));
  Stored stored;
  auto& row = stored.upload;
  row.id = needs_.ids.make<MediaId>();
  row.owner = media.owner;
  row.kind = media.kind;
  row.status = Status::ready;
  row.progress = 100;
  row.alt = media.alt;
  row.width = media.width;
  row.height = media.height;
  row.duration_ms = media.duration_ms;
  row.created_at = needs_.clock.now();
  for (const auto& file : media.files) {
    TRY(const auto put, needs_.store.put_file(file.path));
    stored.files.push_back({file.name, put.key.text(), put.bytes});
  }
  const auto restore = [&] {
    for (const auto& file : media.files) (void)needs_.store.put_file(file.path);
  };
  TRY_DONE(save(stored, restore));
  return row.id;
}

plaza::Status Service::set_alt(db::Transaction& tx, MediaId id, std::string_view alt) {
  if (!is_utf8(alt) || code_points(alt) > alt_max) {
    return invalid_field("alt", "too_long",
                         "must have at most " + std::to_string(alt_max) + " characters");
  }
  if (!media::set_alt(tx, id, alt)) return not_found();
  changed(tx, id);
  return done();
}

plaza::Status Service::remove(db::Transaction& tx, MediaId id) {
  auto keys = media::remove(tx, id);
  if (!keys) return not_found();
  jobs::enqueue(tx, {delete_job, json::encode(DeleteJob{std::move(*keys)})});
  events::publish(tx, id.value, MediaChanged{id});
  tx.on_commit([this, id] { library_.erase(id); });
  return done();
}

void Service::changed(db::Transaction& tx, MediaId id) {
  events::publish(tx, id.value, MediaChanged{id});
  auto stored = find(tx, id);
  if (!stored) return;
  tx.on_commit([this, shown = std::make_shared<Stored>(std::move(*stored))] {
    library_.put(std::move(*shown));
  });
}

}  // namespace plaza::media
