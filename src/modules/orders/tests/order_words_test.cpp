#include "order_words.h"

#include "order_store.h"
#include "platform/base/text.h"
#include "shop_fixture.h"
#include "statements.h"

namespace plaza::orders {
namespace {

using Numbers = std::vector<std::int64_t>;

class OrderWordsTest : public ShopFixture {
 protected:
  Order order_of(const std::string& email, const std::string& name) {
    if (!vase_) vase_ = sell(1, 1'000, 500);
    const auto [cart, shopper] = cart_with(vase_);
    auto wanted = request();
    wanted.email = email;
    wanted.shipping_address.name = name;
    return *check_out(shopper, cart.id, wanted);
  }
  // All that are old enough.
  int fill() {
    int all = 0;
    for (;;) {
      const auto filled = write([&](db::Transaction& tx) -> Result<int> {
        return order_words::fill(tx, clock.now() - minutes(2), 2);
      });
      all += *filled;
      if (*filled < 2) return all;
    }
  }
  Numbers found(const OrderQuery& query) {
    Numbers all;
    for (const auto& order : read([&](db::Reader& reader) { return shop->orders().list(reader, query); })) {
      all.push_back(order.number);
    }
    return all;
  }
  std::int64_t words() {
    static constexpr db::Statement count{nullptr, "SELECT COUNT(*) FROM orders_words"};
    return *read([](db::Reader& reader) {
      return reader.one(count, {}, [](const db::Row& row) { return row.integer(0); });
    });
  }

 private:
  catalog::VariantId vase_;
};

TEST(OrderWords, AreLettersAndDigitsOfAFoldedText) {
  EXPECT_EQ(order_words::words_in(folded("Linh.Tran+a@Example.com Trần Linh #1001")),
            (std::vector<std::string>{"linh", "tran", "a", "example", "com", "1001"}));
  EXPECT_EQ(order_words::words_in("%_!  "), std::vector<std::string>{});
  EXPECT_EQ(order_words::words_in(std::string(100, 'x')).at(0).size(), 64u);
}

TEST(OrderWords, AllMustBeThereAndOneBeginsWithTheLast) {
  EXPECT_TRUE(order_words::answers("linh@a.example tran linh #1001", {"tran", "li"}));
  EXPECT_TRUE(order_words::answers("linh@a.example tran linh #1001", {"linh", "tran"}));
  EXPECT_FALSE(order_words::answers("linh@a.example tran linh #1001", {"li", "tran"}));
  EXPECT_FALSE(order_words::answers("linh@a.example tran linh #1001", {"tran", "inh"}));
}

ENGINE_TEST(OrderWordsTest, TheAnswerIsTheSameBeforeAndAfterTheWordsAreWritten) {
  order_of("linh.tran@a.example", "Trần Linh");
  order_of("lan@a.example", "Nguyễn Lan Linh");
  clock.advance(minutes(5));
  order_of("minh@b.example", "Linh Minh");
  const auto ask = [&] {
    return std::vector<Numbers>{found({.q = "linh"}),         found({.q = "tran li"}), found({.q = "b.exam"}),
                                found({.q = "linh lan"}),     found({.q = "l"}),       found({.q = "nobody"}),
                                found({.q = "a", .limit = 1}), found({.q = "1002 lan"}), found({.q = "inh"})};
  };
  const std::vector<Numbers> expected = {{1003, 1002, 1001}, {1001}, {1003}, {1002}, {1003, 1002, 1001},
                                         {},                 {1002}, {1002}, {}};
  EXPECT_EQ(ask(), expected);
  EXPECT_EQ(fill(), 2);  // the third is too young
  EXPECT_EQ(ask(), expected);
  clock.advance(minutes(5));
  EXPECT_EQ(fill(), 1);
  EXPECT_EQ(fill(), 0);
  EXPECT_EQ(ask(), expected);
}

ENGINE_TEST(OrderWordsTest, PagesAndStatusesGoWithWords) {
  for (int i = 0; i < 5; ++i) order_of("lan@a.example", "Lan");
  clock.advance(minutes(5));
  fill();
  const auto first = read([&](db::Reader& reader) { return shop->orders().list(reader, {.q = "lan", .limit = 2}); });
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(found({.q = "lan", .before = first[1].id}), (Numbers{1003, 1002, 1001}));
  EXPECT_EQ(found({.status = OrderStatus::cancelled, .q = "lan"}), Numbers{});
  EXPECT_EQ(found({.status = OrderStatus::paid, .fulfilment = FulfilmentStatus::unfulfilled, .q = "lan", .limit = 1}),
            Numbers{1005});
  EXPECT_EQ(found({.fulfilment = FulfilmentStatus::fulfilled, .q = "lan"}), Numbers{});
}

ENGINE_TEST(OrderWordsTest, AnErasedPersonsWordsAreGone) {
  order_of("lan@a.example", "Lan");
  auto order = order_of("secretperson@b.example", "Secretname");
  clock.advance(minutes(5));
  fill();
  const auto before = words();
  const auto blank = [&](db::Transaction& tx) -> Result<int> {
    order = order_store::find(tx, order.id)->order;
    order.email.clear();
    order.shipping_address.name.clear();
    order_store::blank(tx, order);
    return 0;
  };
  ASSERT_TRUE(write(blank).ok());
  EXPECT_EQ(words(), before - 4);  // its number stays
  EXPECT_EQ(found({.q = "secretname"}), Numbers{});
  EXPECT_EQ(found({.q = "example"}), Numbers{1001});
}

ENGINE_TEST(OrderWordsTest, AWholeAddressIsNobodyElses) {
  order_of("maria@x.example", "Maria");
  EXPECT_EQ(found({.email = "a@x.example"}), Numbers{});
  EXPECT_EQ(found({.email = " Maria@X.example"}), Numbers{1001});
  EXPECT_EQ(found({.q = "ignored", .email = "maria@x.example"}), Numbers{1001});
}

}  // namespace
}  // namespace plaza::orders
