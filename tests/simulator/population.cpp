#include "population.h"

#include <cmath>

#include "ml/experiment/distributions.h"

namespace plaza::simulator {

namespace {

enum : std::uint64_t { of_topic = 1, of_creator, of_product, of_post, of_person, of_choice };

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double normal_of(std::uint64_t seed, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const double chance = chance_of(seed, a, b, c);
  return ml::experiment::normal_quantile(chance < 1e-9 ? 1e-9 : chance);
}

void to_length_one(std::vector<double>& vector) {
  double squares = 0;
  for (const double x : vector) squares += x * x;
  const double length = std::sqrt(squares) + 1e-12;
  for (double& x : vector) x /= length;
}

double agreement(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

double chance_of(std::uint64_t seed, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  std::uint64_t x = seed;
  for (const std::uint64_t part : {a, b, c}) {  // splitmix64's finaliser after each
    x += part + 0x9E3779B97F4A7C15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    x ^= x >> 31;
  }
  return static_cast<double>(x >> 11) * 0x1.0p-53;
}

// A house of strong tastes that sends much back; one of mild tastes where good posts are good for everybody; one of many small crowds.
std::vector<Shape> shapes() {
  Shape clothes;
  clothes.name = "clothes";
  clothes.taste = 3.5;
  clothes.returns = 0.25;
  clothes.bait = 0.3;
  Shape home;
  home.name = "home";
  home.topics = 8;
  home.dimensions = 4;
  home.taste = 2;
  home.quality = 0.9;
  home.crowd = 0.9;
  home.returns = 0.06;
  home.bait = 0.2;
  home.like = -1.9;
  Shape hobbies;
  hobbies.name = "hobbies";
  hobbies.topics = 24;
  hobbies.dimensions = 10;
  hobbies.creators = 90;
  hobbies.products = 160;
  hobbies.taste = 4.5;
  hobbies.crowd = 0.4;
  hobbies.quality = 0.4;
  hobbies.watch = -1.3;
  hobbies.tap = -1.2;
  hobbies.bait = 0.25;
  return {clothes, home, hobbies};
}

double Chances::value(const feed::Worth& worth) const {
  const auto times = [](double chance, std::int64_t each) { return chance * static_cast<double>(each); };
  return times(watch, worth.watch) + times(like, worth.like) + times(save, worth.save) + times(tap, worth.tag_tap) +
         times(cart, worth.add_to_cart) + times(purchase, worth.purchase) + times(returned, worth.returned) + times(hide, worth.hide);
}

Population::Population(const Shape& of, std::uint64_t with_seed) : shape(of), seed(with_seed) {
  const std::vector<double> origin(static_cast<std::size_t>(shape.dimensions), 0);
  double all = 0;
  for (int i = 0; i < shape.topics; ++i) {
    topics_.push_back(near(origin, 1, of_topic, static_cast<std::uint64_t>(i)));
    topic_share_.push_back(std::pow(i + 1, -shape.crowd));
    all += topic_share_.back();
  }
  for (double& share : topic_share_) share /= all;
  for (int i = 0; i < shape.creators; ++i) {
    creator_topic_.push_back(topic_of(chance_of(seed, of_creator, static_cast<std::uint64_t>(i))));
  }
  for (int i = 0; i < shape.products; ++i) {
    const auto which = static_cast<std::uint64_t>(i);
    const auto drawn = [&](std::uint64_t what) { return chance_of(seed, of_product, which, what); };
    Product made;
    made.vector = near(topics_[static_cast<std::size_t>(topic_of(drawn(1)))], 0.25, of_product, which);
    const bool is_bait = drawn(2) < shape.bait;
    made.allure = (is_bait ? 1.4 : 0) + 0.4 * normal_of(seed, of_product, which, 3);
    made.held_back = is_bait ? 0.8 : 0;
    made.return_rate = is_bait ? 0.5 + 0.3 * drawn(4) : shape.returns * (0.4 + 1.2 * drawn(4));
    made.price = static_cast<std::int64_t>(std::exp2(10.5 + 2.5 * drawn(5)));
    made.margin = static_cast<double>(made.price) * (0.15 + 0.2 * drawn(6));
    made.stock = drawn(7) < 0.1 ? 3 + static_cast<std::int64_t>(12 * drawn(8)) : 1'000;
    products.push_back(std::move(made));
  }
}

std::vector<double> Population::near(const std::vector<double>& centre, double noise, std::uint64_t what, std::uint64_t which) const {
  auto made = centre;
  for (std::size_t i = 0; i < made.size(); ++i) made[i] += noise * normal_of(seed, what + 100, which, i);
  to_length_one(made);
  return made;
}

int Population::topic_of(double chance) const {
  double sum = 0;
  for (std::size_t i = 0; i < topic_share_.size(); ++i) {
    sum += topic_share_[i];
    if (chance < sum) return static_cast<int>(i);
  }
  return shape.topics - 1;
}

int Population::add_post(const double* quality) {
  const auto number = posts.size();
  const auto drawn = [&](std::uint64_t what) { return chance_of(seed, of_post, number, what); };
  Post post;
  post.creator = static_cast<int>(drawn(1) * drawn(2) * shape.creators);  // some post much
  post.topic = drawn(3) < 0.8 ? creator_topic_[static_cast<std::size_t>(post.creator)] : topic_of(drawn(4));
  if (drawn(5) < 0.3) post.second_topic = topic_of(drawn(6));
  auto centre = topics_[static_cast<std::size_t>(post.topic)];
  if (post.second_topic >= 0) {
    const auto& other = topics_[static_cast<std::size_t>(post.second_topic)];
    for (std::size_t i = 0; i < centre.size(); ++i) centre[i] += 0.5 * other[i];
  }
  post.vector = near(centre, 0.2, of_post, number);
  post.quality = quality ? *quality : normal_of(seed, of_post, number, 7);
  if (drawn(8) < 0.75) {  // the product that suits the post best of three
    double best = -2;
    for (std::uint64_t i = 0; i < 3; ++i) {
      const int product = static_cast<int>(drawn(9 + i) * shape.products);
      const double suits = agreement(products[static_cast<std::size_t>(product)].vector, post.vector);
      if (suits <= best) continue;
      best = suits;
      post.product = product;
    }
  }
  posts.push_back(std::move(post));
  return static_cast<int>(number);
}

const Person& Population::person(int number) const {
  while (people_.size() <= static_cast<std::size_t>(number)) {
    const auto which = people_.size();
    const auto drawn = [&](std::uint64_t what) { return chance_of(seed, of_person, which, what); };
    Person made;
    auto centre = topics_[static_cast<std::size_t>(topic_of(drawn(1)))];
    if (drawn(2) < 0.6) {
      const auto& other = topics_[static_cast<std::size_t>(topic_of(drawn(3)))];
      for (std::size_t i = 0; i < centre.size(); ++i) centre[i] += 0.7 * other[i];
    }
    made.taste = near(centre, 0.15, of_person, which);
    made.budget = 10.8 + 2 * drawn(4);
    people_.push_back(std::move(made));
  }
  return people_[static_cast<std::size_t>(number)];
}

Chances Population::chances(int number, int of_post_number, int seen_before) const {
  const auto& who = person(number);
  const auto& post = posts[static_cast<std::size_t>(of_post_number)];
  const double suits = agreement(who.taste, post.vector);
  const double good = shape.quality * post.quality;
  Chances made;
  made.watch = sigmoid(shape.watch + shape.taste * suits + good - 0.8 * std::log2(1.0 + seen_before));
  made.like = made.watch * sigmoid(shape.like + 0.5 * shape.taste * suits + 0.7 * good);
  made.save = made.watch * sigmoid(shape.like - 1.5 + 0.5 * shape.taste * suits + 0.7 * good);
  made.hide = (1 - made.watch) * sigmoid(-4 - 0.7 * shape.taste * suits);
  if (post.product < 0) return made;
  const auto& product = products[static_cast<std::size_t>(post.product)];
  const double wants = agreement(who.taste, product.vector);
  const double off_budget = std::log2(static_cast<double>(product.price)) - who.budget;
  made.tap = made.watch * sigmoid(shape.tap + 0.4 * shape.taste * wants + product.allure);
  made.cart = made.tap * sigmoid(shape.cart + 0.5 * shape.taste * wants - 0.5 * off_budget * off_budget - product.held_back);
  made.purchase = made.cart * sigmoid(shape.buy - 0.3 * off_budget * off_budget - 0.5 * product.held_back);
  made.returned = made.purchase * product.return_rate;
  made.margin = made.purchase * product.margin - made.returned * (product.margin + handling);
  return made;
}

double Population::mean_value(int post, const feed::Worth& worth, int people) const {
  double sum = 0;
  for (int person = 0; person < people; ++person) sum += chances(person, post, 0).value(worth);
  return sum / people;
}

feed::Worth Population::worth() const {
  double margin = 0;
  for (const auto& product : products) margin += product.margin / static_cast<double>(products.size());
  feed::Worth worth;
  worth.purchase = static_cast<std::int64_t>(margin);
  worth.returned = -static_cast<std::int64_t>(margin + handling);
  return worth;
}

feed::Worth Population::click_worth() {
  feed::Worth worth;
  worth.watch = worth.like = worth.save = worth.share = worth.comment = worth.add_to_cart = worth.purchase = 0;
  worth.hide = worth.returned = 0;
  worth.tag_tap = 10;
  return worth;
}

}  // namespace plaza::simulator
