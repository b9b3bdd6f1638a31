// JSON that is looked at by hand. What is described needs none of this (codec.h).
#pragma once

#include <boost/json.hpp>
#include <string_view>
#include <utility>

#include "platform/base/result.h"

namespace plaza::json {

// A parsed text, or one built by hand (path and query values).
class Document {
 public:
  explicit Document(boost::json::value root) : root_(std::move(root)) {}
  const boost::json::value& root() const { return root_; }
  boost::json::value& root() { return root_; }

 private:
  boost::json::value root_;
};

// Errors: request.malformed with the position. Depth at most 32.
Result<Document> parse(std::string_view text);

}  // namespace plaza::json
