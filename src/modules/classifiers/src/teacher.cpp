#include "teacher.h"

#include <algorithm>
#include <map>

#include "classifiers/events.h"
#include "platform/log/log.h"

namespace plaza::classifiers {
namespace {

constexpr int page = 1'000;
constexpr std::size_t lessons_max = 20'000;  // of the newest decisions
constexpr std::size_t removed_max = 5'000;   // texts that new ones are compared with

bool enough(const std::vector<Lesson>& learnt, const std::vector<Lesson>& held_out) {
  if (learnt.size() < learnt_from_min || held_out.size() < judged_on_min) return false;
  std::map<std::int32_t, std::size_t> counts;
  for (const auto& each : learnt) ++counts[each.label];
  const auto big = std::count_if(counts.begin(), counts.end(), [](const auto& each) { return each.second >= of_a_label_min; });
  return big >= 2;
}

Result<ml::text::Classifier> trained(Trait trait, const std::vector<Lesson>& learnt) {
  std::vector<std::vector<float>> priors;
  std::vector<ml::text::Example> examples;
  for (const auto& each : learnt) priors.push_back(shipped(trait, each.text).prior);
  for (std::size_t i = 0; i < learnt.size(); ++i) examples.push_back({learnt[i].text, learnt[i].label, 1, priors[i]});
  ml::text::TrainingSettings settings;
  settings.aim = ml::text::Aim::macro_f1;
  TRY(auto model, ml::text::train(examples, labels_of(trait), settings));
  return std::move(model.classifier);
}

// Less wrong; with equal errors the better mean over labels.
bool better(const Judged& one, const Judged& than) {
  if (one.error != than.error) return one.error < than.error;
  return one.f1 > than.f1 + 1e-9;
}

}  // namespace

Teacher::Split Teacher::lessons(Trait trait) const {
  std::map<std::string, std::int32_t> known;  // each text once, by the last that was said of it
  const auto read = [&](db::Reader& reader) {
    known.clear();
    if (trait == Trait::toxicity || trait == Trait::spam) {
      moderation::DecisionId after;
      for (std::size_t seen = 0; seen < lessons_max;) {
        const auto some = needs_.decisions.examples(reader, after, page);
        for (const auto& each : some) {
          if (const auto label = taught(trait, each)) known[each.text] = *label;
        }
        if (some.size() < page) break;
        seen += some.size();
        after = some.back().id;
      }
    } else if (trait == Trait::sentiment) {
      // What an agent said of this very text outweighs what followed from something else.
      for (const auto& each : needs_.lessons.corrected(reader, care::Corrected::feeling, {}, page)) {
        if (const auto label = label_number(trait, each.value); label != ml::text::no_label) known.emplace(each.text, label);
      }
      for (const auto& each : needs_.lessons.rated(reader, {}, page)) {
        if (const auto label = taught_by_rating(each.rating)) known.emplace(each.text, *label);
      }
    } else {
      for (const auto& each : needs_.lessons.corrected(reader, care::Corrected::intent, {}, page)) {
        if (const auto label = taught_by_label(each.value)) known.emplace(each.text, *label);
      }
      for (const auto& each : needs_.lessons.labelled(reader, {}, page)) {
        if (const auto label = taught_by_label(each.label)) known.emplace(each.text, *label);
      }
    }
    return true;
  };
  needs_.database.read_now(read);
  Split split;
  for (auto& [text, label] : known) {
    split.all.push_back({text, label});
    (is_held_out(text) ? split.held_out : split.learnt).push_back({text, label});
  }
  return split;
}

Status Teacher::save(Trait trait, const Use& next, const std::optional<Run>& run, const std::string& model, std::int64_t seen_stale) {
  const auto work = [&](db::Transaction& tx) -> Status {
    if (store::use(tx, trait).stale != seen_stale) {
      return Error{ErrorKind::conflict, "classifiers.again", "Somebody was erased while it learnt."};
    }
    if (run) store::insert(tx, trait, *run, run->chosen == Chosen::trained ? model : std::string());
    store::set_use(tx, trait, next);
    store::tidy(tx, trait, next.version);
    events::publish(tx, static_cast<std::int64_t>(trait) + 1, ModelsChanged{trait});
    return done();
  };
  return needs_.database.write_now(work);
}

Status Teacher::teach(Trait trait) {
  const auto read = [&](db::Reader& reader) { return std::pair(store::use(reader, trait), store::last_version(reader, trait)); };
  const auto [in_use, last] = needs_.database.read_now(read);
  const auto split = lessons(trait);
  Use next;
  next.examples = static_cast<std::int64_t>(split.all.size());
  next.learnt_from = digest_of(split.all);
  next.looked_at = needs_.clock.now();
  if (next.learnt_from == in_use.learnt_from && in_use.stale == 0 && in_use.looked_at.micros) return done();
  // The lexicon has seen none of them: all of them tell how good it is.
  const auto shipped_on_all = judge(trait, nullptr, split.all);
  if (split.all.size() >= learnt_from_min) next.steps = shipped_on_all.steps;
  if (!enough(split.learnt, split.held_out)) return save(trait, next, std::nullopt, "", in_use.stale);
  TRY(const auto model, trained(trait, split.learnt));
  const auto before_model = in_use.stale ? nullptr : shelf_.model(trait);
  const auto* before = before_model ? before_model->get() : nullptr;
  const auto by_shipped = judge(trait, nullptr, split.held_out), by_new = judge(trait, &model, split.held_out);
  const auto by_before = before ? judge(trait, before, split.held_out) : by_shipped;
  Run run{last + 1, Chosen::shipped, static_cast<std::int64_t>(split.learnt.size()), static_cast<std::int64_t>(split.held_out.size()),
          by_shipped.error, by_shipped.f1, by_before.error, by_before.f1, by_new.error, by_new.f1, next.looked_at};
  if (before && !better(by_shipped, by_before)) {
    run.chosen = Chosen::before;
    next.version = in_use.version;
    next.steps = by_before.steps;
  }
  if (better(by_new, run.chosen == Chosen::before ? by_before : by_shipped)) {
    run.chosen = Chosen::trained;
    next.version = run.version;
    next.steps = by_new.steps;
  }
  TRY_DONE(save(trait, next, run, model.save(), in_use.stale));
  load(trait);
  log::info("a classifier learnt again", {{"trait", json::enum_text(trait)}, {"examples", run.examples}, {"held_out", run.held_out},
                                          {"error", run.error}, {"lexicon", run.shipped_error}});
  return done();
}

Status Teacher::teach() {
  for (const auto trait : traits) TRY_DONE(teach(trait));
  return done();
}

void Teacher::load(Trait trait) {
  auto model = std::make_shared<Model>();
  std::string bytes;
  const auto read = [&](db::Reader& reader) {
    const auto use = store::use(reader, trait);
    model->steps = use.steps;
    bytes = use.version ? store::model(reader, trait, use.version) : std::string();
    return true;
  };
  needs_.database.read_now(read);
  if (!bytes.empty()) {
    auto loaded = ml::text::Classifier::load(bytes);
    if (loaded.ok()) {
      model->classifier = std::move(*loaded);
    } else {  // of another version of this program: the lexicon answers until it has learnt again
      model->steps.clear();
      log::warning("a classifier's model cannot be read", {{"trait", json::enum_text(trait)}, {"why", loaded.error().code}});
    }
  }
  shelf_.put(trait, std::move(model));
}

void Teacher::load_removed(Removed which) {
  const std::lock_guard lock(removed_mutex_);
  auto index = std::make_shared<ml::text::LikenessIndex>();
  if (which == Removed::since) *index = *shelf_.removed();
  else last_removed_ = {};
  const auto read = [&](db::Reader& reader) {
    for (std::size_t seen = 0; seen < lessons_max;) {
      const auto some = needs_.decisions.examples(reader, last_removed_, page);
      for (const auto& each : some) {
        if (each.removed && index->size() < removed_max) index->put(static_cast<std::uint64_t>(each.id.value), ml::text::sketch(each.text));
      }
      if (!some.empty()) last_removed_ = some.back().id;
      if (some.size() < page) break;
      seen += some.size();
    }
    return true;
  };
  needs_.database.read_now(read);
  shelf_.put(std::move(index));
}

}  // namespace plaza::classifiers
