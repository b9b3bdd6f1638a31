// Where experiments are used: segments as their audience, and the feed that leaves the hold-out group unpersonalised.
#pragma once

#include "experiments/module.h"
#include "feed/module.h"
#include "profiles/consents.h"
#include "segments/segments.h"

namespace plaza::app {

class ExperimentUses final : public experiments::Audience, public experiments::Allowance, public feed::HoldOut {
 public:
  ExperimentUses(const segments::Segments& segments, const experiments::Experiments& experiments, const profiles::Consents& consents)
      : segments_(segments), experiments_(experiments), consents_(consents) {}

  bool contains(std::string_view segment, const experiments::Viewer& viewer) const override {
    if (!consents_.allows(subject_of(viewer), profiles::Purpose::personalization)) return false;
    return viewer.account ? segments_.contains(segment, identity::AccountId{viewer.account}) : segments_.contains(segment, viewer.visitor);
  }
  bool may_measure(const experiments::Viewer& viewer) const override {
    return consents_.allows(subject_of(viewer), profiles::Purpose::analytics);
  }
  bool is_held_out(std::int64_t account, std::string_view visitor) const override {
    return experiments_.is_held_out({account, std::string(visitor)});
  }

  void plug_into(experiments::Module& experiments, feed::Module& feed) {
    experiments.plug(static_cast<const experiments::Audience&>(*this));
    experiments.plug(static_cast<const experiments::Allowance&>(*this));
    feed.plug(static_cast<const feed::HoldOut*>(this));
    experiments.say_feed_asks();
  }

 private:
  static profiles::Subject subject_of(const experiments::Viewer& viewer) { return {identity::AccountId{viewer.account}, viewer.visitor}; }

  const segments::Segments& segments_;
  const experiments::Experiments& experiments_;
  const profiles::Consents& consents_;
};

}  // namespace plaza::app
