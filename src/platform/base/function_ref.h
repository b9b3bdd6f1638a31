// A function borrowed for the length of a call: two pointers, no allocation, and little for the compiler to make of each lambda.
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace plaza {

template <class Signature>
class FunctionRef;

template <class R, class... Args>
class FunctionRef<R(Args...)> {
 public:
  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, FunctionRef> && std::is_invocable_r_v<R, Function&, Args...>)
  FunctionRef(Function&& function)  // NOLINT implicit
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(function)))),
        call_([](void* object, Args... args) -> R {
          return (*static_cast<std::remove_reference_t<Function>*>(object))(std::forward<Args>(args)...);
        }) {}

  R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

 private:
  void* object_;
  R (*call_)(void*, Args...);
};

}  // namespace plaza
