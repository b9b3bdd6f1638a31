#include "workshop.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "platform/base/text.h"

namespace plaza::media {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "work-";

// Folders are named by the process that made them: one that lives may still need its own.
bool left_behind(const std::string& name) {
  if (!name.starts_with(prefix)) return false;
  const auto digits = std::string_view(name).substr(prefix.size());
  const auto process = parse_integer(digits.substr(0, digits.find('-')));
  return !process || *process == getpid() || kill(static_cast<pid_t>(*process), 0) != 0;
}

std::string default_scratch() {
  return (fs::temp_directory_path() / ("plaza-media-" + std::to_string(getuid()))).string();
}

}  // namespace

Bench::Bench(const std::string& scratch) {
  folder_ = scratch + "/" + std::string(prefix) + std::to_string(getpid()) + "-XXXXXX";
  if (!mkdtemp(folder_.data()))
    throw std::system_error(errno, std::generic_category(), "mkdtemp " + folder_);
}

Bench::~Bench() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Bench::write(const std::string& name, std::string_view bytes) const {
  std::ofstream file(path(name), std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file)
    throw std::runtime_error(
        "A file of work in progress could not be written; the disk may be full.");
}

void Bench::link(const std::string& name, const std::string& target) const {
  fs::create_symlink(fs::absolute(target), path(name));
}

std::string Bench::read(const std::string& name) const {
  std::ifstream file(path(name), std::ios::binary);
  if (!file) throw std::runtime_error("A file of work in progress is not there: " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

Workshop::Workshop(std::string scratch)
    : scratch_(scratch.empty() ? default_scratch() : std::move(scratch)) {
  fs::create_directories(scratch_);
  for (const auto& entry : fs::directory_iterator(scratch_)) {
    std::error_code ignored;
    if (left_behind(entry.path().filename().string())) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace plaza::media
