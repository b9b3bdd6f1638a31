#include "personal_data.h"

#include "platform/json/codec.h"
#include "profiles/names.h"

namespace plaza::messaging {
namespace {

constexpr int page = 200;
constexpr std::size_t messages_max = 20'000;  // of an export

struct MessageExport {
  std::string thread, text;
  ThreadKind kind = ThreadKind::direct;
  std::vector<media::MediaId> pictures;
  Time at;
  template <class V>
  void describe(V& v) {
    v("thread", thread);
    v("text", text, json::Multiline{});
    v("kind", kind);
    v("pictures", pictures);
    v("at", at);
  }
};
struct Export {
  TakesFrom takes_from = TakesFrom::everyone;
  std::vector<MessageExport> messages;
  template <class V>
  void describe(V& v) {
    v("takes_from", takes_from);
    v("messages", messages);
  }
};

std::vector<StoredThread> direct_threads(db::Reader& reader, identity::AccountId account) {
  std::vector<StoredThread> all;
  for (ThreadId after;;) {
    const auto members = store::members_after(reader, account, after, page);
    for (const auto& member : members) {
      if (auto thread = store::find(reader, member.thread)) all.push_back(std::move(*thread));
    }
    if (members.size() < static_cast<std::size_t>(page)) return all;
    after = members.back().thread;
  }
}

std::vector<StoredThread> chats(db::Reader& reader, const profiles::Person& person) {
  std::vector<StoredThread> all;
  if (person.account) {
    if (auto own = store::chat_of(reader, person.account)) all.push_back(std::move(*own));
  }
  for (const auto& visitor : person.visitors) {
    for (auto& chat : store::chats_of_visitor(reader, visitor)) {
      if (!chat.account) all.push_back(std::move(chat));
    }
  }
  return all;
}

// What the person wrote: as an account, or in a chat as a visitor.
void take(db::Reader& reader, const StoredThread& thread, identity::AccountId account, Export& into) {
  for (std::int64_t after = 0;;) {
    const auto found = store::messages_after(reader, thread.id, after, page);
    for (const auto& message : found) {
      const bool theirs = message.author_kind == AuthorKind::visitor || (message.author_kind == AuthorKind::account && message.author == account);
      if (!theirs || message.erased || into.messages.size() >= messages_max) continue;
      into.messages.push_back({to_text(thread.id), message.text, thread.kind, message.attachments, message.at});
    }
    if (found.size() < static_cast<std::size_t>(page)) return;
    after = found.back().number;
  }
}

}  // namespace

std::string WordsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  Export all;
  if (person.account) {
    all.takes_from = store::takes_from(reader, person.account);
    for (const auto& thread : direct_threads(reader, person.account)) take(reader, thread, person.account, all);
  }
  for (const auto& chat : chats(reader, person)) take(reader, chat, person.account, all);
  if (all.messages.empty() && all.takes_from == TakesFrom::everyone) return "null";
  return json::encode(all);
}

// What the brand answered stays, without the person's names.
std::int64_t WordsOfPerson::erase_chat(db::Transaction& tx, const StoredThread& chat, const std::vector<std::string>& names) {
  std::int64_t words = store::erase_messages(tx, chat.id, AuthorKind::visitor, {});
  if (chat.account) words += store::erase_messages(tx, chat.id, AuthorKind::account, chat.account);
  for (std::int64_t after = 0;;) {
    const auto some = store::messages_after(tx, chat.id, after, page);
    for (const auto& message : some) {
      if (message.author_kind != AuthorKind::brand) continue;
      if (auto left = profiles::without(message.text, names); left != message.text) store::set_text(tx, message.id, left);
    }
    if (some.size() < static_cast<std::size_t>(page)) break;
    after = some.back().number;
  }
  for (const auto picture : store::pictures(tx, chat.id)) {
    [[maybe_unused]] const auto removed = needs_.media.remove(tx, picture);
  }
  store::delete_pictures(tx, chat.id);
  store::forget_customer(tx, chat.id);
  return words;
}

void WordsOfPerson::erase_pictures(db::Transaction& tx, ThreadId thread, identity::AccountId author) {
  for (const auto picture : store::pictures(tx, thread)) {
    if (needs_.media.owner(picture) != author) continue;
    [[maybe_unused]] const auto removed = needs_.media.remove(tx, picture);
    store::delete_picture(tx, picture);
  }
}

std::vector<profiles::Erased> WordsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  std::int64_t words = 0;
  for (const auto& chat : chats(tx, person)) words += erase_chat(tx, chat, profiles::names_of(person, {chat.email}));
  if (person.account) {
    for (const auto& thread : direct_threads(tx, person.account)) {
      words += store::erase_messages(tx, thread.id, AuthorKind::account, person.account);
      erase_pictures(tx, thread.id, person.account);
    }
    store::delete_members(tx, person.account);
    store::delete_preference(tx, person.account);
  }
  return {{"messages without words", words}};
}

}  // namespace plaza::messaging
