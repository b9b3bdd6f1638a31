#include "help_fixture.h"

namespace plaza::answers {
namespace {

class HelpStore : public testing::OnEachEngine {};

ENGINE_TEST(HelpStore, EveryStatementIsUnderstood) { testing::expect_prepares(database(), all_statements(), migrations()); }

}  // namespace
}  // namespace plaza::answers
