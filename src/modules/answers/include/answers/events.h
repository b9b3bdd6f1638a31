// What help announces.
#pragma once

#include "answers/ids.h"
#include "platform/json/describe.h"

namespace plaza::answers {

// An article was written, published, changed or hidden. The aggregate is the article.
struct ArticleChanged {
  static constexpr const char* topic = "answers.article_changed";
  ArticleId article_id;
  template <class V>
  void describe(V& v) {
    v("article_id", article_id);
  }
};

}  // namespace plaza::answers
