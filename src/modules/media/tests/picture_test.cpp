#include "media_fixture.h"

namespace plaza::media {
namespace {

class MediaPictures : public MediaFixture {};

ENGINE_TEST(MediaPictures, TakesEachFormat) {
  for (const char* extension : {"jpg", "png", "webp", "gif", "avif", "heic"}) {
    const auto view = take(samples::picture(800, 600, extension), ada, "Half and half");
    ASSERT_TRUE(view.ok()) << extension << " " << view.error().code;
    EXPECT_EQ(view->kind, Kind::image);
    EXPECT_EQ(view->status, Status::ready) << extension;
    EXPECT_EQ(view->progress, 100);
    EXPECT_EQ(view->width, 800);
    EXPECT_EQ(view->height, 600);
    EXPECT_EQ(view->alt, "Half and half");
    EXPECT_EQ(view->url, base(view->id) + "w640.webp");
    EXPECT_EQ(samples::size_of_picture(path_of(view->id, "w640.webp")), "640x480");
    EXPECT_EQ(samples::size_of_picture(path_of(view->id, "w320.webp")), "320x240");
    EXPECT_EQ(samples::size_of_picture(path_of(view->id, "w800.webp")), "800x600");
    EXPECT_EQ(samples::read(path_of(view->id, "w640.webp")).substr(8, 4), "WEBP");
    EXPECT_EQ(media().owner(view->id), ada);
  }
  EXPECT_EQ(scratch_entries(), 0);
}

ENGINE_TEST(MediaPictures, ASmallOneIsNotEnlarged) {
  const auto id = taken(samples::picture(100, 60, "png"));
  EXPECT_EQ(media().view(id)->srcset, base(id) + "w100.webp 100w");
  EXPECT_EQ(samples::size_of_picture(path_of(id, "w100.webp")), "100x60");
}

ENGINE_TEST(MediaPictures, ALargeOneIsShownAtOnceAndFinishedByAJob) {
  const auto view = take(samples::picture(3000, 2000, "jpg"));
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->status, Status::processing);
  EXPECT_EQ(view->url, base(view->id) + "w640.webp");
  EXPECT_EQ(path_of(view->id, "w2048.webp"), "");
  EXPECT_EQ(runner->run_due(), 1);
  const auto after = *media().view(view->id);
  EXPECT_EQ(after.status, Status::ready);
  EXPECT_EQ(after.progress, 100);
  const auto b = base(view->id);
  EXPECT_EQ(after.srcset, b + "w320.webp 320w, " + b + "w640.webp 640w, " + b +
                              "w1080.webp 1080w, " + b + "w2048.webp 2048w");
  EXPECT_EQ(samples::size_of_picture(path_of(view->id, "w2048.webp")), "2048x1365");
  dispatcher->drain();
  EXPECT_EQ(told, (std::vector<std::string>{to_text(view->id) + " ready"}));
  EXPECT_EQ(scratch_entries(), 0);
}

ENGINE_TEST(MediaPictures, StandsUprightAndTellsNothingOfItsOwner) {
  const auto upright = samples::picture(400, 200, "jpg");  // red on the left
  const auto id =
      taken(samples::with_exif(upright, 6));  // to be turned by 90 degrees to the right: red on top
  EXPECT_EQ(media().view(id)->width, 200);
  EXPECT_EQ(media().view(id)->height, 400);
  const auto path = path_of(id, "w200.webp");
  EXPECT_EQ(samples::size_of_picture(path), "200x400");
  int red = 0, green = 0, blue = 0;
  ASSERT_EQ(std::sscanf(samples::color_at(path, 0.5, 0.1).c_str(), "%d %d %d", &red, &green, &blue),
            3);
  EXPECT_TRUE(red > 200 && blue < 60) << red << " " << green << " " << blue;
  const auto bytes = samples::read(path);
  for (const char* trace : {"Exif", "EXIF", "SecretCamera", "XMP ", "ICCP", "GPS"}) {
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
  }
  const auto facts = samples::run("vipsheader -a " + path);
  EXPECT_EQ(facts.find("exif"), std::string::npos) << facts;
  EXPECT_EQ(facts.find("orientation"), std::string::npos) << facts;
}

ENGINE_TEST(MediaPictures, WhatIsHiddenBehindAPictureIsNotServed) {
  const auto id =
      taken(samples::picture(64, 48, "jpg") + "<script>alert(document.domain)</script>");
  EXPECT_EQ(samples::read(path_of(id, "w64.webp")).find("<script>"), std::string::npos);
}

ENGINE_TEST(MediaPictures, RefusesBombsBeforeDecodingThem) {
  EXPECT_EQ(refusal(samples::png_bomb(30'000, 30'000)), "media.too_large file");
  EXPECT_EQ(refusal(samples::png_bomb(60'000, 1'001)), "media.too_large file");
  EXPECT_EQ(scratch_entries(), 0);
}

ENGINE_TEST(MediaPictures, RefusesWhatHasTooManyBytes) {
  settings.image_bytes_max = 1000;
  reopen();
  EXPECT_EQ(refusal(samples::picture(64, 48, "png") + std::string(1000, 'x')),
            "media.too_large file");
}

ENGINE_TEST(MediaPictures, RefusesWhatIsBroken) {
  const auto jpeg = samples::picture(800, 600, "jpg"), png = samples::picture(800, 600, "png");
  EXPECT_EQ(refusal(jpeg.substr(0, jpeg.size() / 2)), "media.broken file");
  EXPECT_EQ(refusal(png.substr(0, png.size() / 2)), "media.broken file");
  EXPECT_EQ(refusal(samples::png_bomb(100, 100)), "media.broken file");
  EXPECT_EQ(refusal("\xff\xd8\xff\xe0 no picture"), "media.broken file");
  EXPECT_EQ(refusal("GIF89a" + std::string(30, '\xff')), "media.broken file");
  EXPECT_EQ(refusal(""), "request.invalid file");
  EXPECT_EQ(scratch_entries(), 0);
}

ENGINE_TEST(MediaPictures, RefusesWhatItDoesNotKnow) {
  for (const char* bytes : {"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
                            "<html><script>alert(1)</script>", "%PDF-1.4 picture", "#!/bin/sh\nid",
                            "push graphic-context\nimage over 0,0 0,0 'msl:/etc/passwd'"}) {
    EXPECT_EQ(refusal(bytes), "media.unsupported file") << bytes;
  }
}

ENGINE_TEST(MediaPictures, ModelsAreTheBrandsOnly) {
  const auto length = static_cast<std::uint32_t>(samples::glb(0).size());
  EXPECT_EQ(refusal(samples::glb(length)), "media.unsupported file");
  const auto id = taken(samples::glb(length), {});
  EXPECT_EQ(media().view(id)->model_url, base(id) + "model.glb");
  EXPECT_EQ(samples::read(path_of(id, "model.glb")), samples::glb(length));
}

ENGINE_TEST(MediaPictures, TheDescriptionHasALimit) {
  const auto view = take(samples::picture(64, 48, "png"), ada, std::string(1001, 'x'));
  ASSERT_FALSE(view.ok());
  EXPECT_EQ(view.error().fields.at(0).field, "alt");
  EXPECT_EQ(rows(), 0);
  EXPECT_FALSE(take(samples::picture(64, 48, "png"), ada, "\xff").ok());
}

}  // namespace
}  // namespace plaza::media
