// plaza demo: a lively brand at the first start, the same brand at the next ones; or a shop with the merchant's own products.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "catalog/module.h"
#include "commands.h"
#include "demo/own_shop.h"
#include "demo/world.h"
#include "identity/module.h"
#include "platform/crypto/passwords.h"
#include "platform/csv/reader.h"
#include "program.h"
#include "progress.h"

namespace plaza::app {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t demo_seed = 20'260'301;

// A marker in the folder: a load that was killed half way is begun anew. It says whose shop stands there: the name of an own one,
// or nothing for the demo brand's.
std::string marker(const Settings& settings) { return settings.data_dir + "/filled"; }
bool is_filled(const Settings& settings) { return fs::exists(marker(settings)); }
void mark_filled(const Settings& settings, const std::string& own_name) {
  std::ofstream(marker(settings)) << (own_name.empty() ? "1" : "own " + own_name) << '\n';
}
std::string own_name_in(const Settings& settings) {
  std::ifstream in(marker(settings));
  std::string line;
  std::getline(in, line);
  return line.starts_with("own ") ? line.substr(4) : std::string();
}

void write_world(const Settings& settings) {
  fs::remove_all(settings.data_dir);
  Program program(settings);
  Progress progress("writing the demo brand");
  demo_brand::World(program, demo_seed).write([&](int done, int total) { progress.at(done, total); });
  program.stop();
}

void write_own_shop(const Settings& settings, const std::string& file) {
  fs::remove_all(settings.data_dir);
  if (const int status = import_products(settings, file); status != 0) throw std::runtime_error("the catalogue was not imported");
  Program program(settings);
  auto hashed = sync_wait(program.passwords().hash(own_shop_password));
  auto work = [&](db::Transaction& tx) {
    return program.identity().staff().add(tx, own_shop_owner, identity::Role::owner, *hashed);
  };
  if (const auto added = program.database().write_now(work); !added.ok()) throw std::runtime_error(added.error().detail);
}

}  // namespace

int demo(const Settings& given, const std::string& catalog, const std::string& name) {
  Settings settings = given;
  const bool filled = is_filled(settings);
  const std::string known = filled ? own_name_in(settings) : std::string();
  const bool own = filled ? !known.empty() : !catalog.empty();
  if (!name.empty()) settings.brand_name = name;
  else if (own && settings.brand_name == "Plaza") settings.brand_name = known.empty() ? shop_name_of(catalog) : known;
  if (!own && name.empty() && settings.brand_name == "Plaza") {
    settings.brand_name = "Kilnlight";
    settings.brand_tagline = "Ceramics and lamps for slow mornings and long evenings, shown by the people who live with them.";
    settings.tax_ppm = 190'000;
  }
  SignalWait signals;
  if (!filled) {
    if (own) write_own_shop(settings, catalog);
    else write_world(settings);
    mark_filled(settings, own ? settings.brand_name : "");
  }
  Program program(settings);
  program.start();
  std::printf("\n  %s is open at  http://%s:%u\n", settings.brand_name.c_str(), settings.address.c_str(), program.port());
  std::printf("  The studio is at  http://%s:%u/studio\n\n", settings.address.c_str(), program.port());
  std::printf("  owner    %s\n", own ? own_shop_owner : "owner@kilnlight.example");
  if (!own) {
    std::printf("  member   noor_interiors@kilnlight.example   (lamps, plaster, warm bulbs)\n");
    std::printf("  member   willa_grows@kilnlight.example      (stems, windows, green)\n");
  }
  std::printf("  password %s\n\n", own ? own_shop_password : demo_brand::World::password);
  std::fflush(stdout);
  signals.wait();
  program.stop();
  return 0;
}

}  // namespace plaza::app
