#include "settings.h"

#include "mailbox_settings.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace plaza::app {

namespace {

constexpr config::Key own_keys[] = {
    {"brand.tagline", config::Type::text, "", "One sentence under the brand name: on the first page and in link previews.", {.max = 300}},
    {"brand.color", config::Type::text, "#8d4a34", "The brand's accent colour in mails and on pages, as #rrggbb.",
     {.min = 7, .max = 7}},
    {"interactions.require_key", config::Type::boolean, "false",
     "Refuse tracking calls that neither come from our own pages nor carry a known write key."},
    {"privacy.analytics_needs_consent", config::Type::boolean, "false",
     "Keep what visitors do, and share it, only after they agreed. False: until they object."},
    {"privacy.personalization_needs_consent", config::Type::boolean, "false",
     "Learn from a visitor for their feed only after they agreed. False: until they object."},
    {"payments.stripe_secret_key", config::Type::text, "", "Secret key of the account at Stripe (sk_…). Empty: no payments by Stripe.",
     {.max = 300, .secret = true}},
    {"payments.stripe_publishable_key", config::Type::text, "", "Publishable key of the account at Stripe (pk_…): browsers get it.",
     {.max = 300}},
    {"payments.stripe_webhook_secret", config::Type::text, "",
     "Signing secret of the webhook endpoint <public_url>/v1/webhooks/stripe (whsec_…); several, separated by commas, while one "
     "replaces another. Empty: webhooks are refused.",
     {.max = 2'000, .secret = true}},
    {"payments.stripe_base_url", config::Type::text, "https://api.stripe.com",
     "Where Stripe's API is. Anything but https only on this machine.", {.min = 8, .max = 300}},
    {"payments.stripe_script_url", config::Type::text, "https://js.stripe.com/v3/",
     "Where browsers get Stripe's script. Anything but https only on this machine; pages let in the origins that Stripe names, or "
     "this one's.",
     {.min = 8, .max = 300}},
    {"payments.deadline_ms", config::Type::integer, "10000", "How long a shopper waits for a payment provider.",
     {.min = 500, .max = 60'000}},
    {"payments.reconcile_after_ms", config::Type::integer, "15000",
     "After this a payment whose outcome nobody recorded is asked about at its provider. Must be longer than payments.deadline_ms.",
     {.min = 1'000, .max = 600'000}},
    {"payments.look_after_ms", config::Type::integer, "20000",
     "How often a payment that waits for the shopper at their bank is asked about.", {.min = 500, .max = 3'600'000}},
    {"payments.action_minutes", config::Type::integer, "30",
     "How long a shopper may take at their bank; then the payment is given up and the goods are free again.", {.min = 1, .max = 1'440}},
    {"networks.meta_app_secrets", config::Type::text, "",
     "App secrets of the apps at Meta whose webhooks come to <public_url>/v1/webhooks/meta; several, separated by commas. Empty: webhooks "
     "of Instagram, Facebook and WhatsApp are refused.",
     {.max = 4'000, .secret = true}},
    {"networks.meta_verify_token", config::Type::text, "", "The verify token that was typed beside that address at Meta.",
     {.max = 300, .secret = true}},
    {"networks.graph_base_url", config::Type::text, "https://graph.facebook.com/v23.0",
     "Where Meta's Graph API is, with its version. Anything but https only on this machine.", {.min = 8, .max = 300}},
    {"networks.instagram_account_id", config::Type::text, "", "Id of the shop's professional account at Instagram.", {.max = 100}},
    {"networks.instagram_token", config::Type::text, "", "Access token that answers for it. Empty: Instagram is heard and not answered.",
     {.max = 2'000, .secret = true}},
    {"networks.facebook_page_id", config::Type::text, "", "Id of the shop's page at Facebook.", {.max = 100}},
    {"networks.facebook_token", config::Type::text, "", "Access token of that page, for comments and Messenger.", {.max = 2'000, .secret = true}},
    {"networks.whatsapp_phone_number_id", config::Type::text, "", "Id of the shop's number at WhatsApp's Cloud API.", {.max = 100}},
    {"networks.whatsapp_token", config::Type::text, "", "Access token of the system user that may send from it.", {.max = 2'000, .secret = true}},
    {"networks.meta_human_agent", config::Type::boolean, "false",
     "The app at Meta has the feature Human Agent: Messenger and Instagram are answered for seven days instead of 24 hours."},
    {"networks.tiktok_client_secrets", config::Type::text, "",
     "Client secrets of the apps at TikTok whose webhooks come to <public_url>/v1/webhooks/tiktok; several, separated by commas. Empty: refused.",
     {.max = 4'000, .secret = true}},
    {"networks.tiktok_business_id", config::Type::text, "", "Open id of the shop's business account at TikTok.", {.max = 100}},
    {"networks.tiktok_token", config::Type::text, "", "Access token that answers for it.", {.max = 2'000, .secret = true}},
    {"networks.tiktok_base_url", config::Type::text, "https://business-api.tiktok.com/open_api/v1.3",
     "Where TikTok's business API is, with its version. Anything but https only on this machine.", {.min = 8, .max = 300}},
    {"orders.grace_minutes", config::Type::integer, "60",
     "How long a shopper may cancel an order or change its address, while nothing of it has left.", {.min = 0, .max = 43'200}},
    {"push.contact", config::Type::text, "",
     "Whom a browser's push service asks when something is wrong with our messages: mailto:… or https://…. Empty: the sender of mails.",
     {.max = 300}},
    {"dev.push_anywhere", config::Type::boolean, "false",
     "Web push also goes to http and to this machine, for tests. Only in development mode."},
    {"dev.unlimited", config::Type::boolean, "false", "No rate limits, for load tests. Only in development mode."},
};

bool is_loopback(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

// Nobody on the way can read it.
bool is_private(const std::string& url) {
  const auto host = url.starts_with("http://") ? url.substr(7, url.find_first_of(":/", 7) - 7) : std::string();
  return url.starts_with("https://") || is_loopback(host);
}

Status check_payments(Settings& settings) {
  if (settings.payment_reconcile_after <= settings.payment_deadline) {
    return Error{ErrorKind::invalid, "config.invalid", "A payment may only be given up after its shopper has stopped waiting.",
                 {{"payments.reconcile_after_ms", "out_of_range", "must be longer than payments.deadline_ms"}}};
  }
  auto& url = settings.stripe_base_url;
  while (url.ends_with('/')) url.pop_back();
  if (!is_private(url)) {
    return Error{ErrorKind::invalid, "config.invalid", "The secret key would go over the network for all to read.",
                 {{"payments.stripe_base_url", "not_allowed", "must begin with https://"}}};
  }
  const auto& script = settings.stripe_script_url;
  if (is_private(script) && script.find_first_of(" ;,'\"\\") == std::string::npos) return done();
  return Error{ErrorKind::invalid, "config.invalid", "Anybody on the way could change the script that asks for cards.",
               {{"payments.stripe_script_url", "not_allowed", "must begin with https://"}}};
}

// Tokens go with every call: nobody on the way may read them.
Status check_networks(networks::Settings& own) {
  for (auto [url, name] : {std::pair(&own.graph_base_url, "networks.graph_base_url"), std::pair(&own.tiktok_base_url, "networks.tiktok_base_url")}) {
    while (url->ends_with('/')) url->pop_back();
    if (is_private(*url)) continue;
    return Error{ErrorKind::invalid, "config.invalid", "Access tokens would go over the network for all to read.",
                 {{name, "not_allowed", "must begin with https://"}}};
  }
  return done();
}

networks::Settings networks_from(const config::Config& config) {
  networks::Settings own;
  own.meta_app_secrets = config.text("networks.meta_app_secrets");
  own.meta_verify_token = config.text("networks.meta_verify_token");
  own.graph_base_url = config.text("networks.graph_base_url");
  own.instagram = {config.text("networks.instagram_account_id"), config.text("networks.instagram_token")};
  own.facebook = {config.text("networks.facebook_page_id"), config.text("networks.facebook_token")};
  own.whatsapp = {config.text("networks.whatsapp_phone_number_id"), config.text("networks.whatsapp_token")};
  own.human_agent = config.flag("networks.meta_human_agent");
  own.tiktok_client_secrets = config.text("networks.tiktok_client_secrets");
  own.tiktok = {config.text("networks.tiktok_business_id"), config.text("networks.tiktok_token")};
  own.tiktok_base_url = config.text("networks.tiktok_base_url");
  return own;
}

// The web pages are looked for beside the program (an installed one) and in the source tree (a built one).
std::string find_web_dir(const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  std::error_code failure;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failure);
  if (failure) return {};
  for (auto folder = self.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    for (const auto* place : {"share/plaza/web", "web/dist"}) {
      if (std::filesystem::is_directory(folder / place)) return (folder / place).string();
    }
  }
  return {};
}

}  // namespace

std::span<const config::Key> all_keys() {
  static const std::vector<config::Key> keys = [] {
    const auto server = config::server_keys();
    std::vector<config::Key> all(server.begin(), server.end());
    all.insert(all.end(), std::begin(own_keys), std::end(own_keys));
    const auto mailbox = mailbox_keys();
    all.insert(all.end(), mailbox.begin(), mailbox.end());
    return all;
  }();
  return keys;
}

Result<Settings> settings_from(const config::Config& config, bool dev) {
  Settings settings;
  settings.data_dir = config.text("data.dir");
  settings.web_dir = find_web_dir(config.text("dev.web_dir"));
  settings.address = config.text("server.address");
  settings.port = static_cast<std::uint16_t>(config.integer("server.port"));
  settings.threads = static_cast<int>(config.integer("server.threads"));
  settings.public_url = config.text("server.public_url");
  settings.trust_forwarded = config.flag("server.trust_forwarded");
  settings.shutdown_seconds = static_cast<int>((config.integer("server.shutdown_grace_ms") + 999) / 1000);
  settings.database_url = config.text("database.url");
  settings.database_connections = static_cast<int>(config.integer("database.connections"));
  settings.smtp_url = config.text("mail.smtp_url");
  settings.mail_from = config.text("mail.from");
  settings.outbox_dir = config.text("mail.outbox_dir");
  settings.push_contact = config.text("push.contact");
  settings.brand_name = config.text("brand.name");
  settings.brand_tagline = config.text("brand.tagline");
  settings.brand_color = config.text("brand.color");
  settings.tax_ppm = std::llround(config.real("brand.tax_rate") * 1'000'000);
  settings.locale = config.text("brand.locale");
  settings.dev = dev || config.flag("dev.enabled");
  settings.unlimited = settings.dev && config.flag("dev.unlimited");
  settings.push_anywhere = settings.dev && config.flag("dev.push_anywhere");
  settings.require_key = config.flag("interactions.require_key");
  settings.analytics_needs_consent = config.flag("privacy.analytics_needs_consent");
  settings.personalization_needs_consent = config.flag("privacy.personalization_needs_consent");
  settings.stripe_secret_key = config.text("payments.stripe_secret_key");
  settings.stripe_publishable_key = config.text("payments.stripe_publishable_key");
  settings.stripe_webhook_secret = config.text("payments.stripe_webhook_secret");
  settings.stripe_base_url = config.text("payments.stripe_base_url");
  settings.stripe_script_url = config.text("payments.stripe_script_url");
  settings.networks = networks_from(config);
  settings.order_grace = minutes(config.integer("orders.grace_minutes"));
  settings.payment_deadline = milliseconds(config.integer("payments.deadline_ms"));
  settings.payment_reconcile_after = milliseconds(config.integer("payments.reconcile_after_ms"));
  settings.payment_look_after = milliseconds(config.integer("payments.look_after_ms"));
  settings.payment_action_patience = minutes(config.integer("payments.action_minutes"));
  settings.password_queue = config.integer("limits.password_queue");
  settings.sign_ups_per_hour = config.integer("limits.sign_ups_per_hour");
  settings.media_bytes_max = config.integer("limits.media_bytes");
  settings.log_level = config.text("log.level");
  settings.log_format = config.text("log.format");
  settings.log_file = config.text("log.file");
  if (const char* vfs = settings.dev ? std::getenv("PLAZA_TEST_VFS") : nullptr) settings.sqlite_vfs = vfs;

  const auto currency = parse_currency(config.text("brand.currency"));
  if (!currency) {
    return Error{ErrorKind::invalid, "config.invalid", "brand.currency is not a currency of ISO 4217.",
                 {{"brand.currency", "not_currency", "must be three letters such as EUR"}}};
  }
  settings.currency = *currency;
  TRY_DONE(check_payments(settings));
  if (const auto& contact = settings.push_contact; !contact.empty() && !contact.starts_with("mailto:") && !contact.starts_with("https://")) {
    return Error{ErrorKind::invalid, "config.invalid", "Push services want an address to write to.",
                 {{"push.contact", "wrong_format", "must begin with mailto: or https://"}}};
  }
  TRY_DONE(check_networks(settings.networks));
  TRY(settings.mailbox, mailbox_from(config));
  if (settings.dev && !is_loopback(settings.address) && !config.flag("dev.allow_public")) {
    return Error{ErrorKind::invalid, "config.invalid",
                 "A development server takes pretended payments: it listens on this machine only, unless dev.allow_public is true.",
                 {{"server.address", "not_allowed", "must be a loopback address in development mode"}}};
  }
  if (settings.public_url.empty()) {
    settings.public_url = "http://" + settings.address + ":" + std::to_string(settings.port);
  }
  while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
  return settings;
}

}  // namespace plaza::app
