// Drawn by cairo, set by pango: the only file here that knows them.
#include "packing_slip.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <utility>
#include <vector>

#include "platform/base/check.h"
#include "refund_share.h"

namespace plaza::orders {
namespace {

constexpr double page_width = 595.28, page_height = 841.89;  // A4 in points
constexpr double margin = 56;
constexpr double bottom = page_height - margin;
constexpr const char* font = "Noto Sans";

struct Words {
  const char *title, *order, *ship_to, *item, *sku, *quantity, *note, *thanks;
};
constexpr Words english{"Packing slip", "Order", "Ship to", "Item", "SKU", "Quantity", "Note", "Thank you for your order."};
constexpr Words vietnamese{"Phiếu đóng gói", "Đơn hàng", "Giao đến", "Sản phẩm", "Mã SKU", "Số lượng", "Ghi chú",
                           "Cảm ơn bạn đã đặt hàng."};

struct Row {
  std::string title, sku;
  std::int64_t quantity = 0;
};

std::vector<Row> rows_of(const Order& order, const Fulfilment* parcel) {
  std::vector<Row> rows, all;
  for (const auto& line : order.lines) {
    const std::string title = line.variant_title.empty() ? line.product.title : line.product.title + " – " + line.variant_title;
    all.push_back({title, line.sku, line.quantity});
    if (!parcel) {
      const std::int64_t left = state_of(order, line).to_fulfil();
      if (left > 0) rows.push_back({title, line.sku, left});
      continue;
    }
    for (const auto& sent : parcel->lines) {
      if (sent.line_id == line.id) rows.push_back({title, line.sku, sent.quantity});
    }
  }
  return rows.empty() ? all : rows;
}

// One document, written into a text.
class Sheet {
 public:
  Sheet()
      : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, page_width, page_height), cairo_surface_destroy),
        cairo_(cairo_create(surface_.get()), cairo_destroy) {}

  // Writes at (x, y), at most `width` wide; gives the height it took.
  double write(const std::string& text, double x, double y, double width, double size, bool bold = false, bool right = false) {
    const std::unique_ptr<PangoLayout, decltype(&g_object_unref)> layout(pango_cairo_create_layout(cairo_.get()), g_object_unref);
    const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> described(
        pango_font_description_from_string(font), pango_font_description_free);
    pango_font_description_set_absolute_size(described.get(), size * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(described.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), described.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    if (right) pango_layout_set_alignment(layout.get(), PANGO_ALIGN_RIGHT);
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    const double tall = static_cast<double>(height) / PANGO_SCALE;
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), layout.get());
    return tall;
  }
  void line(double y) {
    cairo_set_line_width(cairo_.get(), 0.6);
    cairo_move_to(cairo_.get(), margin, y);
    cairo_line_to(cairo_.get(), page_width - margin, y);
    cairo_stroke(cairo_.get());
  }
  void next_page() { cairo_show_page(cairo_.get()); }
  std::string finish() {
    cairo_.reset();
    cairo_surface_finish(surface_.get());
    CHECK(cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS);
    return std::move(bytes_);
  }

 private:
  static cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
  }

  std::string bytes_;
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo_;
};

constexpr double width = page_width - 2 * margin;
constexpr double title_width = width - 190, sku_x = margin + width - 180, sku_width = 110, quantity_width = 60;

double head(Sheet& sheet, const Order& order, const Words& words, std::string_view brand) {
  sheet.write(std::string(brand), margin, margin, width / 2, 18, true);
  sheet.write(words.title, margin + width / 2, margin, width / 2, 18, false, true);
  sheet.write(std::string(words.order) + " " + number_text(order.number) + "\n" + to_text(order.placed_at).substr(0, 10),
              margin + width / 2, margin + 36, width / 2, 10, false, true);
  const auto& to = order.shipping_address;
  std::string address = to.name + "\n" + to.line1;
  if (to.line2 && !to.line2->empty()) address += "\n" + *to.line2;
  address += "\n" + to.postal_code + " " + to.city;
  if (to.region && !to.region->empty()) address += ", " + *to.region;
  address += "\n" + to.country;
  if (to.phone && !to.phone->empty()) address += "\n" + *to.phone;
  double y = margin + 36;
  y += sheet.write(words.ship_to, margin, y, width / 2, 9) + 2;
  y += sheet.write(address, margin, y, width / 2 - 10, 12) + 24;
  return y;
}

double table_head(Sheet& sheet, const Words& words, double y) {
  sheet.write(words.item, margin, y, title_width, 9, true);
  sheet.write(words.sku, sku_x, y, sku_width, 9, true);
  y += sheet.write(words.quantity, margin + width - quantity_width, y, quantity_width, 9, true, true) + 4;
  sheet.line(y);
  return y + 6;
}

}  // namespace

std::string packing_slip(const Order& order, const Fulfilment* parcel, std::string_view brand) {
  const Words& words = order.locale == "vi" ? vietnamese : english;
  Sheet sheet;
  double y = table_head(sheet, words, head(sheet, order, words, brand));
  for (const auto& row : rows_of(order, parcel)) {
    if (y > bottom - 40) {
      sheet.next_page();
      y = table_head(sheet, words, margin);
    }
    sheet.write(row.sku, sku_x, y, sku_width, 10);
    sheet.write(std::to_string(row.quantity), margin + width - quantity_width, y, quantity_width, 12, true, true);
    y += sheet.write(row.title, margin, y, title_width, 11) + 6;
    sheet.line(y - 3);
  }
  if (y > bottom - 80) {
    sheet.next_page();
    y = margin;
  }
  if (!order.note.empty()) y += 10 + sheet.write(std::string(words.note) + ": " + order.note, margin, y + 8, width, 10);
  sheet.write(words.thanks, margin, y + 20, width, 10);
  sheet.next_page();
  return sheet.finish();
}

}  // namespace plaza::orders
