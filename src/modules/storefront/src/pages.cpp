#include "pages.h"

#include <utility>

#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

namespace {

using http::Call;
using http::Response;

// Addresses that the program answers by itself: the shell is enough. Kept short of data on purpose: none is for crawlers.
constexpr std::pair<const char*, const char*> own_pages[] = {
    {"/bag", "page_bag"}, {"/orders", "page_orders"}, {"/orders/{id}", "page_order"}, {"/signin", "page_signin"}, {"/signup", "page_signup"},
    {"/compose", "page_compose"}, {"/saved", "page_saved"}, {"/account", "page_account"}, {"/verify", "page_verify"}, {"/reset", "page_reset"},
    {"/notifications", "page_notifications"}, {"/drafts", "page_drafts"}, {"/messages", "page_messages"}, {"/messages/{id}", "page_thread"},
    {"/moderation", "page_moderation_log"}, {"/account/moderation", "page_own_moderation"}, {"/account/reviews", "page_own_reviews"},
    {"/account/questions", "page_own_questions"},
    {"/groups/{slug}/members", "page_group_members"}, {"/groups/{slug}/moderation", "page_group_moderation"},
    {"/groups/{slug}/new", "page_new_discussion"}, {"/groups/{slug}/events/{id}", "page_group_event"}};

struct BrandData {
  std::string name, currency, shown_currency;
  std::vector<std::string> currencies;  // that the shop sells in, its own first
  std::string locale, tagline;
  std::vector<std::string> payment_providers;
  bool dev = false;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("currency", currency);
    v("shown_currency", shown_currency);
    v("currencies", currencies);
    v("locale", locale);
    v("tagline", tagline);
    v("payment_providers", payment_providers);
    v("dev", dev);
  }
};

std::string shell_text(const http::StaticFiles* files) {
  const auto* text = files ? files->text("/index.html") : nullptr;
  return text ? *text : std::string();
}

// Scripts and styles from ourselves only; the data block is no script. Pictures may still come from a merchant's old shop.
// A payment provider's form is let in only where there is one.
std::string content_policy(const PaymentSources& payment) {
  const auto and_also = [](const std::string& sources) { return sources.empty() ? std::string() : " " + sources; };
  std::string policy = "default-src 'self'; img-src 'self' data: blob: https: http:; media-src 'self' blob:; "
                       "style-src 'self' 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'" + and_also(payment.script) +
                       "; connect-src 'self' blob:" + and_also(payment.connect) +
                       "; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
  if (!payment.frame.empty()) policy += "; frame-src 'self' " + payment.frame;
  return policy;
}

}  // namespace

Pages::Pages(const Parts& parts, const http::StaticFiles* files)
    : parts_(parts), template_(shell_text(files)), content_policy_(content_policy(parts.needs.brand.payment_sources)) {
}

std::string Pages::brand_json(const http::Request& request) const {
  const auto& brand = parts_.needs.brand;
  BrandData data{brand.name, brand.currency, {}, {}, brand.locale, brand.tagline, brand.payment_providers, brand.dev};
  data.shown_currency = currency_mark(parts_.needs, request);
  if (data.shown_currency.empty()) data.shown_currency = brand.currency;
  if (parts_.needs.prices) {
    for (const auto& one : parts_.needs.prices->currencies()) data.currencies.emplace_back(one.currency.code());
  }
  if (data.currencies.empty()) data.currencies.push_back(brand.currency);
  return json::encode(data);
}

PageSetting Pages::setting_for(const http::Request& request, const http::Caller& caller) const {
  PageSetting setting;
  setting.locale = caller.locale;
  const auto theme = request.cookie("plaza_theme");
  if (theme == "dark" || theme == "light") setting.theme = std::string(theme);
  setting.public_url = parts_.needs.brand.public_url;
  setting.brand_name = parts_.needs.brand.name;
  setting.brand_json = brand_json(request);
  return setting;
}

std::string Pages::key_of(const http::Request& request, const http::Caller& caller) const {
  std::string key = request.path;
  key += '|';
  key += caller.locale;
  key += '|';
  const auto theme = request.cookie("plaza_theme");
  if (theme == "dark" || theme == "light") key += theme;
  key += '|';
  key += currency_mark(parts_.needs, request);
  return key;
}

// Every page names the browser, so that what it does can be told from what others do.
void Pages::finish(Response& response, const http::Request& request, const http::Caller& caller) const {
  response.header("content-security-policy", content_policy_);
  if (!caller.visitor.empty()) return;
  (void)request;
  std::string cookie = "plaza_visitor=" + crypto::random_token() + "; Path=/; Max-Age=34560000; SameSite=Lax";
  if (parts_.needs.brand.public_url.starts_with("https:")) cookie += "; Secure";
  response.header("set-cookie", std::move(cookie));
}

Response Pages::shared_page(Call& call, std::uint64_t version, const PageContent& content) const {
  auto html = template_.fill(content, setting_for(call.request, call.caller));
  if (content.status != 200 || call.request.path.size() > 200) {
    auto response = http::html(content.status, std::move(html));
    finish(response, call.request, call.caller);
    return response;
  }
  auto response = parts_.cache.keep(key_of(call.request, call.caller), version, "text/html; charset=utf-8", std::move(html), call.request);
  finish(response, call.request, call.caller);
  return response;
}

Response Pages::own_page(Call& call, const PageContent& content) const {
  auto response = http::html(content.status, template_.fill(content, setting_for(call.request, call.caller)));
  response.header("cache-control", "private, no-cache");
  finish(response, call.request, call.caller);
  return response;
}

std::optional<Response> Pages::kept(const http::Request& request, const http::Caller& caller) const {
  if (has_own_prices(parts_.needs, caller)) return std::nullopt;
  std::uint64_t version = 0;
  if (request.path.starts_with("/products/")) version = parts_.shelf.version_of(std::string_view(request.path).substr(10));
  else if (request.path.starts_with("/collections/")) version = parts_.shelf.version();
  if (!version) return std::nullopt;
  auto response = parts_.cache.find(key_of(request, caller), version, request);
  if (response) finish(*response, request, caller);
  return response;
}

Response Pages::not_found(Call& call) const {
  const std::string_view path = call.request.path;
  if (path.starts_with("/v1/") || path.starts_with("/media/") || path.starts_with("/assets/")) {
    return http::problem(Error{ErrorKind::not_found, "request.not_found", "There is nothing at this address."});
  }
  return own_page(call, missing(call.request.path));
}

Said Pages::said_of(db::Reader& reader, catalog::ProductId product, bool rated) const {
  Said said;
  const auto& needs = parts_.needs;
  if (rated && needs.reviews) said.quotes = quotes_of(*needs.reviews, reader, product);
  if (needs.questions) said.asked = asked_of(*needs.questions, reader, product, needs.brand.name);
  return said;
}

void Pages::add_routes(http::Routes& routes) {
  const auto page = [&](const char* path, const char* id, http::RawHandler handler) {
    routes.add(http::get<http::None, http::None>(path, id).undocumented().raw(std::move(handler)));
  };
  page("/", "page_home", [this](Call& call) -> Task<Response> { co_return own_page(call, home(call)); });
  page("/products/{handle}", "page_product", [this](Call& call) -> Task<Response> {
    const std::string handle(call.path_value("handle"));
    const auto version = parts_.shelf.version_of(handle);
    const auto look = look_of(parts_.needs, call);
    if (look && look->account_id) co_return own_page(call, product(handle, &*look, call.caller.locale, {}));
    Said said;  // on what is kept for everybody, crawlers among them
    const auto shown = parts_.shelf.page(handle, pointer_to(look));
    if (shown) {
      const auto read = [&](db::Reader& reader) { return said_of(reader, shown->id, shown->rating.has_value()); };
      said = co_await parts_.needs.database.read(read);
    }
    co_return shared_page(call, version, product(handle, pointer_to(look), call.caller.locale, said));
  });
  page("/collections", "page_collections", [this](Call& call) -> Task<Response> { co_return own_page(call, collections(call)); });
  page("/collections/{handle}", "page_collection", [this](Call& call) -> Task<Response> {
    const auto version = parts_.shelf.version();
    const std::string handle(call.path_value("handle"));
    const auto look = look_of(parts_.needs, call);
    if (look && look->account_id) co_return own_page(call, collection(handle, &*look));
    co_return shared_page(call, version, collection(handle, pointer_to(look)));
  });
  page("/p/{id}", "page_post", [this](Call& call) -> Task<Response> { co_return own_page(call, post(call, call.path_value("id"))); });
  page("/search", "page_search", [this](Call& call) -> Task<Response> { co_return own_page(call, search(call)); });
  page("/compare", "page_compare", [this](Call& call) -> Task<Response> {
    const auto handles = comparison::handles_of(call.request.query_value("products").value_or(""));
    auto work = [&](db::Reader& reader) { return parts_.needs.comparison.compare(reader, handles, content::price_viewer_of(call), call.caller.locale); };
    const auto result = co_await parts_.needs.database.read(work);
    co_return own_page(call, compare(handles, result, call.caller.locale));
  });
  for (const auto& [path, id] : own_pages) {
    page(path, id, [this](Call& call) -> Task<Response> { co_return own_page(call, shell(call.request.path)); });
  }
  add_help_pages(routes);
  add_community_pages(routes);
  page("/drops/{id}", "page_drop", [this](Call& call) -> Task<Response> { co_return own_page(call, drop(call, call.path_value("id"))); });
  page("/drops", "page_drops", [this](Call& call) -> Task<Response> { co_return own_page(call, drops(call)); });
  // "/@handle", which is no literal segment; anything else here is not found.
  page("/{name}", "page_person", [this](Call& call) -> Task<Response> {
    const auto name = call.path_value("name");
    if (name.starts_with('@')) co_return own_page(call, person(call, name.substr(1)));
    co_return own_page(call, missing(call.request.path));
  });
}

}  // namespace plaza::storefront
