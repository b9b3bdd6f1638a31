#include "reviews_fixture.h"

namespace plaza::reviews {
namespace {

class ReviewsStore : public testing::OnEachEngine {};

ENGINE_TEST(ReviewsStore, EveryStatementIsUnderstood) { testing::expect_prepares(database(), all_statements(), migrations()); }

}  // namespace
}  // namespace plaza::reviews
