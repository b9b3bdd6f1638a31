// The files of a KuaiRand folder: items.csv, history_to_0424.csv, train_0425_0430.csv, test_0501_0508.csv.
#pragma once

#include "evaluate/suites.h"
#include "ml/rank/engagement.h"

namespace plaza::app::evaluate {

struct Kuairand {
  ml::rank::Items items;  // kinds: theme, sound, author
  ml::rank::Past past;    // watched, and watched long
  std::vector<ml::rank::Shown> train, test;  // engaged: watched long
  std::size_t people = 0;
};

Kuairand read_kuairand(const Asked& asked);

}  // namespace plaza::app::evaluate
