#include "tokens.h"

#include <bit>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::drops {
namespace {

constexpr std::size_t mac_bytes = 16;

std::string short_mac(const Drop& drop, std::string_view text) {
  const auto mac = crypto::hmac_sha256(drop.secret, text);
  return crypto::base64url(crypto::view(mac).substr(0, mac_bytes));
}

std::string challenge_mac(const Drop& drop, std::string_view person, std::string_view expires,
                          std::string_view salt) {
  std::string text = "challenge|" + to_text(drop.id) + "|";
  text.append(expires).append("|").append(salt).append("|").append(person);
  return short_mac(drop, text);
}

std::string ticket_mac(const Drop& drop, std::string_view id) {
  return short_mac(drop, "ticket|" + to_text(drop.id) + "|" + std::string(id));
}

Error refused(const char* code, const char* detail) { return {ErrorKind::invalid, code, detail}; }

std::int64_t micros_per_second() { return seconds(1); }

}  // namespace

std::string person_of(identity::AccountId account, std::string_view visitor) {
  if (account) return "acc:" + to_text(account);
  if (visitor.empty()) return {};
  return "vis:" + crypto::hex(crypto::view(crypto::sha256(visitor)).substr(0, mac_bytes));
}

std::string new_challenge(const Drop& drop, std::string_view person, Time now) {
  const std::string expires = std::to_string((now + challenge_lasts).micros / micros_per_second());
  const std::string salt = crypto::random_token();
  return expires + "." + salt + "." + challenge_mac(drop, person, expires, salt);
}

int work_in(std::string_view challenge, std::string_view answer) {
  std::string text(challenge);
  text.append(":").append(answer);
  int bits = 0;
  for (const std::uint8_t byte : crypto::sha256(text)) {
    bits += std::countl_zero(byte);
    if (byte != 0) break;
  }
  return bits;
}

Result<std::string> check_work(const Drop& drop, std::string_view person, std::string_view challenge,
                               std::string_view answer, Time now) {
  const auto unknown =
      refused("drops.challenge_unknown", "This challenge was not given to you by this drop.");
  const auto first = challenge.find('.');
  const auto second = first == std::string_view::npos ? first : challenge.find('.', first + 1);
  if (second == std::string_view::npos) return unknown;
  const auto expires = challenge.substr(0, first);
  const auto salt = challenge.substr(first + 1, second - first - 1);
  const std::string mac = challenge_mac(drop, person, expires, salt);
  if (!crypto::equal_constant_time(mac, challenge.substr(second + 1))) return unknown;
  const auto until = parse_integer(expires);
  if (!until || *until < now.micros / micros_per_second()) {
    return refused("drops.challenge_expired", "This challenge is too old. Get another one.");
  }
  if (work_in(challenge, answer) < drop.work_bits) {
    return refused("drops.work_too_little", "The answer does not solve the challenge.");
  }
  return std::string(salt);
}

std::string sign(const Drop& drop, TicketId ticket) {
  const std::string id = to_text(ticket);
  return id + "." + ticket_mac(drop, id);
}

std::optional<TicketId> find_signed(const Drop& drop, std::string_view tickets) {
  if (tickets.size() > tickets_header_max) return std::nullopt;
  while (!tickets.empty()) {
    const auto comma = tickets.find(',');
    const auto one = trimmed(tickets.substr(0, comma));
    tickets = comma == std::string_view::npos ? std::string_view() : tickets.substr(comma + 1);
    const auto dot = one.find('.');
    if (dot == std::string_view::npos) continue;
    const auto id = parse_id<TicketId>(one.substr(0, dot));
    if (!id) continue;
    if (crypto::equal_constant_time(ticket_mac(drop, one.substr(0, dot)), one.substr(dot + 1))) {
      return id;
    }
  }
  return std::nullopt;
}

std::int64_t early_rank(std::string_view seed, TicketId ticket) {
  const auto digest = crypto::hmac_sha256(seed, to_text(ticket));
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | digest[i];
  return static_cast<std::int64_t>(bits >> 1);
}

std::string seed_hash(std::string_view seed) {
  return crypto::hex(crypto::view(crypto::sha256(seed)));
}

}  // namespace plaza::drops
