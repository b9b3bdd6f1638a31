#include "community_fixture.h"

namespace plaza::community {
namespace {

class CommunityStore : public CommunityFixture {};

ENGINE_TEST(CommunityStore, EveryStatementIsPrepared) { testing::expect_prepares(database(), all_statements(), {}); }

}  // namespace
}  // namespace plaza::community
