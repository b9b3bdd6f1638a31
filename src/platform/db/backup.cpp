#include "platform/db/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace plaza::db {
namespace {

constexpr Statement copy{nullptr, "VACUUM INTO $1"};

void sync(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (!synced) {
    throw DatabaseError(DatabaseError::Kind::unavailable,
                        "cannot sync " + path + ": " + std::strerror(reason));
  }
}

}  // namespace

void copy_sqlite(Database& database, const std::string& path) {
  CHECK(database.engine() == Engine::sqlite);
  if (std::filesystem::exists(path)) {
    throw DatabaseError(DatabaseError::Kind::other, path + " exists already");
  }
  const std::string part = path + ".part";
  std::error_code ignored;
  std::filesystem::remove(part, ignored);  // of a copy that was interrupted
  try {
    database.read_now([&](Reader& reader) {
      reader.each(copy, {part}, [](const Row&) {});
      return Done{};
    });
    sync(part);
    std::filesystem::rename(part, path);
  } catch (const std::filesystem::filesystem_error& e) {
    std::filesystem::remove(part, ignored);
    throw DatabaseError(DatabaseError::Kind::unavailable, e.what());
  } catch (...) {
    std::filesystem::remove(part, ignored);
    throw;
  }
  const auto folder = std::filesystem::absolute(path).parent_path();
  sync(folder.string());
}

}  // namespace plaza::db
