#include "platform/config/config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace plaza::config {
namespace {

constexpr Key keys[] = {
    {"server.port", Type::integer, "8080", "TCP port.", {.min = 1, .max = 65'535}},
    {"server.name", Type::text, "plaza", "Its name.", {.min = 1, .max = 10}},
    {"server.open", Type::boolean, "false", "Open or not."},
    {"brand.tax_rate", Type::real, "0.5", "Tax.", {.min = 0, .max = 1}},
    {"brand.locale", Type::text, "en", "Language.", {.choices = "en,vi"}},
    {"brand.tags", Type::list, "a, b", "Tags.", {.max = 3}},
    {"mail.password", Type::text, "", "Password.", {.secret = true}},
};

std::map<std::string, std::string> mistakes(const Result<Config>& loaded) {
  std::map<std::string, std::string> found;
  if (loaded.ok()) return found;
  EXPECT_EQ(loaded.error().code, "config.invalid");
  for (const auto& field : loaded.error().fields) found[field.field] = field.code;
  return found;
}

using Mistakes = std::map<std::string, std::string>;

TEST(Config, HasTheDeclaredDefaults) {
  const auto config = load(keys, {});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->integer("server.port"), 8080);
  EXPECT_EQ(config->text("server.name"), "plaza");
  EXPECT_FALSE(config->flag("server.open"));
  EXPECT_EQ(config->real("brand.tax_rate"), 0.5);
  EXPECT_EQ(config->list("brand.tags"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(config->origin("server.port"), Config::Origin::default_value);
}

TEST(Config, TakesTheFile) {
  const auto config = load_text(keys, R"(
    [server]
    port = 9000
    name = "shop"
    open = true
    [brand]
    tax_rate = 1
    tags = ["x"]
  )");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->integer("server.port"), 9000);
  EXPECT_EQ(config->text("server.name"), "shop");
  EXPECT_TRUE(config->flag("server.open"));
  EXPECT_EQ(config->real("brand.tax_rate"), 1.0);
  EXPECT_EQ(config->list("brand.tags"), (std::vector<std::string>{"x"}));
  EXPECT_EQ(config->origin("server.port"), Config::Origin::file);
}

TEST(Config, TheEnvironmentBeatsTheFileAndTheCommandLineBeatsBoth) {
  const Sources sources{
      "", {"PLAZA_SERVER_PORT=1", "PLAZA_SERVER_NAME=env", "HOME=/"}, {{"server.port", "2"}}};
  const auto config = load_text(keys, "[server]\nport = 3\nname = \"file\"", sources);
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->integer("server.port"), 2);
  EXPECT_EQ(config->text("server.name"), "env");
  EXPECT_EQ(config->origin("server.port"), Config::Origin::command_line);
  EXPECT_EQ(config->origin("server.name"), Config::Origin::environment);
}

TEST(Config, NamesEveryWrongKeyAtOnce) {
  const auto config = load_text(keys, R"(
    top = 1
    [server]
    port = "many"
    name = "a name too long"
    open = 1
    prot = 80
    [brand]
    tax_rate = 1.5
    locale = "de"
    tags = ["1", "2", "3", "4"]
    [mail]
    password = 5
  )");
  EXPECT_EQ(mistakes(config), (Mistakes{{"top", "unknown"},
                                        {"server.port", "wrong_type"},
                                        {"server.name", "out_of_range"},
                                        {"server.open", "wrong_type"},
                                        {"server.prot", "unknown"},
                                        {"brand.tax_rate", "out_of_range"},
                                        {"brand.locale", "out_of_range"},
                                        {"brand.tags", "out_of_range"},
                                        {"mail.password", "wrong_type"}}));
  EXPECT_NE(config.error().detail.find("server.port: It must be a whole number."),
            std::string::npos);
}

TEST(Config, RefusesASectionWhereAKeyStandsAndAKeyWhereASectionStands) {
  EXPECT_EQ(mistakes(load_text(keys, "server = 1")), (Mistakes{{"server", "unknown"}}));
  EXPECT_EQ(mistakes(load_text(keys, "[server.port]\nx = 1")),
            (Mistakes{{"server.port.x", "unknown"}}));
}

TEST(Config, ChecksTheEnvironmentAndTheCommandLineToo) {
  const Sources sources{
      "",
      {"PLAZA_SERVER_PORT=x", "PLAZA_BRAND_TAX_RATE=nan", "PLAZA_SERVER_OPEN=maybe"},
      {{"server.name", ""}, {"no.key", "1"}}};
  EXPECT_EQ(mistakes(load(keys, sources)), (Mistakes{{"server.port", "wrong_type"},
                                                     {"brand.tax_rate", "out_of_range"},
                                                     {"server.open", "wrong_type"},
                                                     {"server.name", "out_of_range"},
                                                     {"no.key", "unknown"}}));
}

TEST(Config, ReportsVariablesThatBelongToNoKey) {
  const auto config =
      load(keys, {"", {"PLAZA_SERVER_PROT=1", "PLAZA_TEST_POSTGRES=x", "OTHER=1"}, {}});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->unknown_variables(), std::vector<std::string>{"PLAZA_SERVER_PROT"});
}

TEST(Config, SaysWhereTheFileIsBroken) {
  const auto broken = load_text(keys, "[server]\nport = = 1");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, "config.unreadable");
  EXPECT_TRUE(broken.error().detail.starts_with("configuration:2: ")) << broken.error().detail;
  const auto missing = load(keys, {"/no/such/file.toml", {}, {}});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().detail, "Cannot read /no/such/file.toml.");
  EXPECT_EQ(load(keys, {"/", {}, {}}).error().code, "config.unreadable");
}

TEST(Config, ReadsAFileFromDisk) {
  const auto path = std::filesystem::path(testing::TempDir()) / "plaza_config_test.toml";
  std::ofstream(path) << "[server]\nport = 81\n";
  EXPECT_EQ(load(keys, {path.string(), {}, {}})->integer("server.port"), 81);
  std::ofstream(path, std::ios::trunc).close();
  EXPECT_EQ(load(keys, {path.string(), {}, {}})->integer("server.port"), 8080);
}

TEST(Config, DescribesItselfWithoutSecrets) {
  const auto config = load_text(keys, "[mail]\npassword = \"hush\"\n[server]\nport = 81");
  const std::string text = config->describe();
  EXPECT_NE(text.find("server.port = 81 (file)\n"), std::string::npos);
  EXPECT_NE(text.find("mail.password = (hidden) (file)\n"), std::string::npos);
  EXPECT_EQ(text.find("hush"), std::string::npos);
}

TEST(Config, TheReferenceShowsEveryKey) {
  const std::string text = reference(keys);
  EXPECT_TRUE(text.starts_with("## server\n\n| key | default |")) << text;
  EXPECT_NE(text.find("| `server.port` | `8080` | a whole number, at least 1, at most 65535 | "
                      "`PLAZA_SERVER_PORT` | TCP port. |\n"),
            std::string::npos);
  EXPECT_NE(text.find("| `brand.locale` | `\"en\"` | one of `en,vi` |"), std::string::npos);
  EXPECT_NE(text.find("Password. May hold a password. |"), std::string::npos);
}

TEST(Config, TheExampleFileIsValidAndHasTheDefaults) {
  std::string text = example_file(server_keys());
  std::string live;
  for (std::size_t start = 0;
       start < text.size();) {  // every second comment is a key: take its sign away
    const auto end = text.find('\n', start);
    std::string line = text.substr(start, end - start);
    if (line.starts_with("# ") && line.find(" = ") != std::string::npos && line[2] >= 'a' &&
        line[2] <= 'z')
      line.erase(0, 2);
    live += line + "\n";
    start = end + 1;
  }
  const auto config = load_text(server_keys(), live);
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->integer("server.port"), 8080);
  EXPECT_EQ(config->origin("server.port"), Config::Origin::file);
}

TEST(Config, ServerKeysLoad) {
  const auto config = load(server_keys(), {});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->text("server.address"), "127.0.0.1");
  EXPECT_FALSE(config->flag("dev.enabled"));
}

TEST(ConfigDeathTest, AskingForWhatIsNotDeclaredStops) {
  const auto config = load(keys, {});
  EXPECT_DEATH((void)config->text("no.key"), "CHECK failed");
  EXPECT_DEATH((void)config->text("server.port"), "CHECK failed");
}

}  // namespace
}  // namespace plaza::config
