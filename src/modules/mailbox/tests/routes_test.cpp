#include "mailbox_fixture.h"

#include "identity/roles.h"
#include "platform/http/pipeline.h"
#include "platform/json/document.h"

namespace plaza::mailbox {
namespace {

using http::Method;

class WhoByHeader final : public http::Authenticator {
 public:
  plaza::Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto who = request.header("x-who");
    if (who == "an") caller.subject = an.value;
    if (who == "noor") caller.subject = noor.value, caller.roles = identity::agent;
    if (who == "mai") caller.subject = 303, caller.roles = identity::moderator;
    if (who == "merchandiser") caller.subject = 305, caller.roles = identity::merchandiser;
    return done();
  }
};

class MailboxRoutes : public MailboxFixture {
 protected:
  MailboxRoutes() { module->add_routes(routes); }

  http::Response ask(Method method, std::string target, std::string body = "", std::string who = "noor", std::string type = "application/json") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-who", who}, {"content-type", type}, {"sec-fetch-site", "same-origin"}};
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  static std::string text(const boost::json::value& value) { return std::string(value.as_string()); }
  static std::string told(const http::Response& response) {
    const std::string status = std::to_string(response.status);
    return response.status < 400 ? status : status + " " + text(object_of(response).at("code"));
  }
  static std::string header_of(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }
  ConversationId talk() {
    arrives(mail_of("an@example.org", "one@example.org", "Content-Type: multipart/mixed; boundary=m\r\n",
                    "--m\r\n\r\nSee\r\n\r\nOn Mon, Noor wrote:\r\n> old\r\n--m\r\nContent-Type: text/html\r\nContent-Disposition: attachment; "
                    "filename*=UTF-8''b%E1%BA%A3n%20in.html\r\n\r\n<script>x</script>\r\n--m--"));
    return care.all.begin()->first;
  }
  std::string put_down(ConversationId id, const std::string& name = "label.pdf", const std::string& who = "noor") {
    const auto made = ask(Method::post, "/v1/admin/conversations/" + to_text(id) + "/files?name=" + name, "%PDF-1.4", who, "application/pdf");
    EXPECT_EQ(made.status, 201) << made.body;
    return text(object_of(made).at("id"));
  }
  std::string letter(ConversationId id, const std::string& body, const std::string& who = "noor") {
    return told(ask(Method::post, "/v1/admin/conversations/" + to_text(id) + "/letters", body, who));
  }

  WhoByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(MailboxRoutes, FilesOfStrangersAreSavedAndNeverShown) {
  const auto id = talk();
  const auto all = object_of(ask(Method::get, "/v1/admin/letters?message_ids=" + to_text(care.turns[id][0].id)));
  const auto item = all.at("items").as_array()[0].as_object();
  EXPECT_EQ(text(item.at("sender")), "an@example.org");
  EXPECT_EQ(text(item.at("quoted")), "On Mon, Noor wrote:\n> old");
  const auto file = item.at("files").as_array()[0].as_object();
  EXPECT_EQ(text(file.at("name")), "bản in.html");
  const auto path = "/v1/admin/letters/files/" + text(file.at("id"));
  const auto got = ask(Method::get, path);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "<script>x</script>");
  EXPECT_EQ(got.content_type, "application/octet-stream");
  EXPECT_EQ(header_of(got, "content-disposition"), "attachment; filename=\"b___n_in.html\"; filename*=UTF-8''b%e1%ba%a3n%20in.html");
  EXPECT_EQ(header_of(got, "x-content-type-options"), "nosniff");
  EXPECT_EQ(header_of(got, "content-security-policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(told(ask(Method::get, path, "", "an")), "403 request.forbidden");
  EXPECT_EQ(told(ask(Method::get, path, "", "")), "401 request.unauthenticated");
  EXPECT_EQ(told(ask(Method::get, path, "", "merchandiser")), "403 request.forbidden");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/letters/files/lfl_0000000000000")), "404 mailbox.not_found");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/letters/files/x")), "404 mailbox.not_found");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/letters?message_ids=x")), "400 request.invalid");
}

ENGINE_TEST(MailboxRoutes, AnAnswerTakesItsFilesAlongOnce) {
  const auto id = talk();
  const auto file = put_down(id, "nh%C3%A3n.pdf");
  EXPECT_EQ(letter(id, R"({"text":"The label.","file_ids":[")" + file + R"("],"then":"resolved"})"), "201");
  EXPECT_EQ(care.all[id].status, care::Status::resolved);
  const auto answer = care.turns[id].back();
  care::Message message;
  message.id = answer.id;
  message.text = answer.text;
  ASSERT_TRUE(module->channel().send({care.all[id], message, "cmg_x", "Noor", {"<one@example.org>"}}).ok());
  ASSERT_EQ(mail.sent.back().attachments.size(), 1u);
  EXPECT_EQ(mail.sent.back().attachments[0].name, "nhãn.pdf");
  EXPECT_EQ(mail.sent.back().attachments[0].bytes, "%PDF-1.4");
  EXPECT_EQ(letter(id, R"({"text":"Again.","file_ids":[")" + file + R"("]})"), "404 mailbox.not_found");
  EXPECT_EQ(told(ask(Method::del, "/v1/admin/letters/files/" + file)), "404 mailbox.not_found");
  EXPECT_EQ(care.turns[id].size(), 2u);
}

ENGINE_TEST(MailboxRoutes, RefusalsChangeNothing) {
  const auto id = talk();
  const auto file = put_down(id);
  const std::string body = R"({"text":"x","file_ids":[")" + file + R"("]})";
  EXPECT_EQ(letter(id, body, "mai"), "404 mailbox.not_found");  // somebody else's
  EXPECT_EQ(letter(id, body, "an"), "403 request.forbidden");
  EXPECT_EQ(letter(ConversationId{5}, body), "404 mailbox.not_found");
  EXPECT_EQ(letter(id, R"({"text":"","file_ids":[]})"), "400 request.invalid");
  EXPECT_EQ(letter(id, R"({"text":"x","then":"snoozed","file_ids":[")" + file + R"("]})"), "400 request.invalid");
  const auto path = "/v1/admin/conversations/" + to_text(id) + "/files?name=x";
  EXPECT_EQ(told(ask(Method::post, path, "", "noor", "application/pdf")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/conversations/cnv_0000000000000/files", "x")), "404 mailbox.not_found");
  EXPECT_EQ(told(ask(Method::post, path, "x", "an", "application/pdf")), "403 request.forbidden");
  for (int i = 1; i < 20; ++i) put_down(id);
  EXPECT_EQ(told(ask(Method::post, path, "x", "noor", "application/pdf")), "409 mailbox.too_many_files");
  EXPECT_EQ(told(ask(Method::del, "/v1/admin/letters/files/" + file, "", "mai")), "404 mailbox.not_found");
  EXPECT_EQ(told(ask(Method::del, "/v1/admin/letters/files/" + file)), "204");
  care.all[id].channel = "chat";
  EXPECT_EQ(told(ask(Method::post, path, "x", "noor", "application/pdf")), "409 mailbox.wrong_channel");
  EXPECT_EQ(letter(id, body), "409 mailbox.wrong_channel");
  EXPECT_EQ(care.turns[id].size(), 1u);
  // What no answer took goes after two days.
  clock.advance(days(3));
  runner->run_due();
  EXPECT_EQ(read([&](db::Reader& reader) { return store::count_drafts(reader, id); }), 0);
}

ENGINE_TEST(MailboxRoutes, StaffSeeHowMailboxesFareAndMayLookAtOnce) {
  server.trouble = "Connection refused";
  look();
  look();
  server.trouble.clear();
  server.mails = {mail_of("an@example.org", "one@example.org"), mail_of("news@example.org", "two@example.org", "List-Id: <x>\r\n")};
  auto item = object_of(ask(Method::get, "/v1/admin/mailboxes")).at("items").as_array()[0].as_object();
  EXPECT_EQ(text(item.at("address")), support);
  EXPECT_EQ(text(item.at("error")), "Connection refused");
  EXPECT_FALSE(item.at("next_at").is_null());
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/mailboxes/" + support + "/check")), "204");
  runner->run_due();
  item = object_of(ask(Method::get, "/v1/admin/mailboxes")).at("items").as_array()[0].as_object();
  EXPECT_EQ(text(item.at("error")), "");
  EXPECT_EQ(item.at("received").as_int64(), 1);
  EXPECT_EQ(item.at("refused").as_int64(), 1);
  EXPECT_EQ(text(item.at("refusals").as_array()[0].as_object().at("reason")), "bulk");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/mailboxes/other@shop.example/check")), "404 mailbox.not_found");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/mailboxes", "", "an")), "403 request.forbidden");
}

}  // namespace
}  // namespace plaza::mailbox
