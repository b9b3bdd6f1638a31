// Articles as staff keep them, as readers see them, and as a source of answers.
#pragma once

#include <functional>

#include "answers/articles.h"
#include "answers/help.h"
#include "answers/module.h"

namespace plaza::answers {

class ArticleService final : public Articles, public Source {
 public:
  // `document` finds an answer of any source.
  using FindDocument = std::function<std::optional<Document>(db::Reader&, std::string_view)>;
  ArticleService(const Needs& needs, FindDocument document) : needs_(needs), document_(std::move(document)) {}

  Result<Article> create(db::Transaction& tx, const ArticleWords& words, identity::AccountId by) override;
  Result<Article> grow(db::Transaction& tx, std::string_view document_id, identity::AccountId by) override;
  Result<Article> change(db::Transaction& tx, ArticleId id, std::int64_t version, const ArticleWords& words, identity::AccountId by) override;
  Result<Article> set_status(db::Transaction& tx, ArticleId id, std::int64_t version, ArticleStatus to) override;
  std::optional<Article> find(db::Reader& reader, ArticleId id) override;
  std::vector<Article> list(db::Reader& reader, std::optional<ArticleStatus> status) override;
  std::vector<ArticleEdit> edits(db::Reader& reader, ArticleId id) override;
  // By anybody; once for each person, and it may be changed. answers.not_found.
  Status vote(db::Transaction& tx, std::string_view handle, const std::string& person, bool helped);

  std::vector<SectionView> sections(db::Reader& reader, std::string_view locale);
  // Without what is related.
  std::optional<ArticleView> view(db::Reader& reader, std::string_view handle, std::string_view locale);

  // Source: each article is a document in each of its languages.
  DocumentPage documents(db::Reader& reader, std::string_view cursor, int limit) override;
  std::optional<Document> document(db::Reader& reader, std::string_view id) override;
  std::vector<std::string> topics() const override;
  std::vector<std::string> touched(db::Reader& reader, const events::Event& event) override;

 private:
  Result<Article> insert(db::Transaction& tx, Article article);
  const Needs& needs_;
  const FindDocument document_;
};

Error no_article();

}  // namespace plaza::answers
