// Pure decisions about posts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/posts.h"
#include "platform/base/result.h"

namespace plaza::content::rules {

inline constexpr std::size_t text_max = 2'200;    // code points
inline constexpr std::size_t media_max = 10;
inline constexpr std::size_t tags_max = 20;
inline constexpr std::size_t hashtags_max = 30;
inline constexpr std::size_t mentions_max = 20;

// "#Gốm sứ #gom" -> {"gom"}: folded, each once, in order, at most hashtags_max; a hashtag has a letter.
std::vector<std::string> hashtags(std::string_view text);
// "@mai and @Linh" -> {"mai", "linh"}: lower case, each once, at most mentions_max.
std::vector<std::string> mentions(std::string_view text);

// All that is wrong with a post by itself: empty, too many media or tags, tags outside their picture.
Status check(const NewPost& post);

// May this viewer see the post at all?
enum class Standing { stranger, follower, author, moderator };
bool visible(const Post& post, Standing standing);

}  // namespace plaza::content::rules
