// Port: what blocks above identity know of an account and its views show (avatar picture, follower counts, bell). The app
// implements it with media, content and notifications; without one, views show no picture and zeros.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "identity/ids.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::identity {

struct Picture {
  static constexpr const char* schema_name = "ImageView";
  std::string url;
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::string alt;
  std::optional<std::string> srcset = {};
  template <class V>
  void describe(V& v) {
    v("url", url);
    v("width", width);
    v("height", height);
    v("alt", alt);
    v("srcset", srcset);
  }
};

struct Counts {
  std::int64_t followers = 0;
  std::int64_t following = 0;
  std::int64_t posts = 0;
};

class Surroundings {
 public:
  virtual ~Surroundings() = default;
  // From memory; thread-safe.
  virtual std::optional<Picture> picture(std::int64_t media_id) = 0;
  virtual Counts counts(AccountId account) = 0;
  // Unread lines of the bell.
  virtual std::int64_t unread(db::Reader& reader, AccountId account) = 0;
  // May this account show this upload as its avatar (it is its own, and an image)?
  virtual bool may_show(db::Reader& reader, AccountId account, std::int64_t media_id) = 0;
};

}  // namespace plaza::identity
