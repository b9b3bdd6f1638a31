#include "child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "platform/testing/database.h"

namespace plaza::media {
namespace {

class MediaChild : public ::testing::Test {
 protected:
  // A shell only here, as a program that can misbehave.
  ChildEnd run(const std::string& script, ChildLimits limits = {}) {
    return run_child({{"bash", "-c", script}, folder.path(), limits, {}}, stop);
  }
  testing::TemporaryFolder folder;
  std::atomic<bool> stop = false;
};

TEST_F(MediaChild, GivesOutputComplaintsAndExitCode) {
  const auto end = run("echo said; echo complained >&2; exit 3");
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_FALSE(end.ok());
  EXPECT_EQ(end.output, "said\n");
  EXPECT_EQ(end.complaints, "complained\n");
}

TEST_F(MediaChild, SeesNothingOfOurs) {
  const int secret = open("/etc/hostname", O_RDONLY);  // not closed on exec
  ASSERT_GE(secret, 0);
  setenv("PLAZA_SECRET", "hidden", 1);
  // Its own descriptor of the folder that it lists is the only other one.
  EXPECT_EQ(run_child({{"ls", "/proc/self/fd"}, folder.path(), {}, {}}, stop).output,
            "0\n1\n2\n3\n");
  const auto end = run("env | cut -d= -f1 | sort | tr '\\n' ' '; pwd; nice");
  close(secret);
  unsetenv("PLAZA_SECRET");
  EXPECT_EQ(end.output,
            "HOME LC_ALL PATH PWD SHLVL TMPDIR VIPS_BLOCK_UNTRUSTED VIPS_CONCURRENCY _ " +
                folder.path() + "\n10\n");
}

TEST_F(MediaChild, ReachesNoNetwork) {
  const auto end = run("exec 3<>/dev/tcp/127.0.0.1/9");
  EXPECT_FALSE(end.ok());
  EXPECT_NE(end.complaints.find("Permission denied"), std::string::npos) << end.complaints;
}

TEST_F(MediaChild, ArgumentsAreNoShellText) {
  const auto end = run_child({{"echo", "$(id) ; `id` > x"}, folder.path(), {}, {}}, stop);
  EXPECT_EQ(end.output, "$(id) ; `id` > x\n");
}

TEST_F(MediaChild, IsKilledWithAllItsChildrenWhenItTakesTooLong) {
  const auto before = std::chrono::steady_clock::now();
  const auto end = run("sleep 60 & echo $!; sleep 60", {.wall_seconds = 1});
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
  EXPECT_EQ(end.exit_code, -1);
  EXPECT_FALSE(end.stopped);
  const pid_t left = std::stoi(end.output);
  // It is gone, or waits to be reaped by whoever adopted it.
  std::ifstream status("/proc/" + std::to_string(left) + "/stat");
  std::string pid, name, state;
  status >> pid >> name >> state;
  EXPECT_TRUE(state.empty() || state == "Z" || state == "X") << state;
}

TEST_F(MediaChild, IsKilledWhenItWorksTooMuch) {
  const auto end = run("while :; do :; done", {.wall_seconds = 30, .cpu_seconds = 1});
  EXPECT_EQ(end.exit_code, -1);
}

TEST_F(MediaChild, CannotWriteMoreThanItMay) {
  const auto end = run("exec head -c 2000000 /dev/zero > big", {.file_bytes = 1'000'000});
  EXPECT_FALSE(end.ok());
  EXPECT_LE(std::filesystem::file_size(folder.path() + "/big"), 1'000'000u);
}

TEST_F(MediaChild, CannotTakeMoreMemoryThanItMay) {
  const auto end = run("x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}",
                       {.memory_bytes = 100'000'000});
  EXPECT_NE(end.output, "300000000\n");
}

TEST_F(MediaChild, EndlessTalkIsCut) {
  const auto end = run("yes | head -c 3000000; yes no | head -c 1000000 >&2");
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_EQ(end.output.size(), 65'536u);
  EXPECT_EQ(end.complaints.size(), 2'048u);
}

TEST_F(MediaChild, IsKilledWhenWeStop) {
  const auto heard = [&](std::string_view) { stop = true; };
  const auto end =
      run_child({{"bash", "-c", "echo started; sleep 60"}, folder.path(), {}, heard}, stop);
  EXPECT_TRUE(end.stopped);
  EXPECT_EQ(end.exit_code, -1);
}

TEST_F(MediaChild, LinesAreHeardAsTheyCome) {
  std::vector<std::string> lines;
  run_child({{"bash", "-c", "echo one; echo two; printf three"},
             folder.path(),
             {},
             [&](std::string_view line) { lines.emplace_back(line); }},
            stop);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two"}));
}

TEST_F(MediaChild, AProgramThatIsMissingIsNoBrokenFile) {
  EXPECT_THROW((void)run_child({{"plaza-no-such-tool"}, folder.path(), {}, {}}, stop),
               std::runtime_error);
}

}  // namespace
}  // namespace plaza::media
