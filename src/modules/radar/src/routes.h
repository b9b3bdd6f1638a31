#pragma once

#include "platform/http/route.h"
#include "defect_service.h"
#include "service.h"

namespace plaza::radar {

struct RouteParts {
  const Needs& needs;
  Service& service;
  const Watch& watch;
  DefectService& defects;
};

void add_defect_routes(http::Routes& routes, const RouteParts& parts);
void add_staff_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::radar
