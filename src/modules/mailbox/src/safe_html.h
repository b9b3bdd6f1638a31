// HTML of strangers: parsed by libxml2 as a stream and written anew from a short list of elements, so that nothing of the original bytes
// goes through. No script, style, picture, form or frame; links open elsewhere and tell nobody where from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plaza::mailbox {

struct SafeHtml {
  std::string html;    // well-formed; what was quoted stands in <details>
  std::string text;    // the same words without marks, quoted ones left out
  std::string quoted;  // those
};

// Nothing when there is too much of it (a megabyte, 20,000 elements): then the text has to do. `html` must be UTF-8.
std::optional<SafeHtml> make_safe(std::string_view html);

}  // namespace plaza::mailbox
