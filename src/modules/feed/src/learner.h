// Reads the interaction log for the engine: what viewers did, whose browser it is, what pages showed.
#pragma once

#include "engine.h"
#include "interactions/log.h"

namespace plaza::feed {

class FeedLearner final : public interactions::Learner {
 public:
  explicit FeedLearner(Engine& engine) : engine_(engine) {}
  std::string name() const override { return "feed"; }
  int version() const override { return 3; }
  void restore(std::string_view snapshot) override;
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;
  void save(const interactions::Pieces& out) const override;
  void load(const interactions::Source& next) override;

 private:
  void apply_track(const interactions::Record& record);
  void apply_domain(const interactions::Record& record);
  void apply_page(const interactions::Record& record);
  void apply_order(const interactions::Record& record);
  void pack(interactions::Packer& out) const;
  void unpack(interactions::Unpacker& in);
  Engine& engine_;
  Time told_;  // the log's time that the engine was told last
};

}  // namespace plaza::feed
