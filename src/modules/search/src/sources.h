// Where documents come from.
#pragma once

#include <functional>
#include <optional>

#include "document.h"
#include "search/module.h"

namespace plaza::search {

class Sources {
 public:
  explicit Sources(const Needs& needs) : needs_(needs) {}

  // One that may be found, with the document made only on demand.
  struct Item {
    std::int64_t id;
    std::int64_t stamp;
    double weight;
    std::function<Document()> document;
  };
  // All of a kind in the order of their ids.
  void each(Kind kind, const std::function<void(const Item&)>& each);
  // Nothing when it may not be found.
  std::optional<Document> document(Kind kind, std::int64_t id);

 private:
  void each_discussion(db::Reader& reader, const std::function<void(const community::Discussion&)>& each);
  const Needs needs_;
};

}  // namespace plaza::search
