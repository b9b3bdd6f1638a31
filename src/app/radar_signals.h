// What people say of products where something may be wrong, told to the radar: returns that are the shop's fault, reviews of one or two
// stars, questions and conversations that speak of a defect; and what was sold.
#pragma once

#include "care/care.h"
#include "classifiers/classifiers.h"
#include "orders/orders.h"
#include "platform/events/outbox.h"
#include "radar/signals.h"
#include "returns/returns.h"
#include "reviews/questions.h"
#include "reviews/reviews.h"

namespace plaza::app {

struct SignalHearers {
  radar::Signals& signals;
  orders::Orders& orders;
  returns::Returns& returns;
  reviews::Reviews& reviews;
  reviews::Questions& questions;
  care::Care& care;
  const classifiers::Classifiers& classifiers;
};
void subscribe_signals(events::Dispatcher& dispatcher, const SignalHearers& hearers);

}  // namespace plaza::app
