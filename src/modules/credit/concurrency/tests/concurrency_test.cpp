#include <atomic>
#include <thread>

#include "credit_fixture.h"

namespace plaza::credit {
namespace {

class CreditRace : public CreditFixture {
 protected:
  void all_at_once(int threads, const std::function<void(int)>& work) {
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
    for (auto& thread : running) thread.join();
  }
};

ENGINE_TEST(CreditRace, ACardForTenPaysTenOrdersAtOnce) {
  const auto id = issue(1'000).card.id;
  std::atomic<int> paid = 0, wrong = 0;
  all_at_once(16, [&](int buyer) {
    for (int i = 0; i < 4; ++i) {
      const auto told = spend(Tender::of(id), 100, buyer * 100 + i + 1);
      if (told == "ok") ++paid;
      else if (told != "credit.insufficient") ++wrong;
    }
  });
  EXPECT_EQ(paid, 10);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(card(id).balance.amount, 0);
  expect_books_balance({id});
}

ENGINE_TEST(CreditRace, ManyRefundsOfOneOrderGiveBackWhatWasPaid) {
  const auto id = issue(1'000).card.id;
  ASSERT_EQ(grant(an, 1'000), "ok");
  ASSERT_EQ(spend(Tender::of(id), 1'000, 1), "ok");
  ASSERT_EQ(spend(Tender::of(an), 1'000, 1), "ok");
  all_at_once(12, [&](int n) {
    for (int i = 0; i < 3; ++i) (void)give_back(1, 70, std::to_string(n) + "-" + std::to_string(i));
  });
  EXPECT_EQ(card(id).balance.amount + balance(an), 2'000);
  EXPECT_EQ(spent(1), "");
  expect_books_balance({id});
}

ENGINE_TEST(CreditRace, OneKeyAtOnceGivesOnce) {
  const auto id = issue(1'000).card.id;
  ASSERT_EQ(spend(Tender::of(id), 1'000, 1), "ok");
  std::atomic<int> same = 0;
  all_at_once(8, [&](int) {
    if (give_back(1, 300, "refund") == "card 300") ++same;
    if (grant(an, 50, eur, "gift") == "ok") ++same;
  });
  EXPECT_EQ(same, 16);
  EXPECT_EQ(card(id).balance.amount, 300);
  EXPECT_EQ(balance(an), 50);
  expect_books_balance({id});
}

}  // namespace
}  // namespace plaza::credit
