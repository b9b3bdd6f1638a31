#include "ml/recommend/retrieval.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>

#include "ml/recommend/transitions.h"

namespace plaza::ml::recommend {
namespace {

// Of items in a history, when the order is known: how many later ones halve their weight. 0: all weigh the same.
constexpr std::array half_lives = {0.0, 1.0, 3.0, 10.0, 40.0, 160.0};
constexpr std::size_t questions_for_half_lives = 500;

struct Recipe {
  std::string name;
  std::function<std::shared_ptr<const ItemModel>(const Evidence&, const SparseRows&)> fit;
  std::optional<double> half_life = {};  // nothing: the best is chosen
};

SparseRows chosen_by(const Evidence& evidence) {
  std::vector<Triple> triples;
  for (std::uint32_t person = 0; person < evidence.histories.size(); ++person) {
    auto items = evidence.histories[person];
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    for (const auto item : items) triples.push_back({person, item, 1});
  }
  return SparseRows(evidence.histories.size(), evidence.items, std::move(triples));
}

Recipe ease(const char* name, double l2, double description_weight) {
  return {name, [=](const Evidence& evidence, const SparseRows& chosen) -> std::shared_ptr<const ItemModel> {
            const EaseOptions options{.l2 = l2, .description_weight = description_weight};
            if (description_weight == 0) return fit_ease(chosen, options);
            return fit_ease(chosen, options, evidence.descriptions);
          }};
}

Recipe paths(const char* name, const PathOptions& options) {
  return {name, [=](const Evidence&, const SparseRows& chosen) -> std::shared_ptr<const ItemModel> {
            return sparse_model(path_neighbours(chosen, options));
          }};
}

// How often an item is among the last few of a history, damped.
std::vector<float> chosen_lately(const Evidence& evidence) {
  constexpr std::size_t last = 5;
  std::vector<float> counts(evidence.items, 0);
  for (const auto& history : evidence.histories) {
    for (std::size_t i = history.size() - std::min(last, history.size()); i < history.size(); ++i) counts[history[i]] += 1;
  }
  for (float& count : counts) count = std::sqrt(count);
  return counts;
}

// What somebody chose, they choose again.
SparseRows themselves(std::size_t items) {
  std::vector<Triple> triples;
  for (std::uint32_t item = 0; item < items; ++item) triples.push_back({item, item, 1});
  return SparseRows(items, items, std::move(triples));
}

std::vector<Recipe> recipes_for(const Evidence& evidence, const RetrievalOptions& options) {
  const auto seed = options.seed;
  std::vector<Recipe> recipes;
  recipes.push_back(paths("paths", {.from = 0.5, .through = 1, .to = 0.5}));
  recipes.push_back(paths("walk", {.from = 1, .through = 1, .to = 0.6}));
  recipes.push_back({"spectral", [=](const Evidence&, const SparseRows& chosen) -> std::shared_ptr<const ItemModel> {
                       return fit_spectral(chosen, {.seed = seed});
                     }});
  recipes.push_back(ease("ease", 100, 0));
  if (evidence.descriptions.empty()) {
    recipes.push_back(ease("ease, free", 20, 0));
  } else {
    recipes.push_back(ease("ease with descriptions", 20, 3));
  }
  const std::size_t rank = std::clamp<std::size_t>(evidence.items / 8, 4, 128);
  recipes.push_back({"factors", [=](const Evidence&, const SparseRows& chosen) -> std::shared_ptr<const ItemModel> {
                       return fit_ials(chosen, {.rank = rank, .unobserved = 0.05, .l2 = 0.01, .seed = seed});
                     }});
  if (options.repeats == Repeats::allowed) {
    const auto again = [](const Evidence& e, const SparseRows&) -> std::shared_ptr<const ItemModel> {
      return sparse_model(themselves(e.items));
    };
    recipes.push_back({"again", again, 0});
    if (evidence.order == Order::by_time) {
      for (const double half_life : {8.0, 40.0, 160.0}) recipes.push_back({"again, of " + std::to_string(static_cast<int>(half_life)), again, half_life});
    }
  }
  if (evidence.order == Order::by_time) {
    recipes.push_back({"now", [](const Evidence& e, const SparseRows&) -> std::shared_ptr<const ItemModel> {
                         return constant_model(chosen_lately(e));
                       }});
    recipes.push_back({"next", [](const Evidence& e, const SparseRows&) -> std::shared_ptr<const ItemModel> {
                         return sparse_model(transitions(e.histories, e.items));
                       }});
  }
  return recipes;
}

struct Held {
  Evidence rest;
  std::vector<Question> questions;
};

// Holds out the last item (in order of time), or a fifth of the items, of some people.
Held hold_out(const Evidence& evidence, const RetrievalOptions& options) {
  Held held{evidence, {}};
  std::mt19937_64 random(options.seed);
  std::vector<std::size_t> people(evidence.histories.size());
  std::iota(people.begin(), people.end(), std::size_t{0});
  std::shuffle(people.begin(), people.end(), random);
  for (const std::size_t person : people) {
    if (held.questions.size() >= options.questions_max) break;
    auto& history = held.rest.histories[person];
    if (history.size() < 3) continue;
    if (evidence.order == Order::unknown) std::shuffle(history.begin(), history.end(), random);
    const std::size_t out = evidence.order == Order::by_time ? 1 : std::max<std::size_t>(1, history.size() / 5);
    Question question;
    question.wanted.assign(history.end() - static_cast<std::ptrdiff_t>(out), history.end());
    history.resize(history.size() - out);
    question.history = as_history(history);
    if (options.repeats == Repeats::left_out) {
      std::erase_if(question.wanted, [&](std::uint32_t item) { return std::find(history.begin(), history.end(), item) != history.end(); });
    }
    if (!question.wanted.empty()) held.questions.push_back(std::move(question));
  }
  return held;
}

// What was chosen after the histories is the question.
Held ask_later(const Evidence& evidence, const RetrievalOptions& options) {
  Held held{evidence, {}};
  held.rest.later.clear();
  std::mt19937_64 random(options.seed);
  std::vector<std::size_t> people(evidence.histories.size());
  std::iota(people.begin(), people.end(), std::size_t{0});
  std::shuffle(people.begin(), people.end(), random);
  for (const std::size_t person : people) {
    if (held.questions.size() >= options.questions_max) break;
    const auto& history = evidence.histories[person];
    Question question{as_history(history), {}};
    for (const auto item : person < evidence.later.size() ? evidence.later[person] : std::vector<std::uint32_t>()) {
      const bool done = options.repeats == Repeats::left_out && std::find(history.begin(), history.end(), item) != history.end();
      const bool again = std::find(question.wanted.begin(), question.wanted.end(), item) != question.wanted.end();
      if (!done && !again) question.wanted.push_back(item);
    }
    if (!question.wanted.empty()) held.questions.push_back(std::move(question));
  }
  return held;
}

Evidence with_later(Evidence evidence) {
  for (std::size_t person = 0; person < std::min(evidence.later.size(), evidence.histories.size()); ++person) {
    auto& history = evidence.histories[person];
    history.insert(history.end(), evidence.later[person].begin(), evidence.later[person].end());
  }
  evidence.later.clear();
  return evidence;
}

}  // namespace

std::vector<Entry> as_history(std::span<const std::uint32_t> items) {
  std::vector<Entry> history;
  history.reserve(items.size());
  for (const auto item : items) history.push_back({item, 1});
  return history;
}

Blend fit_retrieval(const Evidence& given, const RetrievalOptions& options) {
  const auto recipes = recipes_for(given, options);
  const Held held = given.later.empty() ? hold_out(given, options) : ask_later(given, options);
  const SparseRows chosen_of_rest = chosen_by(held.rest);
  const auto some = std::span(held.questions).first(std::min(questions_for_half_lives, held.questions.size()));
  std::vector<Part> parts;
  for (const Recipe& recipe : recipes) {
    options.progress("choosing: " + recipe.name);
    Part part{recipe.name, recipe.fit(held.rest, chosen_of_rest), recipe.half_life.value_or(0), 0, 1};
    if (given.order == Order::by_time && !recipe.half_life) part.half_life = choose_half_life(part, half_lives, some, options.top, options.repeats);
    parts.push_back(std::move(part));
  }
  options.progress("choosing weights");
  parts = choose_weights(std::move(parts), held.questions, options.top, options.repeats);
  const Evidence evidence = with_later(given);
  const SparseRows chosen = chosen_by(evidence);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].model = nullptr;
    if (parts[i].weight == 0) continue;
    options.progress("fitting: " + parts[i].name);
    parts[i].model = recipes[i].fit(evidence, chosen);
  }
  std::erase_if(parts, [](const Part& part) { return part.weight == 0; });
  return Blend(std::move(parts));
}

}  // namespace plaza::ml::recommend
