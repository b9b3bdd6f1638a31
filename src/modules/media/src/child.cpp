#include "child.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace plaza::media {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t output_max = 64 * 1024;
constexpr std::size_t complaints_max = 2 * 1024;
constexpr int cannot_start = 127;
constexpr int look_milliseconds = 50;

std::string program_path(const std::string& name) {
  for (const char* folder : {"/usr/bin/", "/usr/local/bin/", "/bin/"}) {
    std::string path = folder + name;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  throw std::runtime_error("The program " + name + " is not installed.");
}

struct Pipe {
  int read_end = -1, write_end = -1;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "pipe2");
    read_end = ends[0];
    write_end = ends[1];
  }
  ~Pipe() {
    close_write();
    if (read_end >= 0) ::close(read_end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_write() {
    if (write_end >= 0) ::close(write_end);
    write_end = -1;
  }
};

void limit(int what, rlim_t most) {
  const rlimit both{most, most};
  if (setrlimit(static_cast<__rlimit_resource>(what), &both) != 0) _exit(cannot_start);
}

// No network, and no hand on other processes, even for a tool that a hostile file has taken over.
// Where the kernel has no such filter the other limits must do.
void close_off() {
#if defined(__x86_64__)
  constexpr unsigned machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  constexpr unsigned machine = AUDIT_ARCH_AARCH64;
#else
#error "Name this machine for the filter of system calls."
#endif
  constexpr unsigned refuse = SECCOMP_RET_ERRNO | EACCES;
  // Jumps count the statements to the one that refuses, the last.
  sock_filter statements[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 0, 8),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 6, 0),  // the other numbering of x86-64
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 5, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_io_uring_setup, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ptrace, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_process_vm_readv, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_process_vm_writev, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, refuse),
  };
  const sock_fprog filter{static_cast<unsigned short>(std::size(statements)), statements};
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

// Between fork and exec: only calls that are safe there, nothing that allocates.
[[noreturn]] void become(const char* path, char* const* arguments, char* const* environment,
                         const char* folder, const ChildLimits& limits, int output,
                         int complaints) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  setpriority(PRIO_PROCESS, 0, 10);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(complaints, 2) < 0)
    _exit(cannot_start);
  if (close_range(3, ~0U, 0) != 0 || chdir(folder) != 0) _exit(cannot_start);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds));
  limit(RLIMIT_AS, static_cast<rlim_t>(limits.memory_bytes));
  limit(RLIMIT_FSIZE, static_cast<rlim_t>(limits.file_bytes));
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_CORE, 0);
  close_off();
  execve(path, arguments, environment);
  _exit(cannot_start);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

// What the child says, while it says it.
class Listener {
 public:
  explicit Listener(const Child& child, ChildEnd& end) : child_(child), end_(end) {}

  void output(std::string_view text) {
    if (end_.output.size() < output_max)
      end_.output.append(text.substr(0, output_max - end_.output.size()));
    if (!child_.on_line) return;
    for (const char c : text) {
      if (c == '\n') {
        child_.on_line(line_);
        line_.clear();
      } else if (line_.size() < 4096) {
        line_ += c;
      }
    }
  }
  void complaints(std::string_view text) {
    end_.complaints.append(text);
    if (end_.complaints.size() > complaints_max) {
      end_.complaints.erase(0, end_.complaints.size() - complaints_max);
    }
  }

 private:
  const Child& child_;
  ChildEnd& end_;
  std::string line_;
};

// False once the other end is closed.
bool drain(int descriptor, const std::function<void(std::string_view)>& take) {
  std::array<char, 16 * 1024> piece;
  for (;;) {
    const auto got = read(descriptor, piece.data(), piece.size());
    if (got > 0) {
      take({piece.data(), static_cast<std::size_t>(got)});
    } else if (got == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN;
    }
  }
}

int wait_for(pid_t pid, int flags, int& status) {
  int got = 0;
  do {
    got = waitpid(pid, &status, flags);
  } while (got < 0 && errno == EINTR);
  return got;
}

void watch(pid_t pid, const Child& child, Pipe& output, Pipe& complaints,
           const std::atomic<bool>& stop, ChildEnd& end) {
  Listener listener(child, end);
  const auto deadline = Steady::now() + std::chrono::seconds(child.limits.wall_seconds);
  int status = 0;
  bool ended = false, killed = false;
  const auto listen = [&] {
    drain(output.read_end, [&](std::string_view text) { listener.output(text); });
    drain(complaints.read_end, [&](std::string_view text) { listener.complaints(text); });
  };
  while (!ended) {
    pollfd waiting[2] = {{output.read_end, POLLIN, 0}, {complaints.read_end, POLLIN, 0}};
    // A closed end would make poll() return at once for ever.
    if (poll(waiting, 2, look_milliseconds) > 0 &&
        !((waiting[0].revents | waiting[1].revents) & POLLIN)) {
      poll(nullptr, 0, 2);
    }
    listen();
    ended = wait_for(pid, WNOHANG, status) != 0;
    if (ended || killed) continue;
    if (stop.load() || Steady::now() >= deadline) {
      end.stopped = stop.load();
      kill(-pid, SIGKILL);
      kill(pid, SIGKILL);
      killed = true;
    }
  }
  kill(-pid, SIGKILL);  // what it may have left behind
  listen();
  if (!killed && WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
}

}  // namespace

ChildEnd run_child(const Child& child, const std::atomic<bool>& stop) {
  auto arguments = child.arguments;
  const std::string path = program_path(arguments.front());
  std::vector<std::string> environment{"PATH=/usr/bin:/bin",   "LC_ALL=C.UTF-8",
                                       "HOME=" + child.folder, "TMPDIR=" + child.folder,
                                       "VIPS_CONCURRENCY=1",   "VIPS_BLOCK_UNTRUSTED=1"};
  auto argument_list = pointers(arguments);
  auto environment_list = pointers(environment);
  Pipe output, complaints;
  const pid_t pid = fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid == 0) {
    become(path.c_str(), argument_list.data(), environment_list.data(), child.folder.c_str(),
           child.limits, output.write_end, complaints.write_end);
  }
  setpgid(pid, pid);  // here too: whichever of the two comes first
  output.close_write();
  complaints.close_write();
  fcntl(output.read_end, F_SETFL, O_NONBLOCK);
  fcntl(complaints.read_end, F_SETFL, O_NONBLOCK);
  ChildEnd end;
  watch(pid, child, output, complaints, stop, end);
  if (end.exit_code == cannot_start)
    throw std::runtime_error("The program " + path + " could not be started.");
  return end;
}

}  // namespace plaza::media
