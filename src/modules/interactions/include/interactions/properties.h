// The JSON object in a record's `properties`, for learners. They read the same record one after the other on one thread, so
// the last text is kept taken apart: the second learner and those after it pay for a comparison instead of a parse.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>

namespace plaza::interactions {

// Null when the text is no JSON object. Valid until the next call on this thread.
inline const boost::json::object* object_in(const std::string& text) {
  struct Kept {
    std::string text;
    unsigned char buffer[8'192];
    std::optional<boost::json::monotonic_resource> arena;
    std::optional<boost::json::value> value;  // in the arena: gone before it
  };
  thread_local Kept kept;
  if (!kept.value || kept.text != text) {
    kept.value.reset();
    kept.text = text;
    kept.arena.emplace(kept.buffer, sizeof kept.buffer);
    boost::json::error_code failure;
    kept.value.emplace(boost::json::parse(text, failure, &*kept.arena));
  }
  return kept.value->if_object();
}

}  // namespace plaza::interactions
