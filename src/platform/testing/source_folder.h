// Where the repository is: ctest says it (PLAZA_SOURCE_DIR); a test that is started by hand is started there.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace plaza::testing {

inline std::filesystem::path source_folder() {
  const char* told = std::getenv("PLAZA_SOURCE_DIR");
  return told ? std::filesystem::path(told) : std::filesystem::current_path();
}

// The real data, which is not in the repository: PLAZA_DATA, or beside the clone.
inline std::string data_folder() {
  const char* chosen = std::getenv("PLAZA_DATA");
  return chosen ? std::string(chosen) : (source_folder() / "../shared/data").string();
}

}  // namespace plaza::testing
