// The desk of one group: what its own moderators see and decide. Only pieces that were submitted with this group (Submission::group);
// a case of another group, or of the shop's, is moderation.case_not_found. Who is a moderator of which group is the caller's to know.
// Decisions stand in the public log like all others, and can be appealed; the shop's moderators answer. Warnings and suspensions
// hold in the whole shop and are the shop's alone. All in the caller's transaction; thread-safe.
//
// Codes: those of the desk: moderation.case_not_found, subject_not_found (404), already_decided, claimed, not_possible, appeal_open
// (409), own_decision (403); bad_rules (400), stale_rules (409).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "moderation/ids.h"
#include "moderation/subject.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::moderation {

struct ReportNote {
  static constexpr const char* schema_name = "GroupReportNote";
  Reason reason = Reason::other;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("reason", reason);
    v("note", note, json::Multiline{});
  }
};

struct GroupCase {
  CaseId id;
  Subject subject;
  identity::AccountId author;
  Standing standing = Standing::visible;
  std::string text, url;
  std::vector<std::string> pictures;
  std::int64_t reports = 0;
  std::vector<Finding> findings;
  std::vector<ReportNote> notes;  // of reports, without names
  Time since;
};

enum class GroupAction { keep, release, remove, restore };  // release: keep, of what is held
constexpr auto enum_names(GroupAction*) { return std::array{"keep", "release", "remove", "restore"}; }

// As it stands in the log: no names, no words.
struct GroupDecision {
  DecisionId id;
  std::string what;    // "kept", "removed", "restored"
  Kind kind = Kind::discussion;
  Reason reason = Reason::other;
  std::string appeal;  // "none", "open", "upheld", "overturned"
  Time at;
};

struct GroupRules {
  std::string text;
  std::int64_t version = 0;  // 0: never written
  std::optional<Time> changed_at;
};

class GroupDesk {
 public:
  virtual ~GroupDesk() = default;
  // Open cases, the oldest first, after `after` (none: from the first); at most 100.
  virtual std::vector<GroupCase> waiting(db::Reader& reader, std::string_view group, CaseId after, int limit) = 0;
  virtual std::int64_t count(db::Reader& reader, std::string_view group) = 0;
  // A piece that nobody reported.
  virtual Result<GroupCase> open(db::Transaction& tx, std::string_view group, const Subject& subject) = 0;
  virtual Status decide(db::Transaction& tx, identity::AccountId moderator, std::string_view group, CaseId id, GroupAction action,
                        Reason reason, std::string_view note) = 0;
  // Newest first, before `before` (none: from the newest); at most 100.
  virtual std::vector<GroupDecision> log(db::Reader& reader, std::string_view group, DecisionId before, int limit) = 0;
  // The group's own rules in the language of rules, beside the shop's.
  virtual GroupRules rules(db::Reader& reader, std::string_view group) = 0;
  virtual Result<GroupRules> set_rules(db::Transaction& tx, std::string_view group, std::string_view text, std::int64_t version,
                                       identity::AccountId by) = 0;
};

}  // namespace plaza::moderation
