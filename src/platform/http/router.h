// Finds the route of a method and path: a trie over path segments. A literal segment goes before {name}, and {name} before
// {name...}, which takes the rest of the path (one segment or more). Private to http.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/route.h"

namespace plaza::http {

struct Match {
  const Route* route = nullptr;
  std::size_t index = 0;  // of the route in Routes::all()
  unsigned allowed = 0;   // methods this path has, as bits 1 << Method; 0: no such path
};

// Built once; then only read, from any thread.
class Router {
 public:
  explicit Router(const Routes& routes);
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;
  ~Router();

  // `path` as sent (still percent-encoded). HEAD finds GET routes. Values are decoded into `values`.
  Match find(Method method, std::string_view path,
             std::vector<std::pair<std::string, std::string>>& values) const;

  // "GET, HEAD, POST"
  static std::string allow_text(unsigned allowed);

 private:
  struct Node;
  static const Node* walk(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                          std::vector<std::string_view>& taken);
  std::unique_ptr<Node> root_;
};

// The names in braces of a template: "/v1/carts/{id}/lines" -> {"id"}.
std::vector<std::string> path_parameters(std::string_view path);

}  // namespace plaza::http
