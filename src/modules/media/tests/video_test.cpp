#include <filesystem>
#include <thread>

#include "media_fixture.h"

namespace plaza::media {
namespace {

class MediaVideos : public MediaFixture {
 protected:
  Status finished(MediaId id) {
    runner->run_due();
    return media().view(id)->status;
  }
};

ENGINE_TEST(MediaVideos, BecomesPosterMp4AndLadder) {
  const auto view = take(samples::clip(1920, 1080));
  ASSERT_TRUE(view.ok()) << view.error().code;
  EXPECT_EQ(view->kind, Kind::video);
  EXPECT_EQ(view->status, Status::processing);
  EXPECT_EQ(view->width, 1920);
  EXPECT_EQ(view->duration_ms, 2000);
  EXPECT_EQ(view->url, "");
  const auto id = view->id;
  ASSERT_EQ(finished(id), Status::ready);
  const auto after = *media().view(id);
  EXPECT_EQ(after.progress, 100);
  EXPECT_EQ(after.url, base(id) + "poster.webp");
  EXPECT_EQ(after.poster_url, base(id) + "poster.webp");
  EXPECT_EQ(after.mp4_url, base(id) + "video.mp4");
  EXPECT_EQ(after.hls_url, base(id) + "hls/index.m3u8");
  EXPECT_EQ(samples::size_of_picture(path_of(id, "poster.webp")), "1280x720");
  const auto mp4 = path_of(id, "video.mp4");
  EXPECT_EQ(samples::probe(mp4, "stream=codec_name,width,height,pix_fmt"),
            "h264\n1280\n720\nyuv420p\naac\n");
  const auto bytes = samples::read(mp4);
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));  // plays before it is there as a whole
  EXPECT_EQ(bytes.find("SecretPlace"), std::string::npos);
  const auto list = samples::read(path_of(id, "hls/index.m3u8"));
  EXPECT_LT(list.find("RESOLUTION=640x360\n360/index.m3u8"),
            list.find("RESOLUTION=1280x720\n720/index.m3u8"));
  EXPECT_NE(samples::read(path_of(id, "hls/360/index.m3u8")).find("seg_0000.ts\n#EXT-X-ENDLIST"),
            std::string::npos);
  // A transport stream tells its streams twice: of the program, and of the file.
  EXPECT_EQ(
      samples::probe(path_of(id, "hls/360/seg_0000.ts"), "stream=width,height -select_streams v"),
      "640\n360\n640\n360\n");
  EXPECT_EQ(samples::probe(path_of(id, "hls/720/seg_0000.ts"), "stream=codec_name"),
            "h264\naac\nh264\naac\n");
  dispatcher->drain();
  EXPECT_EQ(told, (std::vector<std::string>{to_text(id) + " ready"}));
  EXPECT_EQ(scratch_entries(), 0);
}

ENGINE_TEST(MediaVideos, SmallAndSilentOnesOfOtherKindsWorkToo) {
  for (const char* extension : {"mov", "mkv"}) {
    const auto id = taken(samples::video(
        "-f lavfi -i testsrc=size=320x240:rate=25:duration=1 -c:v libx264 -pix_fmt yuv420p",
        extension));
    ASSERT_EQ(finished(id), Status::ready) << extension;
    EXPECT_EQ(samples::probe(path_of(id, "video.mp4"), "stream=codec_name,width,height"),
              "h264\n320\n240\n");
    EXPECT_EQ(path_of(id, "hls/360/index.m3u8"), "");
    EXPECT_NE(path_of(id, "hls/240/index.m3u8"), "");
  }
  const auto id = taken(samples::clip(320, 240, "webm"));
  ASSERT_EQ(finished(id), Status::ready);
  EXPECT_EQ(samples::probe(path_of(id, "video.mp4"), "stream=codec_name"), "h264\naac\n");
}

ENGINE_TEST(MediaVideos, StandsUpright) {
  const auto lying = samples::clip(640, 360);
  samples::write(folder.path() + "/lying.mp4", lying);
  samples::run(
      "cd " + folder.path() +
      " && ffmpeg -nostdin -v error -y -i lying.mp4 -c copy -metadata:s:v:0 rotate=90 turned.mp4");
  const auto view = take(samples::read(folder.path() + "/turned.mp4"));
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->width, 360);
  EXPECT_EQ(view->height, 640);
  ASSERT_EQ(finished(view->id), Status::ready);
  EXPECT_EQ(samples::size_of_picture(path_of(view->id, "poster.webp")), "360x640");
  EXPECT_EQ(samples::probe(path_of(view->id, "video.mp4"), "stream=width,height -select_streams v"),
            "360\n640\n");
}

ENGINE_TEST(MediaVideos, TooLongTooLargeOrBrokenIsRefusedAtOnce) {
  settings.video_seconds_max = 1;
  reopen();
  const auto clip = samples::video(
      "-f lavfi -i testsrc=size=64x64:rate=5:duration=4 -c:v libx264 -pix_fmt yuv420p", "mp4");
  EXPECT_EQ(refusal(clip), "media.too_large file");
  settings = Settings{.video_bytes_max = 5000, .scratch = settings.scratch};
  reopen();
  EXPECT_EQ(refusal(clip + std::string(5000, 'x')), "media.too_large file");
  EXPECT_EQ(refusal(clip.substr(0, 200)), "media.broken file");
  using namespace std::string_literals;
  EXPECT_EQ(refusal("\0\0\0\x20"
                    "ftypisom\0\0\0\0 nothing follows that could be a video"s),
            "media.broken file");
  EXPECT_EQ(refusal("\x1a\x45\xdf\xa3 nothing"), "media.broken file");
  EXPECT_EQ(scratch_entries(), 0);
}

// As browsers record them: the head says nothing of the length. What is too long is cut.
ENGINE_TEST(MediaVideos, OneOfUnknownLengthIsMeasuredAndCut) {
  settings.video_seconds_max = 1;
  reopen();
  const auto view = take(samples::video(
      "-f lavfi -i testsrc=size=64x64:rate=10:duration=5 -c:v libvpx -f webm pipe:1 >", "live"));
  ASSERT_TRUE(view.ok()) << view.error().code;
  EXPECT_EQ(view->duration_ms, std::nullopt);
  ASSERT_EQ(finished(view->id), Status::ready);
  EXPECT_EQ(media().view(view->id)->duration_ms, 2000);
  EXPECT_EQ(samples::probe(path_of(view->id, "video.mp4"), "format=duration"), "2.000000\n");
}

ENGINE_TEST(MediaVideos, SoundAloneIsNoVideo) {
  EXPECT_EQ(refusal(samples::video("-f lavfi -i sine=duration=1 -c:a aac", "mp4")),
            "media.broken file");
}

// The head is whole, the pictures are not: found out by the work.
ENGINE_TEST(MediaVideos, OneThatCannotBeReadFails) {
  auto clip = samples::clip(320, 240, "mkv");
  for (std::size_t i = clip.size() / 8; i < clip.size(); ++i)
    clip[i] = static_cast<char>(i * 7919 >> 3);
  const auto id = taken(std::move(clip));
  runner->run_due();
  dispatcher->drain();
  const auto status = media().view(id)->status;
  EXPECT_NE(status, Status::processing);
  EXPECT_EQ(told,
            (std::vector<std::string>{to_text(id) + " " + std::string(json::enum_text(status))}));
}

ENGINE_TEST(MediaVideos, AVideoWithoutItsOriginalFails) {
  const auto bytes = samples::clip(320, 240);
  const auto id = taken(bytes);
  store->remove(media_store::Key::of(bytes));
  EXPECT_EQ(finished(id), Status::failed);
  dispatcher->drain();
  EXPECT_EQ(told, (std::vector<std::string>{to_text(id) + " failed"}));
  EXPECT_EQ(media().view(id)->url, "");
}

// The process ends in the middle of the work; the next one does it again.
ENGINE_TEST(MediaVideos, WorkThatWasCutOffIsDoneAgain) {
  const auto id = taken(samples::clip(1280, 720));
  std::thread work([&] { runner->run_due(); });
  while (scratch_entries() == 0 && media().view(id)->status == Status::processing)
    std::this_thread::yield();
  module->stop();
  work.join();
  EXPECT_EQ(media().view(id)->status, Status::processing);
  std::filesystem::create_directories(settings.scratch + "/work-999999999-killed/hls");
  reopen();
  EXPECT_EQ(scratch_entries(), 0);
  EXPECT_EQ(media().view(id)->status, Status::processing);
  clock.advance(minutes(5));
  ASSERT_EQ(finished(id), Status::ready);
  dispatcher->drain();
  EXPECT_EQ(told, (std::vector<std::string>{to_text(id) + " ready"}));
}

ENGINE_TEST(MediaVideos, AnAccountHasFewInWork) {
  settings.processing_max = 2;
  reopen();
  const auto clip = samples::clip(320, 240);
  const auto first = taken(clip);
  taken(clip);
  const auto third = take(clip);
  ASSERT_FALSE(third.ok());
  EXPECT_EQ(third.error().code, "media.too_many");
  EXPECT_TRUE(take(clip, identity::AccountId{43}).ok());
  EXPECT_EQ(remove(first), "ok");
  EXPECT_TRUE(take(clip).ok());
  runner->run_due();
  EXPECT_TRUE(take(clip).ok());
}

}  // namespace
}  // namespace plaza::media
