// Everything of one running Plaza: the databases, every module, the dispatcher, the jobs and the server, opened and wired in one
// place and stopped in the reverse order. Read program.cpp from top to bottom: it is the whole wiring.
#pragma once

#include <memory>
#include <string>

#include "data_directory.h"
#include "platform/http/route.h"
#include "platform/http/server.h"
#include "settings.h"

namespace plaza::answers { class Module; }
namespace plaza::calls { class Module; }
namespace plaza::catalog { class Module; }
namespace plaza::community { class Module; }
namespace plaza::comparison { class Module; }
namespace plaza::content { class Module; }
namespace plaza::care { class Module; }
namespace plaza::messaging { class Module; }
namespace plaza::credit { class Module; }
namespace plaza::crypto { class PasswordHasher; }
namespace plaza::db { class Database; }
namespace plaza::drops { class Module; }
namespace plaza::experiments { class Module; }
namespace plaza::feed { class Module; }
namespace plaza::identity { class Module; }
namespace plaza::insights { class Module; }
namespace plaza::interactions { class Module; }
namespace plaza::inventory { class Module; }
namespace plaza::jobs { class Runner; }
namespace plaza::events { class Dispatcher; }
namespace plaza::media { class Module; }
namespace plaza::moderation { class Module; }
namespace plaza::notifications { class Module; }
namespace plaza::orders { class Module; }
namespace plaza::payments { class Module; }
namespace plaza::predictions { class Module; }
namespace plaza::pricing { class Module; }
namespace plaza::profiles { class Module; }
namespace plaza::promotions { class Module; }
namespace plaza::returns { class Module; }
namespace plaza::reviews { class Module; }
namespace plaza::search { class Module; }
namespace plaza::segments { class Module; }
namespace plaza::storefront { class Module; }

namespace plaza::app {

class Program {
 public:
  // Opens and migrates the databases and opens every module. Nothing runs yet: for the command line this is enough.
  explicit Program(const Settings& settings);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Loads memory, replays the log, then serves. Throws when the address cannot be bound.
  void start();
  // Finishes what runs; safe to call twice.
  void stop();
  // Memory, log readers and event delivery without the server and the jobs: for the demo's loader.
  void start_learning();
  // Memory and log readers alone, with nothing running: then interactions().check() can be asked.
  void load_learners();
  // Waits until every domain event and interaction so far has been taken in by every reader.
  void drain();

  // Moves what every part takes for the time; for the demo's loader, before start().
  void shift_clock(Micros by);

  std::uint16_t port() const;
  const http::Routes& routes() const;

  db::Database& database();
  IdSource& ids();
  const Clock& clock() const;
  crypto::PasswordHasher& passwords();
  jobs::Runner& jobs();
  identity::Module& identity();
  media::Module& media();
  interactions::Module& interactions();
  catalog::Module& catalog();
  inventory::Module& inventory();
  pricing::Module& pricing();
  drops::Module& drops();
  promotions::Module& promotions();
  care::Module& care();
  calls::Module& calls();
  messaging::Module& messaging();
  credit::Module& credit();
  community::Module& community();
  content::Module& content();
  orders::Module& orders();
  payments::Module& payments();
  feed::Module& feed();
  profiles::Module& profiles();
  segments::Module& segments();
  moderation::Module& moderation();
  experiments::Module& experiments();
  predictions::Module& predictions();
  returns::Module& returns();
  reviews::Module& reviews();
  answers::Module& answers();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace plaza::app
