// Keeps the index beside the sources: read as a whole at the start, then what events say has changed.
#pragma once

#include <map>
#include <vector>

#include "answer_index.h"
#include "answers/module.h"

namespace plaza::answers {

class Answers {
 public:
  explicit Answers(const Needs& needs) : needs_(needs) {}
  void plug(Source& source) { sources_.push_back(&source); }

  std::vector<std::string> topics() const;
  void load();
  // Of the events that every node gets.
  void follow(const std::vector<events::Event>& events);
  std::optional<Document> document(db::Reader& reader, std::string_view id) const;
  std::vector<Offer> find(const Query& query) const { return index_.find(query); }
  std::size_t size() const { return index_.size(); }

 private:
  const Needs& needs_;
  std::vector<Source*> sources_;
  AnswerIndex index_;
};

}  // namespace plaza::answers
