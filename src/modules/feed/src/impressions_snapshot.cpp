// Impressions as bytes and back.
#include <map>

#include "impressions.h"

namespace plaza::feed {

namespace {

using interactions::Packer;
using interactions::Unpacker;

void pack(Packer& out, const Features& features) {
  for (const auto bucket : features.bucket) out.bits(bucket);
  for (const auto name : features.name) out.bits(name);
}

Features unpack_features(Unpacker& in) {
  Features features;
  for (auto& bucket : features.bucket) bucket = in.bits<std::uint8_t>();
  for (auto& name : features.name) name = in.bits<std::uint16_t>();
  return features;
}

void pack(Packer& out, const LoggedPage& page) {
  out.number(page.account).text(page.visitor).bits(page.viewer).number(page.at.micros);
  out.number((page.fresh ? 1 : 0) | (page.for_you ? 2 : 0) | (page.personal ? 4 : 0)).real(page.exploration).number(page.examined);
  out.size(page.shown.size());
  for (const auto& shown : page.shown) {
    out.number(shown.post.value).real(shown.score).real(shown.propensity).real(shown.explore).number(shown.outcome);
    out.number(shown.features.has_value());
    if (shown.features) pack(out, *shown.features);
  }
  out.size(page.next.size());
  for (const auto& [post, score] : page.next) out.number(post.value).real(score);
}

LoggedPage unpack_page(Unpacker& in) {
  LoggedPage page;
  page.account = in.number();
  page.visitor = in.text();
  page.viewer = in.bits<std::uint64_t>();
  page.at = Time{in.number()};
  const auto flags = in.number();
  page.fresh = (flags & 1) != 0;
  page.for_you = (flags & 2) != 0;
  page.personal = (flags & 4) != 0;
  page.exploration = in.real();
  page.examined = static_cast<int>(in.number());
  for (auto left = in.number(); left > 0; --left) {
    auto& shown = page.shown.emplace_back();
    shown.post = content::PostId{in.number()};
    shown.score = in.real();
    shown.propensity = in.real();
    shown.explore = in.real();
    shown.outcome = static_cast<Outcome>(in.number());
    if (in.number() != 0) shown.features = unpack_features(in);
  }
  for (auto left = in.number(); left > 0; --left) {
    const content::PostId post{in.number()};
    page.next.emplace_back(post, in.real());
  }
  return page;
}

}  // namespace

void Impressions::save(Packer& out) const {
  out.bits(first_).bits(settled_).size(pages_.size());
  for (const auto& page : pages_) pack(out, page);
  const std::map<std::uint64_t, std::vector<std::uint64_t>> ordered(of_viewer_.begin(), of_viewer_.end());
  out.size(ordered.size());
  for (const auto& [viewer, numbers] : ordered) {
    out.bits(viewer).size(numbers.size());
    for (const auto number : numbers) out.number(static_cast<std::int64_t>(number - first_));
  }
  out.size(bought_.size());
  for (const auto& each : bought_) {
    out.number(each.order).bits(each.page).number(each.post.value);
    pack(out, each.features);
  }
  out.size(early_.size());
  for (const auto& each : early_) out.bits(each.viewer).number(each.post.value).number(each.came).number(each.at.micros);
}

void Impressions::load(Unpacker& in) {
  first_ = in.bits<std::uint64_t>();
  settled_ = in.bits<std::uint64_t>();
  for (auto left = in.number(); left > 0; --left) pages_.push_back(unpack_page(in));
  for (auto left = in.number(); left > 0; --left) {
    auto& numbers = of_viewer_[in.bits<std::uint64_t>()];
    for (auto count = in.number(); count > 0; --count) {
      const auto number = in.number();
      if (number < 0 || static_cast<std::size_t>(number) >= pages_.size()) throw std::runtime_error("The feed's snapshot names a page it does not hold.");
      numbers.push_back(first_ + static_cast<std::uint64_t>(number));
    }
  }
  for (auto left = in.number(); left > 0; --left) {
    Bought each{};
    each.order = in.number();
    each.page = in.bits<std::uint64_t>();
    each.post = content::PostId{in.number()};
    each.features = unpack_features(in);
    bought_.push_back(each);
  }
  for (auto left = in.number(); left > 0; --left) {
    Early each{};
    each.viewer = in.bits<std::uint64_t>();
    each.post = content::PostId{in.number()};
    each.came = static_cast<Outcome>(in.number());
    each.at = Time{in.number()};
    early_.push_back(each);
  }
}

}  // namespace plaza::feed
