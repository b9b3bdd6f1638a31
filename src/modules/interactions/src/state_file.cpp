#include "state_file.h"

#include <stdexcept>

namespace plaza::interactions {

namespace {

constexpr std::size_t piece_bytes = 1u << 20;
constexpr const char* mark = "plaza-state-1";

std::string path_of(const std::string& folder, const Learner& learner) { return folder + "/" + learner.name() + ".state"; }

}  // namespace

void write_state_file(const std::string& folder, const Learner& learner, std::int64_t position) {
  const auto path = path_of(folder, learner);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << mark << ' ' << learner.version() << ' ' << position << '\n';
  learner.save([&](std::string_view bytes) { file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())); });
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
}

StateFile::StateFile(const std::string& folder, const Learner& learner) : file_(path_of(folder, learner), std::ios::binary) {
  std::string said;
  int version = 0;
  if (!(file_ >> said >> version >> position_) || said != mark || version != learner.version()) return;
  fits_ = file_.get() == '\n';
}

void StateFile::read(const Pieces& out) {
  std::string piece(piece_bytes, '\0');
  while (file_.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file_.gcount() > 0) {
    out(std::string_view(piece).substr(0, static_cast<std::size_t>(file_.gcount())));
  }
  if (file_.bad()) throw std::runtime_error("the state cannot be read");
}

}  // namespace plaza::interactions
