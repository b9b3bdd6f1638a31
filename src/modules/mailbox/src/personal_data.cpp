#include "personal_data.h"

#include <set>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "store.h"

namespace plaza::mailbox {
namespace {

constexpr std::int64_t content_bytes_max = 1'000'000;  // of a file that an export holds whole

struct FileExport {
  std::string name, content_type;
  std::int64_t bytes = 0;
  std::optional<std::string> content_base64;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("content_type", content_type);
    v("bytes", bytes);
    v("content_base64", content_base64);
  }
};
struct LetterExport {
  Time at;
  bool mine = false;
  std::string mailbox, address, quoted;
  std::vector<FileExport> files;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("mine", mine);
    v("mailbox", mailbox);
    v("address", address);
    v("quoted", quoted, json::Multiline{});
    v("files", files);
  }
};
struct Export {
  std::vector<LetterExport> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

// What came from or went to an address is theirs only when the address was shown to be; what stands in their conversations always is.
struct Theirs {
  std::vector<store::LetterRow> letters;
  std::set<care::ConversationId> conversations;
};
Theirs of_person(db::Reader& reader, care::Care& care, const profiles::Person& person) {
  Theirs theirs;
  if (person.email_verified) theirs.letters = store::letters_of(reader, lower_ascii(trimmed(person.email)));
  for (const auto& letter : theirs.letters) {
    if (letter.conversation) theirs.conversations.insert(letter.conversation);
  }
  if (person.account) {
    for (const auto& each : care.of_account(reader, person.account, 100)) theirs.conversations.insert(each.id);
  }
  std::set<LetterId> known;
  for (const auto& letter : theirs.letters) known.insert(letter.id);
  for (const auto id : theirs.conversations) {
    for (auto& letter : store::letters_of(reader, id)) {
      if (known.insert(letter.id).second) theirs.letters.push_back(std::move(letter));
    }
  }
  return theirs;
}

}  // namespace

std::string MailOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  Export all;
  const auto theirs = of_person(reader, needs_.care, person);
  for (const auto& letter : theirs.letters) {
    LetterExport one{letter.at, letter.direction == store::Direction::in, letter.address, letter.sender, letter.quoted, {}};
    if (letter.message) {
      for (const auto& file : store::files_of(reader, letter.message)) {
        FileExport each{file.name, file.content_type, file.bytes, {}};
        if (file.bytes <= content_bytes_max) each.content_base64 = crypto::base64(store::content_of(reader, file.id).value_or(std::string()));
        one.files.push_back(std::move(each));
      }
    }
    all.items.push_back(std::move(one));
  }
  return all.items.empty() ? "null" : json::encode(all);
}

std::vector<profiles::Erased> MailOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  const auto theirs = of_person(tx, needs_.care, person);
  std::set<FileId> files;
  for (const auto id : theirs.conversations) {
    for (const auto& file : store::files_of(tx, id)) files.insert(file.id);
  }
  for (const auto& letter : theirs.letters) {
    if (letter.message) {
      for (const auto& file : store::files_of(tx, letter.message)) files.insert(file.id);
    }
    store::blank(tx, letter.id);
  }
  for (const auto id : files) store::drop(tx, id);
  const std::int64_t refused = person.email_verified ? store::forget(tx, lower_ascii(trimmed(person.email))) : 0;
  return {{"mails without addresses and quotes", std::ssize(theirs.letters)}, {"files of mails", std::ssize(files)}, {"refused mails forgotten", refused}};
}

}  // namespace plaza::mailbox
