// Files by content: what is stored is named by the SHA-256 of its bytes, so equal files are kept once, a name never changes its
// meaning, and anything may be cached for ever. Stored means on disk (synced) before the call returns.
// Today a folder of this machine; object storage implements the same class.
//
// Codes: media_store.too_large (413), media_store.not_found (404). A broken disk throws StoreError.
// Thread-safe and blocking: for jobs and pool threads; get() of small files is quick enough anywhere.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/base/result.h"

namespace plaza::media_store {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// 64 lower-case hexadecimal digits: safe in paths and addresses.
class Key {
 public:
  static std::optional<Key> parse(std::string_view text);
  static Key of(std::string_view bytes);
  const std::string& text() const { return text_; }
  friend bool operator==(const Key&, const Key&) = default;

 private:
  explicit Key(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct Stored {
  Key key;
  std::int64_t bytes = 0;
};

// Takes a file in pieces. Nothing is kept unless finish() is called. One thread at a time.
class Writer {
 public:
  virtual ~Writer() = default;
  // media_store.too_large once more came than was allowed; the rest is then refused too.
  virtual Status add(std::string_view piece) = 0;
  // Once.
  virtual Result<Stored> finish() = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  virtual std::unique_ptr<Writer> open_writer(std::int64_t bytes_max) = 0;
  // The same in one call.
  Stored put(std::string_view bytes);
  // Copies a file of this machine; media_store.not_found if it cannot be opened.
  Result<Stored> put_file(const std::string& path, std::int64_t bytes_max = INT64_MAX);

  // `count` bytes from `offset`, or as many as there are.
  virtual Result<std::string> get(const Key& key, std::int64_t offset = 0,
                                  std::int64_t count = INT64_MAX) = 0;
  // Its size; nothing when it is not stored.
  virtual std::optional<std::int64_t> size(const Key& key) = 0;
  // Done too when it was not stored.
  virtual void remove(const Key& key) = 0;
  // Every stored file, in no order; for backups and for finding what nobody refers to.
  virtual void each(const std::function<void(const Stored&)>& visit) = 0;
  // Where its bytes lie on this machine, for sending a file and for tools that want a path; nothing if not stored or if the
  // store is elsewhere. Read only.
  virtual std::optional<std::string> local_path(const Key& key) = 0;
};

// Keeps files under `folder` (made if missing) as ab/cd/abcd…; several processes may share it.
std::unique_ptr<Store> open_folder(const std::string& folder);

}  // namespace plaza::media_store
