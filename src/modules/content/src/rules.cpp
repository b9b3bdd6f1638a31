#include "rules.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::content::rules {

namespace {

bool is_word(UChar32 c) {
  return u_isalnum(c) || c == '_' || u_charType(c) == U_NON_SPACING_MARK;
}

// The code point at `at`, which moves past it; negative when the bytes are no UTF-8.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
UChar32 next_code_point(std::string_view text, std::int32_t& at) {
  const auto length = static_cast<std::int32_t>(text.size());
  UChar32 c;
  U8_NEXT(text.data(), at, length, c);
  return c;
}
#pragma GCC diagnostic pop

// Calls `found` with each word that follows `sign` at the start of a word.
template <class Found>
void words_after(std::string_view text, char sign, const Found& found) {
  const auto length = static_cast<std::int32_t>(text.size());
  bool after_word = false;
  std::int32_t at = 0;
  while (at < length) {
    UChar32 c = next_code_point(text, at);
    if (c != sign || after_word) {
      after_word = c >= 0 && is_word(c);
      continue;
    }
    const std::int32_t start = at;
    std::int32_t end = at;
    while (at < length) {
      const std::int32_t before = at;
      c = next_code_point(text, at);
      if (c < 0 || !is_word(c)) {
        at = before;
        break;
      }
      end = at;
    }
    found(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
    after_word = end > start;
  }
}

void add_once(std::vector<std::string>& list, std::string word, std::size_t limit) {
  if (list.size() < limit && std::find(list.begin(), list.end(), word) == list.end()) list.push_back(std::move(word));
}

}  // namespace

std::vector<std::string> hashtags(std::string_view text) {
  std::vector<std::string> list;
  words_after(text, '#', [&](std::string_view word) {
    auto name = folded(word);
    const bool has_letter = std::any_of(name.begin(), name.end(), [](char c) { return !(c >= '0' && c <= '9') && c != '_'; });
    if (!name.empty() && name.size() <= 60 && has_letter) add_once(list, std::move(name), hashtags_max);
  });
  return list;
}

std::vector<std::string> mentions(std::string_view text) {
  std::vector<std::string> list;
  words_after(text, '@', [&](std::string_view word) {
    auto handle = lower_ascii(word);
    if (handle.size() >= 3 && handle.size() <= 30) add_once(list, std::move(handle), mentions_max);
  });
  return list;
}

Status check(const NewPost& post) {
  Error error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  const auto wrong = [&](std::string field, const char* code, const char* message) {
    error.fields.push_back({std::move(field), code, message});
  };
  if (code_points(post.text) > text_max) wrong("text", "too_long", "must have at most 2200 characters");
  if (post.media.size() > media_max) wrong("media_ids", "too_many", "must have at most 10 items");
  if (post.tags.size() > tags_max) wrong("tags", "too_many", "must have at most 20 items");
  if (post.status != PostStatus::published && post.status != PostStatus::draft) {
    wrong("status", "not_allowed", "must be one of published, draft");
  }
  for (std::size_t i = 0; i < post.tags.size() && i < tags_max; ++i) {
    const auto& tag = post.tags[i];
    const std::string at = "tags[" + std::to_string(i) + "]";
    if (!(tag.x >= 0 && tag.x <= 1)) wrong(at + ".x", "out_of_range", "must be between 0 and 1");
    if (!(tag.y >= 0 && tag.y <= 1)) wrong(at + ".y", "out_of_range", "must be between 0 and 1");
    if (tag.t_ms && (*tag.t_ms < 0 || *tag.t_ms > 3'600'000)) wrong(at + ".t", "out_of_range", "must be within the video");
    const bool there = tag.media_index >= 0 && (static_cast<std::size_t>(tag.media_index) < post.media.size() ||
                                                (tag.media_index == 0 && post.media.empty()));
    if (!there) wrong(at + ".media_index", "out_of_range", "must be one of the post's media");
  }
  if (!error.fields.empty()) return error;
  if (trimmed(post.text).empty() && post.media.empty()) {
    return Error{ErrorKind::invalid, "content.empty_post", "A post needs words or a picture.",
                 {{"text", "required", "write something, or add a picture or video"}}};
  }
  return done();
}

bool visible(const Post& post, Standing standing) {
  if (standing == Standing::author || standing == Standing::moderator) return true;
  if (post.status != PostStatus::published) return false;
  return post.visibility == PostVisibility::everyone || standing == Standing::follower;
}

}  // namespace plaza::content::rules
