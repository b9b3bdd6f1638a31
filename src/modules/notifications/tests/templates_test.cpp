#include "templates.h"

#include <gtest/gtest.h>

#include "platform/base/text.h"
#include "platform/json/describe.h"
#include "preview.h"
#include "rules.h"

namespace plaza::notifications {
namespace {

const Brand brand{"Gốm & Co", "#0f766e", "https://shop.example", "hello@shop.example"};

void expect_whole(const Rendered& mail) {
  for (const auto& part : {mail.subject, mail.text, mail.html}) {
    EXPECT_FALSE(part.empty());
    EXPECT_EQ(part.find("{{"), std::string::npos) << part;
    EXPECT_EQ(part.find("}}"), std::string::npos) << part;
    EXPECT_TRUE(is_utf8(part));
  }
}

std::size_t mails() { return enum_names(static_cast<Mail*>(nullptr)).size(); }

constexpr const char* order = R"({"name":"An","number":"#1001","link":"/orders/ord_1","tracking":"VN-42","reason":"Sold out",
  "text":"An replied","title":"Vase","lines":[{"title":"Vase <b>","quantity":2,"total":{"amount":3998,"currency":"EUR"}}],
  "subtotal":{"amount":3998,"currency":"EUR"},"shipping":{"amount":500,"currency":"EUR"},
  "total":{"amount":4498,"currency":"EUR"},"amount":{"amount":4498,"currency":"EUR"}})";

TEST(MailTemplates, AllRenderInBothLanguagesWithoutLeftovers) {
  for (std::size_t i = 0; i < enum_names(static_cast<Mail*>(nullptr)).size(); ++i) {
    for (const char* locale : {"en", "vi"}) {
      const auto mail = render(static_cast<Mail>(i), locale, order, brand);
      expect_whole(mail);
      EXPECT_NE(mail.text.find("https://shop.example/orders/ord_1"), std::string::npos) << mail.text;
      EXPECT_NE(mail.html.find("href=\"https://shop.example/orders/ord_1\""), std::string::npos);
      EXPECT_NE(mail.html.find("<html lang=\"" + std::string(locale) + "\">"), std::string::npos);
    }
  }
}

TEST(MailTemplates, AnOrderShowsItsLinesAndTotals) {
  const auto mail = render(Mail::order_placed, "en", order, brand);
  EXPECT_EQ(mail.subject, "Your order #1001 at Gốm & Co");
  EXPECT_EQ(mail.text,
            "Hello An,\n\nthank you for your order #1001. This is what we will send you:\n\n2 × Vase <b>: €39.98\n\n"
            "Subtotal: €39.98\nShipping: €5.00\nTotal: €44.98\n\nSee your order: https://shop.example/orders/ord_1\n\n-- \n"
            "Gốm & Co\nhttps://shop.example\n");
  EXPECT_NE(mail.html.find("Vase &lt;b&gt;"), std::string::npos);
  EXPECT_EQ(mail.html.find("Vase <b>"), std::string::npos);
  EXPECT_EQ(mail.html.find("Discount"), std::string::npos);
}

TEST(MailTemplates, EveryMailHasASampleAMomentAndAGroupInBothLanguages) {
  EXPECT_EQ(mails_in_order().size(), mails());
  const std::vector<SampleProduct> products = {
      {"Bình <i>\"gốm\"</i> & {{brand}}", "Xanh / 20 cm", "/products/binh", "/media/1.webp", Money{2'400, parse_currency("EUR").value()}}};
  for (const Mail mail : mails_in_order()) {
    for (const char* locale : {"en", "vi"}) {
      for (const auto& given : {products, std::vector<SampleProduct>()}) {
        const auto rendered = render(mail, locale, sample_values(mail, locale, given, false), brand);
        EXPECT_FALSE(rendered.subject.empty());
        if (given.empty()) expect_whole(rendered);
        EXPECT_EQ(rendered.html.find("<i>"), std::string::npos) << rendered.html;
        EXPECT_NE(rendered.html.find("width=device-width"), std::string::npos);
        EXPECT_NE(rendered.html.find("prefers-color-scheme:dark"), std::string::npos);
      }
    }
    EXPECT_FALSE(sent_when(mail, "en").empty());
    EXPECT_NE(sent_when(mail, "en"), sent_when(mail, "vi"));
  }
}

TEST(MailTemplates, AHostileNameIsTextInEveryMail) {
  constexpr const char* hostile = R"({"name":"<img src=x onerror=alert(1)>","number":"<b>1</b>","link":"/o?a=\"><script>",
    "title":"</td><script>alert(1)</script>","text":"<svg/onload=1>","reason":"\"><a href=//evil>","tracking":"<u>","hours":24,
    "cards":[{"code":"<em>","amount":{"amount":1,"currency":"EUR"}}],"lines":[{"title":"<h1>","options":"<h2>","quantity":"<h3>",
    "image":"javascript:\"><h4>","total":"<h5>"}],"subtotal":"<h6>","discount":"<s>","shipping":"<q>","tax":"<i>","tax_added":"<del>",
    "total":"<ins>","amount":"<var>","to_original":"<sub>","to_store_credit":"<sup>","to_exchange":"<dfn>"})";
  for (std::size_t i = 0; i < mails(); ++i) {
    for (const char* locale : {"en", "vi"}) {
      const auto mail = render(static_cast<Mail>(i), locale, hostile, brand);
      for (const char* markup : {"<img src=x", "<b>", "<script", "<svg", "<a href=//", "<u>", "<em>", "<h1", "<h2", "<h3", "<h4", "<h5",
                                 "<h6", "<s>", "<q>", "<i>", "<del>", "<ins>", "<var>", "<sub>", "<sup>", "<dfn>", "javascript:"}) {
        EXPECT_EQ(mail.html.find(markup), std::string::npos) << markup << " in " << mail.html;
      }
      EXPECT_EQ(mail.subject.find_first_of("\r\n"), std::string::npos);
    }
  }
}

TEST(MailTemplates, TextIsWrappedAndAddressesStayWhole) {
  EXPECT_EQ(wrap_text("one two three\nfour", 9), "one two\nthree\nfour");
  EXPECT_EQ(wrap_text("see https://shop.example/a-long-one ok", 10), "see\nhttps://shop.example/a-long-one\nok");
  EXPECT_EQ(wrap_text("-- \nGốm", 10), "-- \nGốm");
  EXPECT_EQ(wrap_text("đồ gốm", 6), "đồ gốm");
  for (const Mail mail : mails_in_order()) {
    const auto text = render(mail, "vi", sample_values(mail, "vi", {}, true), brand).text;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto line = std::string_view(text).substr(at, end - at);
      EXPECT_TRUE(code_points(line) <= 76 || line.find(' ') == std::string_view::npos) << line;
      at = end + 1;
    }
  }
}

TEST(MailTemplates, LinesStandWithTheirPicturesAndSums) {
  const auto mail = render(Mail::order_placed, "en", R"({"name":"An","number":"#1","link":"/o","lines":[{"title":"Vase",
    "options":"Blue","quantity":2,"image":"/media/v.webp","total":{"amount":3998,"currency":"EUR"}}],
    "subtotal":{"amount":3998,"currency":"EUR"},"discount":{"amount":100,"currency":"EUR"},
    "tax_added":{"amount":7,"currency":"EUR"},"total":{"amount":3905,"currency":"EUR"}})", brand);
  EXPECT_NE(mail.html.find("src=\"https://shop.example/media/v.webp\""), std::string::npos);
  EXPECT_NE(mail.html.find("src=\"https://shop.example/icons/icon-192.png\""), std::string::npos);
  for (const char* shown : {"Blue", "Quantity 2", "€39.98", "−€1.00", "€0.07", "<strong>€39.05</strong>"}) {
    EXPECT_NE(mail.html.find(shown), std::string::npos) << shown;
  }
  EXPECT_EQ(mail.html.find("Tax included"), std::string::npos);
  // A parcel's mail names the things, not their prices.
  const auto parcel = render(Mail::order_fulfilled, "en", R"({"name":"An","number":"#1","link":"/o","lines":[{"title":"Vase",
    "quantity":2,"total":{"amount":3998,"currency":"EUR"}}],"subtotal":{"amount":3998,"currency":"EUR"}})", brand);
  EXPECT_NE(parcel.html.find("Vase"), std::string::npos);
  EXPECT_EQ(parcel.html.find("€39.98"), std::string::npos);
}

TEST(MailTemplates, VietnameseHasItsOwnNumbers) {
  const auto mail = render(Mail::order_paid, "vi", order, brand);
  EXPECT_EQ(mail.subject, "Thanh toán cho đơn hàng #1001");
  EXPECT_NE(mail.text.find("44,98\u00A0€"), std::string::npos) << mail.text;
}

TEST(MailTemplates, NothingTypedBecomesMarkupOrAHeader) {
  const auto mail = render(Mail::bell, "en",
                           R"({"name":"<script>x</script>","text":"Hi\r\nBcc: all@shop.example","link":"/p/1"})", brand);
  EXPECT_EQ(mail.subject, "Hi Bcc: all@shop.example");
  EXPECT_EQ(mail.html.find("<script>"), std::string::npos);
  EXPECT_NE(mail.html.find("&lt;script&gt;x&lt;/script&gt;"), std::string::npos);
  const auto tricky = render(Mail::bell, "en", R"({"name":"{{brand}}","text":"{{{url}}}","link":"/p/1"})", brand);
  EXPECT_EQ(tricky.subject, "{{{url}}}");
}

TEST(MailTemplates, TheBrandIsShownAndEscaped) {
  const auto mail = render(Mail::verify_email, "en", R"({"name":"An","link":"/verify?token=a&b"})", brand);
  EXPECT_EQ(mail.subject, "Confirm your e-mail address for Gốm & Co");
  EXPECT_NE(mail.html.find("Gốm &amp; Co"), std::string::npos);
  EXPECT_NE(mail.html.find("solid #0f766e"), std::string::npos);
  EXPECT_NE(mail.html.find("https://shop.example/verify?token=a&amp;b"), std::string::npos);
  EXPECT_NE(mail.text.find("https://shop.example/verify?token=a&b"), std::string::npos);
}

TEST(MailTemplates, AnAbsentValueShowsNothing) {
  const auto mail = render(Mail::order_cancelled, "en", R"({"name":"An","number":"#1","link":"/o","reason":""})", brand);
  EXPECT_EQ(mail.text.find("Reason"), std::string::npos);
  EXPECT_EQ(mail.html.find("Reason"), std::string::npos);
}

TEST(MailTemplates, TextIsReadableOnTheBrandColour) {
  EXPECT_EQ(readable_on("#000000"), "#ffffff");
  EXPECT_EQ(readable_on("#ffffff"), "#111111");
  EXPECT_EQ(readable_on("#ffd60a"), "#111111");
  EXPECT_EQ(readable_on("#0f766e"), "#ffffff");
}

}  // namespace
}  // namespace plaza::notifications
