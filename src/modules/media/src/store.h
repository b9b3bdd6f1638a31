// Uploads, their files, and who uses which stored file, in the database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/media.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/db/database.h"

namespace plaza::media {

// A stored file under the name it is served by.
struct File {
  std::string name;
  std::string key;  // of the store
  std::int64_t bytes = 0;
};

struct UploadRow {
  MediaId id;
  identity::AccountId owner;
  Kind kind = Kind::image;
  Status status = Status::processing;
  std::int64_t progress = 0;
  std::string alt;
  std::int64_t width = 0, height = 0, duration_ms = 0;
  std::string original;  // store key; may be empty
  Time created_at;
  std::int64_t version = 1;
  Visibility visibility = Visibility::anyone;
};

struct Stored {
  UploadRow upload;
  std::vector<File> files;  // by name
};

// Both count their uses of stored files. False: one of the files is just being deleted; store it
// again and try again.
bool insert(db::Transaction& tx, const Stored& stored);
bool insert_files(db::Transaction& tx, MediaId id, const std::vector<File>& files);

std::optional<Stored> find(db::Reader& reader, MediaId id);
void each_upload(db::Reader& reader, const std::function<void(Stored)>& each);

// False when the upload is gone, or no longer processing.
bool set_progress(db::Transaction& tx, MediaId id, std::int64_t progress);
// When the file itself did not say.
bool set_duration(db::Transaction& tx, MediaId id, std::int64_t duration_ms);
bool finish(db::Transaction& tx, MediaId id, Status status);
// False when there is no such upload.
bool set_alt(db::Transaction& tx, MediaId id, std::string_view alt);
// The stored files that lost a use, each once; nothing when there is no such upload.
std::optional<std::vector<std::string>> remove(db::Transaction& tx, MediaId id);

// The secret that signs addresses, made at the first time; the same on every node. 64 hex digits.
std::string secret(db::Database& database);

// True: nobody uses the file, and nobody can begin to until it was forgotten.
bool condemn(db::Transaction& tx, std::string_view key);
void forget(db::Transaction& tx, std::string_view key);

}  // namespace plaza::media
