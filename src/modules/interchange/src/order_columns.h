// The columns of order files: those of Shopify's order export that are known here, and our own. One row a line of the order; what
// the whole order says stands in its first row only.
#pragma once

namespace plaza::interchange::order_column {

inline constexpr const char* name = "Name";  // in each row
inline constexpr const char* email = "Email";
inline constexpr const char* financial_status = "Financial Status";
inline constexpr const char* paid_at = "Paid at";
inline constexpr const char* fulfilment_status = "Fulfillment Status";
inline constexpr const char* fulfilled_at = "Fulfilled at";
inline constexpr const char* currency = "Currency";
inline constexpr const char* subtotal = "Subtotal";  // after discounts
inline constexpr const char* shipping = "Shipping";
inline constexpr const char* taxes = "Taxes";
inline constexpr const char* total = "Total";
inline constexpr const char* discount_code = "Discount Code";
inline constexpr const char* discount_amount = "Discount Amount";
inline constexpr const char* shipping_method = "Shipping Method";
inline constexpr const char* created_at = "Created at";
inline constexpr const char* line_quantity = "Lineitem quantity";
inline constexpr const char* line_name = "Lineitem name";
inline constexpr const char* line_price = "Lineitem price";
inline constexpr const char* line_sku = "Lineitem sku";
inline constexpr const char* line_fulfilment = "Lineitem fulfillment status";
inline constexpr const char* line_discount = "Lineitem discount";
inline constexpr const char* billing_name = "Billing Name";
inline constexpr const char* billing_country = "Billing Country";
inline constexpr const char* shipping_name = "Shipping Name";
inline constexpr const char* line1 = "Shipping Address1";
inline constexpr const char* line2 = "Shipping Address2";
inline constexpr const char* city = "Shipping City";
inline constexpr const char* postal_code = "Shipping Zip";
inline constexpr const char* region = "Shipping Province";
inline constexpr const char* country = "Shipping Country";
inline constexpr const char* phone = "Shipping Phone";
inline constexpr const char* notes = "Notes";
inline constexpr const char* cancelled_at = "Cancelled at";
inline constexpr const char* payment_method = "Payment Method";
inline constexpr const char* payment_reference = "Payment Reference";
inline constexpr const char* refunded = "Refunded Amount";
inline constexpr const char* outstanding = "Outstanding Balance";
inline constexpr const char* id = "Id";
inline constexpr const char* status = "Plaza / Status";
inline constexpr const char* shop = "Plaza / Shop";
inline constexpr const char* customer = "Plaza / Customer email";
inline constexpr const char* carrier = "Plaza / Carrier";
inline constexpr const char* tracking = "Plaza / Tracking";
inline constexpr const char* tenders = "Plaza / Credit used";
inline constexpr const char* line_total = "Plaza / Line total";
inline constexpr const char* line_tax = "Plaza / Line tax";
inline constexpr const char* line_product = "Plaza / Product handle";
inline constexpr const char* record = "Plaza / Order";       // JSON: all that the other columns do not say
inline constexpr const char* line_record = "Plaza / Line";   // the same of the row's line

}  // namespace plaza::interchange::order_column
