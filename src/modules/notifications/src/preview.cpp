#include "preview.h"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/json/codec.h"

namespace plaza::notifications {
namespace {

namespace bj = boost::json;

struct Kept {
  Mail mail;
  MailGroup group;
  const char* english;
  const char* vietnamese;
};

constexpr Kept table[] = {
    {Mail::verify_email, MailGroup::account, "Somebody signed up, or changed their address.", "Khi có người đăng ký hoặc đổi địa chỉ email."},
    {Mail::reset_password, MailGroup::account, "Somebody asked for a new password.", "Khi có người yêu cầu mật khẩu mới."},
    {Mail::password_changed, MailGroup::account, "A password was changed.", "Khi mật khẩu đã được đổi."},
    {Mail::bell, MailGroup::account, "Something happened that the person wants to be mailed about.",
     "Khi có tin mà người dùng đã chọn nhận qua email."},
    {Mail::order_placed, MailGroup::order, "An order was placed and paid.", "Khi đơn hàng đã được đặt và thanh toán."},
    {Mail::order_edited, MailGroup::order, "The lines or the address of an order were changed.", "Khi đơn hàng được thay đổi."},
    {Mail::order_cancelled, MailGroup::order, "An order was cancelled, or its payment never came.",
     "Khi đơn hàng bị hủy hoặc không được thanh toán."},
    {Mail::order_payment_due, MailGroup::payment, "A changed order costs more than was paid.", "Khi đơn hàng thay đổi cần trả thêm."},
    {Mail::order_paid, MailGroup::payment, "The rest of an order was paid.", "Khi phần còn lại của đơn hàng đã được thanh toán."},
    {Mail::order_refunded, MailGroup::payment, "Money was given back.", "Khi tiền đã được hoàn lại."},
    {Mail::order_store_credit, MailGroup::payment, "Store credit was given for an order.", "Khi đơn hàng được hoàn bằng tín dụng cửa hàng."},
    {Mail::order_partly_fulfilled, MailGroup::parcel, "A parcel left, and more will follow.", "Khi một kiện hàng đã được gửi và còn kiện khác."},
    {Mail::order_fulfilled, MailGroup::parcel, "The last parcel of an order left.", "Khi kiện hàng cuối cùng đã được gửi."},
    {Mail::order_delivered, MailGroup::parcel, "An order was delivered.", "Khi đơn hàng đã được giao."},
    {Mail::return_requested, MailGroup::returns, "Somebody wants to send something back.", "Khi có yêu cầu trả hàng."},
    {Mail::return_approved, MailGroup::returns, "A return may be sent.", "Khi yêu cầu trả hàng được chấp nhận."},
    {Mail::return_declined, MailGroup::returns, "A return was declined.", "Khi yêu cầu trả hàng bị từ chối."},
    {Mail::return_cancelled, MailGroup::returns, "A return was called off.", "Khi yêu cầu trả hàng được hủy."},
    {Mail::return_received, MailGroup::returns, "The goods of a return arrived.", "Khi hàng trả lại đã đến nơi."},
    {Mail::return_settled, MailGroup::returns, "A return was settled: what is given back, and how.", "Khi việc trả hàng đã được giải quyết."},
    {Mail::claim_opened, MailGroup::warranty, "A warranty claim was made.", "Khi có yêu cầu bảo hành."},
    {Mail::claim_accepted, MailGroup::warranty, "A warranty claim was accepted.", "Khi yêu cầu bảo hành được chấp nhận."},
    {Mail::claim_declined, MailGroup::warranty, "A warranty claim was declined.", "Khi yêu cầu bảo hành bị từ chối."},
    {Mail::claim_resolved, MailGroup::warranty, "A warranty claim was settled.", "Khi yêu cầu bảo hành đã được giải quyết."},
    {Mail::drop_admitted, MailGroup::drop, "A member of a drop's line may buy now, for a quarter of an hour or longer.",
     "Khi đến lượt một thành viên trong đợt mở bán, nếu lượt kéo dài từ 15 phút."},
    {Mail::drop_missed, MailGroup::drop, "A raffle ended and a member's ticket was not drawn.", "Khi đợt rút thăm kết thúc mà thành viên không trúng."},
    {Mail::chat_answer, MailGroup::account, "A visitor left the shop before their chat was answered.",
     "Khi khách rời cửa hàng trước khi tin nhắn được trả lời."},
    {Mail::review_invitation, MailGroup::stock, "Some days after a delivery: what the buyer has to say of it.",
     "Vài ngày sau khi giao hàng: mời người mua đánh giá."},
    {Mail::group_digest, MailGroup::account, "What is new in a group, daily or weekly, for members who chose so.",
     "Tin mới trong nhóm, hằng ngày hoặc hằng tuần, cho thành viên đã chọn."},
    {Mail::back_in_stock, MailGroup::stock, "Something is back that somebody asked about.", "Khi sản phẩm được hỏi đã có hàng trở lại."},
    {Mail::gift_card, MailGroup::gift_card, "Gift cards were bought: their codes.", "Khi thẻ quà tặng được mua: kèm mã thẻ."},
};

const Kept& kept(Mail mail) {
  const auto* found = std::find_if(std::begin(table), std::end(table), [&](const Kept& one) { return one.mail == mail; });
  CHECK(found != std::end(table));
  return *found;
}

std::vector<SampleProduct> shown(const std::vector<SampleProduct>& products, bool vi) {
  if (!products.empty()) return products;
  const Currency euro{{'E', 'U', 'R'}};
  return {{vi ? "Bình gốm nhỏ" : "Small vase", "", "/", "", Money{2'400, euro}},
          {vi ? "Đèn bàn" : "Table lamp", vi ? "Màu đất" : "Clay", "/", "", Money{8'900, euro}}};
}

bj::object money(Money value) { return {{"amount", value.amount}, {"currency", value.currency.code()}}; }

bj::array lines_of(const std::vector<SampleProduct>& products, bool only_first) {
  bj::array lines;
  for (const auto& product : products) {
    const std::int64_t quantity = !only_first && lines.empty() ? 2 : 1;
    bj::object line{{"title", product.title}, {"options", product.options}, {"image", product.image_url},
                    {"total", money({product.price.amount * quantity, product.price.currency})}};
    if (!only_first) line["quantity"] = quantity;
    lines.push_back(std::move(line));
    if (only_first) break;
  }
  return lines;
}

// An order of these products: its sums are right.
void add_order(bj::object& values, const std::vector<SampleProduct>& products) {
  const Currency currency = products.front().price.currency;
  std::int64_t subtotal = products.front().price.amount;  // two of the first
  for (const auto& product : products) subtotal += product.price.amount;
  const std::int64_t discount = subtotal / 10, shipping = products.front().price.amount / 5;
  const std::int64_t total = subtotal - discount + shipping;
  values["lines"] = lines_of(products, false);
  values["subtotal"] = money({subtotal, currency});
  values["discount"] = money({discount, currency});
  values["shipping"] = money({shipping, currency});
  values["tax"] = money({total - total * 100 / 119, currency});
  values["total"] = money({total, currency});
  values["number"] = "#1042";
}

bj::array sample_cards(Money worth) {
  bj::array cards;
  for (const char* code : {"SAMP-LE00-0000-0001", "SAMP-LE00-0000-0002"}) {
    cards.push_back(bj::object{{"code", code}, {"amount", money(worth)}});
  }
  return cards;
}

}  // namespace

std::span<const Mail> mails_in_order() {
  static const auto all = [] {
    std::array<Mail, std::size(table)> mails{};
    std::transform(std::begin(table), std::end(table), mails.begin(), [](const Kept& one) { return one.mail; });
    return mails;
  }();
  return all;
}

MailGroup group_of(Mail mail) { return kept(mail).group; }

std::string_view sent_when(Mail mail, std::string_view locale) {
  return locale == "vi" ? kept(mail).vietnamese : kept(mail).english;
}

std::string sample_values(Mail mail, std::string_view locale, const std::vector<SampleProduct>& given, bool test) {
  const bool vi = locale == "vi";
  const auto products = shown(given, vi);
  const SampleProduct& first = products.front();
  const MailGroup group = group_of(mail);
  bj::object values{{"name", vi ? "Nguyễn Thu Hà" : "Hannah Berg"}, {"link", "/account/orders"}, {"test", test}};
  const bool of_order = group == MailGroup::order || group == MailGroup::payment || group == MailGroup::parcel;
  if (of_order) add_order(values, products);
  else values["number"] = "#1042";
  values["title"] = first.title;
  values["amount"] = money(first.price);
  if (group == MailGroup::account) {
    values["link"] = mail == Mail::verify_email ? "/verify?token=sample" : mail == Mail::reset_password ? "/reset?token=sample" : "/account";
    values["text"] = vi ? "An đã trả lời: “Màu men đẹp quá.”" : "An replied: “What a glaze.”";
  }
  if (group == MailGroup::parcel && mail != Mail::order_delivered) values["tracking"] = "00340434161094042557";
  if (mail == Mail::order_cancelled || mail == Mail::order_edited) {
    values["reason"] = vi ? "Khách đổi địa chỉ." : "You asked for another address.";
  }
  if (mail == Mail::return_declined || mail == Mail::claim_declined) {
    values["reason"] = vi ? "Sản phẩm đã qua sử dụng." : "It shows that it was used.";
  }
  if (mail == Mail::return_settled) values["to_original"] = money(first.price);
  if (mail == Mail::claim_resolved) values["replaced"] = true;
  if (mail == Mail::gift_card) values["cards"] = sample_cards({5'000, first.price.currency});
  if (group == MailGroup::drop || group == MailGroup::stock) {
    values["link"] = first.path;
    values["lines"] = lines_of(products, true);
    values["drawn"] = true;
    values["hours"] = 24;
  }
  if (mail == Mail::drop_missed) values["link"] = "/";
  if (mail == Mail::review_invitation) {
    values["link"] = "/review/sample";
    values["stop"] = "/review/sample?stop=1";
  }
  if (mail == Mail::group_digest) {
    values["group"] = vi ? "Mê men gốm" : "Glaze lovers";
    values["link"] = "/groups/glaze-lovers";
    values["stop"] = "/groups/unsubscribe?token=sample";
    bj::object line;
    line["title"] = vi ? "Men ngọc hay bị rạn, vì sao?" : "Why does my celadon craze?";
    line["options"] = vi ? "7 câu trả lời" : "7 replies";
    values["lines"] = bj::array{std::move(line)};
  }
  return bj::serialize(values);
}

}  // namespace plaza::notifications
