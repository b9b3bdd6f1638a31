// The jobs: what remains to be made of an upload, and the deletion of files that nobody uses any
// more.
#pragma once

#include "service.h"

namespace plaza::media {

struct WorkParts {
  const Needs& needs;
  Service& service;
  const Workshop& workshop;
};

void add_jobs(jobs::Runner& runner, const WorkParts& parts);

}  // namespace plaza::media
