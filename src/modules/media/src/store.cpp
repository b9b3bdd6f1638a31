#include "store.h"

#include <algorithm>

#include "platform/base/check.h"
#include "platform/crypto/crypto.h"
#include "statements.h"

namespace plaza::media {
namespace {

constexpr int page_size = 1000;

UploadRow upload_from(const db::Row& row) {
  UploadRow upload;
  upload.id = row.id<MediaId>(0);
  upload.owner = row.id<identity::AccountId>(1);
  upload.kind = json::parse_enum<Kind>(row.text(2)).value_or(Kind::image);
  upload.status = json::parse_enum<Status>(row.text(3)).value_or(Status::failed);
  upload.progress = row.integer(4);
  upload.alt = row.string(5);
  upload.width = row.integer(6);
  upload.height = row.integer(7);
  upload.duration_ms = row.integer(8);
  upload.original = row.string(9);
  upload.created_at = row.time(10);
  upload.version = row.integer(11);
  upload.visibility = row.integer(12) != 0 ? Visibility::restricted : Visibility::anyone;
  return upload;
}

File file_from(const db::Row& row) { return {row.string(1), row.string(2), row.integer(3)}; }

bool use(db::Transaction& tx, const std::string& key) {
  return tx.execute(sql::use_blob, {key}) == 1;
}

}  // namespace

bool insert(db::Transaction& tx, const Stored& stored) {
  const auto& u = stored.upload;
  tx.execute(sql::insert_upload,
             {u.id, u.owner, json::enum_text(u.kind), json::enum_text(u.status), u.progress, u.alt,
              u.width, u.height, u.duration_ms, u.original, u.created_at,
              u.visibility == Visibility::restricted ? 1 : 0});
  if (!u.original.empty() && !use(tx, u.original)) return false;
  return insert_files(tx, u.id, stored.files);
}

bool insert_files(db::Transaction& tx, MediaId id, const std::vector<File>& files) {
  // In the order of keys, so that two writers never wait for each other's rows in a circle.
  auto ordered = files;
  std::sort(ordered.begin(), ordered.end(),
            [](const File& a, const File& b) { return a.key < b.key; });
  for (const auto& file : ordered) {
    if (tx.execute(sql::insert_file, {id, file.name, file.key, file.bytes}) == 0)
      continue;  // made before
    if (!use(tx, file.key)) return false;
  }
  return true;
}

std::optional<Stored> find(db::Reader& reader, MediaId id) {
  auto upload = reader.one(sql::upload, {id}, upload_from);
  if (!upload) return std::nullopt;
  return Stored{std::move(*upload), reader.all(sql::files_of, {id}, file_from)};
}

void each_upload(db::Reader& reader, const std::function<void(Stored)>& each) {
  MediaId after;
  for (;;) {
    auto uploads = reader.all(sql::uploads_after, {after, page_size}, upload_from);
    if (uploads.empty()) return;
    std::vector<Stored> page;
    for (auto& upload : uploads) page.push_back({std::move(upload), {}});
    const MediaId first = page.front().upload.id;
    after = page.back().upload.id;
    auto at = page.begin();
    reader.each(sql::files_between, {first, after}, [&](const db::Row& row) {
      const auto id = row.id<MediaId>(0);
      while (at != page.end() && at->upload.id < id) ++at;
      if (at != page.end() && at->upload.id == id) at->files.push_back(file_from(row));
    });
    for (auto& stored : page) each(std::move(stored));
    if (std::ssize(page) < page_size) return;
  }
}

bool set_progress(db::Transaction& tx, MediaId id, std::int64_t progress) {
  return tx.execute(sql::set_progress, {id, progress}) == 1;
}

bool set_duration(db::Transaction& tx, MediaId id, std::int64_t duration_ms) {
  return tx.execute(sql::set_duration, {id, duration_ms}) == 1;
}

bool finish(db::Transaction& tx, MediaId id, Status status) {
  return tx.execute(sql::finish,
                    {id, json::enum_text(status), status == Status::ready ? 100 : 0}) == 1;
}

bool set_alt(db::Transaction& tx, MediaId id, std::string_view alt) {
  return tx.execute(sql::set_alt, {id, alt}) == 1;
}

std::optional<std::vector<std::string>> remove(db::Transaction& tx, MediaId id) {
  auto keys = tx.all(sql::delete_files, {id}, [](const db::Row& row) { return row.string(0); });
  const auto original =
      tx.one(sql::delete_upload, {id}, [](const db::Row& row) { return row.string(0); });
  if (!original) return std::nullopt;
  if (!original->empty()) keys.push_back(*original);
  std::sort(keys.begin(), keys.end());
  for (const auto& key : keys) tx.execute(sql::release_blob, {key});
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::string secret(db::Database& database) {
  const auto work = [](db::Transaction& tx) -> Result<std::string> {
    tx.execute(sql::first_secret, {crypto::hex(crypto::random_bytes(crypto::SecretKey::size))});
    return tx.one(sql::secret, {}, [](const db::Row& row) { return row.string(0); }).value_or("");
  };
  const auto found = database.write_now(work);
  CHECK(found.ok() && !found->empty());
  return *found;
}

bool condemn(db::Transaction& tx, std::string_view key) {
  return tx.execute(sql::condemn_blob, {key}) == 1;
}
void forget(db::Transaction& tx, std::string_view key) { tx.execute(sql::forget_blob, {key}); }

}  // namespace plaza::media
