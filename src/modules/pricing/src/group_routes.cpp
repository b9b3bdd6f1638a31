#include "routes.h"

namespace plaza::pricing {
namespace {

using http::Call;
using identity::AccountId;

struct CustomerGroupView {
  CustomerGroupId id;
  std::string name;
  bool tax_exempt = false;
  std::int64_t member_count = 0, version = 1;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("tax_exempt", tax_exempt);
    v("member_count", member_count);
    v("version", version);
    v("created_at", created_at);
  }
};
struct CustomerGroupPage {
  std::vector<CustomerGroupView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct CreateCustomerGroup {
  std::string name;
  bool tax_exempt = false;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("tax_exempt", tax_exempt, json::Optional{});
  }
};
struct PatchCustomerGroup {
  CustomerGroupId id;
  std::optional<std::int64_t> version;
  std::optional<std::string> name;
  std::optional<bool> tax_exempt;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version, json::Between{1, std::numeric_limits<std::int64_t>::max()});
    v("name", name, json::Length{1, 100});
    v("tax_exempt", tax_exempt);
  }
};

struct GroupMemberView {
  AccountId account_id;
  std::string name, handle;
  Time added_at;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("name", name);
    v("handle", handle);
    v("added_at", added_at);
  }
};
struct GroupMemberPage {
  std::vector<GroupMemberView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListGroupMembers {
  CustomerGroupId id;
  int limit = 20;
  std::optional<AccountId> cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor);
  }
};
struct AddGroupMembers {
  CustomerGroupId id;
  std::vector<AccountId> account_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("account_ids", account_ids, json::Items{1, members_added_max});
  }
};
struct RemoveGroupMember {
  CustomerGroupId id;
  AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("account_id", account_id);
  }
};

CustomerGroupView view_of(const Group& group) {
  return {group.id, group.name, group.tax_exempt, group.member_count, group.version, group.created_at};
}

Result<CustomerGroupPage> list(db::Reader& reader, const PageRequest<CustomerGroupId>& request) {
  auto groups = groups_before(reader, request.before(), request.limit + 1);
  CustomerGroupPage page;
  if (std::ssize(groups) > request.limit) {
    groups.pop_back();
    page.next_cursor = to_text(groups.back().id);
  }
  for (const auto& group : groups) page.items.push_back(view_of(group));
  return page;
}

Result<CustomerGroupView> patch(const RouteParts& parts, db::Transaction& tx, const PatchCustomerGroup& request) {
  auto group = find_group(tx, request.id);
  if (!group) return group_not_found();
  if (request.version && *request.version != group->version) return stale();
  const std::int64_t version = group->version;
  group->name = request.name.value_or(group->name);
  group->tax_exempt = request.tax_exempt.value_or(group->tax_exempt);
  TRY(const auto updated, parts.service.update_group(tx, *group, version));
  return view_of(updated);
}

Result<GroupMemberPage> list_members(const RouteParts& parts, db::Reader& reader, const ListGroupMembers& request) {
  if (!find_group(reader, request.id)) return group_not_found();
  auto members = members_after(reader, request.id, request.cursor.value_or(AccountId{}), request.limit + 1);
  GroupMemberPage page;
  if (std::ssize(members) > request.limit) {
    members.pop_back();
    page.next_cursor = to_text(members.back().account_id);
  }
  for (const auto& member : members) {
    GroupMemberView view{member.account_id, {}, {}, member.added_at};
    if (const auto face = parts.accounts.face(member.account_id)) {
      view.name = face->name;
      view.handle = face->handle;
    }
    page.items.push_back(std::move(view));
  }
  return page;
}

constexpr const char* no_group = "pricing.group_not_found";
constexpr const char* no_group_text = "There is no such customer group.";

void add_member_routes(http::Routes& routes, const RouteParts& parts) {
  const std::string path = "/v1/admin/customer_groups/{id}/members";
  routes.add(http::get<ListGroupMembers, GroupMemberPage>(path, "listGroupMembers")
                 .summary("Who is in a customer group.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_group, ErrorKind::not_found, no_group_text)
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListGroupMembers& request) {
                   return list_members(parts, reader, request);
                 }));
  routes.add(http::post<AddGroupMembers, CustomerGroupView>(path, "addGroupMembers")
                 .summary("Puts up to 1,000 accounts into a group; who is in it already stays.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_group, ErrorKind::not_found, no_group_text)
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const AddGroupMembers& request) -> Result<CustomerGroupView> {
                          TRY_DONE(parts.service.add_members(tx, request.id, request.account_ids));
                          return view_of(*find_group(tx, request.id));
                        }));
  routes.add(http::del<RemoveGroupMember, http::None>(path + "/{account_id}", "removeGroupMember")
                 .summary("Takes an account out of a group.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_group, ErrorKind::not_found, no_group_text)
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const RemoveGroupMember& request) -> Result<http::None> {
                          TRY_DONE(parts.service.remove_member(tx, request.id, request.account_id));
                          return http::None{};
                        }));
}

}  // namespace

void add_group_routes(http::Routes& routes, const RouteParts& parts) {
  using List = PageRequest<CustomerGroupId>;
  using Path = IdPath<CustomerGroupId>;
  routes.add(http::get<List, CustomerGroupPage>("/v1/admin/customer_groups", "listCustomerGroups")
                 .summary("Customer groups, newest first.")
                 .tag("Prices")
                 .access(merchandisers())
                 .read(parts.database, [](Call&, db::Reader& reader, const List& request) { return list(reader, request); }));
  routes.add(http::post<CreateCustomerGroup, CustomerGroupView>("/v1/admin/customer_groups", "createCustomerGroup")
                 .summary("Makes a customer group: for prices of its own, or to pay no tax.")
                 .tag("Prices")
                 .access(merchandisers())
                 .status(201)
                 .idempotent()
                 .error("pricing.too_many", ErrorKind::conflict, "There are as many as there may be.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const CreateCustomerGroup& request) -> Result<CustomerGroupView> {
                          TRY(const auto id, parts.service.create_group(tx, request.name, request.tax_exempt));
                          return view_of(*find_group(tx, id));
                        }));
  routes.add(http::patch<PatchCustomerGroup, CustomerGroupView>("/v1/admin/customer_groups/{id}", "updateCustomerGroup")
                 .summary("Changes what is given.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_group, ErrorKind::not_found, no_group_text)
                 .error("pricing.stale", ErrorKind::conflict, "Somebody changed it in the meantime.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PatchCustomerGroup& request) {
                   return patch(parts, tx, request);
                 }));
  routes.add(http::del<Path, http::None>("/v1/admin/customer_groups/{id}", "removeCustomerGroup")
                 .summary("Removes a customer group; nobody in it is touched.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_group, ErrorKind::not_found, no_group_text)
                 .error("pricing.group_in_use", ErrorKind::conflict, "A price list is for this group.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const Path& request) -> Result<http::None> {
                   TRY_DONE(parts.service.remove_group(tx, request.id));
                   return http::None{};
                 }));
  add_member_routes(routes, parts);
}

}  // namespace plaza::pricing
