// What the program was told: configuration keys, flags and the folder it works in, as plain values.
#pragma once

#include <cstdint>
#include <string>

#include "mailbox/settings.h"
#include "networks/settings.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/config/config.h"

namespace plaza::app {

struct Settings {
  std::string data_dir;
  std::string web_dir;       // the built front ends; empty: beside the program, else in the source tree
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  int threads = 0;
  std::string public_url;    // never empty after load
  bool trust_forwarded = false;
  int shutdown_seconds = 10;
  std::string database_url;  // empty: SQLite in the data folder
  int database_connections = 8;
  std::string smtp_url;
  std::string mail_from;
  std::string outbox_dir;
  std::string push_contact;    // empty: the mails' sender
  bool push_anywhere = false;  // dev only
  std::string brand_name;
  std::string brand_tagline;
  std::string brand_color = "#8d4a34";
  Currency currency;
  std::int64_t tax_ppm = 0;
  std::string locale = "en";
  bool dev = false;          // the test payment provider, limits off when told so
  bool unlimited = false;    // dev only: no rate limits, for load tests
  bool require_key = false;  // tracking calls from elsewhere need a write key
  bool analytics_needs_consent = false, personalization_needs_consent = false;
  std::string stripe_secret_key;  // empty: no payments by Stripe
  std::string stripe_publishable_key, stripe_webhook_secret;
  std::string stripe_base_url = "https://api.stripe.com";
  std::string stripe_script_url = "https://js.stripe.com/v3/";
  mailbox::Settings mailbox;
  networks::Settings networks;
  Micros order_grace = minutes(60);  // how long a shopper may cancel, or change the address
  Micros payment_deadline = seconds(10);
  Micros payment_reconcile_after = seconds(15);
  Micros payment_look_after = seconds(20);
  Micros payment_action_patience = minutes(30);
  std::int64_t password_queue = 256;
  std::int64_t sign_ups_per_hour = 20;
  std::int64_t media_bytes_max = 200'000'000;
  std::string sqlite_vfs;    // tests only: PLAZA_TEST_VFS
  std::string log_of;        // the log of another process, which is read only; empty: our own
  std::string log_level, log_format, log_file;
};

// All keys: the platform's and the app's own.
std::span<const config::Key> all_keys();

// From a loaded configuration. Errors: config.invalid (a currency nobody knows; a development server that is open to others
// without the second yes).
Result<Settings> settings_from(const config::Config& config, bool dev);

}  // namespace plaza::app
