#include "platform/log/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "platform/base/time.h"
#include "platform/log/line.h"

namespace plaza::log {
namespace {

struct State {
  std::mutex mutex;  // guards the three below; a line is formatted outside it
  std::shared_ptr<spdlog::logger> logger;
  std::function<void(std::string_view)> sink;
  std::atomic<Level> level{Level::info};
  std::atomic<Format> format{Format::text};
};

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink) {
  auto logger = std::make_shared<spdlog::logger>("plaza", std::move(sink));
  logger->set_pattern("%v");
  logger->set_level(spdlog::level::trace);
  logger->flush_on(spdlog::level::trace);
  return logger;
}

State& state() {
  static State* const instance = [] {  // never destroyed: threads may log while the process ends
    auto* made = new State;
    made->logger = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return made;
  }();
  return *instance;
}

thread_local std::string current_request_id;

void write(Level level, std::string_view message, Fields fields) {
  if (!enabled(level)) return;
  State& where = state();
  const Line line{SystemClock().now(), level, message, current_request_id, fields};
  const std::string text = where.format == Format::json ? json_line(line) : text_line(line);
  std::shared_ptr<spdlog::logger> logger;
  std::function<void(std::string_view)> sink;
  {
    std::lock_guard lock(where.mutex);
    logger = where.logger;
    sink = where.sink;
  }
  if (sink) {
    sink(text);
  } else {
    logger->log(spdlog::level::info, spdlog::string_view_t(text.data(), text.size()));
  }
}

}  // namespace

std::optional<Level> parse_level(std::string_view name) {
  for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
    if (name == level_name(level)) return level;
  }
  return std::nullopt;
}

std::optional<Format> parse_format(std::string_view name) {
  if (name == "text") return Format::text;
  if (name == "json") return Format::json;
  return std::nullopt;
}

bool enabled(Level level) { return level >= state().level.load(std::memory_order_relaxed); }

void debug(std::string_view message, Fields fields) { write(Level::debug, message, fields); }
void info(std::string_view message, Fields fields) { write(Level::info, message, fields); }
void warning(std::string_view message, Fields fields) { write(Level::warning, message, fields); }
void error(std::string_view message, Fields fields) { write(Level::error, message, fields); }

void configure(const Options& options) {
  std::shared_ptr<spdlog::logger> logger;
  try {
    logger = options.file.empty()
                 ? make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>())
                 : make_logger(std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file));
  } catch (const spdlog::spdlog_ex& problem) {
    throw std::runtime_error(problem.what());
  }
  State& where = state();
  std::lock_guard lock(where.mutex);
  where.logger = std::move(logger);
  where.sink = options.sink;
  where.level = options.level;
  where.format = options.format;
}

RequestScope::RequestScope(std::string_view request_id)
    : previous_(std::exchange(current_request_id, std::string(request_id))) {}

RequestScope::~RequestScope() { current_request_id = std::move(previous_); }

}  // namespace plaza::log
