#include "outbound.h"

#include <curl/curl.h>

#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace plaza::payments {
namespace {

constexpr std::size_t calls_max = 2'000;      // running and waiting
constexpr long connections_max = 100;
constexpr std::size_t body_max = 2'000'000;
constexpr Micros connect_patience = seconds(5);

using Resume = std::function<void(Result<Reply>)>;

Error failure(const char* code, std::string detail) { return {ErrorKind::upstream, code, std::move(detail)}; }

// One call while it runs. libcurl points into it.
struct Transfer {
  Outgoing request;
  Resume resume;
  Reply reply = {};
  bool too_large = false;
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;

  Transfer(Outgoing outgoing, Resume resumption) : request(std::move(outgoing)), resume(std::move(resumption)) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    curl_slist_free_all(headers);
    if (easy) curl_easy_cleanup(easy);
  }
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.reply.body.size() + size > body_max) {
    transfer.too_large = true;
    return 0;
  }
  transfer.reply.body.append(data, size);
  return size;
}

void prepare(Transfer& transfer, Micros deadline) {
  transfer.easy = curl_easy_init();
  if (!transfer.easy) throw std::runtime_error("libcurl cannot start");
  CURL* curl = transfer.easy;
  const auto milliseconds_of = [](Micros length) { return static_cast<long>(length / 1'000); };
  curl_easy_setopt(curl, CURLOPT_URL, transfer.request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds_of(deadline));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_of(std::min(deadline, connect_patience)));
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Plaza");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_PRIVATE, &transfer);
  if (transfer.request.post) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, transfer.request.body.data());
  }
  transfer.headers = curl_slist_append(nullptr, "Expect:");
  for (const auto& header : transfer.request.headers) transfer.headers = curl_slist_append(transfer.headers, header.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer.headers);
}

Result<Reply> outcome_of(Transfer& transfer, CURLcode code) {
  if (transfer.too_large) return failure("http.too_large", "The answer is too large.");
  if (code == CURLE_OPERATION_TIMEDOUT) return failure("http.timed_out", "No answer in time.");
  if (code != CURLE_OK) return failure("http.unreachable", curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
  transfer.reply.status = static_cast<int>(status);
  return std::move(transfer.reply);
}

}  // namespace

class Outbound::Loop {
 public:
  explicit Loop(Micros deadline) : deadline_(deadline) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    multi_ = curl_multi_init();
    if (started != CURLE_OK || !multi_) throw std::runtime_error("libcurl cannot start");
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections_max);
    thread_ = std::thread([this] { run(); });
  }
  ~Loop() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    curl_multi_cleanup(multi_);
  }

  void add(Outgoing request, Resume resume) {
    {
      std::lock_guard lock(mutex_);
      if (!stopping_ && count_ < calls_max) {
        ++count_;
        waiting_.push_back(std::make_unique<Transfer>(std::move(request), std::move(resume)));
        curl_multi_wakeup(multi_);
        return;
      }
    }
    resume(failure("http.busy", "Too many calls are under way."));
  }

 private:
  bool take_waiting() {
    std::deque<std::unique_ptr<Transfer>> fresh;
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return false;
      fresh.swap(waiting_);
    }
    for (auto& transfer : fresh) {
      prepare(*transfer, deadline_);
      curl_multi_add_handle(multi_, transfer->easy);
      running_.emplace(transfer->easy, std::move(transfer));
    }
    return true;
  }

  void end(std::unique_ptr<Transfer> transfer, Result<Reply> result) {
    {
      std::lock_guard lock(mutex_);
      --count_;
    }
    transfer->resume(std::move(result));
  }

  void take_finished() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;
      auto transfer = std::move(running_.extract(easy).mapped());
      curl_multi_remove_handle(multi_, easy);
      auto result = outcome_of(*transfer, code);
      end(std::move(transfer), std::move(result));
    }
  }

  void run() {
    while (take_waiting()) {
      int active = 0;
      curl_multi_perform(multi_, &active);
      take_finished();
      curl_multi_poll(multi_, nullptr, 0, 1'000, nullptr);
    }
    // Nobody can add any more.
    for (auto& [easy, transfer] : running_) {
      curl_multi_remove_handle(multi_, easy);
      waiting_.push_back(std::move(transfer));
    }
    running_.clear();
    while (!waiting_.empty()) {
      auto transfer = std::move(waiting_.front());
      waiting_.pop_front();
      end(std::move(transfer), failure("http.unreachable", "The server is stopping."));
    }
  }

  const Micros deadline_;
  CURLM* multi_ = nullptr;
  std::mutex mutex_;  // guards the three below
  bool stopping_ = false;
  std::size_t count_ = 0;
  std::deque<std::unique_ptr<Transfer>> waiting_;
  std::map<CURL*, std::unique_ptr<Transfer>> running_;  // the thread's own
  std::thread thread_;
};

Outbound::Outbound(Micros deadline) : loop_(std::make_unique<Loop>(deadline)) {}
Outbound::~Outbound() = default;

Task<Result<Reply>> Outbound::send(Outgoing request) {
  for (const auto& header : request.headers) {
    if (header.find_first_of("\r\n") != std::string::npos) co_return failure("http.unreachable", "A header holds a line break.");
  }
  std::function<void(Resume)> start = [&](Resume resume) { loop_->add(std::move(request), std::move(resume)); };
  Awaitable<Result<Reply>> answered(std::move(start));
  co_return co_await answered;
}

}  // namespace plaza::payments
