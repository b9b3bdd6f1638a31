// Discussions: begun, shown, edited, closed, read, watched.
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct PollInput {
  static constexpr const char* schema_name = "CommunityPollInput";
  std::vector<std::string> options;
  bool multiple = false;
  std::optional<Time> closes_at;
  template <class V>
  void describe(V& v) {
    v("options", options, json::Items{2, 10});
    v("multiple", multiple, json::Optional{});
    v("closes_at", closes_at);
  }
};
struct BeginDiscussion {
  static constexpr const char* schema_name = "BeginCommunityDiscussion";
  std::string slug, title, text;
  Kind kind = Kind::discussion;
  std::vector<std::string> tags;
  std::vector<media::MediaId> media_ids;
  std::vector<catalog::ProductId> product_ids;
  std::optional<PollInput> poll;
  bool live = false;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("kind", kind, json::Optional{});
    v("title", title, json::Length{5, 150});
    v("text", text, json::Optional{}, json::Multiline{}, json::Length{0, 20'000},
      json::Doc{"\"@handle\" mentions a member; \"/products/handle\" makes a live card."});
    v("tags", tags, json::Optional{}, json::Items{0, 5});
    v("media_ids", media_ids, json::Optional{}, json::Items{0, 8});
    v("product_ids", product_ids, json::Optional{}, json::Items{0, 8});
    v("poll", poll);
    v("live", live, json::Optional{}, json::Doc{"People talk at the same time; pages update by themselves."});
  }
};
struct EditDiscussion {
  static constexpr const char* schema_name = "EditCommunityDiscussion";
  DiscussionId id;
  std::optional<std::string> title, text;
  std::optional<Kind> kind;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<media::MediaId>> media_ids;
  std::optional<std::vector<catalog::ProductId>> product_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title, json::Length{5, 150});
    v("text", text, json::Multiline{}, json::Length{0, 20'000});
    v("kind", kind);
    v("tags", tags, json::Items{0, 5});
    v("media_ids", media_ids, json::Items{0, 8});
    v("product_ids", product_ids, json::Items{0, 8});
  }
};
struct SetState {
  static constexpr const char* schema_name = "SetCommunityDiscussionState";
  DiscussionId id;
  std::optional<bool> pinned, locked, live;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("pinned", pinned);
    v("locked", locked);
    v("live", live);
  }
};
struct ReadMark {
  static constexpr const char* schema_name = "CommunityReadMark";
  DiscussionId id;
  std::int64_t number = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("number", number, json::Between{0, 1'000'000'000}, json::Doc{"Of the last reply that was read; 0: the discussion itself."});
  }
};

Result<DiscussionView> begin(const Parts& parts, const Call& call, db::Transaction& tx, const BeginDiscussion& request) {
  const auto looker = looker_of(call);
  TRY(const Group group, parts.rooms.seen(looker, request.slug));
  NewDiscussion wanted{group.id, request.kind, request.title, {request.text, request.media_ids, request.product_ids}, request.tags,
                       std::nullopt, request.live};
  if (request.poll) {
    wanted.poll = NewPoll{request.poll->options, request.poll->multiple, request.poll->closes_at};
    for (std::size_t i = 0; i < wanted.poll->options.size(); ++i) {
      if (wanted.poll->options[i].empty() || wanted.poll->options[i].size() > 400) {
        return invalid_field("poll.options[" + std::to_string(i) + "]", "length", "must have 1 to 100 characters");
      }
    }
  }
  TRY(const Discussion made, parts.threads.discuss(tx, looker, wanted, parts.needs.clock.now(), Screening::asked));
  return parts.presenter.view(tx, made, viewing_of(call));
}

Task<http::Response> watch(const Parts& parts, Call& call) {
  const auto id = parse_id<DiscussionId>(call.path_value("id"));
  const auto looker = looker_of(call);
  if (!id) co_return http::problem(discussion_not_found());
  if (parts.pages.is_full()) {
    co_return http::problem({ErrorKind::unavailable, "community.too_many_streams", "Too many pages are open. Ask again."});
  }
  auto work = [&](db::Reader& reader) { return parts.threads.visible(reader, looker, *id); };
  const auto found = co_await parts.needs.database.read(work);
  if (!found.ok()) co_return http::problem(found.error());
  http::Response response;
  response.content_type = "text/event-stream";
  response.header("cache-control", "no-store").header("x-accel-buffering", "no");
  response.stream = [&pages = parts.pages, looker, id = *id, group = found->group](std::shared_ptr<http::Stream> stream) {
    pages.add(group, id, looker, std::move(stream));
  };
  co_return response;
}

void add_writing_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::post<BeginDiscussion, DiscussionView>("/v1/groups/{slug}/discussions", "beginDiscussion")
                 .summary("Begins a discussion, or asks a question. It may be held until a moderator has looked.")
                 .tag(tag).access(http::Access::signed_in()).status(201).idempotent()
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.level_too_low", ErrorKind::forbidden, "Polls take level 1, live threads level 2.")
                 .error("community.archived", ErrorKind::conflict, "It can only be read.")
                 .error("community.limit_links", ErrorKind::unprocessable, "More links than your level allows.")
                 .error("community.limit_pictures", ErrorKind::unprocessable, "More pictures than your level allows.")
                 .error("community.limit_mentions", ErrorKind::unprocessable, "More mentions than your level allows.")
                 .error("community.limit_today", ErrorKind::too_many, "More in a day than your level allows.")
                 .error("moderation.refused", ErrorKind::unprocessable, "A rule refuses it; detail says which.")
                 .error("moderation.suspended", ErrorKind::forbidden, "May not write until a time.")
                 .error("moderation.too_fast", ErrorKind::too_many, "Too much in a short time.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const BeginDiscussion& request) {
                   return begin(parts, call, tx, request);
                 }));
  routes.add(http::patch<EditDiscussion, DiscussionView>("/v1/discussions/{id}", "editDiscussion")
                 .summary("Changes one's own discussion; tags also moderators and members of level 3.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "It is somebody else's, or was removed.")
                 .error("moderation.refused", ErrorKind::unprocessable, "A rule refuses it; detail says which.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const EditDiscussion& request) -> Result<DiscussionView> {
                   const Change change{request.title, request.text, request.tags, request.media_ids, request.product_ids, request.kind};
                   TRY(const Discussion now, parts.threads.edit(tx, looker_of(call), request.id, change));
                   return parts.presenter.view(tx, now, viewing_of(call));
                 }));
  routes.add(http::del<ThreadPath, http::None>("/v1/discussions/{id}", "deleteDiscussion")
                 .summary("Takes one's own discussion back. With replies it keeps its place without words.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "It is somebody else's, or was removed.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const ThreadPath& request) -> Result<http::None> {
                   TRY_DONE(parts.threads.remove(tx, looker_of(call), request.id));
                   return http::None{};
                 }));
  routes.add(http::put<SetState, DiscussionView>("/v1/discussions/{id}/state", "setDiscussionState")
                 .summary("Pins, closes, makes live: moderators; closing also members of level 4.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For moderators.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const SetState& request) -> Result<DiscussionView> {
                   TRY(const Discussion now,
                       parts.threads.set_state(tx, looker_of(call), request.id, {request.pinned, request.locked, request.live}));
                   return parts.presenter.view(tx, now, viewing_of(call));
                 }));
}

}  // namespace

void add_discussion_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  add_writing_routes(routes, parts);
  routes.add(http::get<ThreadPath, DiscussionView>("/v1/discussions/{id}", "getDiscussion")
                 .summary("A discussion, its poll, its experts, and what one may do.")
                 .tag(tag)
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .read(database, [parts](Call& call, db::Reader& reader, const ThreadPath& request) -> Result<DiscussionView> {
                   TRY(const Discussion found, parts.threads.visible(reader, looker_of(call), request.id));
                   return parts.presenter.view(reader, found, viewing_of(call));
                 }));
  routes.add(http::put<ReadMark, http::None>("/v1/discussions/{id}/read", "markDiscussionRead")
                 .summary("Remembers how far one has read. Reading earns trust.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const ReadMark& request) -> Result<http::None> {
                   TRY_DONE(parts.threads.read(tx, looker_of(call), request.id, request.number));
                   return http::None{};
                 }));
  routes.add(http::get<http::None, http::None>("/v1/discussions/{id}/stream", "watchDiscussion")
                 .summary("Server-Sent Events (change) that something is new; what it is, ask for.")
                 .tag(tag).status(200)
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.too_many_streams", ErrorKind::unavailable, "Too many pages are open.")
                 .raw([parts](Call& call) { return watch(parts, call); }));
}

}  // namespace plaza::community
