// What staff do with articles. Thread-safe.
//
// Errors: answers.not_found, answers.no_such_answer (404), answers.handle_taken, answers.stale (409), request.invalid (400). An error changes nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "answers/article.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::answers {

class Articles {
 public:
  virtual ~Articles() = default;
  virtual Result<Article> create(db::Transaction& tx, const ArticleWords& words, identity::AccountId by) = 0;
  // A draft made of an answer, which it links to; the one that is there already if it grew before.
  virtual Result<Article> grow(db::Transaction& tx, std::string_view document_id, identity::AccountId by) = 0;
  virtual Result<Article> change(db::Transaction& tx, ArticleId id, std::int64_t version, const ArticleWords& words,
                                 identity::AccountId by) = 0;
  virtual Result<Article> set_status(db::Transaction& tx, ArticleId id, std::int64_t version, ArticleStatus to) = 0;
  virtual std::optional<Article> find(db::Reader& reader, ArticleId id) = 0;
  // Newest change first, at most 500.
  virtual std::vector<Article> list(db::Reader& reader, std::optional<ArticleStatus> status) = 0;
  // Newest first, at most 50.
  virtual std::vector<ArticleEdit> edits(db::Reader& reader, ArticleId id) = 0;
};

}  // namespace plaza::answers
