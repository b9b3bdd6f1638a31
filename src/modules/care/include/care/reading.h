// Ports: what an incoming text says, and which product it is about. The app plugs them in before start(); without them nothing is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "care/conversation.h"
#include "platform/db/connection.h"

namespace plaza::care {

// What one text says.
struct Reading {
  Feeling feeling = Feeling::unknown;
  int score = 0;                       // -100 (hatred) to 100 (delight)
  std::string intent;                  // the likely one, by its name in ml/text; empty: none is
  Severity severity = Severity::none;
  std::vector<std::string> words;      // that decided
};

class TextReader {
 public:
  virtual ~TextReader() = default;
  // From memory, quick; thread-safe.
  virtual Reading read(std::string_view text) const = 0;
};

class ProductFinder {
 public:
  virtual ~ProductFinder() = default;
  // What a customer most likely writes about: the bought product that the words or an order's number name, or the only one they bought of
  // late. None: not known. Thread-safe.
  virtual catalog::ProductId product_of(db::Reader& reader, const Customer& customer, std::string_view text) = 0;
};

}  // namespace plaza::care
