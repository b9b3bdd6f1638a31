// The shop's side: how the communities do, and levels given by hand.
#include "identity/roles.h"
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct OverviewView {
  static constexpr const char* schema_name = "CommunityOverview";
  std::int64_t groups = 0, members = 0, discussions = 0, replies = 0, unanswered = 0;
  double accepted_share = 0;
  std::int64_t median_first_answer_minutes = 0, active_week = 0;
  template <class V>
  void describe(V& v) {
    v("groups", groups);
    v("members", members);
    v("discussions", discussions);
    v("replies", replies);
    v("unanswered", unanswered);
    v("accepted_share", accepted_share, json::Doc{"Of questions, 0..1."});
    v("median_first_answer_minutes", median_first_answer_minutes);
    v("active_week", active_week, json::Doc{"People who read something within a week."});
  }
};
struct GiveLevel {
  static constexpr const char* schema_name = "GiveCommunityLevel";
  std::string handle, note;
  std::optional<std::int64_t> level;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 40});
    v("level", level, json::Between{0, 4}, json::Doc{"Left out: earned again."});
    v("note", note, json::Optional{}, json::Length{0, 500});
  }
};
struct GivenLevel {
  static constexpr const char* schema_name = "GivenCommunityLevel";
  std::int64_t level = 0;
  template <class V>
  void describe(V& v) {
    v("level", level);
  }
};

}  // namespace

void add_admin_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<http::None, OverviewView>("/v1/admin/community", "getCommunityOverview")
                 .summary("How the communities do.")
                 .tag(tag).access(identity::staff_access(identity::moderator | identity::merchandiser))
                 .read(database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<OverviewView> {
                   const auto all = store::overview(reader, parts.needs.clock.now() - days(7));
                   const double share = all.questions ? static_cast<double>(all.accepted) / static_cast<double>(all.questions) : 0;
                   return OverviewView{all.groups, all.members, all.discussions, all.replies, all.unanswered, share,
                                       all.median_first_answer_minutes, all.active_week};
                 }));
  routes.add(http::put<GiveLevel, GivenLevel>("/v1/admin/community/people/{handle}/level", "giveTrustLevel")
                 .summary("Gives a member a level of trust by hand, or lets it be earned again.")
                 .tag(tag).access(identity::staff_access(identity::moderator))
                 .error("community.person_not_found", ErrorKind::not_found, "There is no such member.")
                 .write(database, [parts](Call&, db::Transaction& tx, const GiveLevel& request) -> Result<GivenLevel> {
                   TRY(const auto account, person_of(parts, request.handle));
                   parts.trust.give(tx, account, static_cast<int>(request.level.value_or(-1)));
                   return GivenLevel{store::standing(tx, account).level};
                 }));
}

}  // namespace plaza::community
