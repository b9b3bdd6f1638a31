#include "asked.h"

#include "page_html.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {
namespace {

constexpr std::size_t text_max = 1'000;  // code points
constexpr int looked_at = 20;

std::string day_of(Time time) { return to_text(time).substr(0, 10); }

std::string answer_json_ld(const AskedAnswer& answer, const std::string& url, const std::string& shop_url) {
  std::string out = R"({"@type":"Answer","text":)" + json_text(answer.text) + ",\"url\":" + json_text(url) + R"(,"dateCreated":)" +
                    json_text(to_text(answer.at)) + R"(,"author":{"@type":)" + (answer.shop ? "\"Organization\"" : "\"Person\"") + ",\"name\":" + json_text(answer.name);
  if (answer.shop) out += ",\"url\":" + json_text(shop_url);
  return out + "}}";
}

}  // namespace

std::vector<AskedQuestion> asked_of(reviews::Questions& questions, db::Reader& reader, catalog::ProductId product, const std::string& shop) {
  reviews::QuestionQuery query;
  query.product_id = product;
  query.limit = looked_at;
  std::vector<AskedQuestion> all;
  for (const auto& question : questions.list(reader, query).items) {
    if (all.size() == asked_max) break;
    if (question.answers == 0 || question.text.empty()) continue;
    const auto view = questions.view(reader, question, {}, false);
    AskedQuestion one{to_text(view.id), view.author.name, excerpt(view.text, text_max), view.answer_count, {}, view.asked_at};
    for (const auto& answer : view.answers) {
      const bool staff = answer.voice == reviews::Voice::staff;
      const auto& name = staff ? shop : answer.author.name;
      if (answer.status != reviews::ReviewStatus::published || answer.text.empty() || name.empty()) continue;
      if (one.shown.size() < asked_answers_max) {
        one.shown.push_back({to_text(answer.id), name, excerpt(answer.text, text_max), staff, answer.accepted, answer.answered_at});
      }
    }
    if (!one.name.empty() && !one.shown.empty()) all.push_back(std::move(one));
  }
  return all;
}

std::string asked_json_ld(const std::vector<AskedQuestion>& asked, const std::string& url, const std::string& shop_url) {
  if (asked.empty()) return {};
  std::string out = ",\"subjectOf\":[";
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto& question = asked[i];
    const std::string at = url + "#" + question.id;
    if (i) out += ',';
    out += R"({"@type":"Question","name":)" + json_text(question.text) + ",\"url\":" + json_text(at) + ",\"answerCount\":" +
           std::to_string(question.answers) + R"(,"dateCreated":)" + json_text(to_text(question.at)) + R"(,"author":{"@type":"Person","name":)" +
           json_text(question.name) + "}";
    std::string others;
    for (const auto& answer : question.shown) {
      const auto made = answer_json_ld(answer, at, shop_url);
      if (answer.accepted) out += ",\"acceptedAnswer\":" + made;
      else others += (others.empty() ? "" : ",") + made;
    }
    if (!others.empty()) out += ",\"suggestedAnswer\":[" + others + "]";
    out += '}';
  }
  return out + "]";
}

std::string asked_html(const std::vector<AskedQuestion>& asked, bool vietnamese) {
  if (asked.empty()) return {};
  std::string out = vietnamese ? "<section><h2>Hỏi đáp</h2>\n" : "<section><h2>Questions</h2>\n";
  for (const auto& question : asked) {
    out += "<article id=\"" + escape_html(question.id) + "\"><h3>" + escape_html(question.text) + "</h3><p>" + escape_html(question.name) + " · " +
           day_of(question.at) + "</p>\n";
    for (const auto& answer : question.shown) {
      out += "<p>" + escape_html(answer.text) + "</p><p>" + escape_html(answer.name) + " · " + day_of(answer.at) + "</p>\n";
    }
    out += "</article>\n";
  }
  return out + "</section>\n";
}

}  // namespace plaza::storefront
