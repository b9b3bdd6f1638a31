// Help's public face over its parts.
#pragma once

#include "answers.h"
#include "articles.h"
#include "measure.h"

namespace plaza::answers {

class Service final : public Help {
 public:
  Service(const Needs& needs, Answers& answers, ArticleService& articles, Measure& measure)
      : needs_(needs), answers_(answers), articles_(articles), measure_(measure) {}

  std::vector<Offer> offers(const Query& query) const override { return answers_.find(query); }
  bool ready() const override { return answers_.ready(); }
  void asked_anyway(db::Transaction& tx, const Asker& asker, Outcome outcome, Time at) override {
    measure_.asked_anyway(tx, asker, outcome, at);
  }
  std::vector<SectionView> sections(db::Reader& reader, std::string_view locale) override { return articles_.sections(reader, locale); }
  std::optional<ArticleView> article(db::Reader& reader, std::string_view handle, std::string_view locale) override;
  Settings settings(db::Reader& reader) override;
  Result<Settings> set_settings(db::Transaction& tx, const Settings& settings) override;

 private:
  const Needs& needs_;
  Answers& answers_;
  ArticleService& articles_;
  Measure& measure_;
};

}  // namespace plaza::answers
