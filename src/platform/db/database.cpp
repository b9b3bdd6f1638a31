#include "platform/db/database.h"

#include <future>

namespace plaza::db {

namespace {

// Handed over whole: the caller alone lets go of an exception, after it was looked at.
using Failure = std::shared_ptr<std::exception_ptr>;

// A call that blocks until the other thread has said how the work ended.
class Ending {
 public:
  std::function<void(std::exception_ptr)> told() {
    return [this](std::exception_ptr failure) {
      failure_ = std::move(failure);
      finished_.set_value();
    };
  }
  void wait() {
    finished_.get_future().wait();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::exception_ptr failure_;
  std::promise<void> finished_;
};

}  // namespace

// In the coroutines `run` is a copy in the frame, and what it borrows lives in the frame of who awaits.
Task<Done> Database::written(BorrowedWrite run) {
  Awaitable<Failure> finished([this, run](auto resume) {
    auto failed = std::make_shared<std::exception_ptr>();
    submit(WriteWork{run, [failed, resume](std::exception_ptr failure) mutable {
                       *failed = std::move(failure);
                       resume(std::move(failed));
                     }});
  });
  const auto failure = co_await finished;
  if (*failure) std::rethrow_exception(*failure);
  co_return Done{};
}

Task<Done> Database::have_read(BorrowedRead run) {
  Awaitable<Failure> finished([this, run](auto resume) {
    auto failed = std::make_shared<std::exception_ptr>();
    submit(ReadWork{run, [failed, resume](std::exception_ptr failure) mutable {
                      *failed = std::move(failure);
                      resume(std::move(failed));
                    }});
  });
  const auto failure = co_await finished;
  if (*failure) std::rethrow_exception(*failure);
  co_return Done{};
}

void Database::write_to_end(BorrowedWrite run) {
  CHECK(!on_writing_thread());
  Ending ending;
  submit(WriteWork{run, ending.told()});
  ending.wait();
}

void Database::read_to_end(BorrowedRead run) {
  if (engine() == Engine::sqlite) {  // it has finished when submit() returns
    std::exception_ptr broken;
    submit(ReadWork{run, [&broken](std::exception_ptr failure) { broken = std::move(failure); }});
    if (broken) std::rethrow_exception(broken);
    return;
  }
  Ending ending;
  submit(ReadWork{run, ending.told()});
  ending.wait();
}

}  // namespace plaza::db
