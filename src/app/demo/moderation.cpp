// What waits for the demo's moderators: a few comments that members reported, one that is only blunt, and a question with a link; and what
// they decided in the days before, for the public log.
#include <stdexcept>

#include "moderation/module.h"

#include "content/module.h"
#include "reviews/module.h"
#include "program.h"
#include "world.h"

namespace plaza::app::demo_brand {

void World::write_reports() {
  using moderation::Reason;
  struct Said {
    const char* text;
    std::vector<std::pair<Reason, const char*>> reports;
  };
  const std::vector<Said> all = {
      {"Same bowls for half the price, my shop is in my profile. Write me for a code.",
       {{Reason::spam, "He writes this under everything."}, {Reason::spam, ""}, {Reason::misleading, "Those are casts of hers."}}},
      {"Only somebody with no taste would put that on a table.", {{Reason::abuse, "No need to be like this."}}},
      {"The handle came off after two weeks and nobody answers me.", {{Reason::other, "Not nice about the brand"}}},
      {"She lives on Linden Street 14, just ring and ask for the seconds.", {{Reason::privacy, "That is her home."}, {Reason::privacy, ""}}},
  };
  std::vector<identity::AccountId> people;
  for (const auto& customer : customers_) {
    if (customer.account) people.push_back(customer.account);
  }
  if (people.size() < 12 || posts_.size() < 12 || products_.empty()) return;
  auto work = [&](db::Transaction& tx) -> Status {
    auto& writing = program_.content().writing();
    auto& submissions = program_.moderation().submissions();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& post = posts_[posts_.size() - 1 - i];
      TRY(const auto comment, writing.comment(tx, people[i], post.id, all[i].text, {}));
      for (std::size_t j = 0; j < all[i].reports.size(); ++j) {
        const auto& [reason, note] = all[i].reports[j];
        TRY_DONE(submissions.report(tx, people[all.size() + j], {moderation::Kind::comment, to_text(comment.id)}, reason, note));
      }
    }
    return done();
  };
  write_decisions(people);
  const auto written = program_.database().write_now(work);
  if (!written.ok()) throw std::runtime_error("the demo could not write its reports: " + written.error().detail);
}

void World::write_decisions(const std::vector<identity::AccountId>& people) {
  using moderation::Reason;
  using moderation::Standing;
  struct Decided {
    int days_ago;
    const char* text;
    Reason reported, reason;
    Standing to;
    const char* note;
  };
  static constexpr Decided all[] = {
      {9, "Followers and cheap pots, everything on my page, write me now!!!", Reason::spam, Reason::spam, Standing::removed,
       "This is advertising. Under other people's posts it is not wanted."},
      {6, "You have no idea how to centre a pot, you clown. Give it up.", Reason::abuse, Reason::abuse, Standing::removed,
       "Say what is wrong with the pot, not with the person."},
      {4, "Mine got hairlines in the dishwasher after a month.", Reason::misleading, Reason::other, Standing::visible, ""},
      {2, "I would not pay that for a mug, honestly.", Reason::abuse, Reason::other, Standing::visible, ""},
  };
  const auto moderator = members_.front().id;
  const auto work = [&](db::Transaction& tx) -> Status {
    std::size_t at = 0;
    for (const auto& each : all) {
      program_.shift_clock(end_ - days(each.days_ago) - SystemClock().now());
      const auto& post = posts_[2 + at];
      TRY(const auto comment, program_.content().writing().comment(tx, people[at % people.size()], post.id, each.text, {}));
      const moderation::Subject subject{moderation::Kind::comment, to_text(comment.id)};
      TRY_DONE(program_.moderation().submissions().report(tx, people[(at + 5) % people.size()], subject, each.reported, ""));
      program_.shift_clock(end_ - days(each.days_ago) + minutes(50 + 40 * static_cast<std::int64_t>(at)) - SystemClock().now());
      TRY_DONE(program_.moderation().decisions().decide(tx, moderator, subject, each.to, each.reason, each.note));
      ++at;
    }
    // Somebody who has written nothing yet, with a link: it waits.
    TRY_DONE(program_.reviews().questions().ask(tx, products_.begin()->second, people.back(),
                                                "Is this the same glaze as on https://pots-for-less.example/sage, for half the price?"));
    return done();
  };
  const auto written = program_.database().write_now(work);
  program_.shift_clock(0);
  if (!written.ok()) throw std::runtime_error("the demo could not write what was decided: " + written.error().detail);
}

}  // namespace plaza::app::demo_brand
