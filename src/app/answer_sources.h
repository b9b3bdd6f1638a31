// answers::Source over what people say on products: answered questions, and reviews that say something.
#pragma once

#include "answers/source.h"
#include "catalog/catalog.h"
#include "reviews/questions.h"
#include "reviews/reviews.h"

namespace plaza::app {

class AnsweredQuestions final : public answers::Source {
 public:
  AnsweredQuestions(reviews::Questions& questions, catalog::Catalog& catalog) : questions_(questions), catalog_(catalog) {}
  answers::DocumentPage documents(db::Reader& reader, std::string_view cursor, int limit) override;
  std::optional<answers::Document> document(db::Reader& reader, std::string_view id) override;
  std::vector<std::string> topics() const override;
  std::vector<std::string> touched(db::Reader& reader, const events::Event& event) override;

 private:
  std::optional<answers::Document> made_of(db::Reader& reader, const reviews::Question& question);
  reviews::Questions& questions_;
  catalog::Catalog& catalog_;
};

// Those with at least 60 characters: shorter ones answer nothing.
class TellingReviews final : public answers::Source {
 public:
  TellingReviews(reviews::Reviews& reviews, catalog::Catalog& catalog) : reviews_(reviews), catalog_(catalog) {}
  answers::DocumentPage documents(db::Reader& reader, std::string_view cursor, int limit) override;
  std::optional<answers::Document> document(db::Reader& reader, std::string_view id) override;
  std::vector<std::string> topics() const override;
  std::vector<std::string> touched(db::Reader& reader, const events::Event& event) override;

 private:
  std::optional<answers::Document> made_of(db::Reader& reader, const reviews::Review& review);
  reviews::Reviews& reviews_;
  catalog::Catalog& catalog_;
};

}  // namespace plaza::app
