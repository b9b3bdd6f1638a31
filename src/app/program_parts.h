// Everything that the program consists of, in the order in which it is made. Only for program.cpp, which wires it.
#pragma once

#include "adapters.h"
#include "answer_sources.h"
#include "answers/module.h"
#include "brand_inbox.h"
#include "calls/module.h"
#include "care/module.h"
#include "care_reading.h"
#include "catalog/module.h"
#include "chat_channel.h"
#include "classifiers/module.h"
#include "chat_desk.h"
#include "community/module.h"
#include "community_answers.h"
#include "comparison/module.h"
#include "content/module.h"
#include "credit/module.h"
#include "customer_worth.h"
#include "drops/module.h"
#include "experiment_uses.h"
#include "feed/module.h"
#include "group_taste.h"
#include "identity/module.h"
#include "insights/module.h"
#include "interchange/module.h"
#include "interactions/module.h"
#include "inventory/module.h"
#include "mailbox/module.h"
#include "media/module.h"
#include "messaging/module.h"
#include "moderation/module.h"
#include "networks/module.h"
#include "notifications/module.h"
#include "orders/module.h"
#include "payments/module.h"
#include "personal_data.h"
#include "platform/crypto/passwords.h"
#include "platform/db/node.h"
#include "platform/log/log.h"
#include "platform/media_store/store.h"
#include "predictions/module.h"
#include "pricing/module.h"
#include "radar/module.h"
#include "relearning.h"
#include "purchases.h"
#include "radar_desk.h"
#include "profiles/module.h"
#include "promotions/module.h"
#include "return_evidence.h"
#include "return_mail.h"
#include "returns/module.h"
#include "review_mail.h"
#include "review_voters.h"
#include "reviews/module.h"
#include "search/module.h"
#include "segment_uses.h"
#include "segments/module.h"
#include "shifted_clock.h"
#include "storefront/module.h"
#include "program.h"

namespace plaza::app {

struct Program::Parts {
  explicit Parts(const Settings& given);

  const Settings settings;
  ShiftedClock clock;
  DataDirectory data;
  std::unique_ptr<db::Database> main, log_database;
  bool migrated;
  db::NodeLease node;
  IdSource& ids;
  crypto::PasswordHasher passwords;
  std::unique_ptr<media_store::Store> store;
  std::unique_ptr<mail::Sender> mail;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;

  std::unique_ptr<identity::Module> identity;
  std::unique_ptr<media::Module> media;
  std::unique_ptr<interactions::Module> interactions;
  std::unique_ptr<catalog::Module> catalog;
  std::unique_ptr<profiles::Module> profiles;
  std::unique_ptr<notifications::Module> notifications;
  std::unique_ptr<inventory::Module> inventory;
  std::unique_ptr<pricing::Module> pricing;
  std::unique_ptr<drops::Module> drops;
  std::unique_ptr<promotions::Module> promotions;
  std::unique_ptr<credit::Module> credit;
  std::unique_ptr<moderation::Module> moderation;
  std::unique_ptr<content::Module> content;
  std::unique_ptr<payments::Module> payments;
  LinePictures line_pictures;
  OrderNewsMail order_mail;
  std::unique_ptr<orders::Module> orders;
  ReturnNewsMail return_mail;
  std::unique_ptr<returns::Module> returns;
  ReturnEvidence return_evidence;
  std::unique_ptr<messaging::Module> messaging;
  std::unique_ptr<care::Module> care;
  std::unique_ptr<networks::Module> networks;
  std::unique_ptr<calls::Module> calls;
  std::unique_ptr<mailbox::Module> mailbox;
  ChatChannel chat_channel;
  ChatDesk chat_desk;
  std::unique_ptr<comparison::Module> comparison;
  ReviewNewsMail review_mail;
  std::unique_ptr<reviews::Module> reviews;
  std::unique_ptr<community::Module> community;
  GroupTaste group_taste;
  AnsweredQuestions answered_questions;
  TellingReviews telling_reviews;
  AcceptedAnswers accepted_answers;
  CommunityExperts community_experts;
  QuestionsInGroups questions_in_groups;
  ReviewVoters review_voters;
  std::unique_ptr<answers::Module> answers;
  std::unique_ptr<segments::Module> segments;
  std::unique_ptr<experiments::Module> experiments;
  std::unique_ptr<predictions::Module> predictions;
  std::unique_ptr<search::Module> search;
  std::unique_ptr<feed::Module> feed;
  CustomerWorth customer_worth;
  std::unique_ptr<classifiers::Module> classifiers;
  std::unique_ptr<radar::Module> radar;
  CareReading care_reading;
  BoughtProducts bought_products;
  PostChannel post_channel;
  ReviewChannel review_channel;
  CommentChannel comment_channel;
  RadarDesk radar_desk;
  FeedPromotion feed_promotion;
  std::unique_ptr<interchange::Module> interchange;
  std::unique_ptr<storefront::Module> storefront;
  std::unique_ptr<insights::Module> insights;

  AccountSurroundings surroundings;
  BuyerSummaries buyers;
  EarlierOrders first_orders;
  PersonalDataBelow personal_data;
  SegmentUses segment_uses;
  ExperimentUses experiment_uses;
  std::unique_ptr<catalog::ImageFetcher> images;
  http::Routes routes;
  std::unique_ptr<http::ServerParts> server_parts;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<Relearning> relearning;  // null: a file system of tests, which other processes do not see
  bool learning = false, serving = false;
};

}  // namespace plaza::app
