#include "service.h"

#include "rules.h"
#include "store.h"

namespace plaza::answers {

std::optional<ArticleView> Service::article(db::Reader& reader, std::string_view handle, std::string_view locale) {
  auto view = articles_.view(reader, handle, locale);
  if (!view) return view;
  Query like;
  like.text = view->title + " " + view->excerpt;
  like.language = view->language;
  like.only = Kind::article;
  like.except = "/help/" + view->handle;
  like.limit = 3;
  like.any = true;
  for (const auto& offer : answers_.find(like)) {
    if (const auto other = articles_.view(reader, offer.link.substr(6), locale)) {
      view->related.push_back({other->handle, other->title, other->section, other->excerpt});
    }
  }
  return view;
}

Settings Service::settings(db::Reader& reader) { return store::read_settings(reader); }

Result<Settings> Service::set_settings(db::Transaction& tx, const Settings& settings) {
  TRY_DONE(check(settings));
  if (!store::write_settings(tx, settings)) {
    return Error{ErrorKind::conflict, "answers.stale", "Somebody changed it in the meantime."};
  }
  return store::read_settings(tx);
}

}  // namespace plaza::answers
