#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "platform/crypto/crypto.h"
#include "platform/mail/mail.h"

namespace plaza::mail {
namespace {

[[noreturn]] void broken(const std::string& what, const std::string& path) {
  throw std::runtime_error(what + " " + path + ": " + std::strerror(errno));
}

void write_synced(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (file < 0) broken("cannot make", path);
  bool fine = true;
  while (fine && !bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written > 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else
      fine = written < 0 && errno == EINTR;
  }
  fine = fine && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  if (fine) return;
  ::unlink(path.c_str());
  errno = reason;
  broken("cannot write", path);
}

class Outbox final : public Sender {
 public:
  Outbox(std::string folder, const Clock& clock) : folder_(std::move(folder)), clock_(clock) {
    std::error_code problem;
    std::filesystem::create_directories(folder_, problem);
    if (problem) throw std::runtime_error("cannot make " + folder_ + ": " + problem.message());
  }

  Status send(const Message& message) override {
    TRY(const std::string mail, compose(message, clock_.now()));
    const std::string id = message_id(message);
    const std::string place = folder_ + "/" + id.substr(1, id.find('@') - 1) + ".eml";
    if (std::filesystem::exists(place)) return done();
    const std::string incoming = folder_ + "/." + crypto::random_token();
    write_synced(incoming, mail);
    if (::rename(incoming.c_str(), place.c_str()) != 0) {
      ::unlink(incoming.c_str());
      broken("cannot place", place);
    }
    return done();
  }

 private:
  const std::string folder_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<Sender> open_outbox(const std::string& folder, const Clock& clock) {
  return std::make_unique<Outbox>(folder, clock);
}

}  // namespace plaza::mail
