#include "data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace plaza::app {

DataDirectory::DataDirectory(std::string path) : path_(std::move(path)) {
  std::error_code failure;
  std::filesystem::create_directories(path_, failure);
  if (failure) throw std::runtime_error("the data folder " + path_ + " cannot be made: " + failure.message());
  const std::string lock_file = file("plaza.lock");
  lock_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) throw std::runtime_error("cannot write to the data folder " + path_ + ": " + std::strerror(errno));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    char owner[32] = {};
    const auto length = ::pread(lock_, owner, sizeof owner - 1, 0);
    ::close(lock_);
    throw std::runtime_error("the data folder " + path_ + " is in use by another plaza" +
                             (length > 0 ? " (process " + std::string(owner, static_cast<std::size_t>(length)) + ")" : "") +
                             "; stop it first, or give --data another folder");
  }
  const std::string own = std::to_string(::getpid());
  if (::ftruncate(lock_, 0) != 0 || ::pwrite(lock_, own.data(), own.size(), 0) < 0) {
    ::close(lock_);
    throw std::runtime_error("cannot write to the data folder " + path_ + ": " + std::strerror(errno));
  }
}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) ::close(lock_);  // the lock goes with it
}

}  // namespace plaza::app
