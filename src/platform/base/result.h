// What a function that may be refused gives back: a value or an Error. Expected failures only (out of
// stock, not yours, bad input); when the world breaks an exception is thrown, when we broke CHECK stops us.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/check.h"

namespace plaza {

// What kind of refusal it is, independent of any protocol. http/ maps each to one status.
enum class ErrorKind {
  invalid,          // 400: the request is malformed; `fields` says where
  unauthenticated,  // 401: sign in first
  payment,          // 402: the money was refused
  forbidden,        // 403: signed in, but not allowed
  not_found,        // 404: is not there, or is not yours
  conflict,         // 409: the state forbids it (out of stock, taken)
  too_large,        // 413
  unsupported,      // 415
  unprocessable,    // 422
  too_many,         // 429
  upstream,         // 502: an outside provider failed
  unavailable,      // 503: try again
};

// One field of the input that was wrong. `field` is a path such as `lines[0].quantity`.
struct FieldError {
  std::string field;
  std::string code;     // dotted, stable: "too_long"
  std::string message;  // a sentence for people
};

// `code` is dotted, stable and owned by one module: "inventory.out_of_stock".
struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string code;
  std::string detail;
  std::vector<FieldError> fields = {};
};

inline Error invalid_field(std::string field, std::string code, std::string message) {
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.",
               {{std::move(field), std::move(code), std::move(message)}}};
}

// (A union by hand: std::variant costs the compiler some twenty templates for every T.)
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : value_(std::move(value)), ok_(true) {}        // NOLINT implicit
  Result(Error error) : error_(std::move(error)), ok_(false) {}   // NOLINT implicit
  Result(const Result& other) requires std::copy_constructible<T> : ok_(other.ok_) {
    if (ok_) std::construct_at(&value_, other.value_);
    else std::construct_at(&error_, other.error_);
  }
  Result(Result&& other) noexcept : ok_(other.ok_) { take(other); }
  Result& operator=(const Result& other) requires std::copy_constructible<T> { return *this = Result(other); }
  Result& operator=(Result&& other) noexcept {
    if (this == &other) return *this;
    clear();
    ok_ = other.ok_;
    take(other);
    return *this;
  }
  ~Result() { clear(); }

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }

  T& value() & { CHECK(ok_); return value_; }
  const T& value() const& { CHECK(ok_); return value_; }
  T&& value() && { CHECK(ok_); return std::move(value_); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { CHECK(!ok_); return error_; }
  Error&& error() && { CHECK(!ok_); return std::move(error_); }

 private:
  void take(Result& other) {
    if (ok_) std::construct_at(&value_, std::move(other.value_));
    else std::construct_at(&error_, std::move(other.error_));
  }
  void clear() {
    if (ok_) std::destroy_at(&value_);
    else std::destroy_at(&error_);
  }
  union {
    T value_;
    Error error_;
  };
  bool ok_;
};

// The result of a function that has nothing to give but may be refused.
struct Done {};
using Status = Result<Done>;
inline Status done() { return Done{}; }

}  // namespace plaza

#define PLAZA_JOIN_(a, b) a##b
#define PLAZA_JOIN(a, b) PLAZA_JOIN_(a, b)

// TRY(auto cart, find_cart(reader, id));  declares `cart`, or returns the error.
#define TRY(declaration, ...) TRY_(PLAZA_JOIN(try_result_, __LINE__), declaration, __VA_ARGS__)
#define TRY_(result, declaration, ...)                \
  auto result = (__VA_ARGS__);                        \
  if (!result.ok()) return std::move(result).error(); \
  declaration = std::move(result).value()

// TRY_DONE(take(tx, id, 1));  returns the error, if any.
#define TRY_DONE(...)                                                             \
  do {                                                                            \
    if (auto try_status = (__VA_ARGS__); !try_status.ok())                        \
      return std::move(try_status).error();                                       \
  } while (false)

// The same two inside a coroutine.
#define CO_TRY(declaration, ...) CO_TRY_(PLAZA_JOIN(try_result_, __LINE__), declaration, __VA_ARGS__)
#define CO_TRY_(result, declaration, ...)                \
  auto result = (__VA_ARGS__);                           \
  if (!result.ok()) co_return std::move(result).error(); \
  declaration = std::move(result).value()
