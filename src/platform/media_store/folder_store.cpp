// A file is written under incoming/, synced, and renamed to its place; then the folder's entry is synced. A crash leaves at
// most a file in incoming/, which the next start removes when it is a day old (another process may be writing it).
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "platform/base/check.h"
#include "platform/crypto/crypto.h"
#include "platform/media_store/store.h"

namespace plaza::media_store {
namespace {

namespace fs = std::filesystem;

constexpr auto abandoned_after = std::chrono::hours(24);
constexpr std::size_t copy_piece = 1 << 20;

[[noreturn]] void broken(const std::string& what, const std::string& path) {
  throw StoreError(what + " " + path + ": " + std::strerror(errno));
}

// An open file descriptor, closed at the end.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

void write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) broken("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync_folder(const std::string& path) {
  const File folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) broken("cannot sync", path);
}

// Makes a folder and its entry in the parent last.
void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0750) == 0) {
    sync_folder(fs::path(path).parent_path().string());
  } else if (errno != EEXIST) {
    broken("cannot make", path);
  }
}

class FolderStore;

class FolderWriter final : public Writer {
 public:
  FolderWriter(const FolderStore& store, std::string path, std::int64_t bytes_max)
      : store_(store),
        path_(std::move(path)),
        bytes_max_(bytes_max),
        file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) {
    if (file_.get() < 0) broken("cannot make", path_);
  }
  ~FolderWriter() override {
    if (!placed_) ::unlink(path_.c_str());
  }

  Status add(std::string_view piece) override {
    if (too_large_ || static_cast<std::int64_t>(piece.size()) > bytes_max_ - bytes_) {
      too_large_ = true;
      return too_large();
    }
    write_all(file_.get(), piece, path_);
    digest_.add(piece);
    bytes_ += static_cast<std::int64_t>(piece.size());
    return done();
  }
  Result<Stored> finish() override;

 private:
  Error too_large() const {
    return {ErrorKind::too_large, "media_store.too_large",
            "The file may have at most " + std::to_string(bytes_max_) + " bytes."};
  }

  const FolderStore& store_;
  const std::string path_;
  const std::int64_t bytes_max_;
  std::int64_t bytes_ = 0;
  bool too_large_ = false;
  bool placed_ = false;
  crypto::Sha256 digest_;
  File file_;
};

class FolderStore final : public Store {
 public:
  explicit FolderStore(const std::string& folder) : root_(folder), incoming_(folder + "/incoming") {
    std::error_code problem;
    fs::create_directories(incoming_, problem);
    if (problem) throw StoreError("cannot make " + incoming_ + ": " + problem.message());
    remove_abandoned();
  }

  std::unique_ptr<Writer> open_writer(std::int64_t bytes_max) override {
    return std::make_unique<FolderWriter>(*this, incoming_ + "/" + crypto::random_token(),
                                          bytes_max);
  }
  Result<std::string> get(const Key& key, std::int64_t offset, std::int64_t count) override;
  std::optional<std::int64_t> size(const Key& key) override {
    struct stat found {};
    if (::stat(path_of(key).c_str(), &found) == 0) return found.st_size;
    if (errno != ENOENT && errno != ENOTDIR) broken("cannot look at", path_of(key));
    return std::nullopt;
  }
  void remove(const Key& key) override {
    if (::unlink(path_of(key).c_str()) == 0) {
      sync_folder(folder_of(key));
    } else if (errno != ENOENT && errno != ENOTDIR) {
      broken("cannot remove", path_of(key));
    }
  }
  void each(const std::function<void(const Stored&)>& visit) override;
  std::optional<std::string> local_path(const Key& key) override {
    if (!size(key)) return std::nullopt;
    return path_of(key);
  }

  // Moves a complete, synced file to its place.
  void place(const std::string& path, const Key& key) const {
    make_folder(root_ + "/" + key.text().substr(0, 2));
    make_folder(folder_of(key));
    if (::rename(path.c_str(), path_of(key).c_str()) != 0) broken("cannot place", path_of(key));
    sync_folder(folder_of(key));
  }

 private:
  std::string folder_of(const Key& key) const {
    return root_ + "/" + key.text().substr(0, 2) + "/" + key.text().substr(2, 2);
  }
  std::string path_of(const Key& key) const { return folder_of(key) + "/" + key.text(); }
  void remove_abandoned();

  const std::string root_;
  const std::string incoming_;
};

Result<Stored> FolderWriter::finish() {
  CHECK(!placed_);
  if (too_large_) return too_large();
  if (::fsync(file_.get()) != 0) broken("cannot sync", path_);
  const auto key = Key::parse(crypto::hex(crypto::view(digest_.finish())));
  CHECK(key.has_value());
  store_.place(path_, *key);  // over an equal one, which changes nothing
  placed_ = true;
  return Stored{*key, bytes_};
}

Result<std::string> FolderStore::get(const Key& key, std::int64_t offset, std::int64_t count) {
  const std::string path = path_of(key);
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno != ENOENT && errno != ENOTDIR) broken("cannot open", path);
    return Error{ErrorKind::not_found, "media_store.not_found", "There is no such file."};
  }
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) broken("cannot look at", path);
  offset = std::clamp<std::int64_t>(offset, 0, found.st_size);
  const auto wanted =
      static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, found.st_size - offset));
  std::string bytes(wanted, '\0');
  std::size_t have = 0;
  while (have < wanted) {
    const ssize_t got =
        ::pread(file.get(), bytes.data() + have, wanted - have, offset + static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) broken("cannot read", path);
    if (got == 0) throw StoreError("cannot read " + path + ": it became shorter");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

void FolderStore::each(const std::function<void(const Stored&)>& visit) {
  try {
    for (const auto& first : fs::directory_iterator(root_)) {
      if (!first.is_directory() || first.path().filename().string().size() != 2) continue;
      for (const auto& second : fs::directory_iterator(first.path())) {
        if (!second.is_directory()) continue;
        for (const auto& file : fs::directory_iterator(second.path())) {
          const auto key = Key::parse(file.path().filename().string());
          std::error_code gone;
          const auto bytes = file.file_size(gone);
          if (key && !gone) visit({*key, static_cast<std::int64_t>(bytes)});
        }
      }
    }
  } catch (const fs::filesystem_error& problem) {
    throw StoreError(problem.what());
  }
}

void FolderStore::remove_abandoned() {
  std::error_code problem;
  const auto limit = fs::file_time_type::clock::now() - abandoned_after;
  for (const auto& file : fs::directory_iterator(incoming_, problem)) {
    std::error_code gone;
    if (file.last_write_time(gone) < limit && !gone) fs::remove(file.path(), gone);
  }
}

}  // namespace

std::optional<Key> Key::parse(std::string_view text) {
  if (text.size() != 64) return std::nullopt;
  for (char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
  }
  return Key(std::string(text));
}

Key Key::of(std::string_view bytes) {
  return Key(crypto::hex(crypto::view(crypto::sha256(bytes))));
}

Stored Store::put(std::string_view bytes) {
  const auto writer = open_writer(INT64_MAX);
  CHECK(writer->add(bytes).ok());
  auto stored = writer->finish();
  CHECK(stored.ok());
  return *stored;
}

Result<Stored> Store::put_file(const std::string& path, std::int64_t bytes_max) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat found {};
  if (file.get() < 0 || ::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
    return Error{ErrorKind::not_found, "media_store.not_found", "Cannot open " + path + "."};
  }
  const auto writer = open_writer(bytes_max);
  std::string piece(copy_piece, '\0');
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) broken("cannot read", path);
    if (got == 0) return writer->finish();
    TRY_DONE(writer->add(std::string_view(piece).substr(0, static_cast<std::size_t>(got))));
  }
}

std::unique_ptr<Store> open_folder(const std::string& folder) {
  return std::make_unique<FolderStore>(folder);
}

}  // namespace plaza::media_store
