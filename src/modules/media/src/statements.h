// Every statement of media.
#pragma once

#include "platform/db/connection.h"

namespace plaza::media::sql {

#define MEDIA_UPLOAD                                                                           \
  "id, owner, kind, status, progress, alt, width, height, duration_ms, original, created_at, " \
  "version, restricted"

inline constexpr db::Statement insert_upload{
    "media.insert_upload", "INSERT INTO media_uploads (" MEDIA_UPLOAD
                           ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12)"};
inline constexpr db::Statement insert_file{"media.insert_file", R"sql(
INSERT INTO media_files (media_id, name, store_key, bytes) VALUES ($1, $2, $3, $4)
ON CONFLICT (media_id, name) DO NOTHING)sql"};
inline constexpr db::Statement upload{"media.upload",
                                      "SELECT " MEDIA_UPLOAD " FROM media_uploads WHERE id = $1"};
inline constexpr db::Statement uploads_after{
    "media.uploads_after",
    "SELECT " MEDIA_UPLOAD " FROM media_uploads WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement files_of{
    "media.files_of",
    "SELECT media_id, name, store_key, bytes FROM media_files WHERE media_id = $1 ORDER BY name"};
inline constexpr db::Statement files_between{"media.files_between", R"sql(
SELECT media_id, name, store_key, bytes FROM media_files
WHERE media_id >= $1 AND media_id <= $2 ORDER BY media_id, name)sql"};

// Only what is still in work moves on: a job that comes twice, or after the upload's removal,
// changes nothing.
inline constexpr db::Statement set_progress{
    "media.set_progress",
    "UPDATE media_uploads SET progress = $2, version = version + 1 WHERE id = $1 AND status = "
    "'processing' AND progress < $2"};
inline constexpr db::Statement finish{
    "media.finish",
    "UPDATE media_uploads SET status = $2, progress = $3, version = version + 1 WHERE id = $1 AND "
    "status = 'processing'"};
inline constexpr db::Statement set_duration{"media.set_duration",
                                            "UPDATE media_uploads SET duration_ms = $2, version = "
                                            "version + 1 WHERE id = $1 AND status = 'processing'"};
inline constexpr db::Statement set_alt{
    "media.set_alt", "UPDATE media_uploads SET alt = $2, version = version + 1 WHERE id = $1"};
inline constexpr db::Statement delete_files{
    "media.delete_files", "DELETE FROM media_files WHERE media_id = $1 RETURNING store_key"};
inline constexpr db::Statement delete_upload{
    "media.delete_upload", "DELETE FROM media_uploads WHERE id = $1 RETURNING original"};

inline constexpr db::Statement use_blob{"media.use_blob", R"sql(
INSERT INTO media_blobs (store_key, uses, condemned) VALUES ($1, 1, 0)
ON CONFLICT (store_key) DO UPDATE SET uses = media_blobs.uses + 1
WHERE media_blobs.condemned = 0)sql"};
inline constexpr db::Statement release_blob{
    "media.release_blob",
    "UPDATE media_blobs SET uses = uses - 1 WHERE store_key = $1 AND uses > 0"};
inline constexpr db::Statement condemn_blob{
    "media.condemn_blob", "UPDATE media_blobs SET condemned = 1 WHERE store_key = $1 AND uses = 0"};
inline constexpr db::Statement forget_blob{
    "media.forget_blob",
    "DELETE FROM media_blobs WHERE store_key = $1 AND uses = 0 AND condemned = 1"};

inline constexpr db::Statement first_secret{
    "media.first_secret", "INSERT INTO media_secrets (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING"};
inline constexpr db::Statement secret{"media.secret", "SELECT secret FROM media_secrets WHERE id = 1"};

inline constexpr const db::Statement* statements[] = {
    &insert_upload, &insert_file,  &upload,       &uploads_after, &files_of,     &files_between,
    &set_progress,  &finish,       &set_alt,      &set_duration,  &delete_files, &delete_upload,
    &use_blob,      &release_blob, &condemn_blob, &forget_blob,
    &first_secret,  &secret};

}  // namespace plaza::media::sql
