// A whole program in this process on each engine, spoken to over HTTP.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <memory>
#include <string>

#include "identity/module.h"
#include "platform/base/task.h"
#include "platform/crypto/passwords.h"
#include "platform/testing/database.h"
#include "platform/testing/http_client.h"
#include "program.h"

namespace plaza::app {

class RunningShop : public testing::OnEachEngine {
 protected:
  RunningShop() {
    Settings settings;
    settings.data_dir = folder_.path() + "/data";
    settings.port = 0;
    settings.public_url = "http://127.0.0.1";
    settings.brand_name = "Kilnlight";
    settings.mail_from = "hello@kilnlight.example";
    settings.currency = *parse_currency("EUR");
    settings.dev = settings.unlimited = true;
    settings.log_level = "error";
    if (engine() == db::Engine::postgres) {
      const std::string server = testing::postgres_url();
      settings.database_url = server + (server.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema();
    }
    program = std::make_unique<Program>(settings);
    add_staff("owner@kilnlight.example", identity::Role::owner);
    program->start();
    owner = signed_in("owner@kilnlight.example");
  }
  ~RunningShop() override { program->stop(); }

  struct Reply {
    int status = 0;
    boost::json::value body;
    std::string text(const std::string& path) const {
      boost::system::error_code failure;
      const auto* found = body.find_pointer(path, failure);
      return found && found->is_string() ? std::string(found->get_string()) : "";
    }
    std::int64_t number(const std::string& path) const {
      boost::system::error_code failure;
      const auto* found = body.find_pointer(path, failure);
      return found && found->is_int64() ? found->get_int64() : -1;
    }
    std::size_t size(const std::string& path) const {
      boost::system::error_code failure;
      const auto* found = body.find_pointer(path, failure);
      return found && found->is_array() ? found->get_array().size() : 0;
    }
    std::string raw() const { return boost::json::serialize(body); }
  };
  // `token` empty: a stranger.
  Reply ask(const std::string& method, const std::string& target, const std::string& token, const std::string& body = "{}") {
    testing::HttpClient client(program->port());
    if (!token.empty()) client.set_bearer(token);
    const auto answer = client.request(method, target, method == "GET" ? "" : body, {});
    boost::system::error_code failure;
    return {answer.status, boost::json::parse(answer.body, failure)};
  }
  // Every node has heard of everything.
  void settle() { program->drain(); }

  std::string signed_up(const std::string& name) {
    const auto made = ask("POST", "/v1/accounts", "",
                          R"({"email":")" + name + R"(@kilnlight.example","password":"correct horse battery","display_name":")" + name + "\"}");
    EXPECT_EQ(made.status, 201) << made.raw();
    return made.text("/token");
  }

  std::unique_ptr<Program> program;
  std::string owner;  // a token

 private:
  void add_staff(const std::string& email, identity::Role role) {
    const auto hash = sync_wait(program->passwords().hash("correct horse battery"));
    const auto work = [&](db::Transaction& tx) { return program->identity().staff().add(tx, email, role, *hash); };
    ASSERT_TRUE(program->database().write_now(work).ok());
  }
  std::string signed_in(const std::string& email) {
    return ask("POST", "/v1/sessions", "", R"({"email":")" + email + R"(","password":"correct horse battery"})").text("/token");
  }
  std::string schema() {
    std::string name;
    const auto read = [&](db::Reader& reader) {
      static const db::Statement current{"test.schema", "SELECT current_schema()"};
      return reader.one(current, {}, [](const db::Row& row) { return std::string(row.text(0)); }).value_or("");
    };
    return database().read_now(read);
  }
  testing::TemporaryFolder folder_;
};

}  // namespace plaza::app
