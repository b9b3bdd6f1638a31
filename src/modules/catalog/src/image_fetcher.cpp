// Pictures from the web, for imports: fetched with a deadline and the guard against private
// addresses, then looked at by the media module like any upload.
#include "catalog/module.h"
#include "platform/http/client.h"

namespace plaza::catalog {
namespace {

class WebImageFetcher final : public ImageFetcher {
 public:
  explicit WebImageFetcher(media::Media& media) : media_(media) {}

  Result<FetchedImage> fetch(std::string_view url, std::string_view alt) override {
    http::ClientRequest request;
    request.url = std::string(url);
    request.timeout_ms = 20'000;
    request.body_max = 30'000'000;
    request.redirects_max = 3;
    TRY(auto response, http::fetch(request));
    if (response.status != 200) {
      return Error{ErrorKind::upstream, "catalog.image_refused",
                   "it was answered with " + std::to_string(response.status)};
    }
    TRY(auto view,
        media_.take({identity::AccountId{}, std::string(alt), std::move(response.body)}));
    return FetchedImage{view.id, static_cast<int>(view.width), static_cast<int>(view.height)};
  }

 private:
  media::Media& media_;
};

}  // namespace

std::unique_ptr<ImageFetcher> web_image_fetcher(media::Media& media) {
  return std::make_unique<WebImageFetcher>(media);
}

}  // namespace plaza::catalog
