// How the app opens notifications. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "identity/account_mail.h"
#include "identity/accounts.h"
#include "identity/sessions.h"
#include "notifications/bell.h"
#include "notifications/hub.h"
#include "notifications/mailer.h"
#include "notifications/push.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/client.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::profiles {
class Blocks;
class PersonalData;
}

namespace plaza::notifications {

struct Brand {
  std::string name = "Plaza";
  std::string color = "#111111";  // #rrggbb
  std::string public_url;         // "https://shop.example"
  std::string mail_from;          // the From address
};

// One mail as it is handed to the sending side (platform/mail in the app).
struct Outgoing {
  std::string key;  // stable per mail: for the Message-ID
  std::string to;
  std::string from_name;
  std::string from;
  std::string subject;
  std::string text;
  std::string html;
};
// Blocking. An error is tried again, except those of ErrorKind::invalid and unprocessable: refused for good.
using SendMail = std::function<Status(const Outgoing&)>;
// The address of a small picture of an upload, from memory; empty: none.
using AvatarUrl = std::function<std::string(std::int64_t media_id)>;

// A product as a sample mail shows it.
struct SampleProduct {
  std::string title;
  std::string options;  // "Sand / 20 cm"; may be empty
  std::string path;     // "/products/…"
  std::string image_url;
  Money price;
};
// Up to three products of the shop, for previews. From the app.
using SampleProducts = std::function<std::vector<SampleProduct>(db::Reader&)>;

// How far the shop's clock is ahead of UTC at that time; less than nothing: behind.
using ClockAhead = std::function<Micros(Time)>;

// How web push goes out.
struct PushSettings {
  std::string subject;    // whom a push service asks when something is wrong: "mailto:…" or "https://…"
  bool anywhere = false;  // for tests alone: endpoints may be http and on this machine
  std::function<Result<http::ClientResponse>(const http::ClientRequest&)> post = {};  // for tests; else http::fetch
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  identity::Sessions& sessions;
  Brand brand;
  SendMail send_mail;
  AvatarUrl avatar_url = {};
  SampleProducts sample_products = {};
  const profiles::Blocks* blocks = nullptr;  // who has blocked whom hears nothing of them; null: nobody has
  PushSettings push = {};
  ClockAhead clock_ahead = {};  // for the times that mails and the bell say; empty: they say UTC
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Bell& bell() = 0;
  virtual Mailer& mailer() = 0;
  virtual Push& push() = 0;
  virtual Hub& hub() = 0;
  virtual identity::AccountMail& account_mail() = 0;
  virtual profiles::PersonalData& personal_data() = 0;  // mails
  virtual profiles::PersonalData& push_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Every node pushes new lines of the bell to its open pages; once: an erased account's lines and preferences go.
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Closes the open streams and stops the hub's thread; before the server stops.
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::notifications
