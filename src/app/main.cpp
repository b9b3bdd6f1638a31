// The command line of plaza.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <optional>

#include "commands.h"
#include "evaluate/evaluate.h"
#include "platform/log/log.h"

namespace {

using namespace plaza;

struct Options {
  std::string config_file;
  std::string data_dir;
  std::optional<int> port;
  std::string address;
  bool dev = false;
  std::vector<std::string> set;  // key=value
};

void add_common(CLI::App& command, Options& options, bool serving) {
  command.add_option("--config", options.config_file, "TOML file")->check(CLI::ExistingFile);
  command.add_option("--data", options.data_dir, "Folder of the shop's data");
  command.add_option("--set", options.set, "A configuration key: --set brand.name=Kilnlight (may be repeated)");
  if (!serving) return;
  command.add_option("--port", options.port, "TCP port; 0 takes any free one")->check(CLI::Range(0, 65535));
  command.add_option("--address", options.address, "Address to listen on");
}

// Prints what is wrong, one line a key, and gives nothing.
std::optional<config::Config> load_config(const Options& options) {
  config::Sources sources;
  sources.file = options.config_file;
  sources.environment = config::process_environment();
  if (!options.data_dir.empty()) sources.command_line["data.dir"] = options.data_dir;
  if (options.port) sources.command_line["server.port"] = std::to_string(*options.port);
  if (!options.address.empty()) sources.command_line["server.address"] = options.address;
  for (const auto& pair : options.set) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) {
      std::fprintf(stderr, "plaza: --set wants key=value, not '%s'\n", pair.c_str());
      return std::nullopt;
    }
    sources.command_line[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  auto loaded = config::load(app::all_keys(), sources);
  if (loaded.ok()) return std::move(*loaded);
  std::fprintf(stderr, "plaza: %s\n", loaded.error().detail.c_str());
  for (const auto& field : loaded.error().fields) {
    std::fprintf(stderr, "  %s: %s\n", field.field.c_str(), field.message.c_str());
  }
  return std::nullopt;
}

void start_logging(const app::Settings& settings) {
  log::Options options;
  options.level = log::parse_level(settings.log_level).value_or(log::Level::info);
  options.format = log::parse_format(settings.log_format).value_or(log::Format::text);
  options.file = settings.log_file;
  log::configure(options);
}

template <class Command>
int with_settings(const Options& options, const Command& command) {
  const auto config = load_config(options);
  if (!config) return 2;
  const auto settings = app::settings_from(*config, options.dev);
  if (!settings.ok()) {
    std::fprintf(stderr, "plaza: %s\n", settings.error().detail.c_str());
    return 2;
  }
  start_logging(*settings);
  for (const auto& name : config->unknown_variables()) {
    log::warning("no such setting: the variable is ignored", {{"variable", name}});
  }
  try {
    return command(*settings, *config);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "plaza: %s\n", error.what());
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"Plaza: the community-commerce server that a brand owns."};
  cli.set_version_flag("--version", PLAZA_VERSION);
  cli.require_subcommand(1);
  Options options;
  int status = 0;
  const auto run = [&](const auto& command) { status = with_settings(options, command); };

  auto* serve = cli.add_subcommand("serve", "Serve the shop");
  add_common(*serve, options, true);
  serve->add_flag("--dev", options.dev, "Development mode: the test payment provider; this machine only");
  serve->callback([&] { run([](const app::Settings& s, const auto&) { return app::serve(s); }); });

  std::string catalog, shop_name;
  auto* demo = cli.add_subcommand("demo", "Serve a lively demo brand");
  add_common(*demo, options, true);
  demo->add_option("--catalog", catalog, "Your own Shopify product export instead of the demo brand")->check(CLI::ExistingFile);
  demo->add_option("--name", shop_name, "What the shop is called; with --catalog otherwise after the file");
  demo->callback([&] {
    options.dev = true;
    if (options.data_dir.empty() && options.config_file.empty()) options.data_dir = catalog.empty() ? "data/demo" : "data/own";
    run([&](const app::Settings& s, const auto&) { return app::demo(s, catalog, shop_name); });
  });

  auto* import = cli.add_subcommand("import", "Import files");
  import->require_subcommand(1);
  std::string file;
  auto* products = import->add_subcommand("products", "Shopify product CSV, of both dialects");
  products->add_option("file", file)->required()->check(CLI::ExistingFile);
  add_common(*products, options, false);
  products->callback([&] { run([&](const app::Settings& s, const auto&) { return app::import_products(s, file); }); });
  auto* reviews = import->add_subcommand("reviews", "Exports of Judge.me, Yotpo, Loox, Okendo, Shopify Product Reviews, or ours");
  reviews->add_option("file", file)->required()->check(CLI::ExistingFile);
  add_common(*reviews, options, false);
  reviews->callback([&] { run([&](const app::Settings& s, const auto&) { return app::import_reviews(s, file); }); });
  auto* interactions = import->add_subcommand("interactions", "Segment calls, one JSON object a line");
  interactions->add_option("file", file)->required()->check(CLI::ExistingFile);
  add_common(*interactions, options, false);
  interactions->callback([&] { run([&](const app::Settings& s, const auto&) { return app::import_interactions(s, file); }); });

  app::evaluate::Request evaluation;
  auto* evaluate = cli.add_subcommand("evaluate", "Judge the learners on the files of a folder (docs/learning.md)");
  evaluate->add_option("suite", evaluation.suite)->required()->check(CLI::IsMember(app::evaluate::suite_names()));
  evaluate->add_option("--data", evaluation.folder, "The folder of the suite's files")->required()->check(CLI::ExistingDirectory);
  evaluate->add_option("--seed", evaluation.seed, "The same seed gives the same numbers");
  evaluate->add_flag("--json", evaluation.json, "One flat object of metric and number");
  evaluate->add_option("--html", evaluation.html, "Write a page with tables and plots to this file");
  evaluate->callback([&] { status = app::evaluate::run(evaluation); });

  auto* migrate = cli.add_subcommand("migrate", "Bring the data folder to this version");
  add_common(*migrate, options, false);
  migrate->callback([&] { run([](const app::Settings& s, const auto&) { return app::migrate(s); }); });

  std::string folder;
  auto* backup = cli.add_subcommand("backup", "Copy the data folder, also while the shop runs");
  backup->add_option("folder", folder)->required();
  add_common(*backup, options, false);
  backup->callback([&] { run([&](const app::Settings& s, const auto&) { return app::backup(s, folder); }); });
  auto* restore = cli.add_subcommand("restore", "Put a backup into an empty data folder");
  restore->add_option("folder", folder)->required()->check(CLI::ExistingDirectory);
  add_common(*restore, options, false);
  restore->callback([&] { run([&](const app::Settings& s, const auto&) { return app::restore(s, folder); }); });

  std::string email, role = "owner";
  bool password_from_stdin = false;
  auto* staff = cli.add_subcommand("staff", "Staff accounts");
  staff->require_subcommand(1);
  auto* add = staff->add_subcommand("add", "Give somebody a role; makes the account when there is none");
  add->add_option("email", email)->required();
  add->add_option("--role", role)->check(CLI::IsMember({"owner", "merchandiser", "agent", "moderator"}));
  add->add_flag("--password-stdin", password_from_stdin, "Read the password from standard input");
  add_common(*add, options, false);
  add->callback([&] { run([&](const app::Settings& s, const auto&) { return app::add_staff(s, email, role, password_from_stdin); }); });

  std::string kind, name = "command line";
  auto* key = cli.add_subcommand("key", "API keys");
  key->require_subcommand(1);
  auto* create = key->add_subcommand("create", "Make a key; it is shown once");
  create->add_option("kind", kind)->required()->check(CLI::IsMember({"public", "secret"}));
  create->add_option("--name", name);
  add_common(*create, options, false);
  create->callback([&] { run([&](const app::Settings& s, const auto&) { return app::create_key(s, kind, name); }); });

  bool replay = false, as_json = false;
  auto* learners = cli.add_subcommand("learners", "What the learners know, by hash; the shop must be stopped");
  learners->add_flag("--replay", replay, "Also read the whole log anew, and say whether it gives the same");
  learners->add_flag("--json", as_json, "One object");
  std::string log_of, states_into;  // for the server itself: see relearning.h
  learners->add_option("--of", log_of)->group("")->check(CLI::ExistingFile);
  learners->add_option("--into", states_into)->group("")->check(CLI::ExistingDirectory);
  add_common(*learners, options, false);
  learners->callback([&] {
    run([&](const app::Settings& s, const auto&) {
      return states_into.empty() ? app::learners(s, replay, as_json) : app::write_states(s, log_of, states_into);
    });
  });

  auto* doctor = cli.add_subcommand("doctor", "Look whether this installation is well");
  add_common(*doctor, options, false);
  doctor->callback([&] { run([](const app::Settings& s, const auto& config) { return app::doctor(s, config.describe()); }); });

  cli.add_subcommand("openapi", "Print the API document")->callback([&] { status = app::print_openapi(); });
  bool example = false;
  auto* keys = cli.add_subcommand("config", "Print the reference of all configuration keys");
  keys->add_flag("--example", example, "As a TOML file");
  keys->callback([&] { status = app::print_configuration_reference(example); });

  CLI11_PARSE(cli, argc, argv);
  return status;
}
