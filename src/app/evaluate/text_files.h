// Labelled texts in the files of a folder: train, test, dev, val or valid, each .csv or .tsv, with a header (a column of texts and one of
// labels, by the names that such files use) or, with two columns, without one; oos_*.tsv (out of scope); *_GroundTruth.txt (a number).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evaluate/files.h"

namespace plaza::app::evaluate {

struct LabelledText {
  std::string text, label;
  std::string language;  // where a column says it
};

struct ScoredText {
  std::string text;
  double score = 0;
};

struct TextFolder {
  std::vector<LabelledText> train, test;        // the label is never empty
  std::vector<std::string> outside_train, outside_test;  // of no label at all
  std::string tested_on;                        // in words
};

// One file of labelled texts, in the file's order.
std::vector<LabelledText> read_labelled(const Folder& folder, const std::string& name);
// Tests on test, else on dev, val or valid, else on a fifth of train, the same for one seed. What is not tested on is trained on.
TextFolder read_text_folder(const Folder& folder, std::uint64_t seed);
bool has_labelled_texts(const Folder& folder);

struct ScoredFile {
  std::string name;
  std::vector<ScoredText> texts;
};
// id, number, text in each line.
std::vector<ScoredFile> read_scored(const Folder& folder);

}  // namespace plaza::app::evaluate
