// Setting the stage: pictures, products, people, follows, and which posts will be written when.
#include "world.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <thread>

#include "catalog/module.h"
#include "content/module.h"
#include "identity/module.h"
#include "inventory/module.h"
#include "media/module.h"
#include "platform/crypto/passwords.h"
#include "predictions/module.h"

namespace plaza::app::demo_brand {

namespace {

constexpr int posts_wanted = 240;
constexpr int media_threads = 12;

[[noreturn]] void refused(const Error& error, const char* what) {
  std::string text = std::string("the demo could not write ") + what + ": " + error.code + " " + error.detail;
  for (const auto& field : error.fields) text += " (" + field.field + " " + field.message + ")";
  throw std::runtime_error(text);
}
template <class T>
T must(Result<T> result, const char* what) {
  if (!result.ok()) refused(result.error(), what);
  return std::move(*result);
}

}  // namespace

World::World(Program& program, std::uint64_t seed) : program_(program), files_(read_files()), random_(seed) {
  end_ = SystemClock().now();
  start_ = Time{(end_.micros / days(1) - days_here + 1) * days(1)};  // a midnight: people have their hours
}

// The clock only goes forward: what comes later reads the time from it, and the log is in order.
void World::write(const std::function<void(int, int)>& progress) {
  const int steps = 5 + days_here;
  int step = 0;
  const auto next = [&] { progress(++step, steps); };
  program_.shift_clock(start_ - days(7 * weeks_before + 2) - end_);
  write_media();
  next();
  write_catalog();
  next();
  write_people();
  write_prices();
  write_discounts();
  write_segments();
  next();
  program_.start_learning();
  write_past();
  next();
  write_follows();
  plan_posts();
  next();
  for (int day = 0; day < days_here; ++day) {
    if (day == 2) begin_experiment(true);
    if (day == 19) end_experiment();
    if (day == 20) begin_experiment(false);
    live_through(start_ + days(day));
    next();
  }
  program_.shift_clock(0);
  write_posts_until(SystemClock().now());
  write_reviews();
  write_drops();
  write_messages();
  write_groups();
  write_care();
  write_radar();
  write_help();
  write_reports();
  program_.drain();
  must(program_.predictions().train(), "the predictions");
  program_.drain();
}

// Several at once: each waits for the disk most of its time, and the writer commits them in groups.
void World::write_media() {
  std::vector<std::pair<std::string, media::ReadyMedia>> wanted;
  const std::string folder = files_.folder + "/media/";
  for (const auto& picture : files_.pictures) {
    media::ReadyMedia ready;
    ready.alt = picture.alt;
    ready.width = picture.width;
    ready.height = picture.height;
    if (picture.kind == "clip") {
      ready.kind = media::Kind::video;
      ready.duration_ms = picture.duration_ms;
      ready.files = {{"video.mp4", folder + picture.file}};
      if (!picture.poster.empty()) ready.files.push_back({"poster.webp", folder + picture.poster});
    } else {
      ready.files = {{"w" + std::to_string(picture.width) + ".webp", folder + picture.file}};
    }
    wanted.emplace_back(picture.file, std::move(ready));
  }
  for (const auto& product : files_.products) {
    if (product.model.empty()) continue;
    media::ReadyMedia ready;
    ready.kind = media::Kind::model;
    ready.alt = product.product.title;
    ready.files = {{"model.glb", folder + product.model}};
    wanted.emplace_back(product.model, std::move(ready));
  }
  std::vector<std::optional<Result<media::MediaId>>> taken(wanted.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < media_threads; ++i) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < wanted.size(); at = next++) {
        taken[at].emplace(program_.media().media().take_ready(wanted[at].second));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < wanted.size(); ++i) media_[wanted[i].first] = must(std::move(*taken[i]), "a picture");
}

void World::write_catalog() {
  auto work = [&](db::Transaction& tx) -> Status {
    for (const auto& collection : files_.collections) {
      catalog::NewCollection made{collection.handle, collection.title, "<p>" + collection.description + "</p>", std::nullopt};
      TRY_DONE(program_.catalog().collections().create(tx, made));
    }
    for (const auto& file : files_.products) {
      catalog::NewProduct product = file.product;
      std::unordered_map<std::string, int> place;
      const auto add = [&](const std::string& name, catalog::MediaKind kind) {
        const auto found = media_.find(name);
        if (found == media_.end() || place.contains(name)) return;
        place[name] = static_cast<int>(product.media.size());
        const auto view = program_.media().media().view(found->second);
        product.media.push_back({kind, found->second, "", view ? view->alt : product.title, view ? static_cast<int>(view->width) : 0,
                                 view ? static_cast<int>(view->height) : 0});
      };
      for (const auto& image : file.images) add(image, catalog::MediaKind::image);
      if (!file.video.empty()) add(file.video, catalog::MediaKind::video);
      if (!file.model.empty()) add(file.model, catalog::MediaKind::model);
      for (std::size_t i = 0; i < product.variants.size(); ++i) {
        const auto image = place.find(file.variant_image[i]);
        if (image != place.end()) product.variants[i].image = image->second;
      }
      TRY(auto made, program_.catalog().catalog().create(tx, product));
      for (std::size_t i = 0; i < made.variants.size() && i < file.stock.size(); ++i) {
        // Stock before the sales: what the file names is about what is left of it today.
        TRY_DONE(program_.inventory().stock().set_on_hand(tx, made.variants[i].id, "main", file.stock[i], "counted", "system"));
      }
      shelf_[product.collection_handles.at(0)].push_back(product.handle);
      products_[product.handle] = std::move(made);
    }
    return done();
  };
  must(program_.database().write_now(work), "the catalogue");
}

void World::write_people() {
  const std::string hash = must(sync_wait(program_.passwords().hash(password)), "a password");
  std::vector<const Picture*> avatars;
  for (const auto& picture : files_.pictures) {
    if (picture.kind == "avatar" && picture.file.find("brand") == std::string::npos) avatars.push_back(&picture);
  }
  auto work = [&](db::Transaction& tx) -> Status {
    for (std::size_t i = 0; i < files_.people.size(); ++i) {
      const auto& person = files_.people[i];
      identity::NewAccount account;
      account.email = person.handle + "@kilnlight.example";
      account.display_name = person.name;
      account.handle = person.handle;
      account.password_hash = hash;
      account.visitor = "demo-" + person.handle;
      account.locale = person.locale;
      account.email_verified = true;
      account.bio = person.bio;
      const auto picture = i == 0 ? std::string("avatars/brand.webp") : avatars.empty() ? "" : avatars[(i - 1) % avatars.size()]->file;
      if (const auto found = media_.find(picture); found != media_.end()) account.avatar_media_id = found->second.value;
      TRY(const auto made, program_.identity().accounts().create(tx, account));
      Member member{made.id, &person, account.visitor, {}};
      for (std::size_t t = 0; t < person.tastes.size(); ++t) member.taste[person.tastes[t]] = 1.0 / static_cast<double>(t + 1);
      members_.push_back(std::move(member));
    }
    TRY_DONE(program_.identity().staff().add(tx, "owner@kilnlight.example", identity::Role::owner, hash));
    return done();
  };
  must(program_.database().write_now(work), "the members");
}

void World::write_follows() {
  auto work = [&](db::Transaction& tx) -> Status {
    for (std::size_t i = 1; i < members_.size(); ++i) {
      if (chance() < 0.8) TRY_DONE(program_.content().writing().follow(tx, members_[i].id, members_[0].id, true));
      for (std::size_t j = 1; j < members_.size(); ++j) {
        if (i == j) continue;
        double common = 0;
        for (const auto& [taste, weight] : members_[i].taste) {
          const auto theirs = members_[j].taste.find(taste);
          if (theirs != members_[j].taste.end()) common += weight * theirs->second;
        }
        if (chance() < 0.05 + 0.5 * common) TRY_DONE(program_.content().writing().follow(tx, members_[i].id, members_[j].id, true));
      }
    }
    for (const auto& customer : customers_) {
      if (!customer.account) continue;
      if (chance() < 0.6) TRY_DONE(program_.content().writing().follow(tx, customer.account, members_[0].id, true));
      for (int more = 0; chance() < 0.45 && more < 5; ++more) {
        const auto& whom = members_[1 + random_() % (members_.size() - 1)];
        TRY_DONE(program_.content().writing().follow(tx, customer.account, whom.id, true));
      }
    }
    return done();
  };
  must(program_.database().write_now(work), "who follows whom");
}

// Who posts which picture: by taste; a third are videos while there are clips; more of them towards today.
void World::plan_posts() {
  std::vector<const Picture*> stills, clips, details;
  for (const auto& picture : files_.pictures) {
    if (picture.kind == "scene") stills.push_back(&picture);
    else if (picture.kind == "clip") clips.push_back(&picture);
    else if (picture.kind != "avatar") details.push_back(&picture);
  }
  if (stills.empty()) stills = details;
  std::unordered_map<const Picture*, int> used;
  const auto best_for = [&](const Member& member, const std::vector<const Picture*>& among) {
    const Picture* best = among.front();
    double best_score = -1e9;
    for (const auto* picture : among) {
      double score = chance() * 0.6 - 0.9 * used[picture];
      for (const auto& taste : picture->tastes) {
        const auto found = member.taste.find(taste);
        if (found != member.taste.end()) score += found->second;
      }
      if (score > best_score) {
        best_score = score;
        best = picture;
      }
    }
    ++used[best];
    return best;
  };
  for (int i = 0; i < posts_wanted; ++i) {
    PlannedPost post;
    post.author = chance() < 0.12 ? 0 : 1 + random_() % (members_.size() - 1);
    post.at = start_ + static_cast<Micros>(std::pow(chance(), 0.8) * static_cast<double>(end_ - start_ - hours(1)));
    const bool video = i % 3 == 2 && !clips.empty();
    const Picture* first = best_for(members_[post.author], video ? clips : stills);
    post.pictures = {first};
    // Every fourth still is a set: another cut of its scene, or a detail of what it shows.
    if (!video && i % 4 == 0) {
      for (const auto* other : stills) {
        if (other != first && other->scene == first->scene && post.pictures.size() < 2 && chance() < 0.5) post.pictures.push_back(other);
      }
      for (const auto* other : details) {
        if (post.pictures.size() >= 3 || other->products.empty() || first->products.empty()) break;
        if (other->products[0].handle == first->products[0].handle) post.pictures.push_back(other);
      }
    }
    planned_.push_back(std::move(post));
  }
  std::sort(planned_.begin(), planned_.end(), [](const PlannedPost& a, const PlannedPost& b) { return a.at < b.at; });
}

std::string World::caption(const Person& person, const Picture& picture) {
  const auto locale = files_.words.contains(person.locale) ? person.locale : "en";
  const Words& words = files_.words.at(locale);
  std::vector<std::string> openers;
  for (const auto& taste : picture.tastes) {
    const auto found = words.openers.find(taste);
    if (found != words.openers.end()) openers.insert(openers.end(), found->second.begin(), found->second.end());
  }
  if (openers.empty() || chance() < 0.15) openers = words.openers.at("*");
  std::string text = pick(openers);
  if (!picture.products.empty() && chance() < 0.75) {
    std::string middle = pick(words.middles);
    const auto product = products_.find(pick(picture.products).handle);
    const auto mark = middle.find("{p}");
    if (product != products_.end() && mark != std::string::npos) text += " " + middle.replace(mark, 3, product->second.title);
  }
  if (const auto& closer = pick(words.closers); !closer.empty()) text += " " + closer;
  std::size_t tags = 0;
  for (const auto& taste : picture.tastes) {
    std::string tag;
    for (const char c : taste) {
      if (c != '-') tag += c;
    }
    text += (tags == 0 ? "\n\n#" : " #") + tag;
    if (++tags == 3) break;
  }
  return text;
}

void World::write_posts_until(Time now) {
  auto work = [&](db::Transaction& tx) -> Status {
    for (; next_post_ < planned_.size() && planned_[next_post_].at <= now; ++next_post_) {
      const auto& plan = planned_[next_post_];
      const Member& author = members_[plan.author];
      content::NewPost post;
      post.text = caption(*author.person, *plan.pictures[0]);
      WrittenPost written;
      for (std::size_t i = 0; i < plan.pictures.size(); ++i) {
        const auto& picture = *plan.pictures[i];
        post.media.push_back(media_.at(picture.file));
        for (const auto& tagged : picture.products) {
          const auto product = products_.find(tagged.handle);
          if (product == products_.end() || post.tags.size() >= 8) continue;
          content::TaggedProduct tag{product->second.id, static_cast<int>(i), std::clamp(tagged.x, 0.0, 1.0),
                                     std::clamp(tagged.y, 0.0, 1.0), std::nullopt};
          if (tagged.seconds) tag.t_ms = static_cast<std::int64_t>(*tagged.seconds * 1000);
          post.tags.push_back(tag);
          written.products.push_back(tagged.handle);
        }
      }
      TRY(const auto made, program_.content().writing().create(tx, author.id, post, plan.at));
      written.id = made.id;
      written.author = plan.author;
      written.at = plan.at;
      written.tastes = plan.pictures[0]->tastes;
      written.quality = std::exp(0.8 * std::normal_distribution<double>(0, 1)(random_));
      post_at_[made.id] = posts_.size();
      posts_.push_back(std::move(written));
    }
    return done();
  };
  if (next_post_ < planned_.size() && planned_[next_post_].at <= now) must(program_.database().write_now(work), "the posts");
}

}  // namespace plaza::app::demo_brand
