#include "mail_channel.h"

#include "platform/base/text.h"

namespace plaza::care {
namespace {

std::string paragraphs(std::string_view text) {
  std::string html = "<p style=\"margin:0 0 16px\">";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && i + 1 < text.size() && text[i + 1] == '\n') {
      html += "</p><p style=\"margin:0 0 16px\">";
      while (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if (text[i] == '\n') {
      html += "<br>";
    } else {
      html += escape_html(text.substr(i, 1));
    }
  }
  return html + "</p>";
}

}  // namespace

mail::Message mail_of(const Outgoing& outgoing, const Brand& brand) {
  const auto& each = outgoing.conversation;
  const bool vietnamese = each.customer.locale == "vi";
  const std::string link = brand.public_url + "/help/" + to_text(each.id) + "?token=" + each.token;
  const std::string foot = vietnamese ? "Trả lời, hoặc xem cả cuộc trò chuyện:" : "To answer, or to see the whole conversation:";
  mail::Message mail;
  mail.key = "care:" + outgoing.key;
  mail.from = {brand.mail_from.address, outgoing.author_name == brand.name ? brand.name : outgoing.author_name + " · " + brand.name};
  mail.to = {{each.customer.address, each.customer.name}};
  const std::string subject = each.subject.empty() ? (vietnamese ? "Tin nhắn của bạn" : "Your message") : each.subject;
  mail.subject = lower_ascii(subject.substr(0, 3)) == "re:" ? subject : "Re: " + subject;
  mail.text = outgoing.message.text + "\n\n" + outgoing.author_name + "\n" + brand.name + "\n\n" + foot + "\n" + link + "\n";
  mail.html = "<div style=\"font:16px/1.5 sans-serif;max-width:600px\">" + paragraphs(outgoing.message.text) + "<p style=\"margin:0 0 16px\">" +
              escape_html(outgoing.author_name) + "<br>" + escape_html(brand.name) + "</p><p style=\"font-size:14px;color:#666\">" + escape_html(foot) +
              " <a href=\"" + escape_html(link) + "\">" + escape_html(brand.name) + "</a></p></div>";
  if (!outgoing.earlier_ids.empty()) {
    std::string references;
    for (const auto& id : outgoing.earlier_ids) references += (references.empty() ? "" : " ") + id;
    mail.headers.emplace_back("In-Reply-To", outgoing.earlier_ids.back());
    mail.headers.emplace_back("References", references);
  }
  return mail;
}

Result<std::string> MailChannel::send(const Outgoing& outgoing) {
  const auto mail = mail_of(outgoing, brand_);
  TRY_DONE(sender_.send(mail));
  return mail::message_id(mail);
}

}  // namespace plaza::care
