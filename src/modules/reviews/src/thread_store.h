// Questions and answers in the database.
#pragma once

#include <optional>
#include <vector>

#include "platform/db/connection.h"
#include "reviews/questions.h"

namespace plaza::reviews::store {

void insert(db::Transaction& tx, const Question& question);
void insert(db::Transaction& tx, const Answer& answer);
std::optional<Question> find(db::Reader& reader, QuestionId id);
std::optional<Answer> find(db::Reader& reader, AnswerId id);
QuestionPage list(db::Reader& reader, const QuestionQuery& query);
// `all`: held and rejected ones too.
std::vector<Answer> answers_of(db::Reader& reader, QuestionId id, bool all);
std::vector<Question> questions_of(db::Reader& reader, identity::AccountId account);
// Those that others do not see, newest first, at most 20.
std::vector<Question> hidden_questions_of(db::Reader& reader, identity::AccountId account, catalog::ProductId product);
std::vector<Answer> answers_of(db::Reader& reader, identity::AccountId account);
// Shown once, it counts as announced.
void decide(db::Transaction& tx, const Question& question, ReviewStatus to);
void decide(db::Transaction& tx, const Answer& answer, ReviewStatus to);
// False: it is no shown answer of this question.
bool accept(db::Transaction& tx, QuestionId id, AnswerId answer);
// Their words go, the thread stays. How many questions, how many answers.
std::pair<std::int64_t, std::int64_t> blank_words(db::Transaction& tx, identity::AccountId account);

}  // namespace plaza::reviews::store
