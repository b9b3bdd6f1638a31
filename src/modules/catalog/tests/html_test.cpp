#include "html.h"

#include <gtest/gtest.h>

#include <random>

#include "platform/testing/seed.h"

namespace plaza::catalog {
namespace {

TEST(CleanHtml, KeepsWhatDescribesAProduct) {
  const std::string html =
      "<p>Stoneware, <strong>1.5&nbsp;l</strong></p><ul><li>oven safe</li></ul><br>";
  EXPECT_EQ(clean_html(html), html);
}

TEST(CleanHtml, DropsScriptsStylesAndFramesWithWhatIsInThem) {
  EXPECT_EQ(
      clean_html("a<script>alert('<p>')</script>b<style>p{}</style>c<iframe src=x>d</iframe>e"),
      "abce");
  EXPECT_EQ(clean_html("a<SCRIPT >x</ScRiPt >b<script>never closed"), "ab");
  EXPECT_EQ(clean_html("<svg><a href=\"javascript:x\">t</a></svg>z"), "z");
}

TEST(CleanHtml, DropsUnknownTagsButKeepsTheirText) {
  EXPECT_EQ(clean_html("<font color=red>red</font> <blink>x</blink><meta charset=\"utf-8\">"),
            "red x");
}

TEST(CleanHtml, DropsHandlersStylesAndClasses) {
  EXPECT_EQ(clean_html("<p onclick=\"x()\" style='color:red' class=a id=b data-x=1>t</p>"),
            "<p>t</p>");
}

TEST(CleanHtml, KeepsOnlyAddressesThatCannotRun) {
  const auto link = [](const std::string& address) {
    return clean_html("<a href=\"" + address + "\">t</a>");
  };
  EXPECT_EQ(link("https://a.example/x?b=1&amp;c=2"),
            "<a href=\"https://a.example/x?b=1&amp;c=2\" rel=\"nofollow noopener\">t</a>");
  const std::string bare = "<a rel=\"nofollow noopener\">t</a>";
  EXPECT_EQ(link("javascript:alert(1)"), bare);
  EXPECT_EQ(link("JaVa\tScRiPt:alert(1)"), bare);
  EXPECT_EQ(link("&#106;avascript&#58;alert(1)"), bare);
  EXPECT_EQ(link("&#x6A;avascript&colon;alert(1)"), bare);
  EXPECT_EQ(link("data:text/html,x"), bare);
  EXPECT_EQ(link("//evil.example"), bare);
  EXPECT_EQ(link("/\\evil.example"), bare);
  EXPECT_EQ(link("mailto:a@b.example"),
            "<a href=\"mailto:a@b.example\" rel=\"nofollow noopener\">t</a>");
}

TEST(CleanHtml, KeepsPicturesOfTheWebOnly) {
  EXPECT_EQ(
      clean_html(
          "<img src='https://a.example/x.jpg' alt='A \"vase\" &eacute;' width=20 onerror=x>"),
      "<img src=\"https://a.example/x.jpg\" alt=\"A &quot;vase&quot; &eacute;\" width=\"20\">");
  EXPECT_EQ(clean_html("<img src=\"data:image/svg+xml,x\"><img alt=x>t"), "t");
}

TEST(CleanHtml, ClosesWhatIsOpenAndIgnoresWhatIsNot) {
  EXPECT_EQ(clean_html("<ul><li>a<li><b>b</ul></p>c<i>d"),
            "<ul><li>a<li><b>b</b></li></li></ul>c<i>d</i>");
}

TEST(CleanHtml, EscapesWhatIsNoMarkup) {
  EXPECT_EQ(clean_html("1 < 2 & 3 > 2 &amp; &bogus &#39; <"),
            "1 &lt; 2 &amp; 3 &gt; 2 &amp; &amp;bogus &#39; &lt;");
  EXPECT_EQ(clean_html("a<!-- <p> -->b<!DOCTYPE html>c<?php x ?>d</>e"), "abcde");
  EXPECT_EQ(clean_html("<p title=\">\">x"), "<p>x</p>");
}

TEST(CleanHtml, SurvivesDepthAndCutOffMarkup) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  EXPECT_EQ(clean_html(deep).size(), 64 * std::string("<div></div>").size());
  for (const char* cut :
       {"<", "</", "<p", "<p a", "<p a=", "<p a=\"", "<!--", "<script", "&", "&#", "&#x"}) {
    EXPECT_EQ(clean_html(clean_html(cut)), clean_html(cut)) << cut;
  }
}

TEST(CleanHtml, ChangesNothingTheSecondTimeWhateverCame) {
  static const std::vector<std::string> pieces = {"<",
                                                  ">",
                                                  "\"",
                                                  "'",
                                                  "&",
                                                  ";",
                                                  "=",
                                                  "/",
                                                  " ",
                                                  "a",
                                                  "p",
                                                  "img",
                                                  "script",
                                                  "<p>",
                                                  "</p>",
                                                  "<a href=",
                                                  "src=",
                                                  "javascript:",
                                                  "https://x.example/",
                                                  "&amp;",
                                                  "&#58;",
                                                  "<!--",
                                                  "-->",
                                                  "alt=",
                                                  "<td colspan=2>",
                                                  "\n",
                                                  "đ"};
  const auto seed = testing::draw_seed();
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string html;
    for (int i = 0; i < 20; ++i) html += pieces[random() % pieces.size()];
    const std::string once = clean_html(html);
    ASSERT_EQ(clean_html(once), once) << "seed " << seed << ": " << html;
    ASSERT_EQ(once.find("<script"), std::string::npos) << html;
    ASSERT_EQ(once.find("href=\"javascript"), std::string::npos) << html;
  }
}

}  // namespace
}  // namespace plaza::catalog
