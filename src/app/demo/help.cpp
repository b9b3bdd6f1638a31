// Kilnlight's help centre: written into demo/people/help.json by hand, published over the months.
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "answers/module.h"
#include "catalog/module.h"
#include "identity/module.h"
#include "world.h"

namespace plaza::app::demo_brand {
namespace {

namespace bj = boost::json;

bj::array read_articles(const std::string& folder) {
  std::ifstream in(folder + "/people/help.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return bj::parse(text).as_array();
}

std::string text_in(const bj::object& from, const char* name) { return std::string(from.at(name).as_string()); }

}  // namespace

void World::write_help() {
  const auto all = read_articles(files_.folder);
  for (const auto& each : all) {
    const auto& said = each.as_object();
    program_.shift_clock(-days(said.at("days_ago").to_number<std::int64_t>()));
    auto work = [&](db::Transaction& tx) -> Status {
      answers::ArticleWords words;
      words.section = text_in(said, "section");
      words.title = text_in(said, "title");
      words.text = text_in(said, "text");
      words.title_vi = text_in(said, "title_vi");
      words.text_vi = text_in(said, "text_vi");
      for (const auto& handle : said.at("products").as_array()) {
        const auto product = program_.catalog().catalog().product_by_handle(tx, std::string_view(handle.as_string()));
        if (product) words.product_ids.push_back(product->id);
      }
      auto& articles = program_.answers().articles();
      TRY(const auto made, articles.create(tx, words, {}));
      TRY_DONE(articles.set_status(tx, made.id, made.version, answers::ArticleStatus::published));
      return done();
    };
    const auto written = program_.database().write_now(work);
    if (!written.ok()) throw std::runtime_error("the demo could not write the help centre: " + written.error().detail);
  }
  program_.shift_clock(0);
}

}  // namespace plaza::app::demo_brand
