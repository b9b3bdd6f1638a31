// What buyers say of Kilnlight's goods, and what they ask: written into demo/people/reviews.json by hand, said here by people who bought
// the product (or, where nobody did, by members who know it), some days after it arrived.
#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "demo/world.h"
#include "media/module.h"
#include "orders/module.h"
#include "reviews/module.h"

namespace plaza::app::demo_brand {
namespace {

namespace bj = boost::json;

struct Buyer {
  identity::AccountId account;
  Time at;
};
using Buyers = std::map<catalog::ProductId, std::vector<Buyer>>;

bj::object read_said(const std::string& folder) {
  std::ifstream in(folder + "/people/reviews.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return bj::parse(text).as_object();
}

std::string text_in(const bj::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}
bool flag_in(const bj::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  return found && found->is_bool() && found->get_bool();
}

Buyers buyers_of(orders::Orders& orders, db::Reader& reader) {
  Buyers found;
  std::map<catalog::ProductId, std::set<identity::AccountId>> seen;
  orders::OrderQuery query;
  query.limit = 100;
  for (int page = 0; page < 7; ++page) {
    const auto some = orders.list(reader, query);
    for (const auto& order : some) {
      if (order.status != orders::OrderStatus::delivered || !order.account_id || !order.after.refunds.empty()) continue;
      for (const auto& line : order.lines) {
        if (seen[line.product.id].insert(order.account_id).second) found[line.product.id].push_back({order.account_id, order.placed_at});
      }
    }
    if (some.size() < 100) break;
    query.before = some.back().id;
  }
  return found;
}

// One thing that is said, at its time.
struct Said {
  Time at;
  identity::AccountId by;
  const catalog::Product* product;
  const bj::object* words;
};

}  // namespace

void World::write_reviews() {
  const auto all = read_said(files_.folder);
  const auto read = [&](db::Reader& reader) { return buyers_of(program_.orders().orders(), reader); };
  auto buyers = program_.database().read_now(read);
  std::unordered_map<catalog::ProductId, identity::AccountId> owners;
  for (const auto& [product, some] : buyers) owners[product] = some.front().account;
  std::vector<Said> said;
  std::map<catalog::ProductId, std::set<identity::AccountId>> used;
  for (const auto& each : all.at("reviews").as_array()) {
    const auto& words = each.as_object();
    const auto product = products_.find(text_in(words, "product"));
    if (product == products_.end()) continue;
    auto& among = buyers[product->second.id];
    Said one{end_ - days(2) - static_cast<Micros>(chance() * static_cast<double>(days(25))), {}, &product->second, &words};
    if (!among.empty()) {
      one.by = among.back().account;
      one.at = std::min(among.back().at + days(9) + hours(static_cast<std::int64_t>(random_() % 200)), end_ - hours(2));
      among.pop_back();
    } else {
      one.by = members_[1 + random_() % (members_.size() - 1)].id;
    }
    if (used[product->second.id].insert(one.by).second) said.push_back(one);
  }
  std::sort(said.begin(), said.end(), [](const Said& a, const Said& b) { return a.at < b.at; });
  std::map<const bj::object*, media::MediaId> pictures;
  for (const auto& one : said) {
    if (flag_in(*one.words, "picture")) pictures[one.words] = picture_by(one.by, one.product->handle);
  }
  auto work = [&](db::Transaction& tx) -> Status {
    auto& reviews = program_.reviews().reviews();
    for (const auto& one : said) {
      program_.shift_clock(one.at - SystemClock().now());
      reviews::Writing writing;
      writing.stars = one.words->at("stars").as_int64();
      writing.title = text_in(*one.words, "title");
      writing.text = text_in(*one.words, "text");
      writing.incentive = flag_in(*one.words, "incentive");
      writing.aspects = {{"quality", std::clamp<std::int64_t>(writing.stars + static_cast<std::int64_t>(random_() % 2), 2, 5)},
                         {"as_described", std::clamp<std::int64_t>(writing.stars + 1, 3, 5)}};
      if (const auto found = pictures.find(one.words); found != pictures.end() && found->second) writing.media_ids = {found->second};
      TRY(const auto made, reviews.write(tx, *one.product, {one.by, {}, ""}, writing));
      const std::string reply = text_in(*one.words, "reply");
      if (!reply.empty()) TRY_DONE(reviews.reply(tx, made.id, members_.front().id, reply));
      for (std::uint64_t votes = random_() % 6; votes > 0; --votes) {
        const auto by = members_[1 + random_() % (members_.size() - 1)].id;
        if (by != one.by) (void)reviews.vote(tx, made.id, by, true);
      }
    }
    return done();
  };
  if (const auto written = program_.database().write_now(work); !written.ok()) {
    throw std::runtime_error("the demo could not write the reviews: " + written.error().detail);
  }
  program_.shift_clock(0);
  write_questions(all, owners);
}

// A picture of the product as somebody took it at home: theirs.
media::MediaId World::picture_by(identity::AccountId by, const std::string& handle) {
  for (const auto& picture : files_.pictures) {
    const bool shows = std::any_of(picture.products.begin(), picture.products.end(), [&](const auto& each) { return each.handle == handle; });
    if (picture.kind != "scene" || !shows || !shown_in_reviews_.insert(picture.file).second) continue;
    media::ReadyMedia ready;
    ready.owner = by;
    ready.alt = picture.alt;
    ready.width = picture.width;
    ready.height = picture.height;
    ready.files = {{"w" + std::to_string(picture.width) + ".webp", files_.folder + "/media/" + picture.file}};
    auto taken = program_.media().media().take_ready(ready);
    return taken.ok() ? *taken : media::MediaId{};
  }
  return {};
}

void World::write_questions(const boost::json::object& all,
                            const std::unordered_map<catalog::ProductId, identity::AccountId>& owners) {
  const auto staff = members_.front().id;
  auto work = [&](db::Transaction& tx) -> Status {
    auto& questions = program_.reviews().questions();
    for (const auto& each : all.at("questions").as_array()) {
      const auto& words = each.as_object();
      const auto product = products_.find(text_in(words, "product"));
      if (product == products_.end()) continue;
      const auto asker = members_[1 + random_() % (members_.size() - 1)].id;
      const Time asked_at = end_ - days(3) - static_cast<Micros>(chance() * static_cast<double>(days(18)));
      program_.shift_clock(asked_at - SystemClock().now());
      TRY(const auto asked, questions.ask(tx, product->second, asker, text_in(words, "text")));
      program_.shift_clock(asked_at + hours(7) - SystemClock().now());
      const auto known = owners.find(product->second.id);
      const auto owner = known == owners.end() || known->second == asker ? members_.back().id : known->second;
      const std::string answer = text_in(words, "answer"), by_staff = text_in(words, "staff");
      if (!answer.empty()) {
        TRY(const auto given, questions.answer(tx, asked.id, owner, false, answer));
        if (flag_in(words, "accepted")) TRY_DONE(questions.accept(tx, asked.id, given.id, asker, false));
      }
      if (!by_staff.empty()) TRY_DONE(questions.answer(tx, asked.id, staff, true, by_staff));
    }
    return done();
  };
  const auto written = program_.database().write_now(work);
  program_.shift_clock(0);
  if (!written.ok()) throw std::runtime_error("the demo could not write the questions: " + written.error().detail);
}

}  // namespace plaza::app::demo_brand
