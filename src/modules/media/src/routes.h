#pragma once

#include "library.h"
#include "media/module.h"
#include "service.h"
#include "workers.h"

namespace plaza::media {

struct RouteParts {
  const Needs& needs;
  const Library& uploads;
  const Addresses& addresses;
  Service& service;
  Workers& workers;
};

void add_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::media
