// Who owns which kind of content, and the classifiers: plugged in by the app before anything is served, then only read.
#pragma once

#include <array>

#include "moderation/content.h"
#include "moderation/screen.h"

namespace plaza::moderation {

struct Owners {
  std::array<Content*, enum_names(static_cast<Kind*>(nullptr)).size()> by_kind{};
  const Screen* screen = nullptr;

  Content* of(Kind kind) const { return by_kind[static_cast<std::size_t>(kind)]; }
  std::vector<Score> scores(std::string_view text) const { return screen ? screen->scores(text) : std::vector<Score>{}; }
};

}  // namespace plaza::moderation
