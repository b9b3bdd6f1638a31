// multipart/form-data (RFC 7578) as browsers send it, read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace plaza::http {

struct FormPart {
  std::string name;
  std::string_view body;  // inside the text that was parsed
};

// The boundary of a content type; nothing when it is not multipart/form-data; empty when it is,
// with no good boundary.
std::optional<std::string> multipart_boundary(std::string_view content_type);
// At most 20 parts, whose heads have at most 4 KB each. request.malformed otherwise.
Result<std::vector<FormPart>> parse_multipart(std::string_view body, std::string_view boundary);

}  // namespace plaza::http
