// A file as a response: what part of it the request asked for. Private to http.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace plaza::http {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};
enum class RangeKind { whole, part, unsatisfiable };
// One range of `bytes=`; several ranges, other units and nonsense mean the whole.
RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& out);

// An open file descriptor and the part of it to send.
class FileBody {
 public:
  FileBody() = default;
  ~FileBody();
  FileBody(const FileBody&) = delete;
  FileBody& operator=(const FileBody&) = delete;

  // Opens response.file and sets status and headers for this request (200, 206, 304, 404, 416). False: nothing to
  // send but the (then complete) response.
  bool open(const Request& request, Response& response);
  void close();

  int descriptor() const { return descriptor_; }
  ByteRange& rest() { return rest_; }

 private:
  int descriptor_ = -1;
  ByteRange rest_;
};

// If the response (200, to GET or HEAD) has an etag the request already holds, or was not modified since: 304.
void answer_conditional(const Request& request, Response& response);

}  // namespace plaza::http
