#include "email_channel.h"

#include "platform/base/text.h"
#include "rules.h"

namespace plaza::mailbox {
namespace {

std::string paragraphs(std::string_view text) {
  std::string html = "<div style=\"font:16px/1.5 sans-serif;max-width:600px\"><p style=\"margin:0 0 16px\">";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') {
      html += escape_html(text.substr(i, 1));
    } else if (i + 1 < text.size() && text[i + 1] == '\n') {
      html += "</p><p style=\"margin:0 0 16px\">";
      while (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      html += "<br>";
    }
  }
  return html + "</p></div>";
}

bool is_message_id(std::string_view id) { return message_ids_in(id, 1) == std::vector{std::string(id)}; }

}  // namespace

std::string answer_subject(std::string_view subject, bool vietnamese) {
  if (trimmed(subject).empty()) return vietnamese ? "Tin nhắn của bạn" : "Your message";
  return lower_ascii(subject.substr(0, 3)) == "re:" ? std::string(subject) : "Re: " + std::string(subject);
}

std::string references_text(const std::string& first, const std::vector<std::string>& earlier) {
  std::string text = first;
  std::size_t from = earlier.size(), bytes = first.size();
  while (from > 0 && bytes + earlier[from - 1].size() + 1 <= 1'800) bytes += earlier[--from].size() + 1;
  for (; from < earlier.size(); ++from) text += " " + earlier[from];
  return text;
}

void EmailChannel::lead_back(db::Transaction& tx, mail::Message& mail, const care::Conversation& conversation, const std::string& from,
                             const std::vector<std::string>& earlier, care::MessageId message) {
  const std::string token = token_of(store::secret(tx), conversation.id);
  mail.headers = {{"References", references_text(reference_of(from, token), earlier)}};
  if (!earlier.empty()) mail.headers.emplace_back("In-Reply-To", earlier.back());
  const bool plus = needs_.settings.plus_addresses && from != needs_.brand.mail_from.address;
  if (plus) mail.headers.emplace_back("Reply-To", plus_address(from, token));
  // Machines need not answer.
  mail.headers.emplace_back("X-Auto-Response-Suppress", "OOF, AutoReply");
  store::LetterRow row;
  row.id = needs_.ids.make<LetterId>();
  row.address = from;
  row.direction = store::Direction::out;
  row.rfc_id = mail::message_id(mail);
  row.conversation = conversation.id;
  row.message = message;
  row.sender = conversation.customer.address;
  row.recipients = conversation.customer.address;
  row.at = needs_.clock.now();
  store::insert(tx, row, "out:" + mail.key);
}

Result<std::string> EmailChannel::send(const care::Outgoing& outgoing) {
  const auto& each = outgoing.conversation;
  mail::Message mail;
  mail.key = "care:" + outgoing.key;
  mail.to = {{each.customer.address, each.customer.name}};
  mail.subject = answer_subject(each.subject, each.customer.locale == "vi");
  mail.text = outgoing.message.text + "\n\n" + outgoing.author_name + "\n" + needs_.brand.name + "\n";
  mail.html = paragraphs(mail.text);
  std::vector<std::string> earlier;
  for (const auto& id : outgoing.earlier_ids) {
    if (is_message_id(id)) earlier.push_back(id);
  }
  const auto prepare = [&](db::Transaction& tx) -> Status {
    // From the mailbox that the customer wrote to, as the nearest of the earlier mails knows it.
    std::string from = needs_.settings.accounts.empty() ? needs_.brand.mail_from.address : needs_.settings.accounts.front().address;
    for (auto id = earlier.rbegin(); id != earlier.rend(); ++id) {
      const auto row = store::by_rfc_id(tx, *id);
      if (!row) continue;
      from = row->address;
      break;
    }
    mail.from = {from, outgoing.author_name == needs_.brand.name ? needs_.brand.name : outgoing.author_name + " · " + needs_.brand.name};
    mail.attachments.clear();
    for (const auto& file : store::files_of(tx, outgoing.message.id)) {
      mail.attachments.push_back({file.name, file.content_type, store::content_of(tx, file.id).value_or(std::string())});
    }
    lead_back(tx, mail, each, from, earlier, outgoing.message.id);
    return done();
  };
  TRY_DONE(needs_.database.write_now(prepare));
  TRY_DONE(needs_.mail.send(mail));
  return mail::message_id(mail);
}

Status EmailChannel::acknowledge(LetterId id) {
  mail::Message mail;
  const auto prepare = [&](db::Transaction& tx) -> Status {
    const auto letter = store::by_id(tx, id);
    const auto each = letter ? needs_.care.find(tx, letter->conversation) : std::nullopt;
    if (!each || letter->sender.empty()) return done();
    const bool vietnamese = each->customer.locale == "vi";
    mail = {};
    mail.key = "mailbox.acknowledge:" + to_text(id);
    mail.from = {letter->address, needs_.brand.name};
    mail.to = {{letter->sender, ""}};
    mail.subject = answer_subject(each->subject, vietnamese);
    mail.text = vietnamese ? "Cảm ơn bạn đã viết cho chúng tôi. Tin nhắn của bạn đã đến, và sẽ có người đọc và trả lời bạn.\n\n" + needs_.brand.name + "\n"
                           : "Thank you for writing to us. Your message is here, and somebody will read and answer it.\n\n" + needs_.brand.name + "\n";
    std::vector<std::string> earlier;
    if (!letter->rfc_id.empty()) earlier.push_back(letter->rfc_id);
    lead_back(tx, mail, *each, letter->address, earlier, {});
    mail.headers.emplace_back("Auto-Submitted", "auto-replied");
    mail.headers.emplace_back("Precedence", "auto_reply");
    return done();
  };
  TRY_DONE(needs_.database.write_now(prepare));
  return mail.to.empty() ? done() : needs_.mail.send(mail);
}

}  // namespace plaza::mailbox
