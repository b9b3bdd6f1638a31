// The routes of help, by whom they serve.
#pragma once

#include "answers.h"
#include "articles.h"
#include "identity/roles.h"
#include "measure.h"
#include "platform/http/rate_limit.h"
#include "platform/http/route.h"
#include "routing.h"
#include "service.h"

namespace plaza::answers {

struct Parts {
  const Needs& needs;
  Service& service;
  Answers& answers;
  ArticleService& articles;
  Measure& measure;
  Routing& routing;
  GroupRouting& groups;
  http::RateLimiter& typing;  // of one visitor: what they type
  http::RateLimiter& votes;
};

void add_reader_routes(http::Routes& routes, const Parts& parts);
void add_article_routes(http::Routes& routes, const Parts& parts);
void add_expert_routes(http::Routes& routes, const Parts& parts);
void add_staff_routes(http::Routes& routes, const Parts& parts);

inline http::Access writing() { return identity::staff_access(identity::merchandiser | identity::agent | identity::moderator); }
inline identity::AccountId account_of(const http::Call& call) { return identity::AccountId{call.caller.subject}; }
inline Asker asker_of(const http::Call& call) { return {call.caller.visitor, account_of(call)}; }

}  // namespace plaza::answers
