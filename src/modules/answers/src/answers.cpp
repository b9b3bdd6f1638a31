#include "answers.h"

#include <algorithm>

namespace plaza::answers {
namespace {

constexpr int batch = 500;

}  // namespace

std::vector<std::string> Answers::topics() const {
  std::vector<std::string> all;
  for (const auto* source : sources_) {
    for (auto& topic : source->topics()) {
      if (std::find(all.begin(), all.end(), topic) == all.end()) all.push_back(std::move(topic));
    }
  }
  return all;
}

void Answers::load() {
  for (auto* source : sources_) {
    std::string cursor;
    do {
      const auto read = [&](db::Reader& reader) { return source->documents(reader, cursor, batch); };
      auto page = needs_.database.read_now(read);
      for (auto& each : page.items) index_.put(std::move(each));
      cursor = std::move(page.next);
    } while (!cursor.empty());
  }
}

void Answers::follow(const std::vector<events::Event>& all) {
  for (const auto& event : all) {
    for (auto* source : sources_) {
      const auto topics = source->topics();
      if (std::find(topics.begin(), topics.end(), event.topic) == topics.end()) continue;
      using Changed = std::vector<std::pair<std::string, std::optional<Document>>>;
      const auto read = [&](db::Reader& reader) {
        Changed changed;
        for (auto& id : source->touched(reader, event)) {
          auto found = source->document(reader, id);
          changed.emplace_back(std::move(id), std::move(found));
        }
        return changed;
      };
      auto changed = needs_.database.read_now(read);
      for (auto& [id, document] : changed) {
        if (document) index_.put(std::move(*document));
        else index_.remove(id);
      }
    }
  }
}

std::optional<Document> Answers::document(db::Reader& reader, std::string_view id) const {
  for (auto* source : sources_) {
    if (auto found = source->document(reader, id)) return found;
  }
  return std::nullopt;
}

}  // namespace plaza::answers
