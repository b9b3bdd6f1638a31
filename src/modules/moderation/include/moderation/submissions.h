// The door that everything members write goes through, and the reports that others make of it. Modules that own content call it in
// their own write. All in the caller's transaction; thread-safe.
//
//   TRY(const auto verdict, submissions.submit(tx, {{Kind::review, to_text(id)}, author, "", text, pictures}));
//   review.status = verdict.outcome == moderation::Outcome::hold ? Status::held : Status::published;
//
// Codes: moderation.refused (422: a rule refuses it; `detail` says which), moderation.suspended (403: may not write until a time),
// moderation.too_fast (429), moderation.subject_not_found (404), moderation.own_subject (409: one's own piece),
// moderation.reported_too_often (429).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "moderation/subject.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::moderation {

struct Submission {
  Subject subject;
  identity::AccountId author;  // none: a guest, who counts as new
  std::string group = {};  // whose own rules hold too ("grp_…"); empty: the shop's alone
  std::string text = {};
  int pictures = 0;         // and videos
  std::int64_t reach = 0;   // people who would see it, or saw it: the queue's order
  std::vector<Finding> found = {};  // by the owner itself: it holds the piece, beside what the rules say
};

enum class Outcome { publish, hold, refuse };
constexpr auto enum_names(Outcome*) { return std::array{"publish", "hold", "refuse"}; }

struct Verdict {
  Outcome outcome = Outcome::publish;
  std::vector<Finding> findings = {};  // why it is held; empty when it is published
};

class Submissions {
 public:
  virtual ~Submissions() = default;

  // A new piece, or an edited one. publish: counted for the author's record. hold: it stands in the queue, the owner keeps it from
  // others and tells the author (GET /v1/me/moderation says why). Refusals are errors and change nothing. A piece that
  // is held stays held when it is edited. Staff are never held.
  virtual Result<Verdict> submit(db::Transaction& tx, const Submission& submission) = 0;
  // The owner takes a piece that others saw back until somebody has looked, for what it `found`; the author is told.
  virtual void hold(db::Transaction&, const Submission&) {}
  // The piece is no more (its author or an erasure took it): what waits for it is closed, and the words kept of it go.
  virtual void gone(db::Transaction& tx, const Subject& subject) = 0;
  // A member says that something is wrong with a piece that they can see. One for each member and piece; a second one changes its
  // reason. May hide the piece, if the rules say so and reporters with a record agree.
  virtual Status report(db::Transaction& tx, identity::AccountId reporter, const Subject& subject, Reason reason,
                        std::string_view note) = 0;
  // Why a piece stands as it stands; nothing when nobody ever held or removed it. For the owner's answer to the author.
  virtual std::vector<Finding> why(db::Reader& reader, const Subject& subject) = 0;
};

}  // namespace plaza::moderation
