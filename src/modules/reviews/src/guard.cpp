#include "guard.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "likeness.h"
#include "platform/crypto/crypto.h"
#include "statements.h"
#include "store.h"

namespace plaza::reviews {
namespace {

namespace sql = statements;

constexpr double alike = 0.6;            // Jaccard's likeness of nearly equal texts
constexpr std::size_t compared_max = 60; // texts read for one review
constexpr Micros address_window = days(30);
constexpr Micros companion_window = days(2);
constexpr Micros companion_back = days(120);
constexpr std::int64_t small_set = 20;   // who reviewed more than that has a life here
constexpr Micros history = days(60);
constexpr Micros traces_kept = days(90);

std::int64_t count_of(db::Reader& reader, const db::Statement& statement, db::Values values) {
  return reader.one(statement, values, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

// IPv6: whose network it is, not which device.
std::string_view network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return address;
  std::size_t at = 0;
  for (int group = 0; group < 4 && at != std::string_view::npos; ++group) at = address.find(':', at + 1);
  return address.substr(0, at);
}

}  // namespace

bool tells_nothing(std::string_view address) {
  if (address.empty() || address == "::1" || address.starts_with("127.") || address.starts_with("10.") ||
      address.starts_with("192.168.") || address.starts_with("169.254.") || address.starts_with("fe80:") ||
      address.starts_with("fc") || address.starts_with("fd")) {
    return true;
  }
  if (!address.starts_with("172.")) return false;
  const int second = std::atoi(std::string(address.substr(4, 3)).c_str());
  return second >= 16 && second <= 31;
}

std::int64_t Guard::digest_of(db::Transaction& tx, const std::string& address) const {
  if (tells_nothing(address)) return 0;
  const auto mac = crypto::hmac_sha256(store::secret(tx), "address:" + std::string(network_of(address)));
  std::uint64_t value = 0;
  std::memcpy(&value, mac.data(), sizeof value);
  return static_cast<std::int64_t>(value >> 1) | 1;
}

std::vector<ReviewId> Guard::like_texts(db::Reader& reader, const Review& review) const {
  const auto mine = sketch_of(review.title + " " + review.text);
  if (!mine) return {};
  std::set<ReviewId> near;
  for (const auto band : bands_of(*mine)) {
    reader.each(sql::in_band, {band}, [&](const db::Row& row) { near.insert(row.id<ReviewId>(0)); });
  }
  near.erase(review.id);
  std::vector<ReviewId> found;
  std::size_t compared = 0;
  for (auto each = near.rbegin(); each != near.rend() && compared < compared_max; ++each, ++compared) {
    const auto other = store::find(reader, *each);
    if (!other || other->person == review.person) continue;
    const auto theirs = sketch_of(other->title + " " + other->text);
    if (theirs && ml::text::likeness(*mine, *theirs) >= alike) found.push_back(*each);
  }
  return found;
}

Guard::Finding Guard::look(db::Transaction& tx, const Review& review, const std::string& address) const {
  const Time now = needs_.clock.now();
  Finding finding;
  finding.like = like_texts(tx, review);
  Signals signals;
  signals.verified = review.verified;
  signals.like_texts = static_cast<std::int64_t>(finding.like.size());
  if (const auto digest = digest_of(tx, address)) {
    signals.same_address = count_of(tx, sql::same_address, {digest, now - address_window, review.account_id});
  }
  if (review.account_id && count_of(tx, sql::count_of_account, {review.account_id}) <= small_set) {
    const auto with = tx.all(sql::companions, {review.account_id, companion_window, now - companion_back, review.product_id},
                             [](const db::Row& row) { return row.integer(0); });
    signals.companions = static_cast<std::int64_t>(with.size());
  }
  const auto today = count_of(tx, sql::count_unverified, {review.product_id, now - days(1), now + 1});
  const auto before = count_of(tx, sql::count_unverified, {review.product_id, now - history, now - days(1)});
  signals.unverified_today = today;
  signals.unverified_a_day = static_cast<double>(before) / 59;
  const auto account = review.account_id ? needs_.accounts.find(tx, review.account_id) : std::nullopt;
  signals.account_age = account ? now - account->created_at : days(365);
  finding.verdict = judge(signals);
  return finding;
}

void Guard::remember(db::Transaction& tx, const Review& review, const std::string& address) const {
  tx.send(sql::insert_trace,
          {review.id, review.product_id, review.account_id, digest_of(tx, address), needs_.clock.now()});
  tx.send(sql::delete_bands, {review.id});
  const auto sketch = sketch_of(review.title + " " + review.text);
  if (!sketch) return;
  for (const auto band : bands_of(*sketch)) tx.send(sql::insert_band, {band, review.id});
}

std::vector<Review> Guard::ring(db::Transaction& tx, const Review& review, const Finding& finding) const {
  std::vector<Review> found;
  if (!finding.verdict.suspected) return found;
  if (finding.verdict.says("like_texts")) {
    for (const auto id : finding.like) {
      if (auto other = store::find(tx, id)) found.push_back(std::move(*other));
    }
  }
  if (finding.verdict.says("burst")) {
    const auto all = tx.all(sql::unverified_since, {review.product_id, needs_.clock.now() - days(1)},
                            [](const db::Row& row) { return row.id<ReviewId>(0); });
    for (const auto id : all) {
      const bool there = std::any_of(found.begin(), found.end(), [&](const Review& each) { return each.id == id; });
      if (auto other = there ? std::nullopt : store::find(tx, id)) found.push_back(std::move(*other));
    }
  }
  std::erase_if(found, [&](const Review& each) { return each.id == review.id || each.suspicion != Suspicion::none; });
  return found;
}

void Guard::forget_old(db::Transaction& tx) const { tx.execute(sql::delete_old_traces, {needs_.clock.now() - traces_kept}); }

}  // namespace plaza::reviews
