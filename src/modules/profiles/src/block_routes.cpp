// A member's own list of whom they do not want to hear from.
#include <limits>

#include "platform/json/describe.h"
#include "routes.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr const char* tag = "Privacy";

struct BlockedView {
  AccountId id;
  std::string handle, name;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("at", at);
  }
};
struct BlockList {
  std::vector<BlockedView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListBlocks {
  std::optional<std::string> cursor;
  std::int64_t limit = 50;
  template <class V>
  void describe(V& v) {
    v("cursor", cursor, json::Length{1, 40});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};
struct BlockPath {
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{3, 31});
  }
};
struct BlockView {
  bool blocked = false;
  template <class V>
  void describe(V& v) {
    v("blocked", blocked);
  }
};

Result<BlockList> list(const PeopleParts& parts, const http::Call& call, db::Reader& reader, const ListBlocks& request) {
  Time before{std::numeric_limits<std::int64_t>::max()};
  if (request.cursor) {
    const auto given = parse_time(*request.cursor);
    if (!given) return invalid_field("cursor", "unknown", "is none that was given");
    before = *given;
  }
  const auto found = parts.blocks.list(reader, AccountId{call.caller.subject}, before, static_cast<int>(request.limit) + 1);
  BlockList answer;
  for (const auto& each : found) {
    if (answer.items.size() == static_cast<std::size_t>(request.limit)) {
      answer.next_cursor = to_text(answer.items.back().at);
      break;
    }
    const auto face = parts.accounts.face(each.account);
    if (face) answer.items.push_back({face->id, face->handle, face->name, each.at});
  }
  return answer;
}

Result<AccountId> person_of(const PeopleParts& parts, std::string_view handle) {
  if (handle.starts_with('@')) handle.remove_prefix(1);
  const auto face = parts.accounts.face_of_handle(handle);
  if (!face) return Error{ErrorKind::not_found, "profiles.account_not_found", "There is no such account."};
  return face->id;
}

}  // namespace

void add_block_routes(http::Routes& routes, const PeopleParts& parts) {
  routes.add(http::get<ListBlocks, BlockList>("/v1/me/blocks", "listBlocks")
                 .summary("Whom one has blocked, newest first.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(parts.database, [parts](http::Call& call, db::Reader& reader, const ListBlocks& request) {
                   return list(parts, call, reader, request);
                 }));
  routes.add(http::get<BlockPath, BlockView>("/v1/me/blocks/{handle}", "getBlock")
                 .summary("Whether one has blocked somebody.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("profiles.account_not_found", ErrorKind::not_found, "There is no such account.")
                 .memory([parts](http::Call& call, const BlockPath& request) -> Result<BlockView> {
                   TRY(const auto other, person_of(parts, request.handle));
                   return BlockView{parts.blocks.blocks(AccountId{call.caller.subject}, other)};
                 }));
  routes.add(http::put<BlockPath, BlockView>("/v1/me/blocks/{handle}", "block")
                 .summary("Blocks somebody: neither reaches the other by messages, requests, mentions, follows or the bell. They are not told.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("profiles.account_not_found", ErrorKind::not_found, "There is no such account.")
                 .error("profiles.own_block", ErrorKind::conflict, "One cannot block oneself.")
                 .error("profiles.too_many_blocks", ErrorKind::conflict, "One account may block 10,000.")
                 .write(parts.database, [parts](http::Call& call, db::Transaction& tx, const BlockPath& request) -> Result<BlockView> {
                   TRY(const auto other, person_of(parts, request.handle));
                   TRY_DONE(parts.blocks.block(tx, AccountId{call.caller.subject}, other));
                   return BlockView{true};
                 }));
  routes.add(http::del<BlockPath, BlockView>("/v1/me/blocks/{handle}", "unblock")
                 .summary("Takes a block back.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("profiles.account_not_found", ErrorKind::not_found, "There is no such account.")
                 .write(parts.database, [parts](http::Call& call, db::Transaction& tx, const BlockPath& request) -> Result<BlockView> {
                   TRY(const auto other, person_of(parts, request.handle));
                   TRY_DONE(parts.blocks.unblock(tx, AccountId{call.caller.subject}, other));
                   return BlockView{false};
                 }));
}

}  // namespace plaza::profiles
