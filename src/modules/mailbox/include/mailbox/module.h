// How the app opens the e-mail channel. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "care/care.h"
#include "care/channel.h"
#include "mailbox/settings.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/mail.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::mailbox {

struct Brand {
  std::string name;
  mail::Address mail_from;  // answers leave from here when no mailbox is theirs
};

class Letterbox;  // one connection to a mailbox
using OpenLetterbox = std::function<Result<std::unique_ptr<Letterbox>>(const Account&)>;

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  care::Care& care;
  mail::Sender& mail;
  Brand brand;
  Settings settings;
  OpenLetterbox open_letterbox = {};  // empty: by IMAP
};

class Module {
 public:
  virtual ~Module() = default;
  // For care::Module::plug().
  virtual care::Channel& channel() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Listens to the mailboxes, until stop(); both only once.
  virtual void start() = 0;
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::mailbox
