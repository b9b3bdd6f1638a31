// 10,000 lives of orders on each engine, or as many as fit into a few seconds: see money_story.h.
#include "money_story.h"

namespace plaza::orders {
namespace {

ENGINE_TEST(MoneyStory, AlwaysAddsUp) { tell_stories(10'000); }

}  // namespace
}  // namespace plaza::orders
