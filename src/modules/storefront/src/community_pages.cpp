// Groups and discussions, readable without a script: as a stranger may read them. Members get the shell, and the program asks what is theirs.
#include "page_html.h"
#include "pages.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

namespace {

using community::PublicDiscussion;
using community::PublicGroup;
using community::PublicPages;

constexpr int groups_max = 100;
constexpr std::size_t description_max = 160, posting_text_max = 5'000;

struct Words {
  const char *groups, *about, *members, *replies, *accepted, *gone;
};
constexpr Words english = {"Groups", "Where people who love the same things talk.", "members", "Replies", "Accepted answer", "Somebody who has left"};
constexpr Words vietnamese = {"Nhóm", "Nơi những người cùng sở thích trò chuyện.", "thành viên", "Trả lời", "Lời giải được chọn", "Một người đã rời đi"};
const Words& words_of(const std::string& locale) { return locale == "vi" ? vietnamese : english; }

// Paragraphs as they were written: a text of members holds no markup.
std::string text_html(std::string_view text) {
  std::string out = "<p>";
  for (const char c : escape_html(text)) {
    if (c == '\n') out += "<br>";
    else out += c;
  }
  return out + "</p>\n";
}

std::string author_html(const community::PublicAuthor& author, const Words& words) {
  if (author.handle.empty()) return words.gone;
  return "<a href=\"/@" + escape_html(author.handle) + "\">" + escape_html(author.name) + "</a>";
}

std::string author_json_ld(const community::PublicAuthor& author, const Words& words, const std::string& public_url) {
  if (author.handle.empty()) return R"({"@type":"Person","name":)" + json_text(words.gone) + "}";
  return R"({"@type":"Person","name":)" + json_text(author.name) + ",\"url\":" + json_text(public_url + "/@" + author.handle) + "}";
}

std::string count_json_ld(const char* action, std::int64_t count) {
  return std::string(R"({"@type":"InteractionCounter","interactionType":"https://schema.org/)") + action +
         R"(","userInteractionCount":)" + std::to_string(count) + "}";
}

std::string posting_json_ld(const PublicDiscussion& page, const std::string& path, const std::string& image, const Words& words,
                            const std::string& public_url) {
  const std::string url = public_url + path;
  std::string out = R"({"@context":"https://schema.org","@type":"DiscussionForumPosting","headline":)" + json_text(first_code_points(page.title, 110)) +
                    ",\"url\":" + json_text(url) + ",\"mainEntityOfPage\":" + json_text(url) +
                    ",\"text\":" + json_text(first_code_points(page.words.text.empty() ? page.title : page.words.text, posting_text_max)) +
                    ",\"author\":" + author_json_ld(page.author, words, public_url) +
                    ",\"datePublished\":" + json_text(to_text(page.created_at)) + ",\"dateModified\":" + json_text(to_text(page.changed_at));
  if (!image.empty()) out += ",\"image\":" + json_text(image.starts_with('/') ? public_url + image : image);
  out += R"(,"isPartOf":{"@type":"WebPage","name":)" + json_text(page.group_name) + ",\"url\":" + json_text(public_url + "/groups/" + page.group_slug) +
         "},\"commentCount\":" + std::to_string(page.replies) + ",\"interactionStatistic\":[" + count_json_ld("CommentAction", page.replies) + "," +
         count_json_ld("LikeAction", page.helpful) + "],\"comment\":[";
  for (std::size_t i = 0; i < page.answers.size(); ++i) {
    const auto& answer = page.answers[i];
    if (i > 0) out += ',';
    out += R"({"@type":"Comment","url":)" + json_text(url + "#" + to_text(answer.id)) + ",\"text\":" +
           json_text(first_code_points(answer.text, posting_text_max)) + ",\"author\":" + author_json_ld(answer.author, words, public_url) +
           ",\"datePublished\":" + json_text(to_text(answer.created_at)) + ",\"interactionStatistic\":" + count_json_ld("LikeAction", answer.helpful) + "}";
  }
  return out + "]}";
}

// A page of one question, and what is answered: the accepted one apart.
std::string question_json_ld(const PublicDiscussion& page, const std::string& path, const Words& words, const std::string& public_url) {
  const std::string url = public_url + path;
  std::string out = R"({"@context":"https://schema.org","@type":"QAPage","mainEntity":{"@type":"Question","name":)" + json_text(page.title) +
                    ",\"url\":" + json_text(url) + ",\"text\":" +
                    json_text(first_code_points(page.words.text.empty() ? page.title : page.words.text, posting_text_max)) + ",\"answerCount\":" +
                    std::to_string(page.replies) + ",\"upvoteCount\":" + std::to_string(page.helpful) + ",\"dateCreated\":" + json_text(to_text(page.created_at)) +
                    ",\"author\":" + author_json_ld(page.author, words, public_url);
  std::string others;
  for (const auto& answer : page.answers) {
    const auto made = R"({"@type":"Answer","text":)" + json_text(first_code_points(answer.text, posting_text_max)) + ",\"url\":" +
                      json_text(url + "#" + to_text(answer.id)) + ",\"upvoteCount\":" + std::to_string(answer.helpful) + ",\"dateCreated\":" +
                      json_text(to_text(answer.created_at)) + ",\"author\":" + author_json_ld(answer.author, words, public_url) + "}";
    if (answer.accepted) out += ",\"acceptedAnswer\":" + made;
    else others += (others.empty() ? "" : ",") + made;
  }
  if (!others.empty()) out += ",\"suggestedAnswer\":[" + others + "]";
  return out + "}}";
}

}  // namespace

PageContent Pages::groups(const std::string& locale) const {
  const auto& words = words_of(locale);
  PageContent content;
  content.route = "groups";
  content.head = {words.groups, words.about, "/groups", "", "website", "", "", true};
  content.body = std::string("<main><h1>") + words.groups + "</h1>\n<p>" + words.about + "</p>\n<ul>\n";
  for (const auto& group : parts_.needs.communities->groups(groups_max)) {
    content.body += "<li><a href=\"/groups/" + escape_html(group.slug) + "\">" + escape_html(group.name) + "</a> – " +
                    std::to_string(group.members) + " " + words.members + "<br>" + escape_html(excerpt(group.about, description_max)) + "</li>\n";
  }
  content.body += "</ul></main>";
  return content;
}

PageContent Pages::group(const PublicGroup& group, const std::string& locale) const {
  const auto& words = words_of(locale);
  const std::string path = "/groups/" + group.slug;
  PageContent content;
  content.route = "group";
  content.head = {group.name, group.about.empty() ? words.about : excerpt(group.about, description_max), path, "", "website", "", "", true};
  const auto cover = group.cover ? parts_.needs.media.view(group.cover) : std::nullopt;
  if (cover) content.head.image = cover->url;
  content.head.json_ld = R"({"@context":"https://schema.org","@type":"CollectionPage","name":)" + json_text(group.name) +
                         ",\"url\":" + json_text(parts_.needs.brand.public_url + path) + ",\"description\":" + json_text(content.head.description) + "}";
  content.body = std::string("<main><p><a href=\"/groups\">") + words.groups + "</a></p><h1>" + escape_html(group.name) + "</h1>\n" +
                 text_html(group.about) + "<p>" + std::to_string(group.members) + " " + words.members + "</p>\n<ul>\n";
  for (const auto& line : group.lines) {
    content.body += "<li><a href=\"" + path + "/d/" + to_text(line.id) + "\">" + escape_html(line.title) + "</a><br>" + escape_html(line.excerpt) + "</li>\n";
  }
  content.body += "</ul></main>";
  return content;
}

PageContent Pages::discussion(const PublicDiscussion& page, const std::string& locale) const {
  const auto& words = words_of(locale);
  const std::string path = "/groups/" + page.group_slug + "/d/" + to_text(page.id);
  PageContent content;
  content.route = "discussion";
  content.head = {page.title, excerpt(page.words.text.empty() ? page.group_name : page.words.text, description_max), path, "", "article", "", "", true};
  content.body = "<main><p><a href=\"/groups/" + escape_html(page.group_slug) + "\">" + escape_html(page.group_name) + "</a></p><h1>" +
                 escape_html(page.title) + "</h1>\n<p>" + author_html(page.author, words) + "</p>\n" + text_html(page.words.text);
  PagePictures pictures;
  for (const auto id : page.words.media) {
    const auto media = parts_.needs.media.view(id);
    if (!media || media->url.empty()) continue;
    if (content.head.image.empty()) content.head.image = media->url;
    content.body += pictures.html({media->url, media->width, media->height, media->alt, media->srcset}, "100vw") + "\n";
  }
  if (!page.answers.empty()) content.body += std::string("<h2>") + words.replies + "</h2>\n";
  for (const auto& answer : page.answers) {
    content.body += "<article id=\"" + to_text(answer.id) + "\"><p>" + author_html(answer.author, words) +
                    (answer.accepted ? std::string(" – <strong>") + words.accepted + "</strong>" : "") + "</p>\n" + text_html(answer.text) + "</article>\n";
  }
  content.body += "</main>";
  // A question that nobody answered yet is no page of questions and answers.
  const bool answered = page.kind == community::Kind::question && !page.answers.empty();
  content.head.json_ld = answered ? question_json_ld(page, path, words, parts_.needs.brand.public_url)
                                  : posting_json_ld(page, path, content.head.image, words, parts_.needs.brand.public_url);
  return content;
}

void Pages::add_community_pages(http::Routes& routes) {
  const auto add = [&](const char* path, const char* id, http::RawHandler handler) {
    routes.add(http::get<http::None, http::None>(path, id).undocumented().raw(std::move(handler)));
  };
  add("/groups", "page_groups", [this](http::Call& call) -> Task<http::Response> {
    if (!parts_.needs.communities || viewer_of(call)) co_return own_page(call, shell("/groups"));
    co_return own_page(call, groups(call.caller.locale));
  });
  add("/groups/{slug}", "page_group", [this](http::Call& call) -> Task<http::Response> {
    auto* pages = parts_.needs.communities;
    const std::string slug(call.path_value("slug"));
    if (!pages || viewer_of(call) || pages->door(slug) == PublicPages::Door::closed || slug == "unsubscribe") co_return own_page(call, shell(call.request.path));
    auto work = [&](db::Reader& reader) { return pages->group(reader, slug); };
    const auto page = co_await parts_.needs.database.read(work);
    if (!page) co_return own_page(call, missing(call.request.path));
    co_return own_page(call, group(*page, call.caller.locale));
  });
  add("/groups/{slug}/d/{id}", "page_discussion", [this](http::Call& call) -> Task<http::Response> {
    auto* pages = parts_.needs.communities;
    const std::string slug(call.path_value("slug"));
    if (!pages || viewer_of(call) || pages->door(slug) == PublicPages::Door::closed) co_return own_page(call, shell(call.request.path));
    const auto id = parse_id<community::DiscussionId>(call.path_value("id"));
    if (!id) co_return own_page(call, missing(call.request.path));
    auto work = [&](db::Reader& reader) { return pages->discussion(reader, slug, *id); };
    const auto page = co_await parts_.needs.database.read(work);
    if (!page) co_return own_page(call, missing(call.request.path));
    co_return own_page(call, discussion(*page, call.caller.locale));
  });
}

}  // namespace plaza::storefront
