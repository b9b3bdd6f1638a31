// Kilnlight's inbox: what customers wrote in the last days, and what the two people who answer said.
#include <array>
#include <stdexcept>

#include "calls/module.h"
#include "care/module.h"
#include "identity/module.h"
#include "world.h"

namespace plaza::app::demo_brand {
namespace {

// One line of a conversation, so many hours ago. '<': the customer. '>': the shop. '#': a note among staff.
struct Line {
  double hours_ago;
  char who;
  const char* text;
};
struct Talk {
  const char* topic;
  const char* subject;
  const char* subject_vi;  // null: told in English alone
  std::vector<Line> lines;
  std::vector<Line> lines_vi;
  std::vector<std::string> labels;
  care::Priority priority = care::Priority::normal;
  bool resolved = false;
  bool first_agent = true;
};

std::vector<Talk> talks() {
  using care::Priority;
  return {
      {"broken", "The bowl came in two pieces", "Bát bị vỡ làm đôi",
       {{7.5, '<', "Hello, the parcel came today and the field bowl is in two clean halves. The box was fine from outside, so I think it was packed too tight. It was meant for Saturday, my mother turns seventy. Can you still send one?"},
        {6.8, '#', "Third bowl from this batch with the same crack. @Mai Phạm, can we look at how they are packed?"}},
       {{7.5, '<', "Chào shop, hôm nay mình nhận hàng thì cái bát vỡ làm đôi. Hộp bên ngoài không sao, chắc do gói chặt quá. Mình định tặng mẹ thứ Bảy này, shop gửi lại kịp không?"},
        {6.8, '#', "Cái thứ ba của đợt này bị nứt kiểu này. @Mai Phạm xem giúp cách đóng gói nhé?"}},
       {"broken"}, Priority::urgent},
      {"order", "Where is my parcel?", "Đơn hàng của mình đến đâu rồi?",
       {{26, '<', "My tracking has said \"handed over\" for five days. Is it lost?"},
        {24, '>', "I looked it up with the carrier: it sat in the wrong depot over the weekend and is on the van now. It should be with you tomorrow. If it is not, write here and I will send a new one the same day."},
        {2.2, '<', "Nothing came yesterday. The new one, please."}},
       {{26, '<', "Mã vận đơn báo \"đã bàn giao\" năm ngày nay rồi. Có bị thất lạc không ạ?"},
        {24, '>', "Mình đã hỏi bên vận chuyển: hàng nằm nhầm kho cuối tuần, giờ đã lên xe. Mai bạn sẽ nhận được. Nếu không, bạn nhắn ở đây, mình gửi cái mới ngay trong ngày."},
        {2.2, '<', "Hôm qua vẫn chưa có gì. Shop gửi cái mới giúp mình nhé."}},
       {"delivery"}, Priority::high},
      {"product", "Is the glaze safe for hot oil?", nullptr,
       {{4.1, '<', "I would like to use the small dishes for chilli oil straight from the pan. Will the sage glaze take that, or does it craze?"}},
       {}, {"question"}},
      {"product", "Bulb for the gourd lamp", nullptr,
       {{1.3, '<', "Which bulb fits the gourd lamp, and how warm is the one in the pictures? Mine looks blue next to them."}},
       {}, {"question"}},
      {"return", "Too big for our shelf", "Muốn đổi cái nhỏ hơn",
       {{50, '<', "The vase is lovely, but two centimetres too tall for our shelf. Could we swap it for the smaller one?"},
        {48, '>', "Of course. I have started the return for you, the label is in your order. As soon as it is on its way back the small one leaves here."},
        {47, '<', "That was quick, thank you. It goes to the post office tomorrow."}},
       {{50, '<', "Cái bình đẹp lắm nhưng cao hơn kệ nhà mình hai phân. Mình đổi cái nhỏ hơn được không?"},
        {48, '>', "Được chứ ạ. Mình đã tạo yêu cầu đổi, nhãn gửi nằm trong đơn hàng của bạn. Hàng vừa gửi về là bên mình gửi cái nhỏ đi ngay."},
        {47, '<', "Nhanh quá, cảm ơn shop. Mai mình ra bưu điện gửi."}},
       {"return"}, Priority::normal, false, false},
      {"other", "Thank you for the note", nullptr,
       {{75, '<', "The handwritten card in the box made my week. The lamp is on my desk and everybody asks about it."},
        {73, '>', "Reading this out loud in the workshop made ours. Thank you for taking the time."}},
       {}, {"praise"}, Priority::low, true, false},
      {"order", "Wrong house number", nullptr,
       {{30, '<', "I typed 12 and meant 21. Can you still change it?"},
        {29.5, '>', "Caught it just in time: it goes to number 21 now. You find the new address in your order."}},
       {}, {"delivery"}, Priority::normal, true},
      {"broken", "A chip at the rim", "Miệng ly bị mẻ",
       {{98, '<', "One of the four cups has a small chip at the rim. I can live with it, but at that price I would rather not."},
        {96.5, '>', "You should not have to. I gave back a quarter of the set just now, and the next time you order I will put a fifth cup in the box."},
        {96, '<', "That is more than fair. Thank you."}},
       {{98, '<', "Một trong bốn cái ly bị mẻ nhẹ ở miệng. Vẫn dùng được nhưng với giá đó thì mình hơi buồn."},
        {96.5, '>', "Bạn nói đúng ạ. Mình vừa hoàn lại một phần tư giá bộ ly, lần sau bạn đặt mình sẽ gửi thêm một cái."},
        {96, '<', "Vậy là tốt quá rồi, cảm ơn shop."}},
       {"broken"}, Priority::normal, true},
      {"other", "Do you ship to Norway?", nullptr,
       {{9, '<', "I only see countries of the EU at the checkout. We would pay the customs ourselves."}},
       {}, {"delivery", "question"}, Priority::low},
      {"product", "Forty plates for a restaurant", nullptr,
       {{20, '<', "We open a small place in April and would love forty of the bone plates. Is there a price for that, and could they be ready in six weeks?"},
        {19, '#', "The kiln can take forty by the end of March if we move the amphoras. I am asking in the workshop."},
        {18, '>', "What a lovely thing to be asked. I am checking with the workshop whether forty fit into the March firings and will write until Thursday."}},
       {}, {"question"}, Priority::high, false, false},
  };
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error("the demo could not write the inbox: " + result.error().detail);
  return std::move(*result);
}

using Agents = std::array<identity::AccountId, 2>;

Agents hire(Program& program) {
  constexpr const char* names[2] = {"Mai Phạm", "Tomas Lindqvist"};
  constexpr const char* handles[2] = {"mai_care", "tomas_care"};
  auto work = [&](db::Transaction& tx) -> Result<Agents> {
    Agents agents;
    for (std::size_t i = 0; i < agents.size(); ++i) {
      identity::NewAccount account;
      account.email = std::string(handles[i]) + "@kilnlight.example";
      account.display_name = names[i];
      account.handle = handles[i];
      account.email_verified = true;
      TRY(const auto made, program.identity().accounts().create(tx, account));
      TRY_DONE(program.identity().staff().grant(tx, made.id, identity::Role::agent));
      agents[i] = made.id;
    }
    return agents;
  };
  return must(program.database().write_now(work));
}

std::vector<care::SavedReply> replies() {
  care::SavedReply sorry;
  sorry.shortcut = "sorry";
  sorry.title = "Something arrived broken";
  sorry.text = "Dear {name},\n\nI am sorry that it came like this. A new one leaves today, and you can keep or throw away the other: no need to send anything back.";
  sorry.text_vi = "Chào {name},\n\nXin lỗi bạn vì hàng đến tay như vậy. Hôm nay bên mình gửi cái mới, còn cái cũ bạn giữ hay bỏ đều được, không cần gửi lại.";
  sorry.labels = {"broken"};
  care::SavedReply thanks;
  thanks.shortcut = "thanks";
  thanks.title = "Thank you, and close";
  thanks.text = "Thank you for writing, {name}. If anything else comes up, just answer here.";
  thanks.text_vi = "Cảm ơn {name} đã nhắn. Có gì khác bạn cứ trả lời ở đây nhé.";
  thanks.status = care::Status::resolved;
  care::SavedReply where;
  where.shortcut = "where";
  where.title = "Where the parcel is";
  where.text = "Hello {name}, order {order} is with the carrier. The link in the mail about its dispatch shows where it is right now. If it stands still for two days, tell me and I will ask them.";
  where.text_vi = "Chào {name}, đơn {order} đang ở bên vận chuyển. Đường dẫn trong thư báo gửi hàng cho biết hàng đang ở đâu. Nếu hai ngày không nhúc nhích, bạn nhắn mình hỏi họ nhé.";
  where.labels = {"delivery"};
  return {sorry, thanks, where};
}

// One conversation as it went, line by line, at the times that its lines say.
class Telling {
 public:
  Telling(Program& program, const Talk& talk, care::Inbound first, care::Agent agent)
      : program_(program), talk_(talk), first_(std::move(first)), agent_(agent) {}

  void tell(const std::vector<Line>& lines) {
    for (const auto& line : lines) {
      program_.shift_clock(-static_cast<Micros>(line.hours_ago * 3'600e6));
      auto work = [&](db::Transaction& tx) { return say(tx, line); };
      must(program_.database().write_now(work));
    }
    auto finish = [&](db::Transaction& tx) -> Result<care::Conversation> {
      care::Change change;
      change.labels = talk_.labels;
      change.priority = talk_.priority;
      if (talk_.resolved) change.status = care::Status::resolved;
      return program_.care().care().change(tx, id_, agent_, change);
    };
    must(program_.database().write_now(finish));
  }

 private:
  Status say(db::Transaction& tx, const Line& line) {
    auto& care = program_.care().care();
    if (line.who == '#') {
      TRY_DONE(care.note(tx, id_, agent_, line.text, {}));
    } else if (line.who == '>') {
      TRY_DONE(care.answer(tx, id_, agent_, line.text));
    } else {
      care::Inbound inbound = first_;
      inbound.text = line.text;
      TRY(const auto received, care.receive(tx, inbound));
      id_ = received.conversation_id;
    }
    return done();
  }

  Program& program_;
  const Talk& talk_;
  const care::Inbound first_;
  const care::Agent agent_;
  care::ConversationId id_;
};

// What came by the networks: who wrote, in which thread.
struct Posted {
  const char* channel;
  const char* thread;
  const char* handle;
  const char* name;
  const char* locale;
  Talk talk;
};
std::vector<Posted> posted() {
  using care::Priority;
  return {
      {"instagram", "comment:17900419003112:", "@lena.ferments", "lena.ferments", "en",
       {"", "Does the crock come with weights?", nullptr,
        {{3.2, '<', "Does the fermenting crock come with weights? I cannot see any in the video 😅\nhttps://www.instagram.com/p/kilnlight-crock/"}}, {}, {"question"}}},
      {"instagram", "mention:17900419003180:", "@atelier.nord", "atelier.nord", "en",
       {"", "@kilnlight the sage set on our table", nullptr,
        {{29, '<', "@kilnlight the sage set on our table for forty guests last night, not one chip.\nhttps://www.instagram.com/p/atelier-nord-table/"}}, {}, {"praise"}, Priority::low}},
      {"whatsapp", "dm:106600000000001:84912004417", "+84912004417", "Trần Thu Hà", "vi",
       {"", "Shop ơi, bộ ấm chén men xanh còn hàng không ạ?", nullptr,
        {{0.8, '<', "Shop ơi, bộ ấm chén men xanh còn hàng không ạ? Em cần trước thứ Sáu."}, {0.7, '<', "[image]"}}, {}, {"question"}, Priority::high}},
      {"email", "", "bea@hearthandcrumb.example", "Bea Holt", "en",
       {"", "Forty mugs for our second bakery", nullptr,
        {{5.1, '<', "Hello,\n\nwe open our second bakery in six weeks and would like forty of the field mugs, ten in each glaze. Two questions: do they stack without chipping, and can you deliver to a street that vans may enter only before nine?\n\nBea Holt\nHearth & Crumb"}},
        {}, {"question"}, Priority::high}},
      {"tiktok", "comment:7301998812:7301998900", "@glazetok", "glazetok", "en",
       {"", "mine pinged for an hour after the kiln", nullptr,
        {{12, '<', "mine pinged for an hour after the kiln, is that normal or is the glaze about to leave me"}}, {}, {"question"}}},
  };
}

void tell_networks(Program& program, care::Agent agent) {
  for (const auto& each : posted()) {
    care::Inbound first;
    first.channel = each.channel;
    first.channel_key = each.thread;
    if (first.channel_key.ends_with(':') && first.channel_key.starts_with("comment:")) first.channel_key.pop_back();
    first.subject = each.talk.subject;
    first.customer = {{}, "", each.handle, each.name, each.locale, false};
    Telling(program, each.talk, first, agent).tell(each.talk.lines);
  }
  program.shift_clock(-static_cast<Micros>(5.5 * 3'600e6));
}

// A call that somebody should return.
constexpr const char* transcript =
    "WEBVTT\n\n00:00.400 --> 00:03.100\n<v Mai Phạm>Kilnlight, good morning, this is Mai.\n\n00:03.900 --> 00:12.600\n<v Customer>Hello, I ordered the gourd lamp "
    "on Tuesday, and now my sister has bought the very same one for me.\n\n00:13.200 --> 00:17.000\n<v Mai Phạm>What good taste you two have. Has yours been sent yet?\n\n"
    "00:17.400 --> 00:22.900\n<v Customer>I do not think so. Could it become the small one, in the dark glaze?\n\n00:23.500 --> 00:31.000\n<v Mai Phạm>It can, but the dark "
    "one leaves the kiln tomorrow. I will look at it myself and call you back before noon.\n";

void tell_call(Program& program, identity::AccountId caller, const std::string& name, identity::AccountId by) {
  const auto work = [&](db::Transaction& tx) {
    calls::About about;
    about.account = caller;
    about.customer_name = name;
    about.agent_name = "Mai Phạm";
    about.follow_up = true;
    return program.calls().calls().import(tx, transcript, about, by);
  };
  must(program.database().write_now(work));
}

}  // namespace

void World::write_care() {
  const Agents agents = hire(program_);
  auto save = [&](db::Transaction& tx) -> Status {
    for (const auto& reply : replies()) TRY_DONE(program_.care().care().save_reply(tx, reply));
    return done();
  };
  must(program_.database().write_now(save));
  std::vector<const Customer*> writers;
  for (const auto& each : customers_) {
    if (each.account && each.orders > 0) writers.push_back(&each);
  }
  std::size_t turn = 0;
  for (const auto& talk : talks()) {
    if (writers.empty()) break;
    const Customer& who = *writers[(turn * 7 + 3) % writers.size()];
    const bool vietnamese = who.locale == "vi" && talk.subject_vi;
    care::Inbound first;
    first.channel = "form";
    first.channel_key = "demo-" + std::to_string(turn++);
    first.topic = talk.topic;
    first.customer = {who.account, who.visitor, who.email, who.name, who.locale, true};
    first.subject = vietnamese ? talk.subject_vi : talk.subject;
    Telling(program_, talk, first, {agents[talk.first_agent ? 0 : 1], 0}).tell(vietnamese ? talk.lines_vi : talk.lines);
  }
  tell_networks(program_, {agents[0], 0});
  if (!writers.empty()) tell_call(program_, writers[5 % writers.size()]->account, writers[5 % writers.size()]->name, agents[0]);
  program_.shift_clock(0);
}

}  // namespace plaza::app::demo_brand
