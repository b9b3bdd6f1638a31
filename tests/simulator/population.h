// A made-up shop whose truth is known: what people like, what posts and products are worth to them, what they buy and send back.
// Nothing of it is ever told to the feed; it sees posts, hashtags, prices and stock, and what people do.
//
// Tastes, posts and products are vectors. What a viewer does with a post is a chain of chances: watch; then like, save, open the
// product; then the bag; then the purchase; then perhaps the way back. All chances are logistic in how well the vectors agree, in how
// good the post is, in what is peculiar to the product and in how its price suits the viewer.
//
// Random numbers are functions of who, what and when (common random numbers): under two policies the same viewer does the same with the
// same post, so that differences between policies are not differences of luck. The same seed gives the same run, to the last digit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "feed/tuning.h"

namespace plaza::simulator {

// A number in [0, 1) that belongs to these.
double chance_of(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);

// One kind of shop. Log-odds where nothing else is said.
struct Shape {
  std::string name;
  int topics = 12;
  int dimensions = 6;
  int creators = 60;
  int products = 100;
  int members = 300;       // who come again
  double taste = 3;        // how much it matters whether a post suits the viewer
  double crowd = 0.6;      // how unequal topics are (Zipf's exponent)
  double quality = 0.6;    // how much posts differ in how good they are
  double bait = 0.25;      // share of products that are opened much, bought less and sent back often
  double returns = 0.10;   // share of the others that comes back
  double watch = -1.0, like = -1.6, tap = -1.4, cart = -1.9, buy = -0.8;
};
std::vector<Shape> shapes();

struct Product {
  std::vector<double> vector;
  double allure = 0;        // how much it is opened, beyond what suits
  double held_back = 0;     // how much less it is put in the bag
  double return_rate = 0;
  std::int64_t price = 0;   // minor units
  double margin = 0;        // of one that is kept, minor units
  std::int64_t stock = 0;
};
struct Post {
  std::vector<double> vector;
  int creator = 0, topic = 0, second_topic = -1, product = -1;
  double quality = 0;
};
struct Person {
  std::vector<double> taste;
  double budget = 12;       // log2 of the price that suits best
};

// What may follow from one look; joint with everything that has to come before it.
struct Chances {
  double watch = 0, like = 0, save = 0, tap = 0, cart = 0, purchase = 0, returned = 0, hide = 0;
  double margin = 0;  // money after returns, expected
  double value(const feed::Worth& worth) const;
};

class Population {
 public:
  static constexpr double handling = 500;  // what it costs to take something back, minor units

  Population(const Shape& shape, std::uint64_t seed);
  Chances chances(int person, int post, int seen_before) const;
  // Its average over the first `people` members.
  double mean_value(int post, const feed::Worth& worth, int people = 60) const;
  // Makes a post; the number counts from 0. `quality`: of a standard normal, or drawn when it is not given.
  int add_post(const double* quality = nullptr);
  // Of everybody who will ever come; made when first asked for.
  const Person& person(int number) const;
  // What its staff would set: money for what is money, little for what leads to it.
  feed::Worth worth() const;
  static feed::Worth click_worth();

  const Shape shape;
  const std::uint64_t seed;
  std::vector<Product> products;
  std::vector<Post> posts;

 private:
  std::vector<double> near(const std::vector<double>& centre, double noise, std::uint64_t what, std::uint64_t which) const;
  int topic_of(double chance) const;

  std::vector<std::vector<double>> topics_;
  std::vector<double> topic_share_;
  std::vector<int> creator_topic_;
  mutable std::vector<Person> people_;
};

}  // namespace plaza::simulator
