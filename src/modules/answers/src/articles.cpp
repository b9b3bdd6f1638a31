#include "articles.h"

#include <algorithm>

#include "answers/events.h"
#include "markup.h"
#include "platform/base/text.h"
#include "rules.h"
#include "store.h"
#include "words.h"

namespace plaza::answers {
namespace {

constexpr std::size_t handle_tries = 20;

Error stale() { return {ErrorKind::conflict, "answers.stale", "Somebody changed it in the meantime."}; }
Error taken() { return {ErrorKind::conflict, "answers.handle_taken", "Another article has this address."}; }

ArticleWords cleaned(ArticleWords words) {
  for (auto* text : {&words.handle, &words.title, &words.text, &words.title_vi, &words.text_vi}) *text = std::string(trimmed(*text));
  words.handle = slug(words.handle);
  if (words.handle.empty()) words.handle = slug(words.title.empty() ? words.title_vi : words.title);
  if (words.handle.empty()) words.handle = "article";
  return words;
}

ArticleLine line_of(const Article& article, std::string_view locale) {
  const auto words = words_in(article.words, locale);
  return {article.words.handle, std::string(words.title), article.words.section, excerpt_of(words.text, 140)};
}

std::optional<Document> document_of(const Article& article, bool vietnamese) {
  const auto& w = article.words;
  Document made;
  made.title = vietnamese ? w.title_vi : w.title;
  made.text = plain_of(vietnamese ? w.text_vi : w.text);
  if (article.status != ArticleStatus::published || made.title.empty() || made.text.empty()) return std::nullopt;
  made.id = to_text(article.id) + (vietnamese ? ".vi" : ".en");
  made.kind = Kind::article;
  made.link = "/help/" + w.handle;
  made.language = vietnamese ? "vi" : "en";
  made.products = w.product_ids;
  made.updated_at = article.updated_at;
  made.trusted = true;
  return made;
}

void announce(db::Transaction& tx, ArticleId id) { events::publish(tx, id.value, ArticleChanged{id}); }

}  // namespace

Error no_article() { return {ErrorKind::not_found, "answers.not_found", "There is no such article."}; }

Result<Article> ArticleService::insert(db::Transaction& tx, Article article) {
  article.id = needs_.ids.make<ArticleId>();
  article.created_at = article.updated_at = needs_.clock.now();
  const std::string handle = article.words.handle;
  for (std::size_t number = 2; !store::insert(tx, article); ++number) {
    if (number > handle_tries) return taken();
    article.words.handle = handle + "-" + std::to_string(number);
  }
  announce(tx, article.id);
  return article;
}

Result<Article> ArticleService::create(db::Transaction& tx, const ArticleWords& words, identity::AccountId) {
  Article article;
  article.words = cleaned(words);
  TRY_DONE(check(article.words, store::read_settings(tx), false));
  return insert(tx, std::move(article));
}

Result<Article> ArticleService::grow(db::Transaction& tx, std::string_view document_id, identity::AccountId) {
  if (auto grown = store::find_by_source(tx, document_id)) return std::move(*grown);
  const auto found = document_(tx, document_id);
  if (!found || found->kind == Kind::article) {
    return Error{ErrorKind::not_found, "answers.no_such_answer", "There is no such answer, or it is not shown any more."};
  }
  const auto settings = store::read_settings(tx);
  Article article;
  const bool vietnamese = (found->language.empty() ? language_of(found->title + " " + found->text) : found->language) == "vi";
  (vietnamese ? article.words.title_vi : article.words.title) = first_code_points(found->title, 160);
  (vietnamese ? article.words.text_vi : article.words.text) = first_code_points(found->text, article_text_max);
  article.words.section = settings.sections.front().code;
  if (!found->products.empty() && settings.sections.size() > 1) article.words.section = settings.sections[1].code;
  article.words.product_ids = found->products;
  article.words = cleaned(article.words);
  article.source = GrownFrom{found->id, found->kind, found->link};
  article.source_account = found->author_id;
  return insert(tx, std::move(article));
}

Result<Article> ArticleService::change(db::Transaction& tx, ArticleId id, std::int64_t version, const ArticleWords& given,
                                       identity::AccountId by) {
  const auto old = store::find(tx, id);
  if (!old) return no_article();
  auto words = given;
  if (trimmed(words.handle).empty()) words.handle = old->words.handle;
  words = cleaned(words);
  TRY_DONE(check(words, store::read_settings(tx), old->status == ArticleStatus::published));
  if (old->version != version) return stale();
  const auto other = store::find_by_handle(tx, words.handle);
  if (other && other->id != id) return taken();
  const Time now = needs_.clock.now();
  if (!store::change(tx, *old, words, now)) return stale();
  store::insert_edit(tx, *old, now, by);
  announce(tx, id);
  return *store::find(tx, id);
}

Result<Article> ArticleService::set_status(db::Transaction& tx, ArticleId id, std::int64_t version, ArticleStatus to) {
  const auto old = store::find(tx, id);
  if (!old) return no_article();
  if (to == ArticleStatus::published) TRY_DONE(check(old->words, store::read_settings(tx), true));
  if (!store::set_status(tx, id, version, to, needs_.clock.now())) return stale();
  announce(tx, id);
  return *store::find(tx, id);
}

std::optional<Article> ArticleService::find(db::Reader& reader, ArticleId id) { return store::find(reader, id); }
std::vector<Article> ArticleService::list(db::Reader& reader, std::optional<ArticleStatus> status) { return store::list(reader, status); }
std::vector<ArticleEdit> ArticleService::edits(db::Reader& reader, ArticleId id) { return store::edits(reader, id); }

Status ArticleService::vote(db::Transaction& tx, std::string_view handle, const std::string& person, bool helped) {
  const auto article = store::find_by_handle(tx, handle);
  if (!article || article->status != ArticleStatus::published) return no_article();
  store::vote(tx, article->id, person, helped);
  return done();
}

std::vector<SectionView> ArticleService::sections(db::Reader& reader, std::string_view locale) {
  const auto settings = store::read_settings(reader);
  std::vector<SectionView> sections;
  for (const auto& each : settings.sections) sections.push_back({each.code, label_of(settings, each.code, locale), {}});
  auto articles = store::list(reader, ArticleStatus::published);
  std::stable_sort(articles.begin(), articles.end(), [](const Article& a, const Article& b) { return a.helped > b.helped; });
  for (const auto& article : articles) {
    for (auto& section : sections) {
      if (section.code == article.words.section) section.items.push_back(line_of(article, locale));
    }
  }
  std::erase_if(sections, [](const SectionView& section) { return section.items.empty(); });
  return sections;
}

std::optional<ArticleView> ArticleService::view(db::Reader& reader, std::string_view handle, std::string_view locale) {
  const auto article = store::find_by_handle(reader, handle);
  if (!article || article->status != ArticleStatus::published) return std::nullopt;
  const auto words = words_in(article->words, locale);
  ArticleView view;
  view.handle = article->words.handle;
  view.title = words.title;
  view.section = article->words.section;
  view.section_label = label_of(store::read_settings(reader), view.section, locale);
  view.language = words.language;
  view.html = html_of(words.text);
  view.excerpt = excerpt_of(words.text, 160);
  view.updated_at = article->updated_at;
  for (const auto id : article->words.product_ids) {
    const auto product = needs_.catalog.product(reader, id);
    if (product && product->status == catalog::ProductStatus::active) view.products.push_back({product->handle, product->title});
  }
  return view;
}

DocumentPage ArticleService::documents(db::Reader& reader, std::string_view cursor, int limit) {
  const auto after = parse_id<ArticleId>(cursor).value_or(ArticleId{});
  DocumentPage page;
  const auto articles = store::published_after(reader, after, limit);
  for (const auto& article : articles) {
    for (const bool vietnamese : {false, true}) {
      if (auto made = document_of(article, vietnamese)) page.items.push_back(std::move(*made));
    }
  }
  if (std::ssize(articles) == limit) page.next = to_text(articles.back().id);
  return page;
}

std::optional<Document> ArticleService::document(db::Reader& reader, std::string_view id) {
  const auto dot = id.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto parsed = parse_id<ArticleId>(id.substr(0, dot));
  const auto article = parsed ? store::find(reader, *parsed) : std::nullopt;
  return article ? document_of(*article, id.substr(dot) == ".vi") : std::nullopt;
}

std::vector<std::string> ArticleService::topics() const { return {ArticleChanged::topic}; }

std::vector<std::string> ArticleService::touched(db::Reader&, const events::Event& event) {
  const auto id = to_text(events::read<ArticleChanged>(event).article_id);
  return {id + ".en", id + ".vi"};
}

}  // namespace plaza::answers
