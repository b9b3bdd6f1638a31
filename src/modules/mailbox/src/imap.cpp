#include <curl/curl.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "letterbox.h"
#include "platform/base/text.h"

namespace plaza::mailbox {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t line_max = 4'000'000, untagged_max = 10'000, waiting_max = 500;
constexpr auto command_time = std::chrono::seconds(30);
constexpr auto fetch_time = std::chrono::seconds(120);
constexpr Steady::duration goodbye_time = std::chrono::seconds(2);

Error broken(std::string why) { return {ErrorKind::upstream, "mailbox.broken", std::move(why)}; }
Error unreachable(std::string why) { return {ErrorKind::upstream, "mailbox.unreachable", excerpt(why, 300)}; }

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

bool is_this_machine(const std::string& host) { return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1"; }

// One answer of the server: a line, and the bytes that it announced.
struct Answer {
  std::string line;
  std::string literal;
};

class Imap final : public Letterbox {
 public:
  Imap(const Account& account, const Settings& settings) : account_(account), done_folder_(settings.done_folder), ca_file_(settings.ca_file) {}
  ~Imap() override {
    if (socket_ != CURL_SOCKET_BAD) static_cast<void>(send("Z LOGOUT\r\n", Steady::now() + std::chrono::seconds(2)));
  }

  Status connect() {
    handle_.reset(curl_easy_init());
    if (!handle_) return unreachable("libcurl has no memory");
    char reason[CURL_ERROR_SIZE] = "";
    const std::string url = std::string(account_.encrypted_from_start ? "imaps://" : "imap://") + account_.host + ":" + std::to_string(account_.port) + "/";
    CURL* handle = handle_.get();
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 20'000L);
    // The password never goes over a line that others can read.
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(is_this_machine(account_.host) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!ca_file_.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file_.c_str());
    curl_easy_setopt(handle, CURLOPT_USERNAME, account_.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, account_.password.c_str());
    const CURLcode code = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
    if (code != CURLE_OK) return unreachable(*reason != '\0' ? reason : curl_easy_strerror(code));
    if (curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket_) != CURLE_OK || socket_ == CURL_SOCKET_BAD) return unreachable("the connection ended at once");
    return done();
  }

  Result<Opened> open() override {
    TRY(const auto answers, command("SELECT " + imap_text(account_.folder), command_time, 0));
    Opened opened;
    for (const auto& each : answers) {
      if (const auto number = number_after(each.line, "[UIDVALIDITY "); number > 0) opened.uid_validity = static_cast<std::uint32_t>(number);
      if (const auto number = number_after(each.line, "[UIDNEXT "); number > 0) opened.uid_next = static_cast<std::uint32_t>(number);
    }
    if (opened.uid_validity == 0 || opened.uid_next == 0) return broken("The server does not say how it counts its mails.");
    return opened;
  }

  Result<std::vector<std::uint32_t>> waiting(std::uint32_t last, std::uint32_t old_below) override {
    std::vector<std::uint32_t> all;
    const std::uint64_t first = std::uint64_t{last} + 1;
    if (first < old_below) TRY_DONE(search("UID " + std::to_string(first) + ":" + std::to_string(old_below - 1) + " UNSEEN", last, all));
    TRY_DONE(search("UID " + std::to_string(std::max<std::uint64_t>(first, old_below)) + ":*", last, all));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    if (all.size() > waiting_max) all.resize(waiting_max);
    return all;
  }

  Result<std::int64_t> size(std::uint32_t uid) override {
    TRY(const auto answers, command("UID FETCH " + std::to_string(uid) + " (UID RFC822.SIZE)", command_time, 0));
    for (const auto& each : answers) {
      if (number_after(each.line, "UID ") == uid) return number_after(each.line, "RFC822.SIZE ");
    }
    return std::int64_t{0};
  }

  Result<std::string> fetch(std::uint32_t uid, std::int64_t bytes) override {
    const std::string range = "<0." + std::to_string(bytes) + ">";
    TRY(auto answers, command("UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[]" + range + ")", fetch_time, static_cast<std::size_t>(bytes)));
    for (auto& each : answers) {
      if (number_after(each.line, "UID ") == uid && each.line.find("BODY[]") != std::string::npos) return std::move(each.literal);
    }
    return broken("The server did not give the mail that it has.");
  }

  Result<bool> can_idle() override {
    TRY(const auto answers, command("CAPABILITY", command_time, 0));
    return std::any_of(answers.begin(), answers.end(), [](const Answer& each) { return names_capability(each.line, "IDLE"); });
  }

  // What the server tells between two of these stands before the answers of the second.
  Result<bool> idle(Micros most, const Waker& waker) override {
    if (lost_) return unreachable("the connection was lost");
    const std::string tag = "P" + std::to_string(++commands_);
    TRY_DONE(noting_loss(send(tag + " IDLE\r\n", Steady::now() + command_time)));
    bool news = false;
    TRY(const bool begun, noting_loss(idle_until(tag, "+", Steady::now() + command_time, nullptr, news)));
    if (!begun) return Error{ErrorKind::upstream, "mailbox.refused", "The server did not begin to wait."};
    if (!news) TRY_DONE(noting_loss(idle_until(tag, "", Steady::now() + std::chrono::microseconds(most), &waker, news)));
    const auto end = Steady::now() + (waker.awake() ? goodbye_time : Steady::duration(command_time));
    TRY_DONE(noting_loss(send("DONE\r\n", end)));
    TRY_DONE(noting_loss(idle_until(tag, tag + " ", end, nullptr, news)));
    return news;
  }

  Status put_away(std::uint32_t uid) override {
    const std::string number = std::to_string(uid);
    const auto mark = [&](const char* flags) -> Status {
      TRY(const auto answers, command("UID STORE " + number + " +FLAGS.SILENT (" + flags + ")", command_time, 0));
      static_cast<void>(answers);
      return done();
    };
    if (done_folder_.empty()) return mark("\\Seen");
    if (command("UID MOVE " + number + " " + imap_text(done_folder_), command_time, 0).ok()) return done();
    // A server without MOVE (RFC 6851), or a folder that is not there yet.
    if (!command("UID COPY " + number + " " + imap_text(done_folder_), command_time, 0).ok()) {
      TRY(const auto made, command("CREATE " + imap_text(done_folder_), command_time, 0));
      TRY(const auto copied, command("UID COPY " + number + " " + imap_text(done_folder_), command_time, 0));
      static_cast<void>(made);
      static_cast<void>(copied);
    }
    return mark("\\Seen \\Deleted");
  }

 private:
  // Reads on until a line that begins with `end`. With a waker: until mail is told of, the time is over, or somebody wakes; that is no
  // loss. False: the server ended the command itself.
  Result<bool> idle_until(const std::string& tag, const std::string& end, Steady::time_point deadline, const Waker* waker, bool& news) {
    for (;;) {
      if (waker && (news || waker->awake() || Steady::now() >= deadline)) return true;
      if (waker && buffer_.find("\r\n") == std::string::npos) {
        TRY(const bool more, receive_or_wake(deadline, *waker));
        static_cast<void>(more);
        continue;
      }
      Answer answer;
      TRY_DONE(read(answer, waker ? Steady::now() + command_time : deadline, 0));
      if (lower_ascii(answer.line.substr(0, 6)) == "* bye ") return unreachable(answer.line);
      news = news || tells_of_mail(answer.line);
      if (!end.empty() && answer.line.starts_with(end)) return true;
      if (answer.line.starts_with(tag + " ")) return waker ? Result<bool>(unreachable("the server does not wait any more")) : Result<bool>(false);
    }
  }

  // One piece of what the server says. False: nothing came until the time was over, or somebody woke us.
  Result<bool> receive_or_wake(Steady::time_point deadline, const Waker& waker) {
    char piece[4'096];
    for (;;) {
      std::size_t got = 0;
      const CURLcode code = curl_easy_recv(handle_.get(), piece, sizeof piece, &got);
      if (code == CURLE_OK && got > 0) {
        buffer_.append(piece, got);
        if (buffer_.size() > line_max) return broken("The server's line has no end.");
        return true;
      }
      if (code != CURLE_AGAIN) return unreachable("the server ended the connection");
      pollfd waiting[] = {{socket_, POLLIN, 0}, {waker.descriptor(), POLLIN, 0}};
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now()).count();
      if (left <= 0) return false;
      ::poll(waiting, 2, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
      if (waiting[1].revents != 0) return false;
    }
  }

  template <class T>
  Result<T> noting_loss(Result<T> result) {
    if (!result.ok()) lost_ = true;
    return result;
  }

  Status search(const std::string& criteria, std::uint32_t last, std::vector<std::uint32_t>& all) {
    TRY(const auto answers, command("UID SEARCH " + criteria, command_time, 0));
    for (const auto& each : answers) {
      // "n:*" names the last mail even when its number is smaller.
      for (const auto uid : read_search(each.line)) {
        if (uid > last) all.push_back(uid);
      }
    }
    return done();
  }

  // The untagged answers to a command that went well.
  Result<std::vector<Answer>> command(const std::string& words, Steady::duration time, std::size_t literal_max) {
    if (lost_) return unreachable("the connection was lost");
    const auto deadline = Steady::now() + time;
    const std::string tag = "P" + std::to_string(++commands_);
    TRY_DONE(noting_loss(send(tag + " " + words + "\r\n", deadline)));
    std::vector<Answer> answers;
    for (;;) {
      Answer answer;
      TRY_DONE(noting_loss(read(answer, deadline, literal_max)));
      if (answer.line.starts_with(tag + " ")) {
        const auto said = answer.line.substr(tag.size() + 1);
        if (lower_ascii(said.substr(0, 3)) == "ok ") return answers;
        return Error{ErrorKind::upstream, "mailbox.refused", excerpt(said, 300)};
      }
      if (lower_ascii(answer.line.substr(0, 6)) == "* bye ") return noting_loss(unreachable(answer.line)).error();
      if (answer.line.starts_with("* ") && answers.size() < untagged_max) answers.push_back(std::move(answer));
    }
  }

  Status noting_loss(Status status) {
    if (!status.ok()) lost_ = true;
    return status;
  }

  // A line and, where it ends with {n}, those n bytes and the rest of the line.
  Status read(Answer& answer, Steady::time_point deadline, std::size_t literal_max) {
    for (int literals = 0; literals < 20; ++literals) {
      TRY(std::string line, read_line(deadline));
      answer.line += line;
      const auto bytes = literal_of(line);
      if (bytes < 0) return done();
      if (static_cast<std::uint64_t>(bytes) > std::max<std::uint64_t>(literal_max, 100'000)) return broken("The server sends more than it was asked for.");
      TRY_DONE(fill(static_cast<std::size_t>(bytes), deadline));
      answer.literal = buffer_.substr(0, static_cast<std::size_t>(bytes));
      buffer_.erase(0, static_cast<std::size_t>(bytes));
    }
    return broken("The server's answer has no end.");
  }

  Result<std::string> read_line(Steady::time_point deadline) {
    std::size_t looked = 0;
    for (;;) {
      const auto end = buffer_.find("\r\n", looked);
      if (end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      if (buffer_.size() > line_max) return broken("The server's line has no end.");
      looked = buffer_.empty() ? 0 : buffer_.size() - 1;
      TRY_DONE(fill(buffer_.size() + 1, deadline));
    }
  }

  // Until so many bytes are there.
  Status fill(std::size_t wanted, Steady::time_point deadline) {
    char piece[16'384];
    while (buffer_.size() < wanted) {
      std::size_t got = 0;
      const CURLcode code = curl_easy_recv(handle_.get(), piece, sizeof piece, &got);
      if (code == CURLE_AGAIN) {
        TRY_DONE(wait(POLLIN, deadline));
        continue;
      }
      if (code != CURLE_OK || got == 0) return unreachable("the server ended the connection");
      buffer_.append(piece, got);
    }
    return done();
  }

  Status send(std::string_view text, Steady::time_point deadline) {
    while (!text.empty()) {
      std::size_t went = 0;
      const CURLcode code = curl_easy_send(handle_.get(), text.data(), text.size(), &went);
      if (code == CURLE_AGAIN) {
        TRY_DONE(wait(POLLOUT, deadline));
        continue;
      }
      if (code != CURLE_OK) return unreachable(curl_easy_strerror(code));
      text.remove_prefix(went);
    }
    return done();
  }

  Status wait(short what, Steady::time_point deadline) const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
    pollfd waiting{socket_, what, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) == 0) {
      if (Steady::now() >= deadline) return unreachable("the server did not answer in time");
    }
    return done();
  }

  const Account account_;
  const std::string done_folder_, ca_file_;
  std::unique_ptr<CURL, FreeHandle> handle_;
  curl_socket_t socket_ = CURL_SOCKET_BAD;
  std::string buffer_;
  int commands_ = 0;
  bool lost_ = false;
};

}  // namespace

Result<std::unique_ptr<Letterbox>> open_imap(const Account& account, const Settings& settings) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  auto imap = std::make_unique<Imap>(account, settings);
  TRY_DONE(imap->connect());
  return std::unique_ptr<Letterbox>(std::move(imap));
}

std::vector<std::uint32_t> read_search(std::string_view line) {
  std::vector<std::uint32_t> found;
  if (lower_ascii(line.substr(0, 8)) != "* search") return found;
  line.remove_prefix(8);
  while (!line.empty()) {
    const auto end = std::min(line.find(' '), line.size());
    if (const auto number = parse_integer(line.substr(0, end)); number && *number > 0 && *number <= UINT32_MAX) {
      found.push_back(static_cast<std::uint32_t>(*number));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return found;
}

std::int64_t number_after(std::string_view line, std::string_view word) {
  // "UID " must not be found in "LUID 7": a word begins after a blank, a bracket or at the beginning.
  for (auto at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    if (at > 0 && word.front() != '[' && line[at - 1] != ' ' && line[at - 1] != '(') continue;
    auto rest = line.substr(at + word.size());
    rest = rest.substr(0, rest.find_first_not_of("0123456789"));
    const auto number = parse_integer(rest);
    return number && rest.size() <= 18 ? *number : 0;
  }
  return 0;
}

std::int64_t literal_of(std::string_view line) {
  if (!line.ends_with('}')) return -1;
  const auto open = line.rfind('{');
  if (open == std::string_view::npos || line.size() - open > 14) return -1;
  const auto number = parse_integer(line.substr(open + 1, line.size() - open - 2));
  return number && *number >= 0 ? *number : -1;
}

bool names_capability(std::string_view line, std::string_view word) {
  if (lower_ascii(line.substr(0, 13)) != "* capability ") return false;
  line.remove_prefix(13);
  while (!line.empty()) {
    const auto end = std::min(line.find(' '), line.size());
    if (lower_ascii(line.substr(0, end)) == lower_ascii(word)) return true;
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return false;
}

bool tells_of_mail(std::string_view line) {
  if (!line.starts_with("* ")) return false;
  line.remove_prefix(2);
  const auto digits = line.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || line[digits] != ' ') return false;
  const auto word = lower_ascii(line.substr(digits + 1));
  return word == "exists" || (word == "recent" && line.substr(0, digits) != "0");
}

std::string imap_text(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

}  // namespace plaza::mailbox
