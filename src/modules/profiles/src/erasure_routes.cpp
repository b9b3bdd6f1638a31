#include <limits>

#include "identity/roles.h"
#include "routes.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr const char* tag = "Privacy";
constexpr const char* people_tag = "People";

struct OneReceipt {
  std::string receipt;
  template <class V>
  void describe(V& v) {
    v("receipt", receipt, json::Length{1, 64});
  }
};

struct EraseOne {
  std::string id;
  std::string confirm;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 200});
    v("confirm", confirm, json::Length{1, 200}, json::Doc{"The id once more: it cannot be taken back."});
  }
};

struct ExportOne {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 200});
  }
};

struct ListReceipts {
  std::int64_t limit = 20;
  std::optional<Time> cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor);
  }
};

struct ReceiptList {
  std::vector<Receipt> items;
  std::optional<Time> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

void add_export_routes(http::Routes& routes, const PeopleParts& parts) {
  Erasure& erasure = parts.erasure;
  routes.add(http::get<http::None, json::Raw>("/v1/me/export", "exportMe")
                 .summary("All that is kept of the person who asks, as one JSON object.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(parts.database, [&erasure](http::Call& call, db::Reader& reader, const http::None&) -> Result<json::Raw> {
                   call.reply_headers.emplace_back("content-disposition", "attachment; filename=\"my-data.json\"");
                   TRY(auto text, erasure.export_of(reader, to_text(AccountId{call.caller.subject})));
                   return json::Raw{std::move(text)};
                 }));
  routes.add(http::get<ExportOne, json::Raw>("/v1/admin/people/{id}/export", "exportPerson")
                 .summary("All that is kept of a person, as one JSON object.")
                 .tag(people_tag)
                 .access(identity::staff_access(identity::agent))
                 .error("profiles.not_found", ErrorKind::not_found, "Nobody is known by this id.")
                 .read(parts.database,
                       [&erasure](http::Call& call, db::Reader& reader, const ExportOne& request) -> Result<json::Raw> {
                         call.reply_headers.emplace_back("content-disposition", "attachment; filename=\"person.json\"");
                         TRY(auto text, erasure.export_of(reader, request.id));
                         return json::Raw{std::move(text)};
                       }));
}

}  // namespace

void add_erasure_routes(http::Routes& routes, const PeopleParts& parts) {
  Erasure& erasure = parts.erasure;
  add_export_routes(routes, parts);
  routes.add(http::get<OneReceipt, Receipt>("/v1/erasures/{receipt}", "getErasure")
                 .summary("What an erasure took away, by place and number, for whoever has its receipt.")
                 .tag(tag)
                 .error("profiles.receipt_not_found", ErrorKind::not_found, "There is no such receipt.")
                 .read(parts.database,
                       [&erasure](http::Call&, db::Reader& reader, const OneReceipt& request) -> Result<Receipt> {
                         if (auto found = erasure.find(reader, request.receipt)) return std::move(*found);
                         return Error{ErrorKind::not_found, "profiles.receipt_not_found", "There is no such receipt."};
                       }));
  routes.add(http::post<EraseOne, Receipt>("/v1/admin/people/{id}/erasure", "erasePerson")
                 .summary("Erases a person everywhere, because they asked for it. It cannot be taken back.")
                 .tag(people_tag)
                 .access(identity::staff_access(identity::agent))
                 .error("profiles.not_found", ErrorKind::not_found, "Nobody is known by this id.")
                 .error("identity.last_owner", ErrorKind::conflict, "There must always be an owner.")
                 .write(parts.database,
                        [&erasure](http::Call& call, db::Transaction& tx, const EraseOne& request) -> Result<Receipt> {
                          if (request.confirm != request.id) return invalid_field("confirm", "not_equal", "must be the person's id");
                          return erasure.erase(tx, request.id, AccountId{call.caller.subject});
                        }));
  routes.add(http::get<ListReceipts, ReceiptList>("/v1/admin/erasures", "listErasures")
                 .summary("Receipts of erasures, newest first.")
                 .tag(people_tag)
                 .access(identity::staff_access(identity::agent))
                 .read(parts.database, [&erasure](http::Call&, db::Reader& reader, const ListReceipts& request) {
                   const Time before = request.cursor.value_or(Time{std::numeric_limits<std::int64_t>::max()});
                   ReceiptList list{erasure.list(reader, before, static_cast<int>(request.limit)), {}};
                   if (list.items.size() == static_cast<std::size_t>(request.limit)) list.next_cursor = list.items.back().at;
                   return Result<ReceiptList>(std::move(list));
                 }));
}

}  // namespace plaza::profiles
