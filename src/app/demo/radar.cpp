// Something for the radar: a post that is unhappy and begins to spread, and one product of which several owners say within a few
// days that its glaze chips. All of it is written as people write it, through the same services; the radar finds it by itself.
#include <map>
#include <stdexcept>

#include "care/module.h"
#include "content/module.h"
#include "interactions/module.h"
#include "orders/module.h"
#include "platform/db/database.h"
#include "world.h"

namespace plaza::app::demo_brand {
namespace {

struct Owner {
  identity::AccountId account;
  std::string name, email, visitor, locale;
};
struct Bought {
  catalog::ProductId id;
  std::string title;
  std::vector<Owner> owners;
};

constexpr const char* talks_en[] = {
    "The glaze of my {} chipped after the second wash. It is damaged, can you send another?",
    "A piece broke off the rim of the {} on the first day. It is defective, I think.",
    "My {} has a crack through the bottom and leaks. Is that a known defect?",
    "The {} I bought last week is broken: the glaze comes off in flakes."};
constexpr const char* talks_vi[] = {
    "Men của {} bị bong sau lần rửa thứ hai. Hàng bị lỗi, đổi giúp mình nhé?",
    "{} bị vỡ miệng ngay ngày đầu. Hàng bị lỗi rồi.",
    "{} bị nứt đáy và rò nước. Có phải lỗi sản xuất không?",
    "{} mình mua tuần trước bị hỏng: men bong từng mảng."};

std::string with_title(std::string text, const std::string& title) {
  const auto at = text.find("{}");
  return at == std::string::npos ? text : text.replace(at, 2, title);
}

void must(const Status& done, const char* what) {
  if (!done.ok()) throw std::runtime_error(std::string("the demo could not write ") + what + ": " + done.error().detail);
}

}  // namespace

void World::write_radar() {
  std::map<std::int64_t, Bought> all;
  const auto read = [&](db::Reader& reader) {
    for (const auto& customer : customers_) {
      if (!customer.account || customer.orders == 0) continue;
      orders::OrderQuery query;
      query.account_id = customer.account;
      query.limit = 2;
      for (const auto& order : program_.orders().orders().list(reader, query)) {
        for (const auto& line : order.lines) {
          auto& bought = all[line.product.id.value];
          bought.id = line.product.id;
          bought.title = line.product.title;
          const bool known = !bought.owners.empty() && bought.owners.back().account == customer.account;
          if (!known) bought.owners.push_back({customer.account, customer.name, customer.email, customer.visitor, customer.locale});
        }
      }
    }
    return 0;
  };
  program_.database().read_now(read);
  const Bought* chosen = nullptr;
  for (const auto& [id, bought] : all) {
    // Enough owners, and not what everybody buys: there six voices would be no news.
    if (bought.owners.size() >= 6 && (!chosen || bought.owners.size() < chosen->owners.size())) chosen = &bought;
  }
  if (!chosen) return;
  const auto write = [&](db::Transaction& tx) -> Status {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto& who = chosen->owners[i];
      program_.shift_clock(-hours(6 + 13 * static_cast<std::int64_t>(i)));
      care::Inbound first;
      first.channel = "form";
      first.channel_key = "demo-chips-" + std::to_string(i);
      first.customer = {who.account, who.visitor, who.email, who.name, who.locale, true};
      first.subject = chosen->title;
      first.text = with_title(who.locale == "vi" ? talks_vi[i] : talks_en[i], chosen->title);
      TRY_DONE(program_.care().care().receive(tx, first));
    }
    return done();
  };
  must(program_.database().write_now(write), "the conversations about a defect");
  program_.shift_clock(0);
  write_unhappy_post(chosen->id, chosen->owners[4].account, chosen->title);
}

// Seen by some ninety people within five hours, and passed on.
void World::write_unhappy_post(catalog::ProductId product, identity::AccountId owner, const std::string& title) {
  content::PostId id;
  const Time at = SystemClock().now() - hours(5);
  const auto publish = [&](db::Transaction& tx) -> Status {
    content::NewPost post;
    post.text = title + ", one week old and broken: the glaze comes off at the rim. Very disappointed. Has anybody else seen this?";
    post.tags.push_back({product, 0, 0.5, 0.5, std::nullopt});
    TRY(const auto made, program_.content().writing().create(tx, owner, post, at));
    id = made.id;
    return done();
  };
  must(program_.database().write_now(publish), "the unhappy post");
  program_.drain();
  const std::string seen = "{\"post_id\":\"" + to_text(id) + "\",\"watch_ms\":5200}";
  for (int i = 0; i < 90; ++i) {
    const Time when = at + static_cast<Micros>(static_cast<double>(hours(5)) * (i + 1) / 92.0);
    track("Post Viewed", stranger(), when, seen);
    if (i % 16 == 5) track("Post Shared", stranger(), when, "{\"post_id\":\"" + to_text(id) + "\"}");
  }
  program_.interactions().log().append_now(std::move(records_));
  records_.clear();
}

}  // namespace plaza::app::demo_brand
