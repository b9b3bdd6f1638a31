#include "identity/module.h"
#include "messaging/module.h"
#include "world.h"

namespace plaza::app::demo_brand {
namespace {

struct Said {
  bool theirs;  // else Noor's
  double hours_ago;
  const char* text;
};
struct Between {
  const char* with;  // a handle
  std::vector<Said> lines;
};

// What stands in Noor's messages: a talk that goes on, one that waits to be read, and somebody who asks.
const std::vector<Between>& talks() {
  static const std::vector<Between> all = {
      {"dara_reads",
       {{true, 52, "Your reading corner made me move a chair at midnight. Which lamp is that on the left?"},
        {false, 51.5, "Ha, sorry! It is the small arc lamp, the bulb does most of the work. 2700 K, nothing colder."},
        {true, 51.2, "That explains it. Mine is from the hardware shop and makes everybody look ill."},
        {false, 50.8, "Swap the bulb first and wait a week. Then look at lamps."},
        {true, 3.4, "A week later: you were right. I want the lamp anyway."}}},
      {"benoit_pain",
       {{false, 28, "Do the pinch pots survive your dishwasher? Mine came out a little dull."},
        {true, 27.6, "By hand for me, the glaze on the outside stays matte then. What do you use?"},
        {false, 27.5, "The strong tabs. I guess that answers it."}}},
      {"", {{true, 6, "Hello Noor, I run a small guest house in Hoi An and would love to ask how you light long tables. May I?"}}},
  };
  return all;
}

}  // namespace

void World::write_messages() {
  const auto& accounts = program_.identity().accounts();
  const auto noor = accounts.face_of_handle("noor_interiors");
  if (!noor) return;
  auto& messages = program_.messaging().messages();
  for (const auto& talk : talks()) {
    auto other = accounts.face_of_handle(talk.with);
    for (const auto& customer : customers_) {  // whoever asks is no creator
      if (!other && !*talk.with && customer.account && customer.locale == "vi") other = accounts.face(customer.account);
    }
    if (!other || other->id == noor->id) continue;
    for (const auto& line : talk.lines) {
      program_.shift_clock(-static_cast<Micros>(line.hours_ago * 3'600e6));
      auto work = [&](db::Transaction& tx) {
        messaging::NewMessage message;
        message.text = line.text;
        return messages.begin(tx, line.theirs ? other->id : noor->id, line.theirs ? noor->id : other->id, message);
      };
      const auto written = program_.database().write_now(work);
      if (!written.ok()) throw std::runtime_error("the demo could not write its messages: " + written.error().detail);
    }
  }
  program_.shift_clock(0);
}

}  // namespace plaza::app::demo_brand
