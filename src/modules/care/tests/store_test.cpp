#include "store.h"

#include <fstream>

#include "care_fixture.h"
#include "lists.h"
#include "word_index.h"

namespace plaza::care {
namespace {

class CareStore : public CareFixture {
 protected:
  ListPage page(const ListQuery& query) {
    auto found = read([&](db::Reader& reader) { return list(reader, query, clock.now()); });
    EXPECT_TRUE(found.ok());
    return found.ok() ? *found : ListPage{};
  }
  static std::string texts(const ListPage& page) {
    std::string all;
    for (const auto& each : page.items) all += (all.empty() ? "" : " ") + each.excerpt;
    return all;
  }
};

ENGINE_TEST(CareStore, EveryStatementPrepares) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(CareStore, AListIsReadInPagesByItsLastMessageWithoutGapsOrRepeats) {
  for (int i = 0; i < 7; ++i) {
    clock.advance(seconds(1));
    receive(from_an("m" + std::to_string(i)));
  }
  ListQuery query;
  query.limit = 3;
  auto first = page(query);
  EXPECT_EQ(texts(first), "m6 m5 m4");
  query.cursor = first.next_cursor.value_or("");
  auto second = page(query);
  EXPECT_EQ(texts(second), "m3 m2 m1");
  query.cursor = second.next_cursor.value_or("");
  auto third = page(query);
  EXPECT_EQ(texts(third), "m0");
  EXPECT_FALSE(third.next_cursor.has_value());
}

ENGINE_TEST(CareStore, EachFilterFindsItsOwnAndTheyJoin) {
  const auto a = receive(from_an("a")).conversation_id;
  clock.advance(seconds(1));
  const auto b = receive(from_an("b")).conversation_id;
  clock.advance(seconds(1));
  const auto c = receive(from_an("c")).conversation_id;
  Change wish;
  wish.assignee = noor;
  wish.labels = {{"broken"}};
  ASSERT_EQ(change(a, wish), "ok");
  wish.priority = Priority::urgent;
  ASSERT_EQ(change(b, wish), "ok");
  ASSERT_EQ(resolve(c), "ok");
  ListQuery query;
  query.label = "broken";
  EXPECT_EQ(texts(page(query)), "b a");
  query.priority = Priority::urgent;
  EXPECT_EQ(texts(page(query)), "b");
  query = {};
  query.status = Status::resolved;
  EXPECT_EQ(texts(page(query)), "c");
  query = {};
  query.assignee = noor;
  EXPECT_EQ(texts(page(query)), "b a");
  query.assignee = AccountId{};
  EXPECT_EQ(texts(page(query)), "c");
  query = {};
  query.channel = "chat";
  EXPECT_EQ(texts(page(query)), "");
  query.channel = "form";
  EXPECT_EQ(texts(page(query)), "c b a");
}

ENGINE_TEST(CareStore, TheMostPressingComesFirstAndLateOnesAreFound) {
  const auto slow = receive(from_an("slow")).conversation_id;
  auto pressing = from_an("pressing");
  pressing.topic = "broken";  // high
  receive(pressing);
  ListQuery query;
  query.sort = Sort::due;
  query.status = Status::open;
  EXPECT_EQ(texts(page(query)), "pressing slow");
  query.late = true;
  EXPECT_EQ(texts(page(query)), "");
  clock.advance(days(30));
  EXPECT_EQ(texts(page(query)), "pressing slow");
  ASSERT_EQ(answer(slow, "sorry"), "ok");
  EXPECT_EQ(texts(page(query)), "pressing");
}

ENGINE_TEST(CareStore, CountsTellWhatWaits) {
  const auto a = receive(from_an("a")).conversation_id;
  receive(from_an("b"));
  Change wish;
  wish.assignee = noor;
  ASSERT_EQ(change(a, wish), "ok");
  const auto counts = read([&](db::Reader& reader) { return count(reader, noor, clock.now()); });
  EXPECT_EQ(counts.open, 2);
  EXPECT_EQ(counts.mine, 1);
  EXPECT_EQ(counts.nobody, 1);
  EXPECT_EQ(counts.late, 0);
}

TEST(CareWords, AreFoldedAndCutWhereScriptsCutThem) {
  EXPECT_EQ(terms_of("Bình gốm ĐẸP, bình!"), "binh gom dep");
  EXPECT_EQ(terms_of("花瓶 ok"), "花 瓶 花瓶 ok");
  EXPECT_EQ(terms_of("\"; DROP * -"), "drop");
}

TEST(CareWords, AnIndexKeepsWhatItHeldOverARestartAndForgetsWhatIsTakenAway) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/words.db";
  {
    WordIndex index(path);
    EXPECT_FALSE(index.open());
    index.add({{MessageId{1}, ConversationId{10}, "secret vase"}, {MessageId{2}, ConversationId{11}, "vase glaze"}});
    index.set_complete();
    EXPECT_EQ(index.find("vas", {}).size(), 2u);
    EXPECT_EQ(index.find("vase glaze", {}).at(0).conversation, ConversationId{11});
    EXPECT_EQ(index.find("vase", MessageId{2}).at(0).message, MessageId{1});
  }
  WordIndex again(path);
  EXPECT_TRUE(again.open());
  EXPECT_EQ(again.newest(), MessageId{2});
  again.remove(ConversationId{10}, 7);
  EXPECT_EQ(again.last_blanked(), 7);
  EXPECT_EQ(again.find("secret", {}).size(), 0u);
  EXPECT_EQ(again.find("vase", {}).size(), 1u);
  again.compact();
  EXPECT_EQ(again.find("", {}).size(), 0u);
}

TEST(CareWords, TheLastWordIsAlsoABeginningAndTheNewestComeFirst) {
  WordIndex index(":memory:");
  index.open();
  std::vector<Words> messages;
  for (std::int64_t i = 1; i <= 3'000; ++i) {
    messages.push_back({MessageId{i}, ConversationId{i}, i % 2 ? "parcel number" + std::to_string(i) : "parcels late"});
  }
  index.add(messages);
  const auto newest = index.find("parc", {});
  ASSERT_EQ(newest.size(), static_cast<std::size_t>(candidates_max));
  EXPECT_EQ(newest.front().message, MessageId{3'000});
  EXPECT_EQ(newest.back().message, MessageId{1'001});
  EXPECT_EQ(index.find("parcel numb", {}).size(), 64u - 1) << "the shortest words that begin so";
  EXPECT_EQ(index.find("number7 parce", {}).at(0).message, MessageId{7});
  EXPECT_TRUE(index.find("parc number7", {}).empty()) << "only the last word is a beginning";
}

TEST(CareWords, AWordThatNobodySaysAnyMoreIsNotKept) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/words.db";
  {
    WordIndex index(path);
    index.open();
    index.add({{MessageId{1}, ConversationId{10}, "gwendolyn vase"}, {MessageId{2}, ConversationId{11}, "vase"}});
    index.add({{MessageId{2}, ConversationId{11}, "quillfeather vase"}}, true);
    index.add({{MessageId{2}, ConversationId{11}, "vase"}}, true);
    EXPECT_EQ(index.find("quill", {}).size(), 0u);
    index.remove(ConversationId{10}, 1);
    EXPECT_EQ(index.find("gwen", {}).size(), 0u);
    EXPECT_EQ(index.find("vas", {}).size(), 1u);
    index.compact();
  }
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_NE(bytes.find("vase"), std::string::npos);
  EXPECT_EQ(bytes.find("gwendolyn"), std::string::npos);
  EXPECT_EQ(bytes.find("quillfeather"), std::string::npos);
}

}  // namespace
}  // namespace plaza::care
