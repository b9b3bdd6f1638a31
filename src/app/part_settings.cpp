#include "part_settings.h"

#include <stdexcept>
#include <string_view>

#include "personal_data.h"

namespace plaza::app {

namespace {

// What a page must let in for Stripe's form: the origins that Stripe documents (https://docs.stripe.com/security/guide), or the one
// of a script that comes from elsewhere.
storefront::PaymentSources script_sources(const std::string& script_url) {
  const std::string origin = script_url.substr(0, script_url.find('/', script_url.find("://") + 3));
  if (origin != "https://js.stripe.com") return {origin, origin, origin};
  return {"https://js.stripe.com https://*.js.stripe.com", "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
          "https://api.stripe.com"};
}

}  // namespace

std::unique_ptr<db::Database> open_main_database(const Settings& settings, const DataDirectory& data) {
  if (settings.database_url.starts_with("postgres")) {
    return db::open_postgres({settings.database_url, settings.database_connections, 20'000});
  }
  db::SqliteOptions options;
  options.path = settings.database_url.starts_with("sqlite://") ? settings.database_url.substr(9) : data.file("plaza.db");
  options.vfs = settings.sqlite_vfs;
  return db::open_sqlite(options);
}

std::unique_ptr<db::Database> open_log_database(const Settings& settings, const DataDirectory& data) {
  db::SqliteOptions options;
  options.path = settings.log_of.empty() ? data.file("interactions.db") : settings.log_of;
  options.vfs = settings.sqlite_vfs;
  return db::open_sqlite(options);
}

std::unique_ptr<mail::Sender> open_mail(const Settings& settings, const DataDirectory& data, const Clock& clock) {
  if (const auto folder = outbox_of(settings, data); !folder.empty()) return mail::open_outbox(folder, clock);
  auto sender = mail::open_smtp({settings.smtp_url}, clock);
  if (!sender.ok()) throw std::runtime_error("mail.smtp_url: " + sender.error().detail);
  return std::move(*sender);
}

mail::Address sender_of(const Settings& settings) {
  const auto address = mail::parse_address(settings.mail_from);
  if (!address) throw std::runtime_error("mail.from is not an address: " + settings.mail_from);
  return *address;
}

notifications::SendMail mail_by(mail::Sender& sender) {
  return [&sender](const notifications::Outgoing& outgoing) -> Status {
    mail::Message message;
    message.key = outgoing.key;
    message.from = {outgoing.from, outgoing.from_name};
    message.to = {{outgoing.to, ""}};
    message.subject = outgoing.subject;
    message.text = outgoing.text;
    message.html = outgoing.html;
    return sender.send(message);
  };
}

notifications::PushSettings push_of(const Settings& settings) {
  const auto contact = settings.push_contact.empty() ? "mailto:" + sender_of(settings).address : settings.push_contact;
  return {contact, settings.push_anywhere, {}};
}

identity::Limits limits_of(const Settings& settings) {
  if (settings.unlimited) return {0, 0, 0, 0, 0, 0};
  identity::Limits limits;
  limits.sign_ups_per_address_per_hour = static_cast<int>(settings.sign_ups_per_hour);
  return limits;
}

pricing::Settings prices_of(const Settings& settings) {
  pricing::Settings prices;
  prices.currency = settings.currency;
  prices.tax_ppm = settings.tax_ppm;
  prices.shipping = pricing::starting_shipping(settings.currency);
  return prices;
}

payments::Settings payments_of(const Settings& settings) {
  payments::Settings money;
  money.test_provider = settings.dev;
  money.deadline = settings.payment_deadline;
  money.reconcile_after = settings.payment_reconcile_after;
  money.look_after = settings.payment_look_after;
  money.action_patience = settings.payment_action_patience;
  if (!settings.stripe_secret_key.empty()) {
    money.stripe = payments::StripeSettings{settings.stripe_secret_key,  settings.stripe_publishable_key, settings.stripe_webhook_secret,
                                            settings.stripe_base_url,    settings.stripe_script_url,
                                            settings.public_url + "/orders"};
  }
  return money;
}

networks::Settings networks_of(const Settings& settings) {
  networks::Settings found = settings.networks;
  found.public_url = settings.public_url;
  return found;
}

std::string host_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find('/')));
}

storefront::Brand brand_of(const Settings& settings) {
  storefront::Brand brand;
  brand.name = settings.brand_name;
  brand.tagline = settings.brand_tagline;
  brand.currency = std::string(settings.currency.code());
  brand.locale = settings.locale;
  brand.public_url = settings.public_url;
  brand.dev = settings.dev;
  if (!settings.stripe_secret_key.empty() && !settings.stripe_publishable_key.empty()) {
    brand.payment_providers.push_back("stripe");
    brand.payment_sources = script_sources(settings.stripe_script_url);
  }
  if (settings.dev) brand.payment_providers.push_back("test");
  return brand;
}

}  // namespace plaza::app
