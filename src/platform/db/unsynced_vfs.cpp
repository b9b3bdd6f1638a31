#include "platform/db/unsynced_vfs.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace plaza::db {
namespace {

constexpr std::int64_t block_size = 4096;
using Block = std::array<char, block_size>;

std::atomic<bool> syncs_fail{false};
std::atomic<std::int64_t> syncs{0};

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  return vfs;
}

// What one file looks like to the running process: blocks written since the last sync over what is on the disk.
class PendingFile {
 public:
  explicit PendingFile(std::int64_t size) : size_(size), valid_(size) {}

  int read(sqlite3_file* disk, char* to, int count, std::int64_t at);
  int write(sqlite3_file* disk, const char* from, int count, std::int64_t at);
  int truncate(std::int64_t size);
  int sync(sqlite3_file* disk);
  std::int64_t size() {
    std::lock_guard lock(mutex_);
    return size_;
  }
  void die() {
    std::lock_guard lock(mutex_);
    dead_ = true;
    blocks_.clear();
  }

 private:
  int load(sqlite3_file* disk, std::int64_t number, Block& block);

  std::mutex mutex_;
  std::map<std::int64_t, Block> blocks_;
  std::int64_t size_;  // as the process sees it
  std::int64_t
      valid_;  // of the file on the disk; what is beyond was cut off by a truncation not yet synced
  bool dead_ = false;
};

int PendingFile::load(sqlite3_file* disk, std::int64_t number, Block& block) {
  block.fill(0);
  const std::int64_t at = number * block_size;
  const std::int64_t there = std::min(block_size, valid_ - at);
  if (there <= 0) return SQLITE_OK;
  const int code = disk->pMethods->xRead(disk, block.data(), static_cast<int>(there), at);
  return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

int PendingFile::read(sqlite3_file* disk, char* to, int count, std::int64_t at) {
  std::lock_guard lock(mutex_);
  if (dead_) return SQLITE_IOERR_READ;
  const std::int64_t there = std::max<std::int64_t>(0, std::min<std::int64_t>(count, size_ - at));
  std::memset(to + there, 0, static_cast<std::size_t>(count - there));
  for (std::int64_t done = 0; done < there;) {
    const std::int64_t number = (at + done) / block_size;
    const std::int64_t offset = (at + done) % block_size;
    const std::int64_t part = std::min(block_size - offset, there - done);
    const auto found = blocks_.find(number);
    Block loaded;
    if (found == blocks_.end()) {
      if (const int code = load(disk, number, loaded); code != SQLITE_OK) return code;
    }
    const Block& block = found == blocks_.end() ? loaded : found->second;
    std::memcpy(to + done, block.data() + offset, static_cast<std::size_t>(part));
    done += part;
  }
  return there == count ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int PendingFile::write(sqlite3_file* disk, const char* from, int count, std::int64_t at) {
  std::lock_guard lock(mutex_);
  if (dead_) return SQLITE_IOERR_WRITE;
  for (std::int64_t done = 0; done < count;) {
    const std::int64_t number = (at + done) / block_size;
    const std::int64_t offset = (at + done) % block_size;
    const std::int64_t part = std::min(block_size - offset, count - done);
    auto [found, added] = blocks_.try_emplace(number);
    if (added) {
      if (const int code = load(disk, number, found->second); code != SQLITE_OK) return code;
    }
    std::memcpy(found->second.data() + offset, from + done, static_cast<std::size_t>(part));
    done += part;
  }
  size_ = std::max(size_, at + count);
  return SQLITE_OK;
}

int PendingFile::truncate(std::int64_t size) {
  std::lock_guard lock(mutex_);
  if (dead_) return SQLITE_IOERR_TRUNCATE;
  size_ = size;
  valid_ = std::min(valid_, size);
  blocks_.erase(blocks_.lower_bound((size + block_size - 1) / block_size), blocks_.end());
  if (auto last = blocks_.find(size / block_size); last != blocks_.end()) {
    const auto keep = static_cast<std::size_t>(size % block_size);
    std::memset(last->second.data() + keep, 0, block_size - keep);
  }
  return SQLITE_OK;
}

int PendingFile::sync(sqlite3_file* disk) {
  std::lock_guard lock(mutex_);
  if (dead_ || syncs_fail) return SQLITE_IOERR_FSYNC;
  sqlite3_int64 on_disk = 0;
  if (disk->pMethods->xFileSize(disk, &on_disk) != SQLITE_OK) return SQLITE_IOERR_FSYNC;
  if (on_disk > valid_ && disk->pMethods->xTruncate(disk, valid_) != SQLITE_OK) {
    return SQLITE_IOERR_FSYNC;
  }
  for (const auto& [number, block] : blocks_) {
    const std::int64_t at = number * block_size;
    const int part = static_cast<int>(std::min(block_size, size_ - at));
    if (disk->pMethods->xWrite(disk, block.data(), part, at) != SQLITE_OK)
      return SQLITE_IOERR_FSYNC;
  }
  blocks_.clear();
  valid_ = size_;
  ++syncs;
  return SQLITE_OK;
}

// The pending state of every file that was opened, by full path. It outlives the handles: closing does not sync.
class PendingFiles {
 public:
  std::shared_ptr<PendingFile> open(const std::string& path, sqlite3_file* disk) {
    std::lock_guard lock(mutex_);
    auto& file = files_[path];
    if (!file) {
      sqlite3_int64 size = 0;
      disk->pMethods->xFileSize(disk, &size);
      file = std::make_shared<PendingFile>(size);
    }
    return file;
  }
  bool has_content(const std::string& path) {
    std::lock_guard lock(mutex_);
    const auto found = files_.find(path);
    return found != files_.end() && found->second->size() > 0;
  }
  void forget(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_.erase(path);
  }
  void pull_the_plug() {
    std::lock_guard lock(mutex_);
    for (auto& [path, file] : files_) file->die();
    files_.clear();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<PendingFile>> files_;
};

PendingFiles& files() {
  static PendingFiles all;
  return all;
}

// The handle that SQLite allocates: szOsFile bytes of ours with the real handle behind.
struct Handle {
  sqlite3_file base;
  std::shared_ptr<PendingFile>* pending;  // null: a temporary file, passed through
  sqlite3_file* disk() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
Handle* handle_of(sqlite3_file* file) { return reinterpret_cast<Handle*>(file); }
sqlite3_file* disk_of(sqlite3_file* file) { return handle_of(file)->disk(); }
PendingFile& pending_of(sqlite3_file* file) { return **handle_of(file)->pending; }

int on_close(sqlite3_file* file) {
  delete handle_of(file)->pending;
  return disk_of(file)->pMethods->xClose(disk_of(file));
}
int on_read(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  return pending_of(file).read(disk_of(file), static_cast<char*>(to), count, at);
}
int on_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  return pending_of(file).write(disk_of(file), static_cast<const char*>(from), count, at);
}
int on_truncate(sqlite3_file* file, sqlite3_int64 size) { return pending_of(file).truncate(size); }
int on_sync(sqlite3_file* file, int) { return pending_of(file).sync(disk_of(file)); }
int on_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = pending_of(file).size();
  return SQLITE_OK;
}
int on_lock(sqlite3_file* file, int level) {
  return disk_of(file)->pMethods->xLock(disk_of(file), level);
}
int on_unlock(sqlite3_file* file, int level) {
  return disk_of(file)->pMethods->xUnlock(disk_of(file), level);
}
int on_reserved(sqlite3_file* file, int* reserved) {
  return disk_of(file)->pMethods->xCheckReservedLock(disk_of(file), reserved);
}
int on_control(sqlite3_file* file, int operation, void* argument) {
  // These would write or map the real file behind our back.
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  if (operation == SQLITE_FCNTL_MMAP_SIZE) return SQLITE_NOTFOUND;
  return disk_of(file)->pMethods->xFileControl(disk_of(file), operation, argument);
}
int on_sector_size(sqlite3_file* file) {
  return disk_of(file)->pMethods->xSectorSize(disk_of(file));
}
int on_device(sqlite3_file* file) {
  return disk_of(file)->pMethods->xDeviceCharacteristics(disk_of(file));
}
int on_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return disk_of(file)->pMethods->xShmMap(disk_of(file), page, size, extend, memory);
}
int on_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return disk_of(file)->pMethods->xShmLock(disk_of(file), offset, count, flags);
}
void on_shm_barrier(sqlite3_file* file) { disk_of(file)->pMethods->xShmBarrier(disk_of(file)); }
int on_shm_unmap(sqlite3_file* file, int remove) {
  return disk_of(file)->pMethods->xShmUnmap(disk_of(file), remove);
}

constexpr sqlite3_io_methods methods = {
    2,           on_close,       on_read,      on_write,   on_truncate,    on_sync,   on_size,
    on_lock,     on_unlock,      on_reserved,  on_control, on_sector_size, on_device, on_shm_map,
    on_shm_lock, on_shm_barrier, on_shm_unmap, nullptr,    nullptr};

int on_open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  constexpr int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  Handle* handle = handle_of(file);
  handle->base.pMethods = nullptr;
  handle->pending = nullptr;
  // Temporary files need no durability: SQLite gets the real handle, which must then stand at the front.
  if (!(flags & kept)) return real_vfs()->xOpen(real_vfs(), path, file, flags, out_flags);
  const int code = real_vfs()->xOpen(real_vfs(), path, handle->disk(), flags, out_flags);
  if (code != SQLITE_OK) {
    if (handle->disk()->pMethods) handle->disk()->pMethods->xClose(handle->disk());
    return code;
  }
  handle->pending = new std::shared_ptr<PendingFile>(files().open(path, handle->disk()));
  handle->base.pMethods = &methods;
  return SQLITE_OK;
}

int on_delete(sqlite3_vfs*, const char* path, int sync_folder) {
  files().forget(path);
  return real_vfs()->xDelete(real_vfs(), path, sync_folder);
}

// The default VFS takes an empty file for a missing one, and a log without a sync is empty on the disk.
int on_access(sqlite3_vfs*, const char* path, int flags, int* result) {
  if (flags == SQLITE_ACCESS_EXISTS && files().has_content(path)) {
    *result = 1;
    return SQLITE_OK;
  }
  return real_vfs()->xAccess(real_vfs(), path, flags, result);
}

}  // namespace

void register_unsynced_vfs() {
  static const bool registered = [] {
    static sqlite3_vfs vfs = *real_vfs();
    vfs.zName = unsynced_vfs;
    vfs.pNext = nullptr;
    vfs.szOsFile = static_cast<int>(sizeof(Handle)) + real_vfs()->szOsFile;
    vfs.xOpen = on_open;
    vfs.xDelete = on_delete;
    vfs.xAccess = on_access;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  }();
  (void)registered;
}

void pull_the_plug() { files().pull_the_plug(); }
void fail_syncs(bool fail) { syncs_fail = fail; }
std::int64_t syncs_done() { return syncs; }

}  // namespace plaza::db
