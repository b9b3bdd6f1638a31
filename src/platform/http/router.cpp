#include "platform/http/router.h"

#include "platform/base/check.h"
#include "platform/http/target.h"

namespace plaza::http {

namespace {

constexpr std::size_t method_count = 7;
constexpr std::size_t segments_max = 32;

// "/a/b" -> {"a", "b"}; "/" -> {""}. Reuses `out`.
void split(std::string_view path, std::vector<std::string_view>& out) {
  out.clear();
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    const auto end = path.find('/');
    out.push_back(path.substr(0, end));
    if (end == std::string_view::npos || out.size() > segments_max) return;
    path.remove_prefix(end + 1);
  }
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment.ends_with("...}"); }

std::string parameter_name(std::string_view segment) {
  segment = segment.substr(1, segment.size() - 2);
  if (segment.ends_with("...")) segment.remove_suffix(3);
  return std::string(segment);
}

}  // namespace

std::vector<std::string> path_parameters(std::string_view path) {
  std::vector<std::string_view> segments;
  split(path, segments);
  std::vector<std::string> names;
  for (const auto segment : segments) {
    if (is_parameter(segment)) names.push_back(parameter_name(segment));
  }
  return names;
}

struct Router::Node {
  struct Leaf {
    const Route* route = nullptr;
    std::size_t index = 0;
    std::vector<std::string> names;
  };
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
  std::unique_ptr<Node> parameter;
  std::unique_ptr<Node> rest;
  std::array<Leaf, method_count> leaves;
  unsigned methods = 0;
};

Router::~Router() = default;

Router::Router(const Routes& routes) : root_(std::make_unique<Node>()) {
  std::vector<std::string_view> segments;
  std::size_t index = 0;
  for (const auto& route : routes.all()) {
    split(route->path, segments);
    CHECK(segments.size() <= segments_max);
    Node* node = root_.get();
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const auto segment = segments[i];
      if (is_rest(segment)) CHECK(i + 1 == segments.size());
      auto& next = is_rest(segment)        ? node->rest
                   : is_parameter(segment) ? node->parameter
                                           : node->literal[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
    auto& leaf = node->leaves[static_cast<std::size_t>(route->method)];
    CHECK(leaf.route == nullptr);  // two routes of one shape
    leaf = {route.get(), index++, path_parameters(route->path)};
    node->methods |= 1u << static_cast<unsigned>(route->method);
  }
}

const Router::Node* Router::walk(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                                 std::vector<std::string_view>& taken) {
  if (at == segments.size()) return node.methods ? &node : nullptr;
  if (auto next = node.literal.find(segments[at]); next != node.literal.end()) {
    if (const Node* found = walk(*next->second, segments, at + 1, taken)) return found;
  }
  if (segments[at].empty()) return nullptr;
  if (node.parameter) {
    taken.push_back(segments[at]);
    if (const Node* found = walk(*node.parameter, segments, at + 1, taken)) return found;
    taken.pop_back();
  }
  if (node.rest) {
    const char* end = segments.back().data() + segments.back().size();
    taken.emplace_back(segments[at].data(), static_cast<std::size_t>(end - segments[at].data()));
    return node.rest.get();
  }
  return nullptr;
}

Match Router::find(Method method, std::string_view path,
                   std::vector<std::pair<std::string, std::string>>& values) const {
  thread_local std::vector<std::string_view> segments;
  thread_local std::vector<std::string_view> taken;
  values.clear();
  taken.clear();
  split(path, segments);
  if (segments.size() > segments_max) return {};
  const Node* node = walk(*root_, segments, 0, taken);
  if (!node) return {};
  Match match;
  match.allowed = node->methods;
  const auto* leaf = &node->leaves[static_cast<std::size_t>(method)];
  if (!leaf->route && method == Method::head) leaf = &node->leaves[static_cast<std::size_t>(Method::get)];
  if (!leaf->route) return match;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    auto decoded = percent_decoded(taken[i]);
    if (!decoded) return {};
    values.emplace_back(leaf->names[i], std::move(*decoded));
  }
  match.route = leaf->route;
  match.index = leaf->index;
  return match;
}

std::string Router::allow_text(unsigned allowed) {
  if (allowed & (1u << static_cast<unsigned>(Method::get))) allowed |= 1u << static_cast<unsigned>(Method::head);
  allowed |= 1u << static_cast<unsigned>(Method::options);
  std::string text;
  for (unsigned i = 0; i < method_count; ++i) {
    if (!(allowed & (1u << i))) continue;
    if (!text.empty()) text += ", ";
    text += method_text(static_cast<Method>(i));
  }
  return text;
}

}  // namespace plaza::http
