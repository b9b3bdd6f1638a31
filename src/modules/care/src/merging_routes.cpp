// Merging, taking a merge back, and splitting.
#include "merging.h"
#include "routes.h"

namespace plaza::care {
namespace {

using http::Call;

struct MergeConversation {
  std::string id, into;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("into", into, json::Length{1, 40}, json::Doc{"The conversation that goes on."});
  }
};

struct SplitConversation {
  std::string id, subject;
  std::vector<MessageId> message_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("message_ids", message_ids, json::Items{1, split_max});
    v("subject", subject, json::Optional{}, json::Length{0, subject_max}, json::Doc{"Empty: the first words of what moves."});
  }
};

template <class Req>
http::RouteBuilder<Req, ConversationView> moves(http::RouteBuilder<Req, ConversationView> builder, const char* summary) {
  auto made = of_one(std::move(builder), summary);
  made.idempotent()
      .error("care.wrong_status", ErrorKind::conflict, "It is merged already, or it is not.")
      .error("care.stale", ErrorKind::conflict, "Somebody else changed it in this moment.");
  return made;
}

}  // namespace

void add_merging_routes(http::Routes& routes, const Parts& parts) {
  routes.add(moves(http::post<MergeConversation, ConversationView>("/v1/admin/conversations/{id}/merge", "adminMergeConversation"),
                   "Moves all its messages into another conversation of the same person, where its thread, its links and its key lead "
                   "from then on. Gives the one that goes on. Can be taken back.")
                 .error("care.different_people", ErrorKind::conflict, "They are not of the same person.")
                 .error("care.too_long", ErrorKind::conflict, "Together they would be too long.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const MergeConversation& request) -> Result<ConversationView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto into, conversation_id(request.into));
                   TRY(const auto done, Merging(parts.needs, parts.desk).merge(tx, id, into, agent_of(call)));
                   return parts.views.of(done);
                 }));
  routes.add(moves(http::post<ConversationPath, ConversationView>("/v1/admin/conversations/{id}/unmerge", "adminUnmergeConversation"),
                   "Takes a merge back: every message that it moved is where it was, and the conversation stands for itself again.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const ConversationPath& request) -> Result<ConversationView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto done, Merging(parts.needs, parts.desk).unmerge(tx, id, agent_of(call)));
                   return parts.views.of(done);
                 }));
  routes.add(moves(http::post<SplitConversation, ConversationView>("/v1/admin/conversations/{id}/split", "adminSplitConversation"),
                   "Moves the named messages into a new conversation of the same person, and gives it. Something said must stay.")
                 .status(201)
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const SplitConversation& request) -> Result<ConversationView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto fresh, Merging(parts.needs, parts.desk).split(tx, id, request.message_ids, request.subject, agent_of(call)));
                   return parts.views.of(fresh);
                 }));
}

}  // namespace plaza::care
