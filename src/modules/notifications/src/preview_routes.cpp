// GET /v1/admin/mails: what is mailed when, how it looks, and a trial to oneself.
#include "identity/roles.h"
#include "platform/http/rate_limit.h"
#include "platform/json/codec.h"
#include "preview.h"
#include "routes.h"
#include "sent.h"
#include "templates.h"

namespace plaza::notifications {
namespace {

constexpr const char* tag = "Mails";
constexpr int sent_max = 100;
constexpr http::RateLimit trials_of_one{.burst = 10, .per_second = 10.0 / 3'600};

struct MailKindView {
  Mail kind = Mail::bell;
  MailGroup group = MailGroup::account;
  std::string sent_when;
  std::string subject;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("group", group);
    v("sent_when", sent_when, json::Doc{"When it is sent, in the asked language."});
    v("subject", subject, json::Doc{"As it would read for the sample."});
  }
};
struct MailKindList {
  std::vector<MailKindView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct ListMails {
  MailLanguage language = MailLanguage::en;
  template <class V>
  void describe(V& v) {
    v("language", language, json::Optional{});
  }
};
struct ShowMail {
  Mail kind = Mail::bell;
  MailLanguage language = MailLanguage::en;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("language", language, json::Optional{});
  }
};
struct MailPreview : MailKindView {
  MailLanguage language = MailLanguage::en;
  std::string html, text;
  template <class V>
  void describe(V& v) {
    MailKindView::describe(v);
    v("language", language);
    v("html", html, json::Doc{"A whole document; show it in a sandboxed frame."});
    v("text", text);
  }
};
struct MailTrial {
  std::string to;
  template <class V>
  void describe(V& v) {
    v("to", to);
  }
};

std::string locale_of(MailLanguage language) { return std::string(json::enum_text(language)); }

MailKindView kind_view(Mail mail, const std::string& locale, const Rendered& rendered) {
  return {mail, group_of(mail), std::string(sent_when(mail, locale)), rendered.subject};
}

// A few of the shop's products; the sample is the shop's own as far as it can be.
std::vector<SampleProduct> products_of(const PreviewParts& parts, db::Reader& reader) {
  return parts.sample_products ? parts.sample_products(reader) : std::vector<SampleProduct>();
}

Result<MailTrial> send_trial(const PreviewParts& parts, http::RateLimiter& limiter, const http::Call& call, db::Transaction& tx,
                             const ShowMail& request) {
  const identity::AccountId me{call.caller.subject};
  const auto account = me ? parts.accounts.find(tx, me) : std::nullopt;
  if (!account) {
    return Error{ErrorKind::forbidden, "notifications.no_mailbox", "A trial goes to a person who is signed in, not to a key."};
  }
  if (!limiter.take(std::to_string(me.value), parts.clock.now())) {
    return Error{ErrorKind::too_many, "request.too_many", "That were many trials. Try again in some minutes."};
  }
  const std::string locale = locale_of(request.language);
  MailRequest mail;
  mail.mail = request.kind;
  mail.to = account->email;
  mail.locale = locale;
  mail.values = sample_values(request.kind, locale, products_of(parts, tx), true);
  parts.mailer.send(tx, mail);
  return MailTrial{account->email};
}

struct ListSent {
  identity::AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
  }
};
struct SentMailList {
  std::vector<SentMail> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, sent_max}, json::Doc{"Newest first; of the last 400 days."});
  }
};

void add_sent_route(http::Routes& routes, const PreviewParts& parts) {
  routes.add(http::get<ListSent, SentMailList>("/v1/admin/sent_mails", "listSentMails")
                 .summary("Which mails were sent to an account's address, and when.")
                 .tag(tag)
                 .access(identity::staff_access(identity::merchandiser | identity::agent))
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const ListSent& request) -> Result<SentMailList> {
                   SentMailList list;
                   const auto account = parts.accounts.find(reader, request.account_id);
                   if (account) list.items = store::sent_to(reader, account->email, sent_max);
                   return list;
                 }));
}

}  // namespace

void add_preview_routes(http::Routes& routes, const PreviewParts& parts) {
  routes.add(http::get<ListMails, MailKindList>("/v1/admin/mails", "listMails")
                 .summary("Every mail that the shop sends, and when.")
                 .tag(tag)
                 .access(identity::staff_access())
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const ListMails& request) -> Result<MailKindList> {
                   const auto locale = locale_of(request.language);
                   const auto products = products_of(parts, reader);
                   MailKindList list;
                   for (const Mail mail : mails_in_order()) {
                     list.items.push_back(
                         kind_view(mail, locale, render(mail, locale, sample_values(mail, locale, products, false), parts.brand)));
                   }
                   return list;
                 }));
  routes.add(http::get<ShowMail, MailPreview>("/v1/admin/mails/{kind}", "previewMail")
                 .summary("A mail as it would be sent, with products of the shop and an invented customer.")
                 .tag(tag)
                 .access(identity::staff_access())
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const ShowMail& request) -> Result<MailPreview> {
                   const auto locale = locale_of(request.language);
                   auto rendered =
                       render(request.kind, locale, sample_values(request.kind, locale, products_of(parts, reader), false), parts.brand);
                   MailPreview preview;
                   static_cast<MailKindView&>(preview) = kind_view(request.kind, locale, rendered);
                   preview.language = request.language;
                   preview.html = std::move(rendered.html);
                   preview.text = std::move(rendered.text);
                   return preview;
                 }));
  const auto limiter = std::make_shared<http::RateLimiter>(trials_of_one);
  routes.add(http::post<ShowMail, MailTrial>("/v1/admin/mails/{kind}/trials", "sendMailTrial")
                 .summary("Sends the sample to the address of the staff member who asks, and to nobody else.")
                 .tag(tag)
                 .access(identity::staff_access())
                 .error("notifications.no_mailbox", ErrorKind::forbidden, "Asked for with an API key, which has no address.")
                 .error("request.too_many", ErrorKind::too_many, "More than ten trials within an hour.")
                 .write(parts.database, [parts, limiter](http::Call& call, db::Transaction& tx, const ShowMail& request) {
                   return send_trial(parts, *limiter, call, tx, request);
                 }));
  add_sent_route(routes, parts);
}

}  // namespace plaza::notifications
