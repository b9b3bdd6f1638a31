// The routes of returns, by whom they serve.
#pragma once

#include "platform/http/route.h"
#include "return_service.h"
#include "warranty_service.h"

namespace plaza::returns {

void add_photo_route(http::Routes& routes, const Needs& needs);
void add_return_routes(http::Routes& routes, const Needs& needs, ReturnService& returns);
void add_warranty_routes(http::Routes& routes, const Needs& needs, WarrantyService& warranties);
void add_admin_return_routes(http::Routes& routes, const Needs& needs, ReturnService& returns);
void add_admin_claim_routes(http::Routes& routes, const Needs& needs, WarrantyService& warranties);

orders::Shopper shopper_of(const http::Call& call);
orders::By by_customer(const http::Call& call);
orders::By by_staff(const http::Call& call);
http::Access staff_who_help();
// The caller's own order, or one whose token came along; anything else is orders.not_found.
Result<orders::Order> order_of(const Needs& needs, db::Reader& reader, const http::Call& call, std::string_view id);

template <class I>
Result<I> id_in_path(std::string_view text, const char* code) {
  if (auto id = parse_id<I>(text)) return *id;
  return Error{ErrorKind::not_found, code, "There is no such thing."};
}

struct OrderPath {
  static constexpr const char* schema_name = "ReturnsOrderPath";
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct ClaimView {
  ClaimId id;
  WarrantyId warranty_id;
  orders::OrderId order_id;
  orders::LineId line_id;
  ClaimStatus status = ClaimStatus::opened;
  std::int64_t version = 0;
  Time opened_at;
  std::string title;
  std::string problem;
  std::vector<ReturnPhoto> photos;
  std::optional<Remedy> remedy;
  std::optional<Money> refunded;
  std::optional<orders::OrderId> replacement_order_id;
  std::vector<ClaimEntry> history;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("warranty_id", warranty_id);
    v("order_id", order_id);
    v("line_id", line_id);
    v("status", status);
    v("version", version);
    v("opened_at", opened_at);
    v("title", title);
    v("problem", problem, json::Multiline{});
    v("photos", photos);
    v("remedy", remedy);
    v("refunded", refunded);
    v("replacement_order_id", replacement_order_id);
    v("history", history);
  }
};
ClaimView view_of(const Needs& needs, const Claim& claim);

struct ClaimPage {
  std::vector<ClaimView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct ReturnPage {
  std::vector<ReturnView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

}  // namespace plaza::returns
