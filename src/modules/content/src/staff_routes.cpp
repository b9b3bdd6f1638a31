// Posts of every status with their reports, for staff. What is decided about them goes through moderation.
#include "identity/roles.h"
#include "routes.h"

namespace plaza::content {

namespace {

using http::Call;

struct StaffPage {
  std::optional<PostStatus> status;
  bool reported = false;
  std::string q;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("reported", reported, json::Optional{});
    v("q", q, json::Length{0, 100}, json::Optional{}, json::Doc{"Text that the post holds."});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};
struct ReportCountView {
  std::string reason;
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("reason", reason);
    v("count", count);
  }
};
struct StaffPost {
  PostView post;
  std::vector<ReportCountView> reports;
  std::string hold_reason;
  template <class V>
  void describe(V& v) {
    v("post", post);
    v("reports", reports);
    v("hold_reason", hold_reason);
  }
};
struct StaffPostList {
  std::vector<StaffPost> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
}  // namespace

void add_staff_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<StaffPage, StaffPostList>("/v1/admin/posts", "list_posts_for_staff")
                 .summary("Posts of every status, newest first, with their reports.")
                 .tag("Moderation")
                 .access(identity::staff_access())
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const StaffPage& request) -> Result<StaffPostList> {
                   TRY(const auto before, cursor_id(request.cursor, store::newest));
                   StaffPostList list;
                   for (const auto& stored : store::for_staff(reader, request.status, request.reported, request.q, before, request.limit)) {
                     StaffPost item{parts.presenter.view(stored.post, account_of(call)), {}, stored.hold_reason};
                     if (stored.reports > 0) {
                       for (const auto& count : store::reports(reader, stored.post.id)) {
                         item.reports.push_back({count.reason, count.count});
                       }
                     }
                     list.items.push_back(std::move(item));
                   }
                   if (static_cast<int>(list.items.size()) == request.limit) {
                     list.next_cursor = to_text(list.items.back().post.id);
                   }
                   return list;
                 }));
}

}  // namespace plaza::content
