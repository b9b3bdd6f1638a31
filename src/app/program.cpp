// The whole wiring, top to bottom: platform, then modules from the lowest row up (each gets references to the public classes it
// needs and nothing else), then ports that point upwards, then routes, subscriptions and jobs.
#include "program.h"

#include "drop_mail.h"
#include "gift_cards.h"
#include "part_settings.h"
#include "person_links.h"
#include "platform/db/unsynced_vfs.h"
#include "brand_inbox.h"
#include "radar_signals.h"
#include "server_routes.h"
#include "subscriptions.h"
#include "tables.h"
#include "program_parts.h"

namespace plaza::app {

namespace {

// Before anything is opened: the test file system that forgets what was not synced must be known to SQLite.
const Settings& prepared(const Settings& settings) {
  if (!settings.sqlite_vfs.empty()) db::register_unsynced_vfs();
  return settings;
}

}  // namespace

Program::Parts::Parts(const Settings& given)
    : settings(prepared(given)),
      data(settings.data_dir),
      main(open_main_database(settings, data)),
      log_database(open_log_database(settings, data)),
      migrated((migrate(*main, *log_database), true)),
      node(*main, clock, [] { log::error("this process lost its node number and ends"); std::abort(); }),
      ids(node.ids()),
      passwords({.queue_max = static_cast<std::size_t>(settings.password_queue)}),
      store(media_store::open_folder(data.file("media"))),
      mail(open_mail(settings, data, clock)),
      dispatcher(events::open_dispatcher(*main, clock)),
      runner(jobs::open_runner(*main, clock)),
      // Row 1
      identity(identity::open({*main, ids, clock, passwords, settings.public_url, limits_of(settings)})),
      media(media::open({*main, ids, clock, *store,
                         {.video_bytes_max = static_cast<std::size_t>(settings.media_bytes_max), .scratch = data.file("scratch")}})),
      interactions(interactions::open({*log_database, clock, {.require_key = settings.require_key}})),
      // Row 2
      catalog(catalog::open({*main, ids, clock, media->media(), settings.currency, settings.public_url})),
      profiles(profiles::open({*main, ids, clock, identity->accounts(), interactions->log(),
                               {settings.analytics_needs_consent, settings.personalization_needs_consent}})),
      notifications(notifications::open({*main, ids, clock, identity->accounts(), identity->sessions(),
                                         {settings.brand_name, settings.brand_color, settings.public_url, sender_of(settings).address},
                                         mail_by(*mail),
                                         [this](std::int64_t id) {
                                           const auto view = media->media().view(media::MediaId{id});
                                           return view ? view->url : std::string();
                                         },
                                         [this](db::Reader& reader) {
                                           return MailSamples(catalog->catalog(), line_pictures).products(reader);
                                         },
                                         &profiles->blocks(), push_of(settings),
                                         [this](Time at) { return care->opening().ahead_of_utc(at); }})),
      // Row 3
      inventory(inventory::open({*main, ids, clock, catalog->catalog(), &notifications->mailer(), &notifications->bell()})),
      pricing(pricing::open({*main, ids, clock, catalog->catalog(), identity->accounts(), prices_of(settings)})),
      drops(drops::open({*main, ids, clock, catalog->catalog(), inventory->levels()})),
      promotions(promotions::open({*main, ids, clock, catalog->catalog(), catalog->collections()})),
      credit(credit::open({*main, ids, clock, identity->accounts(), settings.unlimited,
                           [this](Currency currency) { return pricing->prices().sells_in(currency); }})),
      moderation(moderation::open({*main, ids, clock, identity->accounts(), identity->staff(), notifications->bell()})),
      content(content::open({*main, ids, clock, identity->accounts(), media->media(), catalog->catalog(), &moderation->submissions(), &profiles->blocks(),
                             &moderation->decisions()})),
      // Row 4
      payments(payments::open({*main, ids, clock, payments_of(settings)})),
      line_pictures(media->media()),
      order_mail(notifications->mailer(), notifications->bell()),
      orders(orders::open(orders::Needs{*main, ids, clock, catalog->catalog(), inventory->stock(), inventory->levels(),
                                        payments->payments(), order_mail, line_pictures, prices_of(settings), nullptr,
                                        &pricing->prices(), &pricing->taxes(), &pricing->shipping(),
                                        &promotions->promotions(), &credit->credit(), &drops->gate(), &identity->accounts(),
                                        {settings.order_grace, settings.brand_name}})),
      // Row 5
      return_mail(notifications->mailer(), notifications->bell()),
      returns(returns::open({*main, ids, clock, catalog->catalog(), media->media(), orders->orders(), orders->after_sale(), return_mail})),
      return_evidence(returns->outcomes()),
      messaging(messaging::open({*main, ids, clock, identity->accounts(), identity->sessions(), media->media(), orders->orders(),
                                 profiles->blocks(), content->relations(), notifications->bell(), notifications->mailer(),
                                 {settings.brand_name, settings.public_url.starts_with("https:"), settings.unlimited}})),
      care(care::open({*main, ids, clock, identity->accounts(), identity->staff(), media->media(), orders->orders(), orders->after_sale(),
                       returns->returns(), returns->warranties(), credit->credit(), payments->by_hand(), notifications->hub(), *mail,
                       {settings.brand_name, settings.public_url, sender_of(settings), settings.currency}, data.file("care.db"), settings.unlimited,
                       &notifications->bell(), &catalog->catalog()})),
      networks(networks::open({*main, ids, clock, care->care(), profiles->customers(), networks_of(settings)})),
      calls(calls::open({*main, ids, clock, identity->accounts(), profiles->customers(), care->care()})),
      mailbox(mailbox::open({*main, ids, clock, care->care(), *mail, {settings.brand_name, sender_of(settings)}, settings.mailbox})),
      chat_channel(*main, messaging->messages()),
      chat_desk(care->opening(), messaging->presence(), care->care()),
      comparison(comparison::open({*main, catalog->catalog()})),
      review_mail(notifications->mailer(), notifications->bell()),
      reviews(reviews::open({*main, ids, clock, identity->accounts(), media->media(), catalog->catalog(), orders->orders(),
                             profiles->consents(), moderation->submissions(), review_mail})),
      community(community::open({*main, ids, clock, identity->accounts(), identity->staff(), media->media(), catalog->catalog(),
                                 profiles->blocks(), moderation->submissions(), moderation->group_desk(), content->posts(),
                                 content->views(), notifications->bell(), notifications->mailer(),
                                 {settings.public_url, settings.unlimited}, &profiles->consents()})),
      group_taste(content->relations()),
      answered_questions(reviews->questions(), catalog->catalog()),
      telling_reviews(reviews->reviews(), catalog->catalog()),
      accepted_answers(community->discussions(), identity->accounts()),
      community_experts(community->experts(), profiles->blocks()),
      questions_in_groups(*community, identity->accounts(), profiles->blocks(), clock),
      review_voters(community->groups(), identity->staff(), profiles->blocks()),
      answers(answers::open({*main, ids, clock, identity->accounts(), catalog->catalog(), profiles->consents(), notifications->bell(),
                             care->care(), reviews->reviews(), reviews->questions(), settings.unlimited})),
      segments(segments::open({*main, ids, clock, identity->accounts(), catalog->collections(), interactions->log(),
                               [this](std::string_view visitor) { return profiles->profiles().account_of(visitor); }})),
      experiments(experiments::open({*main, ids, clock, interactions->log(), settings.currency})),
      predictions(predictions::open({*main, clock, identity->accounts(), orders->orders(), settings.currency})),
      // Row 6
      search(search::open({*main, clock, identity->accounts(), catalog->catalog(), content->posts(), data.file("search.db"),
                           &community->visibility(), &community->readable()})),
      feed(feed::open({*main, ids, clock, interactions->log(), content->posts(), catalog->catalog(), inventory->levels(), settings.currency,
                       {}, &community->visibility()})),
      customer_worth(orders->orders(), predictions->predictions(), settings.currency, clock),
      classifiers(classifiers::open({*main, clock, moderation->examples(), care->lessons()})),
      radar(radar::open({*main, ids, clock, catalog->catalog(), content->posts(), content->views(), classifiers->classifiers(),
                         [this](db::Reader& reader, identity::AccountId account) { return customer_worth.of(reader, account); }})),
      care_reading(classifiers->classifiers()),
      bought_products(orders->orders()),
      post_channel(*main, content->writing(), care->care()),
      review_channel(*main, reviews->reviews(), care->care()),
      comment_channel(*main, content->writing(), care->care()),
      radar_desk(care->care(), identity->accounts(), identity->staff(), notifications->mailer(), notifications->push()),
      feed_promotion(radar->promotions()),
      interchange(interchange::open({*main, ids, clock, identity->accounts(), profiles->customers(), catalog->catalog(),
                                     orders->orders(), orders->past_orders(), payments->payments(),
                                     pricing->standings(), credit->wallets(), settings.currency, host_of(settings.public_url)})),
      // Row 7
      storefront(storefront::open({*main, clock, identity->accounts(), catalog->catalog(), catalog->collections(),
                                   inventory->levels(), media->media(), content->posts(), content->views(),
                                   content->relations(), feed->feed(), search->search(), interactions->log(),
                                   comparison->comparison(), brand_of(settings), settings.web_dir, &pricing->prices(),
                                   &drops->drops(), variants_of(segments->segments(), profiles->consents()), &reviews->ratings(), &reviews->reviews(), &answers->help(),
                                   &community->visibility(), &community->public_pages(), &community->readable(), &reviews->questions()})),
      insights(insights::open({*main, clock, interactions->log(), orders->orders(), storefront->cards(), content->posts(),
                               content->views(), inventory->stock(), catalog->catalog(), *runner, *dispatcher, settings.currency})),
      surroundings(media->media(), content->relations(), notifications->bell()),
      buyers(orders->orders(), settings.currency),
      first_orders(orders->orders()),
      personal_data({identity->accounts(), *profiles, media->media(), interactions->log(), *search, *dispatcher,
                     segments->segments(), predictions->predictions(), outbox_of(settings, data)}),
      segment_uses(segments->segments(), profiles->consents(), predictions->predictions()),
      experiment_uses(segments->segments(), experiments->experiments(), profiles->consents()),
      images(catalog::web_image_fetcher(media->media())) {
  // Ports that point upwards.
  identity->plug(notifications->account_mail());
  identity->plug(surroundings);
  catalog->plug(&inventory->stock_sink(), images.get());
  catalog->plug(pricing->product_columns());
  content->plug(storefront->chips());
  content->plug(community->visibility());
  moderation->plug(moderation::Kind::post, content->moderated_posts());
  moderation->plug(moderation::Kind::comment, content->moderated_comments());
  moderation->plug(moderation::Kind::message, messaging->moderated());
  for (const auto kind : {moderation::Kind::review, moderation::Kind::review_reply, moderation::Kind::question, moderation::Kind::answer}) {
    moderation->plug(kind, reviews->moderated(kind));
  }
  moderation->plug(moderation::Kind::discussion, community->moderated_discussions());
  moderation->plug(moderation::Kind::reply, community->moderated_replies());
  community->plug(storefront->chips());
  group_taste.plug(feed->tastes());
  community->plug(group_taste);
  moderation->plug(classifiers->screen());
  reviews->plug(*images);
  reviews->plug(review_voters);
  comparison->plug(storefront->chips());
  comparison->plug(reviews->evidence());
  comparison->plug(return_evidence);
  messaging->plug(storefront->chips());
  profiles->plug(buyers);
  interactions->plug(profiles->keeping());
  identity->plug(profiles->farewell());
  personal_data.plug_into(*profiles, *feed, {&content->personal_data(), &moderation->personal_data(), &reviews->personal_data(),
                                               &community->personal_data(), &answers->personal_data(), &orders->personal_data(),
                                               &returns->personal_data(), &inventory->personal_data(), &credit->personal_data(),
                                               &notifications->personal_data(), &notifications->push_data(), &messaging->personal_data(), &networks->personal_data(),
                                               &calls->personal_data(), &mailbox->personal_data(), &care->personal_data(),
                                               &radar->personal_data()});
  care->plug(chat_channel);
  care->plug(storefront->chips());
  care->plug(answers->channel());
  answers->plug(answered_questions);
  answers->plug(telling_reviews);
  answers->plug(accepted_answers);
  for (auto* channel : networks->channels()) care->plug(*channel);
  care->plug(calls->channel());
  care->plug(mailbox->channel());
  messaging->plug(chat_desk);
  payments->plug(care->allowance());
  orders->plug(care->allowance());
  returns->plug(care->allowance());
  answers->plug(community_experts);
  answers->plug(questions_in_groups);
  credit->plug(care->allowance());
  care->plug(post_channel);
  care->plug(review_channel);
  care->plug(comment_channel);
  care->plug(care_reading);
  care->plug(bought_products);
  radar->plug(radar_desk);
  feed->plug(&feed_promotion);
  segment_uses.plug_into(*promotions, first_orders, *feed, *segments, *predictions);
  experiment_uses.plug_into(*experiments, *feed);
  if (settings.sqlite_vfs.empty()) {
    relearning = std::make_unique<Relearning>(
        *interactions, Relearning::Where{data.file("interactions.db"), data.file("relearning"), std::string(settings.currency.code())});
  }

  add_server_routes(routes, {*main, *runner, *dispatcher, [this] { return serving; }});
  identity->add_routes(routes);
  media->add_routes(routes);
  interactions->add_routes(routes);
  catalog->add_routes(routes);
  profiles->add_routes(routes);
  notifications->add_routes(routes);
  inventory->add_routes(routes);
  pricing->add_routes(routes);
  drops->add_routes(routes);
  promotions->add_routes(routes);
  credit->add_routes(routes);
  moderation->add_routes(routes);
  content->add_routes(routes);
  payments->add_routes(routes);
  orders->add_routes(routes);
  returns->add_routes(routes);
  messaging->add_routes(routes);
  care->add_routes(routes);
  networks->add_routes(routes);
  calls->add_routes(routes);
  mailbox->add_routes(routes);
  comparison->add_routes(routes);
  reviews->add_routes(routes);
  community->add_routes(routes);
  answers->add_routes(routes);
  segments->add_routes(routes);
  experiments->add_routes(routes);
  predictions->add_routes(routes);
  feed->add_routes(routes);
  radar->add_routes(routes);
  classifiers->add_routes(routes);
  interchange->add_routes(routes);
  insights->add_routes(routes);
  storefront->add_routes(routes);

  identity->add_jobs(*runner);
  media->add_jobs(*runner);
  catalog->add_jobs(*runner);
  profiles->add_jobs(*runner);
  notifications->add_jobs(*runner);
  inventory->add_jobs(*runner);
  moderation->add_jobs(*runner);
  credit->add_jobs(*runner);
  drops->add_jobs(*runner);
  payments->add_jobs(*runner);
  orders->add_jobs(*runner);
  messaging->add_jobs(*runner);
  care->add_jobs(*runner);
  networks->add_jobs(*runner);
  mailbox->add_jobs(*runner);
  reviews->add_jobs(*runner);
  returns->add_jobs(*runner);
  community->add_jobs(*runner);
  answers->add_jobs(*runner);
  radar->add_jobs(*runner);
  classifiers->add_jobs(*runner);
  predictions->add_jobs(*runner);
  interchange->add_jobs(*runner);
  add_server_jobs(*runner, *main, clock);
}

Program::Program(const Settings& settings) : parts_(std::make_unique<Parts>(settings)) {}
Program::~Program() { stop(); }

void Program::start_learning() {
  auto& p = *parts_;
  if (p.learning) return;
  p.learning = true;
  // Subscriptions first, then the state before them: what is committed in between is then seen both ways, and never lost.
  p.identity->subscribe(*p.dispatcher);
  p.media->subscribe(*p.dispatcher);
  p.notifications->subscribe(*p.dispatcher);
  p.profiles->subscribe(*p.dispatcher);
  p.inventory->subscribe(*p.dispatcher);
  p.pricing->subscribe(*p.dispatcher);
  p.drops->subscribe(*p.dispatcher);
  p.promotions->subscribe(*p.dispatcher);
  p.moderation->subscribe(*p.dispatcher);
  p.content->subscribe(*p.dispatcher);
  p.orders->subscribe(*p.dispatcher);
  p.messaging->subscribe(*p.dispatcher);
  p.care->subscribe(*p.dispatcher);
  p.reviews->subscribe(*p.dispatcher);
  p.community->subscribe(*p.dispatcher);
  p.answers->subscribe(*p.dispatcher);
  p.returns->subscribe(*p.dispatcher);
  p.segments->subscribe(*p.dispatcher);
  p.experiments->subscribe(*p.dispatcher);
  p.predictions->subscribe(*p.dispatcher);
  p.search->subscribe(*p.dispatcher);
  p.feed->subscribe(*p.dispatcher);
  p.radar->subscribe(*p.dispatcher);
  p.classifiers->subscribe(*p.dispatcher);
  p.storefront->subscribe(*p.dispatcher);
  subscribe_gift_cards(*p.dispatcher,
                       {p.credit->credit(), p.orders->orders(), p.orders->after_sale(), p.notifications->mailer()});
  subscribe_drop_mail(*p.dispatcher, {p.catalog->catalog(), p.identity->accounts(), p.notifications->mailer()});
  subscribe_answers(*p.dispatcher, {p.catalog->catalog(), p.reviews->questions(), p.notifications->bell()});
  subscribe_person_links(*p.dispatcher, {p.identity->accounts(), p.orders->orders(), p.profiles->suggestions()});
  subscribe_signals(*p.dispatcher, {p.radar->signals(), p.orders->orders(), p.returns->returns(), p.reviews->reviews(), p.reviews->questions(), p.care->care(),
                                    p.classifiers->classifiers()});
  subscribe_community_help(*p.dispatcher, {p.community->discussions(), p.answers->help()});
  subscribe_brand_inbox(*p.dispatcher, {p.care->care(), p.care_reading, p.reviews->reviews(), p.content->posts(), p.content->moderated_comments(),
                                        &p.community->visibility(), p.identity->accounts(), p.orders->orders()});
  subscribe_chat(*p.dispatcher, {p.messaging->messages(), p.care->care(), p.identity->accounts(), p.orders->orders(), p.storefront->chips()});
  subscribe_all(*p.dispatcher, {*p.main, *p.interactions, p.inventory->levels(), p.notifications->bell(), p.notifications->hub()});
  load_learners();
  p.interactions->start();
  p.dispatcher->start();
  p.inventory->start();
  p.pricing->start();
  p.drops->start();
  p.feed->start();
  p.profiles->start();
  p.segments->start();
}

void Program::load_learners() {
  auto& p = *parts_;
  p.catalog->load();
  p.inventory->load();
  p.pricing->load();
  p.drops->load();
  p.promotions->load();
  p.segments->load();
  p.moderation->load();
  p.content->load();
  p.experiments->load();
  p.predictions->load();
  p.reviews->load();
  p.community->load();
  p.answers->load();
  p.storefront->load();
  p.feed->load();
  p.radar->load();
  p.classifiers->load();
  p.search->load();
  p.care->load();
  p.interactions->add_learner(p.feed->learner());
  p.interactions->add_learner(p.radar->learner());
  p.interactions->add_learner(p.profiles->learner());
  p.interactions->add_learner(p.segments->learner());
  p.interactions->add_learner(p.insights->learner());
  p.interactions->add_learner(p.experiments->learner());
  p.interactions->add_learner(p.predictions->learner());
  p.interactions->add_learner(p.storefront->learner());
}

void Program::start() {
  auto& p = *parts_;
  start_learning();
  p.runner->start(4);
  p.server_parts = std::make_unique<http::ServerParts>(
      http::ServerParts{p.routes, p.identity->sessions(), p.storefront->fronts(),
                        [&p](http::Call& call) { return p.storefront->not_found(call); }, &p.clock});
  http::ServerOptions options;
  options.address = p.settings.address;
  options.port = p.settings.port;
  options.threads = p.settings.threads;
  options.trust_forwarded = p.settings.trust_forwarded;
  p.server = http::serve(options, *p.server_parts);
  if (p.relearning) p.relearning->start();
  p.mailbox->start();
  p.serving = true;
}

void Program::stop() {
  auto& p = *parts_;
  p.serving = false;
  if (p.learning) {  // open streams end first
    p.notifications->stop();
    p.messaging->stop();
    p.community->stop();
    p.drops->stop();
  }
  if (p.server) {
    p.server->stop(p.settings.shutdown_seconds);
    p.media->stop();
  }
  if (p.relearning) p.relearning->stop();
  p.answers->stop();
  p.runner->stop();  // also when the server never began: a busy port
  p.server.reset();
  if (!p.learning) return;
  p.learning = false;
  p.segments->stop();
  p.profiles->stop();
  p.mailbox->stop();
  p.feed->stop();
  p.pricing->stop();
  p.inventory->stop();
  p.dispatcher->stop();
  p.interactions->stop();
}

void Program::drain() {
  parts_->dispatcher->drain();
  parts_->interactions->drain();
}

void Program::shift_clock(Micros by) { parts_->clock.shift(by); }

std::uint16_t Program::port() const { return parts_->server ? parts_->server->port() : 0; }
const http::Routes& Program::routes() const { return parts_->routes; }
db::Database& Program::database() { return *parts_->main; }
IdSource& Program::ids() { return parts_->ids; }
const Clock& Program::clock() const { return parts_->clock; }
crypto::PasswordHasher& Program::passwords() { return parts_->passwords; }
jobs::Runner& Program::jobs() { return *parts_->runner; }
identity::Module& Program::identity() { return *parts_->identity; }
media::Module& Program::media() { return *parts_->media; }
interactions::Module& Program::interactions() { return *parts_->interactions; }
catalog::Module& Program::catalog() { return *parts_->catalog; }
inventory::Module& Program::inventory() { return *parts_->inventory; }
pricing::Module& Program::pricing() { return *parts_->pricing; }
drops::Module& Program::drops() { return *parts_->drops; }
promotions::Module& Program::promotions() { return *parts_->promotions; }
credit::Module& Program::credit() { return *parts_->credit; }
community::Module& Program::community() { return *parts_->community; }
content::Module& Program::content() { return *parts_->content; }
orders::Module& Program::orders() { return *parts_->orders; }
payments::Module& Program::payments() { return *parts_->payments; }
feed::Module& Program::feed() { return *parts_->feed; }
profiles::Module& Program::profiles() { return *parts_->profiles; }
segments::Module& Program::segments() { return *parts_->segments; }
moderation::Module& Program::moderation() { return *parts_->moderation; }
experiments::Module& Program::experiments() { return *parts_->experiments; }
predictions::Module& Program::predictions() { return *parts_->predictions; }
messaging::Module& Program::messaging() { return *parts_->messaging; }
care::Module& Program::care() { return *parts_->care; }
calls::Module& Program::calls() { return *parts_->calls; }
returns::Module& Program::returns() { return *parts_->returns; }
reviews::Module& Program::reviews() { return *parts_->reviews; }
answers::Module& Program::answers() { return *parts_->answers; }

}  // namespace plaza::app
