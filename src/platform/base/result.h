// What a function that may be refused gives back: a value or an Error. Expected failures only (out of
// stock, not yours, bad input); when the world breaks an exception is thrown, when we broke CHECK stops us.
#pragma once

#include <string>
#include <utility>
#include <variant>
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

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}        // NOLINT implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}    // NOLINT implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { CHECK(ok()); return std::get<0>(state_); }
  const T& value() const& { CHECK(ok()); return std::get<0>(state_); }
  T&& value() && { CHECK(ok()); return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { CHECK(!ok()); return std::get<1>(state_); }
  Error&& error() && { CHECK(!ok()); return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
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
