// The commands that do one thing and end.
#include "commands.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "catalog/module.h"
#include "identity/module.h"
#include "interactions/lines.h"
#include "interactions/module.h"
#include "platform/crypto/passwords.h"
#include "platform/csv/reader.h"
#include "platform/db/backup.h"
#include "platform/http/client.h"
#include "program.h"
#include "progress.h"
#include "reviews/module.h"
#include "server_routes.h"

namespace plaza::app {

namespace {

namespace fs = std::filesystem;

int refuse(const Error& error) {
  std::fprintf(stderr, "plaza: %s\n", error.detail.c_str());
  for (const auto& field : error.fields) std::fprintf(stderr, "  %s: %s\n", field.field.c_str(), field.message.c_str());
  return 1;
}

// Line breaks outside quotes: near enough for a bar, and quick.
std::int64_t count_rows(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::int64_t rows = 0;
  bool quoted = false;
  char buffer[1 << 16];
  while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
    for (std::streamsize i = 0; i < in.gcount(); ++i) {
      if (buffer[i] == '"') quoted = !quoted;
      else if (buffer[i] == '\n' && !quoted) ++rows;
    }
  }
  return rows > 0 ? rows - 1 : 0;
}

}  // namespace

int import_products(const Settings& settings, const std::string& file) {
  Program program(settings);
  std::ifstream in(file, std::ios::binary);
  catalog::ImportReport report;
  {
    Progress progress("importing " + fs::path(file).filename().string());
    auto result = program.catalog().imports().run(csv::from_stream(in), count_rows(file), "system",
                                                  [&](const catalog::ImportProgress& at) { progress.at(at.rows_done, at.rows_total); });
    if (!result.ok()) return refuse(result.error());
    report = std::move(*result);
  }
  for (const auto& problem : report.problems) {
    std::fprintf(stderr, "line %lld%s%s: %s\n", static_cast<long long>(problem.line), problem.field.empty() ? "" : ", ",
                 problem.field.c_str(), problem.message.c_str());
  }
  std::printf("%lld created, %lld updated, %lld unchanged, %lld failed\n", static_cast<long long>(report.created),
              static_cast<long long>(report.updated), static_cast<long long>(report.unchanged),
              static_cast<long long>(report.failed));
  return 0;
}

int import_reviews(const Settings& settings, const std::string& file) {
  Program program(settings);
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  reviews::ImportReport report;
  {
    Progress progress("importing " + fs::path(file).filename().string());
    auto result = program.reviews().import_file(text, [&](std::int64_t done, std::int64_t total) { progress.at(done, total); });
    if (!result.ok()) return refuse(result.error());
    report = std::move(*result);
  }
  for (const auto& problem : report.problems) {
    std::fprintf(stderr, "line %lld: %s\n", static_cast<long long>(problem.line), problem.message.c_str());
  }
  std::printf("%lld created, %lld updated, %lld unchanged, %lld failed\n", static_cast<long long>(report.created),
              static_cast<long long>(report.updated), static_cast<long long>(report.unchanged),
              static_cast<long long>(report.failed));
  return 0;
}

int migrate(const Settings& settings) {
  const Program program(settings);
  std::printf("The data in %s is of this version.\n", settings.data_dir.c_str());
  return 0;
}

int add_staff(const Settings& settings, const std::string& email, const std::string& role, bool password_from_stdin) {
  std::string password;
  if (password_from_stdin) std::getline(std::cin, password);
  if (password_from_stdin && (password.size() < 8 || password.size() > 200)) {
    std::fprintf(stderr, "plaza: the password must have 8 to 200 characters\n");
    return 1;
  }
  Program program(settings);
  std::string hash;
  if (!password.empty()) {
    auto hashed = sync_wait(program.passwords().hash(password));
    if (!hashed.ok()) return refuse(hashed.error());
    hash = std::move(*hashed);
  }
  const auto wanted = json::parse_enum<identity::Role>(role);
  auto work = [&](db::Transaction& tx) { return program.identity().staff().add(tx, email, *wanted, hash); };
  const auto added = program.database().write_now(work);
  if (!added.ok()) return refuse(added.error());
  std::printf("%s is %s (%s)\n", email.c_str(), role.c_str(), to_text(*added).c_str());
  return 0;
}

int create_key(const Settings& settings, const std::string& kind, const std::string& name) {
  Program program(settings);
  const auto wanted = kind == "secret" ? identity::KeyKind::secret_key : identity::KeyKind::public_key;
  auto work = [&](db::Transaction& tx) { return program.identity().api_keys().create(tx, wanted, name); };
  const auto made = program.database().write_now(work);
  if (!made.ok()) return refuse(made.error());
  std::printf("%s\n", made->secret.c_str());
  return 0;
}

int backup(const Settings& settings, const std::string& folder) {
  const fs::path from(settings.data_dir), to(folder);
  if (fs::exists(to) && !fs::is_empty(to)) {
    std::fprintf(stderr, "plaza: %s is not empty\n", folder.c_str());
    return 1;
  }
  fs::create_directories(to);
  for (const char* name : {"plaza.db", "interactions.db"}) {
    if (!fs::exists(from / name)) continue;
    const auto database = db::open_sqlite({.path = (from / name).string()});  // beside the running shop's own handle
    db::copy_sqlite(*database, (to / name).string());
  }
  if (fs::exists(from / "media")) fs::copy(from / "media", to / "media", fs::copy_options::recursive);
  std::printf("The shop in %s was copied to %s.\n", settings.data_dir.c_str(), folder.c_str());
  return 0;
}

int restore(const Settings& settings, const std::string& folder) {
  const fs::path from(folder), to(settings.data_dir);
  if (!fs::exists(from / "plaza.db")) {
    std::fprintf(stderr, "plaza: %s holds no backup\n", folder.c_str());
    return 1;
  }
  if (fs::exists(to / "plaza.db")) {
    std::fprintf(stderr, "plaza: %s holds a shop already; give --data an empty folder\n", settings.data_dir.c_str());
    return 1;
  }
  fs::create_directories(to);
  fs::copy(from, to, fs::copy_options::recursive);
  return migrate(settings);
}

int import_interactions(const Settings& settings, const std::string& file) {
  Program program(settings);
  std::ifstream in(file);
  std::string line;
  std::vector<interactions::Record> batch;
  std::int64_t number = 0, stored = 0, duplicates = 0, refused = 0;
  Progress progress("importing " + fs::path(file).filename().string());
  const auto flush = [&] {
    const auto counts = program.interactions().log().append_now(std::move(batch));
    stored += counts.stored;
    duplicates += counts.duplicates;
    batch.clear();
  };
  while (std::getline(in, line)) {
    ++number;
    if (line.empty()) continue;
    auto parsed = interactions::parse_line(line, program.clock().now(), fs::path(file).filename().string() + ":" + std::to_string(number));
    if (!parsed.ok()) {
      ++refused;
      std::fprintf(stderr, "line %lld: %s\n", static_cast<long long>(number), parsed.error().detail.c_str());
      continue;
    }
    batch.push_back(std::move(*parsed));
    if (batch.size() == 1'000) flush();
    progress.at(number, 0);
  }
  flush();
  std::printf("%lld stored, %lld duplicates, %lld refused\n", static_cast<long long>(stored), static_cast<long long>(duplicates),
              static_cast<long long>(refused));
  return 0;
}

int doctor(const Settings& settings, const std::string& configuration) {
  std::printf("plaza %s\n\n%s\n", PLAZA_VERSION, configuration.c_str());
  int problems = 0;
  const auto check = [&](const char* what, bool well, const std::string& otherwise) {
    std::printf("%s %s%s%s\n", well ? "✓" : "✗", what, well ? "" : ": ", well ? "" : otherwise.c_str());
    if (!well) ++problems;
  };
  check("the web pages are built", !settings.web_dir.empty(), "no folder web/dist was found; tools/build_web makes it");
  for (const char* tool : {"vips", "vipsheader", "ffmpeg", "ffprobe"}) {
    bool found = false;
    std::stringstream path(std::getenv("PATH") ? std::getenv("PATH") : "/usr/bin");
    for (std::string folder; std::getline(path, folder, ':');) found = found || fs::exists(fs::path(folder) / tool);
    check(tool, found, "is not installed: uploads of this kind will fail");
  }
  try {
    const Program program(settings);
    check("the database opens and is of this version", true, "");
  } catch (const std::exception& error) {
    check("the database opens and is of this version", false, error.what());
  }
  return problems == 0 ? 0 : 1;
}

int print_openapi() {
  Settings settings;
  const auto folder = fs::temp_directory_path() / ("plaza-openapi-" + std::to_string(::getpid()));
  settings.data_dir = folder.string();
  settings.public_url = "http://localhost";
  settings.brand_name = "Plaza";
  settings.mail_from = "plaza@localhost";
  settings.dev = true;
  {
    const Program program(settings);
    std::cout << openapi_text(program.routes()) << std::flush;
  }
  fs::remove_all(folder);
  return 0;
}

int print_configuration_reference(bool example) {
  std::cout << (example ? config::example_file(all_keys()) : config::reference(all_keys()));
  return 0;
}

}  // namespace plaza::app
