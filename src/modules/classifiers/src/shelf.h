// The models that answer, in memory, and what was removed, for likeness. Readers hold what they found as long as they need it.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "ml/text/likeness.h"
#include "moderation/screen.h"
#include "teaching.h"

namespace plaza::classifiers {

struct Model {
  std::optional<ml::text::Classifier> classifier;  // nothing: the lexicon
  std::vector<Step> steps;
  const ml::text::Classifier* get() const { return classifier ? &*classifier : nullptr; }
};

class Shelf final : public Classifiers, public moderation::Screen {
 public:
  Said say(Trait trait, std::string_view text) const override;
  std::vector<std::string> words(Trait trait, std::string_view text, std::size_t most) const override;
  std::uint64_t generation() const override { return generation_.load(); }
  std::vector<moderation::Score> scores(std::string_view text) const override;

  void put(Trait trait, std::shared_ptr<const Model> model);
  void put(std::shared_ptr<const ml::text::LikenessIndex> removed);
  std::shared_ptr<const Model> model(Trait trait) const;
  std::shared_ptr<const ml::text::LikenessIndex> removed() const;

 private:
  mutable std::mutex mutex_;
  std::array<std::shared_ptr<const Model>, traits.size()> models_;
  std::atomic<std::uint64_t> generation_{1};
  std::shared_ptr<const ml::text::LikenessIndex> removed_ = std::make_shared<const ml::text::LikenessIndex>();
};

}  // namespace plaza::classifiers
