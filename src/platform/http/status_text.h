// Parts of problem+json that the server needs beside message.h. Private to http.
#pragma once

#include <string_view>

#include "platform/http/message.h"

namespace plaza::http {

inline constexpr const char* problem_content_type = "application/problem+json";

// "Not Found"; never empty.
std::string_view status_text(int status);
// Like problem() for statuses that no ErrorKind stands for (405, 431, 500).
Response problem_with_status(int status, const Error& error);
// Adds `"instance": <request id>` when the response is a problem.
void add_instance(Response& response, std::string_view request_id);

}  // namespace plaza::http
