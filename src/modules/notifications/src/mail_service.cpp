#include "mail_service.h"

#include <boost/json.hpp>

#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "platform/log/log.h"
#include "sent.h"
#include "store.h"
#include "templates.h"

namespace plaza::notifications {
namespace {

constexpr std::size_t values_bytes_max = 200'000;

struct MailJob {
  Mail mail = Mail::bell;
  std::string key;
  std::string to;
  std::string locale;
  json::Raw values;
  template <class V>
  void describe(V& v) {
    v("mail", mail);
    v("key", key);
    v("to", to);
    v("locale", locale);
    v("values", values);
  }
};

}  // namespace

std::string values_text(std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  boost::json::object object;
  for (const auto& [name, value] : values) object[name] = value;
  return boost::json::serialize(object);
}

bool MailService::send(db::Transaction& tx, const MailRequest& request) {
  const auto values = json::parse(request.values);
  CHECK(values.ok() && values->root().is_object() && request.values.size() <= values_bytes_max);
  CHECK(!request.to.empty() && request.to.find_first_of("\r\n") == std::string::npos);
  if (!request.key.empty() && !store::claim_mail(tx, request.key, clock_.now())) return false;
  const MailJob job{request.mail, request.key, request.to, request.locale, {request.values}};
  jobs::enqueue(tx, {.kind = send_mail_job, .payload = json::encode(job)});
  store::note_sent(tx, ids_.next(), request, clock_.now());
  return true;
}

void MailService::send_account_mail(db::Transaction& tx, Mail mail, const identity::MailRecipient& to, std::string link) {
  MailRequest request;
  request.mail = mail;
  request.to = to.email;
  request.locale = to.locale;
  request.values = values_text({{"name", to.display_name}, {"link", link}});
  send(tx, request);
}

void MailService::send_verification(db::Transaction& tx, const identity::MailRecipient& to, std::string_view token) {
  send_account_mail(tx, Mail::verify_email, to, "/verify?token=" + std::string(token));
}

void MailService::send_reset(db::Transaction& tx, const identity::MailRecipient& to, std::string_view token) {
  send_account_mail(tx, Mail::reset_password, to, "/reset?token=" + std::string(token));
}

void MailService::send_password_changed(db::Transaction& tx, const identity::MailRecipient& to) {
  send_account_mail(tx, Mail::password_changed, to, "/signin");
}

Status MailService::run(const jobs::Job& job) {
  TRY(const auto mail, json::decode<MailJob>(job.payload));
  Rendered rendered = render(mail.mail, mail.locale, mail.values.text, brand_);
  Outgoing outgoing;
  // The same for every attempt, so that a mail sent twice is one to the reader.
  outgoing.key = "mail-" + std::to_string(job.id);
  outgoing.to = mail.to;
  outgoing.from_name = brand_.name;
  outgoing.from = brand_.mail_from;
  outgoing.subject = std::move(rendered.subject);
  outgoing.text = std::move(rendered.text);
  outgoing.html = std::move(rendered.html);
  Status sent = send_mail_(outgoing);
  const bool for_good = !sent.ok() && (sent.error().kind == ErrorKind::invalid || sent.error().kind == ErrorKind::unprocessable);
  if (!for_good) return sent;
  // There is no such mailbox, or it is no address: asking again would only make us look like a spammer.
  log::warning("a mail was refused for good", {{"key", outgoing.key}, {"code", sent.error().code}});
  return done();
}

void MailService::add_jobs(jobs::Runner& runner) {
  jobs::Policy policy;
  policy.attempts_max = 10;
  policy.first_pause = seconds(5);
  policy.threads = 2;
  runner.handle(send_mail_job, policy, [this](const jobs::Job& job) { return run(job); });
}

}  // namespace plaza::notifications
