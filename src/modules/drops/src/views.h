// What the API shows of drops.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "line_table.h"
#include "platform/json/describe.h"
#include "waiting_room.h"

namespace plaza::drops {

struct DropView {
  DropId id;
  catalog::ProductId product_id;
  std::string product_handle, title;
  Mode mode = Mode::waiting_room;
  State status = State::draft;
  bool joinable = false, sold_out = false;
  Time now, joins_at, opens_at;
  std::optional<Time> closes_at, opened_at, closed_at;
  std::int64_t quantity = 0, per_person = 0, waiting = 0, rate_per_minute = 0,
               admission_seconds = 0, work_bits = 0;
  std::string seed_hash;
  std::optional<std::string> seed;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("product_id", product_id);
    v("product_handle", product_handle);
    v("title", title);
    v("mode", mode);
    v("status", status);
    v("joinable", joinable);
    v("sold_out", sold_out);
    v("now", now, json::Doc{"The server's time: count down against it."});
    v("joins_at", joins_at);
    v("opens_at", opens_at);
    v("closes_at", closes_at);
    v("opened_at", opened_at);
    v("closed_at", closed_at);
    v("quantity", quantity);
    v("per_person", per_person);
    v("waiting", waiting);
    v("rate_per_minute", rate_per_minute);
    v("admission_seconds", admission_seconds);
    v("work_bits", work_bits);
    v("seed_hash", seed_hash, json::Doc{"SHA-256 of the seed, known from the start."});
    v("seed", seed, json::Doc{"Hexadecimal, published at the opening: early places are ordered by the first "
                              "63 bits of HMAC-SHA256(seed, ticket's id)."});
  }
};

struct ChallengeView {
  std::string challenge;
  std::int64_t bits = 0;
  Time expires_at;
  template <class V>
  void describe(V& v) {
    v("challenge", challenge);
    v("bits", bits, json::Doc{"SHA-256(challenge \":\" answer) must begin with so many zero bits."});
    v("expires_at", expires_at);
  }
};

// waiting, admitted, bought, lapsed; over when the drop ended before the person bought.
enum class Standpoint { waiting, admitted, bought, lapsed, over };
constexpr auto enum_names(Standpoint*) {
  return std::array{"waiting", "admitted", "bought", "lapsed", "over"};
}

struct TicketView {
  TicketId id;
  DropId drop_id;
  std::string ticket;
  Standpoint status = Standpoint::waiting;
  State drop_status = State::scheduled;
  bool early = true, likely = false, sold_out = false;
  std::optional<std::int64_t> position, ahead, eta_seconds, rank;
  std::int64_t waiting = 0;
  Time now, joined_at;
  std::optional<Time> admitted_at, admitted_until;
  std::int64_t per_person = 1;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("drop_id", drop_id);
    v("ticket", ticket, json::Doc{"Send it as Plaza-Drop-Ticket."});
    v("status", status);
    v("drop_status", drop_status);
    v("early", early, json::Doc{"Joined before the opening: among those in random order."});
    v("position", position, json::Doc{"1 is next. Nothing before the opening and after one's turn."});
    v("ahead", ahead);
    v("eta_seconds", eta_seconds);
    v("rank", rank, json::Doc{"Of an early ticket, after the opening: what the seed gave it."});
    v("likely", likely, json::Doc{"There are units left for everybody ahead and for this place."});
    v("sold_out", sold_out);
    v("waiting", waiting);
    v("now", now);
    v("joined_at", joined_at);
    v("admitted_at", admitted_at);
    v("admitted_until", admitted_until);
    v("per_person", per_person);
  }
};

struct MinuteView {
  Time at;
  std::int64_t joined = 0, admitted = 0, bought = 0;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("joined", joined);
    v("admitted", admitted);
    v("bought", bought);
  }
};
struct LiveView {
  DropId id;
  State status = State::draft;
  Time now;
  std::int64_t waiting = 0, admitted = 0, bought = 0, lapsed = 0, quantity = 0, sold = 0, left = 0,
               joined_per_minute = 0, admitted_per_minute = 0, bought_per_minute = 0;
  std::vector<MinuteView> history;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("now", now);
    v("waiting", waiting);
    v("admitted", admitted, json::Doc{"Let in, may still buy, and have not."});
    v("bought", bought, json::Doc{"People."});
    v("lapsed", lapsed);
    v("quantity", quantity);
    v("sold", sold);
    v("left", left);
    v("joined_per_minute", joined_per_minute);
    v("admitted_per_minute", admitted_per_minute);
    v("bought_per_minute", bought_per_minute);
    v("history", history, json::Items{0, 60});
  }
};

// `handle` is the product's.
DropView drop_view(const Drop& drop, const LineTable& lines, std::string handle, Time now);
TicketView ticket_view(const Standing& standing, const LineTable& lines, Time now);
LiveView live_view(const Drop& drop, const LineTable& lines, Time now);

}  // namespace plaza::drops
