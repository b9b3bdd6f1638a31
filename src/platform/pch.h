// What nearly every file needs (each costs every file: no <filesystem>, no Boost.JSON); compiled once (see CMakeLists.txt). Sources still include what they use, which
// tools/check_modules.py and tools/check_headers see to: they know nothing of this file.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "platform/base/task.h"
#include "platform/base/text.h"
#include "platform/db/database.h"
#include "platform/http/route.h"
