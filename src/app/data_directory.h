// The folder that holds everything of one shop: databases, media, outbox, indexes. One process at a time owns it.
#pragma once

#include <string>

namespace plaza::app {

class DataDirectory {
 public:
  // Makes the folder when it is missing and takes its lock. Throws std::runtime_error with a sentence for people: not
  // writable, or another process (its number is named) has it.
  explicit DataDirectory(std::string path);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
  int lock_ = -1;
};

}  // namespace plaza::app
