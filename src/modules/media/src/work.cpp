#include "work.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "media/events.h"
#include "platform/log/log.h"
#include "videos.h"

namespace plaza::media {
namespace {

constexpr jobs::Policy finish_policy{.attempts_max = 6, .first_pause = seconds(5), .threads = 1};
constexpr int poster_progress = 5;

// The end of an upload's work: its last files and its status, told to all.
plaza::Status end_work(const WorkParts& parts, MediaId id, Status status,
                       const std::vector<File>& files, const std::function<void()>& restore,
                       std::int64_t duration_ms = 0) {
  const auto write = [&](db::Transaction& tx) {
    if (duration_ms > 0) set_duration(tx, id, duration_ms);
    if (!finish(tx, id, status)) return true;  // removed, or done by another run of this job
    if (!insert_files(tx, id, files)) return false;
    parts.service.changed(tx, id);
    events::publish(tx, id.value, MediaReady{id, status});
    return true;
  };
  std::vector<std::string> keys;
  for (const auto& file : files) keys.push_back(file.key);
  return parts.service.keep(write, keys, restore);
}

// What was made on the bench, stored.
void store_files(const WorkParts& parts, const Bench& bench, std::vector<File>& files) {
  for (auto& file : files) {
    const auto put = parts.needs.store.put_file(bench.path(file.name));
    if (!put.ok()) throw std::runtime_error("A file that was made is gone: " + file.name);
    file.key = put->key.text();
    file.bytes = put->bytes;
  }
}

plaza::Status finish_picture(const WorkParts& parts, const Stored& stored, const Bench& bench) {
  std::vector<File> files;
  for (const int width : rendition_widths(stored.upload.width, stored.upload.height)) {
    const auto name = rendition_name(width);
    const bool made = std::any_of(stored.files.begin(), stored.files.end(),
                                  [&](const File& f) { return f.name == name; });
    if (made) continue;
    TRY_DONE(make_rendition(parts.workshop, bench, "input", width, name));
    files.push_back({name, "", 0});
  }
  const auto store_all = [&] { store_files(parts, bench, files); };
  store_all();
  return end_work(parts, stored.upload.id, Status::ready, files, store_all);
}

// How far a video is, told now and then: at most every two seconds.
class Progress {
 public:
  Progress(const WorkParts& parts, MediaId id) : parts_(parts), id_(id) {}

  void tell(int percent) {
    const auto now = std::chrono::steady_clock::now();
    if (percent < told_ + 2 || now - told_at_ < std::chrono::seconds(2)) return;
    told_ = percent;
    told_at_ = now;
    const auto write = [&](db::Transaction& tx) -> plaza::Status {
      if (set_progress(tx, id_, percent)) parts_.service.changed(tx, id_);
      return done();
    };
    (void)parts_.needs.database.write_now(write);
  }

 private:
  const WorkParts& parts_;
  const MediaId id_;
  int told_ = 0;
  std::chrono::steady_clock::time_point told_at_;
};

// Shows the poster as soon as it is there.
plaza::Status keep_poster(const WorkParts& parts, MediaId id, const Bench& bench) {
  std::vector<File> files{{"poster.webp", "", 0}};
  const auto store_all = [&] { store_files(parts, bench, files); };
  store_all();
  const auto write = [&](db::Transaction& tx) {
    if (!set_progress(tx, id, poster_progress))
      return true;  // an earlier run of this job was here, or the upload is gone
    if (!insert_files(tx, id, files)) return false;
    parts.service.changed(tx, id);
    return true;
  };
  return parts.service.keep(write, {files.front().key}, store_all);
}

plaza::Status finish_video(const WorkParts& parts, const Stored& stored, const Bench& bench,
                           Format format) {
  const MediaId id = stored.upload.id;
  const VideoWork work(parts.workshop, bench, format, parts.needs.settings.video_seconds_max);
  TRY(const auto facts, work.look("input"));
  TRY_DONE(work.make_poster(facts));
  TRY_DONE(keep_poster(parts, id, bench));
  Progress progress(parts, id);
  TRY_DONE(work.make_mp4(
      facts, [&](int percent) { progress.tell(poster_progress + percent * 60 / 100); }));
  const VideoWork made(parts.workshop, bench, Format::mp4,
                       parts.needs.settings.video_seconds_max + 1);
  TRY(const auto made_facts, made.look("video.mp4"));
  TRY(const auto names,
      made.make_hls(made_facts, [&](int percent) { progress.tell(65 + percent * 30 / 100); }));
  std::vector<File> files{{"video.mp4", "", 0}, {"poster.webp", "", 0}};
  for (const auto& name : names) files.push_back({name, "", 0});
  const auto store_all = [&] { store_files(parts, bench, files); };
  store_all();
  const auto duration = made_facts.duration_ms;
  return end_work(parts, id, Status::ready, files, store_all,
                  stored.upload.duration_ms == 0 ? duration : 0);
}

plaza::Status work_on(const WorkParts& parts, const Stored& stored) {
  const auto key = media_store::Key::parse(stored.upload.original);
  if (!key) return broken_file("has no original");
  const Bench bench(parts.workshop.scratch());
  TRY(const auto start, parts.needs.store.get(*key, 0, 64));
  if (const auto path = parts.needs.store.local_path(*key)) {
    bench.link("input", *path);
  } else {
    TRY(const auto original, parts.needs.store.get(*key));
    bench.write("input", original);
  }
  if (stored.upload.kind == Kind::image) return finish_picture(parts, stored, bench);
  const auto format = sniff(start);
  if (!format || kind_of(*format) != Kind::video) return broken_file("is no video");
  return finish_video(parts, stored, bench, *format);
}

plaza::Status finish_upload(const WorkParts& parts, const jobs::Job& job) {
  TRY(const auto payload, json::decode<FinishJob>(job.payload));
  const MediaId id = payload.media_id;
  const auto read = [&](db::Reader& reader) { return find(reader, id); };
  const auto stored = parts.needs.database.read_now(read);
  if (!stored || stored->upload.status != Status::processing) return done();
  plaza::Status worked = done();
  try {
    worked = work_on(parts, *stored);
  } catch (const std::exception& failure) {
    if (parts.workshop.stopping() || job.attempt < finish_policy.attempts_max) throw;
    log::error("an upload could not be worked on",
               {{"media", to_text(id)}, {"reason", failure.what()}});
    worked = broken_file("could not be worked on");
  }
  if (worked.ok()) return done();
  const bool final =
      worked.error().kind != ErrorKind::unavailable || job.attempt >= finish_policy.attempts_max;
  if (!final) return worked;
  log::info("an upload failed", {{"media", to_text(id)}, {"code", worked.error().code}});
  return end_work(parts, id, Status::failed, {}, [] {});
}

plaza::Status delete_files(const WorkParts& parts, const jobs::Job& job) {
  TRY(const auto payload, json::decode<DeleteJob>(job.payload));
  for (const auto& text : payload.keys) {
    const auto key = media_store::Key::parse(text);
    if (!key) continue;
    const auto take = [&](db::Transaction& tx) -> Result<bool> { return condemn(tx, text); };
    TRY(const bool unused, parts.needs.database.write_now(take));
    if (!unused) continue;
    parts.needs.store.remove(*key);
    const auto end = [&](db::Transaction& tx) -> plaza::Status {
      forget(tx, text);
      return done();
    };
    TRY_DONE(parts.needs.database.write_now(end));
  }
  return done();
}

}  // namespace

void add_jobs(jobs::Runner& runner, const WorkParts& parts) {
  for (const char* kind : {finish_picture_job, finish_video_job}) {
    runner.handle(kind, finish_policy,
                  [parts](const jobs::Job& job) { return finish_upload(parts, job); });
  }
  runner.handle(delete_job, {}, [parts](const jobs::Job& job) { return delete_files(parts, job); });
}

}  // namespace plaza::media
