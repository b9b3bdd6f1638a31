// The demo brand's groups: what members ask each other, an evening that is planned, a poll.
#include "community/module.h"

#include <stdexcept>

#include "catalog/module.h"
#include "identity/module.h"
#include "world.h"

namespace plaza::app::demo_brand {
namespace {

using community::Kind;

struct SaidBelow {
  const char* who;
  const char* text;
  int votes = 0;
  bool accepted = false;
};
struct Talk {
  const char* group;
  const char* who;
  Kind kind;
  double days_ago;
  const char* title;
  const char* text;
  std::vector<std::string> tags;
  std::vector<SaidBelow> replies;
};
struct Room {
  const char* slug;
  const char* name;
  const char* about;
  const char* rules;
  community::Visibility visibility;
  community::SubjectKind subject;
  const char* ref;
  std::vector<std::string> tags;
  std::vector<const char*> members;
};

const std::vector<Room>& rooms() {
  static const std::vector<Room> all = {
      {"glaze-and-fire", "Glaze and fire", "For people who own a kiln, share one, or only dream of it. Cracks, drips and happy accidents.",
       "1. Say which clay and which cone, or nobody can help.\n2. Show the failures too.\n3. No selling. The shop is next door.",
       community::Visibility::open, community::SubjectKind::interest, "ceramics", {"celadon", "cracks", "kiln", "clay"},
       {"mai_gom", "linhandclay", "mateo_fire", "marlow_studio", "peter_potts", "hannah_loom", "poppy_makes", "anh_quan", "kenji_table"}},
      {"morning-cup", "The morning cup", "Tea, coffee, and the mug you reach for first.",
       "Be kind before nine o'clock. Afterwards too.", community::Visibility::open, community::SubjectKind::product, "ember-mug",
       {"coffee", "tea", "care"},
       {"theo_brews", "jonas_holt", "ada_at_home", "benoit_pain", "otto_k", "thu_thao", "eun_ji", "duc_minh", "dara_reads"}},
      {"rooms-with-noor", "Rooms with Noor", "Light, shelves and corners. Noor looks in most evenings and answers what she can.",
       "One room a thread. Take the picture in daylight if you can.", community::Visibility::open, community::SubjectKind::creator,
       "noor_interiors", {"light", "shelves", "colour"},
       {"noor_interiors", "iris_nocturne", "ines_light", "freya_slow", "oldhouse_tom", "dara_reads", "carla_host", "lan_vy", "vera_blue"}},
      {"studio-circle", "Studio circle", "The potters who make for Kilnlight. Firing plans, and who has the van.",
       "What is said here stays here.", community::Visibility::secret, community::SubjectKind::interest, "studio", {"plans"},
       {"mai_gom", "marlow_studio"}},
  };
  return all;
}

const std::vector<Talk>& talks() {
  static const std::vector<Talk> all = {
      {"glaze-and-fire", "peter_potts", Kind::question, 9, "Why does my celadon craze a week after firing?",
       "Cone 6, white stoneware. It comes out perfect and then I hear it ping on the shelf for days. Is it me or the glaze?",
       {"celadon", "cracks"},
       {{"mateo_fire", "It is the fit, not you. The glaze shrinks more than the body. Add a little silica, 3 percent at a time, and fire a tile.", 3, true},
        {"marlow_studio", "What Mateo says. And stop opening the kiln at 200 degrees, we can all hear you.", 1},
        {"peter_potts", "I feel seen. Two tiles with 3 and 6 percent are in the kiln now."}}},
      {"glaze-and-fire", "mai_gom", Kind::discussion, 7.5, "What I learnt from forty failed moon jars",
       "The shoulder wants to fall before you see it. I now throw the halves a day apart and join them when both are the colour of wet slate. Ask me anything.",
       {"clay"},
       {{"linhandclay", "Do you weigh the two halves, or only measure the rims?"},
        {"mai_gom", "Rims first, then the weight. Ten grams of difference is fine, a hundred you will see."},
        {"hannah_loom", "I have no kiln and no plans for one, and I have read this twice.", 1}}},
      {"glaze-and-fire", "poppy_makes", Kind::question, 5, "Is a kitchen floor strong enough for a small kiln?",
       "Old house, wooden beams, third floor. The kiln is 62 kilos. My landlord says it is fine, but he also says the lift works.",
       {"kiln"},
       {{"anh_quan", "A full bookcase is heavier. What worries me more is the heat: 40 centimetres to every wall, and a stone plate below.", 2, true},
        {"mateo_fire", "And its own fuse. Please."}}},
      {"glaze-and-fire", "kenji_table", Kind::discussion, 3, "Ash from my fireplace as a glaze",
       "Beech ash, washed twice, half and half with feldspar. Runs like honey at cone 9. I put every pot on a saucer now.",
       {"kiln"},
       {{"marlow_studio", "Third wash. Trust me. Your shelves will thank you."}, {"mai_gom", "Show us the inside of the bowl, please!"}}},
      {"glaze-and-fire", "linhandclay", Kind::question, 1.2, "Has anybody reclaimed clay with plaster bats in the wet season?",
       "Mine never dry before they grow a garden.", {"clay"}, {}},
      {"glaze-and-fire", "kilnlight", Kind::question, 2, "Which glaze shall we bring back this spring?",
       "Three old ones, one place in the kiln. The poll decides, and we will show the first firing here.", {"celadon"},
       {{"hannah_loom", "Whatever you do, keep the one that looks like rain."}}},
      {"morning-cup", "jonas_holt", Kind::question, 8, "Does the ember mug survive a dishwasher every day?",
       "I will not wash it by hand. I know myself. /products/ember-mug", {"care"},
       {{"ada_at_home", "Two years, every day, top rack. The glaze is as it was. The cork lid is not, so leave that out.", 3, true},
        {"theo_brews", "Same here, with the mild tabs. The strong ones made the matte part a bit dull."}}},
      {"morning-cup", "theo_brews", Kind::discussion, 6, "The warm cup experiment",
       "Same coffee, cold mug and preheated mug, thermometer in both. After ten minutes: 54 and 61 degrees. Preheat your mug.",
       {"coffee"},
       {{"otto_k", "You had me at thermometer.", 2}, {"benoit_pain", "And with the lid on?"}, {"theo_brews", "64. I did not want to sell lids, but there it is."}}},
      {"morning-cup", "thu_thao", Kind::question, 4, "Ấm nào hợp pha trà ướp sen?",
       "Mình hay pha một mình, chừng 200 ml. Ấm to quá thì trà nhạt mất.", {"tea"},
       {{"duc_minh", "Ấm rill là vừa, đổ hai phần ba thôi. Nhớ tráng nóng trước.", 2, true}, {"thu_thao", "Cảm ơn bạn, để mình thử cuối tuần."}}},
      {"morning-cup", "eun_ji", Kind::question, 2.5, "Stains inside the pour-over, what do you use?",
       "Baking soda helps for a day. Is there anything gentler that lasts?", {"care", "coffee"},
       {{"ada_at_home", "Denture tablets. One, overnight, once a month. Nobody has to know."}}},
      {"morning-cup", "dara_reads", Kind::discussion, 0.8, "A mug for reading in bed",
       "Low, wide, does not tip when the cat arrives. I have drunk from many and trust one. What is yours?", {"tea"},
       {{"otto_k", "The nest tumbler. No handle, so the cat has no lever."}}},
      {"rooms-with-noor", "oldhouse_tom", Kind::question, 7, "North room, low ceiling: where does the light go?",
       "2.2 metres, one window, dark floor. A pendant would hit me. It has hit me.", {"light"},
       {{"noor_interiors", "Two low lamps in opposite corners and nothing in the middle. Let the ceiling stay dark, it will feel higher.", 4, true},
        {"oldhouse_tom", "Done with one lamp and a torch as a stand-in. You are right, it works."}}},
      {"rooms-with-noor", "iris_nocturne", Kind::discussion, 5.5, "2700 K or 2200 K after sunset?",
       "I changed every bulb to 2200 and now the white vases look like butter. I like it. Am I alone?", {"light", "colour"},
       {{"ines_light", "Butter is good. For the kitchen I would keep 2700, or the tomatoes look tired.", 2},
        {"freya_slow", "Candles have been 1900 for some thousand years and nobody complained."}}},
      {"rooms-with-noor", "carla_host", Kind::question, 3.5, "How many vases are too many on one shelf?",
       "Nine. I have nine on 120 centimetres. My sister says it looks like a shop.", {"shelves"},
       {{"noor_interiors", "Five, in two groups, and one empty place as wide as your hand. The other four can rest in a cupboard and change places.", 3, true},
        {"vera_blue", "Your sister should see mine."}}},
      {"rooms-with-noor", "lan_vy", Kind::discussion, 1.5, "Một góc nhỏ dưới cầu thang",
       "Nhà mình chỉ còn một góc chừng một mét. Mình để một chiếc đèn và một cái ghế thấp, thế mà tối nào cũng có người giành ngồi.",
       {"light"},
       {{"noor_interiors", "This is my favourite kind of corner. What is behind the chair?"}, {"lan_vy", "Chỉ là bức tường gạch cũ, mình để nguyên."}}},
      {"rooms-with-noor", "freya_slow", Kind::question, 0.5, "Can linen shades be washed, or only brushed?",
       "A child, a brush, raspberry jam.", {"care"}, {}},
      {"studio-circle", "mai_gom", Kind::discussion, 4, "Who fires on Thursday?", "I have half a kiln of tea bowls and would share the other half.", {"plans"},
       {{"marlow_studio", "Me. Twelve planters, all under 18 centimetres."}, {"kilnlight", "Then the van comes on Saturday, not Friday."}}},
      {"glaze-and-fire", "anh_quan", Kind::discussion, 6.2, "Lò gas nhỏ: kinh nghiệm ba tháng đầu",
       "Mình ghi lại nhiệt độ từng giờ của 11 mẻ. Điều học được: chậm lại ở 570 độ, và đừng tin đồng hồ của lò.", {"kiln"},
       {{"mai_gom", "Hay quá. Bạn dùng côn nào để kiểm tra?"}, {"anh_quan", "Côn 8 và 9, đặt hai tầng. Chênh nhau gần nửa côn."}}},
      {"morning-cup", "benoit_pain", Kind::question, 1.8, "Which jug pours without a drip?",
       "I have three that do not. My tablecloth has given up.", {"care"},
       {{"jonas_holt", "The meadow pitcher, if you pour like you mean it. /products/meadow-pitcher", 1}}},
      {"rooms-with-noor", "vera_blue", Kind::question, 2.1, "Blue wall, which glaze in front of it?",
       "The wall is staying. It is very blue.", {"colour"},
       {{"iris_nocturne", "Something that is almost white but not quite. Against blue it turns warm by itself.", 2}}},
  };
  return all;
}

template <class T>
T must(Result<T> result, const char* what) {
  if (!result.ok()) {
    throw std::runtime_error(std::string("the demo could not write its groups (") + what + "): " + result.error().code + " " +
                             result.error().detail);
  }
  return std::move(*result);
}

}  // namespace

void World::write_groups() {
  const auto& accounts = program_.identity().accounts();
  auto& module = program_.community();
  const Time now = program_.clock().now();
  const auto who = [&](const char* handle) {
    const auto face = accounts.face_of_handle(handle);
    if (!face) throw std::runtime_error(std::string("the demo has no member ") + handle);
    return community::Looker{face->id, std::string_view(handle) == "kilnlight"};
  };
  const auto brand = who("kilnlight");
  auto found = [&](db::Transaction& tx) -> Status {
    for (const auto& room : rooms()) {
      community::NewGroup wanted{room.slug, room.name, room.about, room.rules, room.visibility, room.subject, room.ref, room.tags, {}};
      TRY_DONE(module.keeping().create(tx, brand, wanted, now - days(12)));
    }
    for (const auto* trusted : {"mai_gom", "mateo_fire", "marlow_studio", "noor_interiors", "ada_at_home", "theo_brews"}) {
      module.keeping().give_level(tx, who(trusted).account, 3);
    }
    for (const auto* basic : {"hannah_loom", "anh_quan", "otto_k", "iris_nocturne", "dara_reads", "duc_minh", "jonas_holt", "ines_light"}) {
      module.keeping().give_level(tx, who(basic).account, 2);
    }
    return done();
  };
  must(program_.database().write_now(found), "the rooms");
  auto settle = [&](db::Transaction& tx) -> Status {
    for (const auto& room : rooms()) {
      const auto group = module.groups().group_of_slug(room.slug);
      for (const auto* member : room.members) {
        auto looker = who(member);
        looker.staff = room.visibility == community::Visibility::secret;  // the brand let them in
        TRY_DONE(module.keeping().join(tx, looker, group->id, "", now - days(11)));
      }
    }
    return done();
  };
  must(program_.database().write_now(settle), "the members");
  for (const auto& talk : talks()) write_talk(talk.group, &talk);
  write_evening(now);
}

void World::write_talk(const char* slug, const void* which) {
  const auto& talk = *static_cast<const Talk*>(which);
  const auto& accounts = program_.identity().accounts();
  auto& module = program_.community();
  const Time now = program_.clock().now();
  const Time begun = now - static_cast<Micros>(talk.days_ago * 86'400e6);
  const auto group = module.groups().group_of_slug(slug);
  const auto who = [&](const char* handle) {
    return community::Looker{accounts.face_of_handle(handle)->id, std::string_view(handle) == "kilnlight"};
  };
  const char* voters[] = {"mai_gom", "noor_interiors", "ada_at_home", "theo_brews", "marlow_studio", "hannah_loom", "iris_nocturne",
                          "otto_k", "dara_reads"};
  auto work = [&](db::Transaction& tx) -> Status {
    const bool poll = std::string_view(talk.who) == "kilnlight" && talk.kind == Kind::question;
    community::NewDiscussion wanted{group->id, talk.kind, talk.title, {talk.text, {}, {}}, talk.tags, std::nullopt, false};
    if (poll) wanted.poll = community::NewPoll{{"Celadon, thin", "Tenmoku", "Rain on slate"}, false, now + days(9)};
    TRY(const auto made, module.discussions().discuss(tx, who(talk.who), wanted, begun));
    if (poll) {
      int choice = 0;
      for (const auto* voter : {"mai_gom", "hannah_loom", "peter_potts", "kenji_table", "poppy_makes"}) {
        TRY_DONE(module.keeping().vote_in_poll(tx, who(voter), made.id, {choice++ % 2 ? 0 : 2}));
      }
      TRY_DONE(module.keeping().pin(tx, who("kilnlight"), made.id));
    }
    Micros later = hours(1);
    for (const auto& said : talk.replies) {
      const Time at = std::min(begun + later, now - minutes(5));
      TRY(const auto reply, module.discussions().reply(tx, who(said.who), {made.id, {}, {said.text, {}, {}}}, at));
      later += hours(5);
      int votes = 0;
      for (const auto* voter : voters) {
        const auto looker = who(voter);
        const bool may = module.groups().place(group->id, looker.account).active() && looker.account != reply.author;
        if (votes >= said.votes || !may) continue;
        TRY_DONE(module.discussions().vote(tx, looker, reply.id, 1));
        ++votes;
      }
      if (said.accepted) TRY_DONE(module.discussions().accept(tx, who(talk.who), made.id, reply.id));
    }
    return done();
  };
  must(program_.database().write_now(work), talk.title);
}

void World::write_evening(Time now) {
  const auto& accounts = program_.identity().accounts();
  auto& module = program_.community();
  const Time start{(now.micros / days(1) + 6) * days(1) + hours(17)};
  auto work = [&](db::Transaction& tx) -> Status {
    const auto group = module.groups().group_of_slug("glaze-and-fire");
    community::NewGathering wanted{group->id, "Open kiln evening",
                                   "We open the spring firing together. Bring a mug, there will be soup. The kiln is still warm, so are we.",
                                   "Kilnlight studio, back door", "", start, start + hours(3), 24};
    TRY(const auto id, module.keeping().announce(tx, {accounts.face_of_handle("kilnlight")->id, true}, wanted));
    for (const auto* guest : {"mai_gom", "mateo_fire", "hannah_loom", "peter_potts", "poppy_makes", "anh_quan"}) {
      TRY_DONE(module.keeping().attend(tx, {accounts.face_of_handle(guest)->id, false}, id));
    }
    return done();
  };
  must(program_.database().write_now(work), "the evening");
}

}  // namespace plaza::app::demo_brand
