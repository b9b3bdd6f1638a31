// Discussions of groups are found by their words, by those who may read them.
#include <gtest/gtest.h>

#include "community/events.h"
#include "search_fixture.h"

namespace plaza::search {
namespace {

class DiscussionSearch : public SearchTest {
 protected:
  community::Discussion& discussion(std::int64_t n, std::string title, std::string text = "", std::vector<std::string> tags = {}) {
    auto& made = discussions_.all[id(n)];
    made.id = {id(n)};
    made.title = std::move(title);
    made.words.text = std::move(text);
    made.tags = std::move(tags);
    return made;
  }
  Results ask(std::string text, std::int64_t viewer = 0) {
    Query query{std::move(text)};
    query.discussions = true;
    query.viewer = identity::AccountId{viewer};
    return search().find(query);
  }
  Numbers found(const std::string& text, std::int64_t viewer = 0) { return numbers(ask(text, viewer).discussions); }
  void changed(std::int64_t n) {
    publish<community::DiscussionChanged>(n);
    dispatcher_->drain();
  }
};

TEST_F(DiscussionSearch, TitlesComeBeforeTagsBeforeWords) {
  discussion(1, "Why does it craze", "My celadon has lines");
  discussion(2, "Which kiln", "", {"celadon"});
  discussion(3, "Celadon for beginners");
  start();
  EXPECT_EQ(found("celadon"), (Numbers{3, 2, 1}));
  EXPECT_EQ(ask("celadon").titles, (std::vector<std::string>{"Celadon for beginners", "Which kiln", "Why does it craze"}));
  EXPECT_EQ(found("Céladon KILN"), (Numbers{2}));
  EXPECT_EQ(ask("celedon").corrected, "celadon");
  EXPECT_TRUE(find("celadon").discussions.ids.empty());  // only when they are asked for
}

TEST_F(DiscussionSearch, FollowsWhatIsWrittenChangedAndTakenAway) {
  start();
  EXPECT_TRUE(found("celadon").empty());
  discussion(1, "Celadon");
  changed(1);
  EXPECT_EQ(found("celadon"), (Numbers{1}));
  discussion(1, "Tenmoku");
  changed(1);
  EXPECT_TRUE(found("celadon").empty());
  EXPECT_EQ(found("tenmoku"), (Numbers{1}));
  discussions_.all[id(1)].status = community::PieceStatus::removed;
  changed(1);
  EXPECT_TRUE(found("tenmoku").empty());
  EXPECT_TRUE(search().suggestions("tenm", 5).empty());
}

TEST_F(DiscussionSearch, WhoMayNotReadItFindsAndCountsNothing) {
  discussion(1, "Celadon for all");
  discussion(2, "Celadon between us");
  discussion(3, "Onggi between us");
  discussions_.closed = {id(2), id(3)};
  start();
  EXPECT_EQ(found("celadon", 5), (Numbers{2, 1}));
  for (const std::int64_t other : {0, 6}) {
    EXPECT_EQ(found("celadon", other), (Numbers{1}));
    EXPECT_EQ(ask("celadon", other).discussions.count, 1);
    EXPECT_TRUE(found("onggi", other).empty());
    EXPECT_EQ(ask("ongi", other).corrected, std::nullopt);  // a word of theirs is told to nobody else
  }
  discussions_.closed.clear();  // the group opened: nothing has to be indexed anew
  EXPECT_EQ(found("onggi"), (Numbers{3}));
}

}  // namespace
}  // namespace plaza::search
