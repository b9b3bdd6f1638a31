#include "adapters.h"

#include "gift_cards.h"
#include "platform/json/codec.h"

namespace plaza::app {

namespace {

struct MailLine {
  std::string title, options, image;
  std::int64_t quantity = 0;
  Money total;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("options", options);
    v("image", image);
    v("quantity", quantity);
    v("total", total);
  }
};

struct MailValues {  // what the order templates show
  std::string name, number, link, tracking, reason;
  Money subtotal, total, amount;
  std::optional<Money> shipping, discount, tax, tax_added;
  std::vector<MailLine> lines;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("number", number);
    v("link", link);
    v("lines", lines);
    v("subtotal", subtotal);
    v("shipping", shipping);
    v("discount", discount);
    v("tax", tax);
    v("tax_added", tax_added);
    v("total", total);
    v("amount", amount);
    v("tracking", tracking);
    v("reason", reason);
  }
};

// Beside a line that was sold before it is there, in the mails that say what will be sent.
std::string options_of(const orders::OrderLine& line, const orders::Order& order, orders::OrderNews news) {
  using enum orders::OrderNews;
  if (!line.preorder || (news != paid && news != edited && news != payment_due)) return line.variant_title;
  const bool vietnamese = order.locale == "vi";
  std::string text = line.variant_title.empty() ? "" : line.variant_title + ", ";
  text += vietnamese ? "đặt trước" : "pre-order";
  if (!line.promised_at) return text;
  const std::string day = to_text(*line.promised_at).substr(0, 10);  // 2026-12-31
  return text + (vietnamese ? ", dự kiến có hàng " + day.substr(8) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4)
                            : ", expected " + day);
}

MailValues values_of(const orders::Order& order, const orders::News& news) {
  MailValues values;
  values.name = order.shipping_address.name;
  values.number = orders::number_text(order.number);
  values.link = "/orders/" + to_text(order.id);
  if (!order.account_id) values.link += "?token=" + order.access_token;  // a guest has no other way in
  for (const auto& line : order.lines) {
    values.lines.push_back({line.product.title, options_of(line, order, news.kind), line.product.image ? line.product.image->url : "",
                            line.quantity, line.total});
  }
  values.subtotal = order.totals.subtotal;
  values.shipping = order.totals.shipping;
  if (order.totals.discount.amount > 0) values.discount = order.totals.discount;
  if (order.totals.tax.amount > 0) (order.totals.tax_included ? values.tax : values.tax_added) = order.totals.tax;
  values.total = values.amount = order.totals.total;
  if (news.amount) values.amount = *news.amount;
  values.tracking = order.tracking;
  values.reason = news.text;
  return values;
}

}  // namespace

std::optional<identity::Picture> AccountSurroundings::picture(std::int64_t media_id) {
  const auto view = media_.view(media::MediaId{media_id});
  if (!view || view->url.empty()) return std::nullopt;
  return identity::Picture{view->url, view->width, view->height, view->alt, view->srcset};
}

bool AccountSurroundings::may_show(db::Reader&, identity::AccountId account, std::int64_t media_id) {
  const media::MediaId id{media_id};
  const auto owner = media_.owner(id);
  const auto view = media_.view(id);
  return owner && *owner == account && view && view->kind == media::Kind::image && view->status != media::Status::failed;
}

profiles::OrderSummary BuyerSummaries::summary(db::Reader& reader, identity::AccountId account) {
  profiles::OrderSummary summary;
  orders::OrderQuery query;
  query.account_id = account;
  query.limit = 100;
  for (;;) {
    const auto page = orders_.list(reader, query);
    for (const auto& order : page) {
      const bool counts = order.status == orders::OrderStatus::paid || order.status == orders::OrderStatus::fulfilled ||
                          order.status == orders::OrderStatus::delivered;
      if (!counts) continue;
      ++summary.orders;
      const Money total = order.totals.total;
      if (total.currency == currency_) summary.revenue = summary.revenue ? *summary.revenue + total : total;
      if (!summary.last_order_at || *summary.last_order_at < order.placed_at) summary.last_order_at = order.placed_at;
    }
    if (static_cast<int>(page.size()) < query.limit) return summary;
    query.before = page.back().id;
  }
}

std::optional<orders::Image> LinePictures::picture(const catalog::ProductMedia& media) {
  if (media.media_id) {
    const auto view = media_.view(media.media_id);
    if (view && !view->url.empty()) return orders::Image{view->url, view->width, view->height, view->alt, view->srcset};
  }
  if (media.source_url.empty() || media.kind != catalog::MediaKind::image) return std::nullopt;
  return orders::Image{media.source_url, media.width, media.height, media.alt, std::nullopt};
}

void OrderNewsMail::tell(db::Transaction& tx, const orders::News& news, const orders::Order& order) {
  using notifications::Kind;
  using notifications::Mail;
  using orders::OrderNews;
  struct Names {
    Mail mail;
    Kind kind;
    const char* key;
  };
  const Names names = [&news]() -> Names {
    switch (news.kind) {
      case OrderNews::paid: return {Mail::order_placed, Kind::order_paid, "order_paid"};
      case OrderNews::fulfilled: return {Mail::order_fulfilled, Kind::order_fulfilled, "order_fulfilled"};
      case OrderNews::partly_fulfilled: return {Mail::order_partly_fulfilled, Kind::order_fulfilled, "order_partly_fulfilled"};
      case OrderNews::delivered: return {Mail::order_delivered, Kind::order_delivered, "order_delivered"};
      case OrderNews::cancelled: return {Mail::order_cancelled, Kind::order_cancelled, "order_cancelled"};
      case OrderNews::edited: return {Mail::order_edited, Kind::order_paid, "order_edited"};
      case OrderNews::payment_due: return {Mail::order_payment_due, Kind::order_paid, "order_payment_due"};
      case OrderNews::charged: return {Mail::order_paid, Kind::order_paid, "order_charged"};
      case OrderNews::store_credit: return {Mail::order_store_credit, Kind::order_refunded, "order_store_credit"};
      case OrderNews::refunded: break;
    }
    return {Mail::order_refunded, Kind::order_refunded, "order_refunded"};
  }();
  const std::string id = to_text(order.id);
  std::string key = std::string(names.key) + ":" + id;
  if (!news.key.empty()) key += ":" + news.key;
  mailer_.send(tx, {names.mail, key, order.email, order.locale, json::encode(values_of(order, news))});
  if (news.kind == OrderNews::paid) tell_of_gift_cards(tx, order);
  if (order.account_id) {
    bell_.notify(tx, {order.account_id, names.kind, {}, id, orders::number_text(order.number), "/orders/" + id, ""});
  }
}

std::vector<notifications::SampleProduct> MailSamples::products(db::Reader& reader) {
  catalog::ProductQuery query;
  query.status = catalog::ProductStatus::active;
  query.limit = 12;
  std::vector<notifications::SampleProduct> samples;
  for (const auto& product : catalog_.products(reader, query)) {
    if (product.variants.empty() || product.media.empty() || samples.size() == 3) continue;
    const auto& variant = product.variants.front();
    const auto picture = pictures_.picture(product.media.front());
    samples.push_back({product.title, product.variants.size() > 1 ? variant.title : "", "/products/" + product.handle,
                       picture ? picture->url : "", variant.price});
  }
  return samples;
}

bool EarlierOrders::has_ordered(db::Reader& reader, identity::AccountId account, std::string_view email) {
  return orders_.has_bought(reader, account, email);
}

}  // namespace plaza::app
