#include "product_words.h"

#include <algorithm>
#include <random>

#include "catalog_fixture.h"
#include "platform/testing/seed.h"
#include "rules.h"
#include "store.h"

namespace plaza::catalog {
namespace {

const char* const vocabulary[] = {"vase", "vas", "va", "sage", "brick", "b", "1", "10", "100", "binh"};

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int below(int end) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(end)); }
  std::string word() { return vocabulary[below(std::size(vocabulary))]; }
  std::string words(int most) {
    std::string text;
    for (int n = below(most + 1); n >= 0; --n) text += word() + ' ';
    text.pop_back();
    return text;
  }
  ProductStatus status() { return static_cast<ProductStatus>(below(3)); }
  ProductQuery query() {
    ProductQuery query;
    query.q = words(2);
    if (below(2)) query.status = status();
    query.limit = 1 + below(12);
    return query;
  }

 private:
  std::mt19937 engine_;
};

bool answers(const std::vector<std::string>& has, ProductStatus status,
             const WordQuestion& question) {
  if (question.status && *question.status != status) return false;
  for (std::size_t i = 0; i < question.words.size(); ++i) {
    const bool last = i + 1 == question.words.size();
    const auto fits = [&](const std::string& word) {
      return last ? word.starts_with(question.words[i]) : word == question.words[i];
    };
    if (std::none_of(has.begin(), has.end(), fits)) return false;
  }
  return true;
}

using Model = std::map<ProductId, std::pair<std::vector<std::string>, ProductStatus>>;

// Every product looked at.
std::vector<ProductId> by_force(const Model& products, const WordQuestion& question) {
  std::vector<ProductId> found;
  for (const auto& [id, product] : products) {
    if (id < question.before && answers(product.first, product.second, question))
      found.push_back(id);
  }
  std::reverse(found.begin(), found.end());
  found.resize(std::min(found.size(), question.limit));
  return found;
}

TEST(ProductWords, AnswersWhatReadingAllAnswers) {
  Dice dice(testing::draw_seed());
  for (int round = 0; round < 40; ++round) {
    ProductWords words(static_cast<std::size_t>(1 + dice.below(12)));
    Model model;
    std::vector<ProductText> log;
    for (int step = 0; step < 150; ++step) {
      for (int n = dice.below(6); n > 0; --n) {
        const ProductId id{1 + dice.below(80)};
        const auto has = search_words(dice.words(4));
        const auto status = dice.status();
        model[id] = {has, status};
        std::erase_if(log, [&](const ProductText& old) { return old.id == id; });
        log.push_back({step * 10 + 10 - n, id, status, search_text(has)});
      }
      words.refresh([&](std::int64_t after) {
        std::vector<ProductText> next;
        for (const auto& text : log) {
          if (text.version > after && next.size() < 7) next.push_back(text);
        }
        return next;
      });
      const ProductQuery query = dice.query();
      const WordQuestion question{search_words(query.q), query.status,
                                  ProductId{dice.below(90)},
                                  static_cast<std::size_t>(query.limit)};
      ASSERT_EQ(words.find(question), by_force(model, question)) << query.q;
    }
  }
}

class CatalogWords : public CatalogFixture {
 protected:
  Model model() {
    Model all;
    for (const ProductId id : made) {
      const auto product = read([&](db::Reader& reader) { return catalog().product(reader, id); });
      all[id] = {words_of(*product), product->status};
    }
    return all;
  }
  std::vector<ProductId> found(db::Reader& reader, const ProductQuery& query) {
    std::vector<ProductId> answer;
    for (const auto& product : catalog().products(reader, query)) answer.push_back(product.id);
    return answer;
  }
  void change_one(Dice& dice) {
    if (made.empty() || dice.below(3) == 0) {
      NewProduct wish = vase();
      wish.title = dice.words(3);
      wish.status = dice.status();
      wish.variants[0].barcode = dice.word();
      made.push_back(make(wish).id);
      return;
    }
    ProductPatch patch;
    const int what = dice.below(4);
    if (what == 0) patch.title = dice.words(3);
    if (what == 1) patch.status = dice.status();
    if (what == 2) patch.vendor = dice.word();
    if (what == 3) patch.description_html = "<p>" + dice.words(3) + "</p>";  // is not searched
    const ProductId id = made[static_cast<std::size_t>(dice.below(static_cast<int>(made.size())))];
    const auto edit = [&](db::Transaction& tx) { return catalog().update(tx, id, patch); };
    ASSERT_TRUE(write(edit).ok());
  }

  std::vector<ProductId> made;
};

ENGINE_TEST(CatalogWords, AnswersAtOnceWhatReadingAllAnswers) {
  Dice dice(testing::draw_seed());
  for (int step = 0; step < 120; ++step) {
    change_one(dice);
    ProductQuery query = dice.query();
    if (dice.below(2)) query.before = made[static_cast<std::size_t>(dice.below(static_cast<int>(made.size())))];
    const auto answer = read([&](db::Reader& reader) { return found(reader, query); });
    const WordQuestion question{search_words(query.q), query.status,
                                query.before ? query.before : ProductId{1LL << 62},
                                static_cast<std::size_t>(query.limit)};
    ASSERT_EQ(answer, by_force(model(), question)) << query.q;
  }
}

ENGINE_TEST(CatalogWords, KeepsNothingOfATransactionThatWasUndone) {
  const ProductId id = make(vase()).id;
  const ProductQuery bowls{"bowl", {}, {}, 9};
  const auto undone = [&](db::Transaction& tx) -> Status {
    ProductPatch patch;
    patch.title = "Bowl";
    EXPECT_TRUE(catalog().update(tx, id, patch).ok());
    EXPECT_EQ(found(tx, bowls), std::vector{id});  // it sees its own words
    return Error{ErrorKind::conflict, "test.undone", "", {}};
  };
  EXPECT_FALSE(write(undone).ok());
  EXPECT_TRUE(read([&](db::Reader& reader) { return found(reader, bowls); }).empty());
  ProductPatch patch;
  patch.vendor = "Bowl";
  EXPECT_TRUE(write([&](db::Transaction& tx) { return catalog().update(tx, id, patch); }).ok());
  EXPECT_EQ(read([&](db::Reader& reader) { return found(reader, bowls); }), std::vector{id});
}

TEST(CatalogWordsUpgrade, FindsTheProductsOfAShopFromBefore) {
  testing::TestDatabase database(db::Engine::sqlite);
  database->migrate(migrations().first(1));
  const db::Statement old{"test.old",
                          "INSERT INTO catalog_products (id, handle, title, description_html, vendor, "
                          "product_type, status, document, search_text, created_at, updated_at) "
                          "VALUES ($1, $2, '', '', '', '', 1, '{}', ' sage vase ', 1, 1)"};
  const auto insert = [&](db::Transaction& tx) -> Status {
    tx.send(old, {7, "seven"});
    tx.send(old, {9, "nine"});
    return done();
  };
  ASSERT_TRUE(database->write_now(insert).ok());
  database->migrate(migrations());
  ProductWords words;
  const auto ask = [&](db::Reader& reader) {
    refresh(reader, words);
    return words.find({{"sage", "va"}, ProductStatus::draft, ProductId{100}, 5});
  };
  EXPECT_EQ(database->read_now(ask), (std::vector{ProductId{9}, ProductId{7}}));
}

}  // namespace
}  // namespace plaza::catalog
