// Mailboxes that are listened to: what comes is taken when the server tells of it, and looks go on where it cannot.
#include "mailbox_fixture.h"

namespace plaza::mailbox {
namespace {

TEST(Imap, SaysWhatItCanAndThatMailCame) {
  EXPECT_TRUE(names_capability("* CAPABILITY IMAP4rev1 idle MOVE", "IDLE"));
  EXPECT_FALSE(names_capability("* CAPABILITY IMAP4rev1 IDLENESS", "IDLE"));
  EXPECT_FALSE(names_capability("* OK [CAPABILITY IMAP4rev1 IDLE] ready", "IDLE"));
  EXPECT_TRUE(tells_of_mail("* 4 EXISTS"));
  EXPECT_TRUE(tells_of_mail("* 1 recent"));
  EXPECT_FALSE(tells_of_mail("* 0 RECENT"));
  EXPECT_FALSE(tells_of_mail("* OK Still here"));
  EXPECT_FALSE(tells_of_mail("* 4 EXPUNGE"));
  EXPECT_FALSE(tells_of_mail("* 4"));
  EXPECT_FALSE(tells_of_mail("* EXISTS"));
}

class ListenedTo : public MailboxFixture {
 protected:
  ~ListenedTo() override { module->stop(); }
  // Until somebody waits at the server for the n-th time: what was told before has been looked at.
  void waits(int n) { until([&] { return server.waits >= n; }); }
  void asked(int n) { until([&] { return server.asked >= n; }); }
  int connections() {
    const std::lock_guard lock(server.mutex);
    return server.connections;
  }
  void tells_of(std::string what) {
    {
      const std::lock_guard lock(server.mutex);
      server.mails.push_back(std::move(what));
    }
    const std::uint64_t one = 1;
    ASSERT_EQ(::write(server.news, &one, sizeof one), static_cast<ssize_t>(sizeof one));
  }
  void with_idle(bool idles) {
    {
      const std::lock_guard lock(server.mutex);
      server.idles = idles;
    }
    module->start();
  }

 private:
  template <class Ready>
  void until(const Ready& ready) {
    std::unique_lock lock(server.mutex);
    ASSERT_TRUE(server.moved.wait_for(lock, std::chrono::seconds(20), ready));
  }
};

ENGINE_TEST(ListenedTo, WhatComesIsTakenWithoutALook) {
  with_idle(true);
  waits(1);
  EXPECT_EQ(connections(), 2) << "one listens, one looked what was there";
  tells_of(mail_of("an@example.org", "one@example.org"));
  waits(2);
  EXPECT_EQ(progress().received, 1);
  tells_of(mail_of("an@example.org", "two@example.org"));
  waits(3);
  EXPECT_EQ(progress().received, 2);
  EXPECT_EQ(connections(), 4);
  look();
  EXPECT_EQ(connections(), 4) << "while it is listened to nobody need look";
  clock.advance(minutes(10));
  runner->run_due();
  EXPECT_EQ(connections(), 5) << "but now and then";
}

ENGINE_TEST(ListenedTo, AServerWithoutItIsLookedIntoAsBefore) {
  with_idle(false);
  asked(1);
  const int before = connections();
  arrives(mail_of("an@example.org", "one@example.org"));
  EXPECT_EQ(progress().received, 1);
  EXPECT_EQ(connections(), before + 1);
  EXPECT_EQ(server.waits, 0);
}

ENGINE_TEST(ListenedTo, AWaitThatIsOverIsBegunAnew) {
  settings.idle_at_most = milliseconds(10);
  start();
  with_idle(true);
  waits(4);
  EXPECT_EQ(connections(), 2) << "on the same connection, and nothing is read again";
}

ENGINE_TEST(ListenedTo, ALostConnectionIsMadeAgainAndMissesNothing) {
  with_idle(true);
  waits(1);
  {
    const std::lock_guard lock(server.mutex);
    server.hangs_up = true;
  }
  tells_of(mail_of("an@example.org", "one@example.org"));  // it wakes, takes this, waits again and is cut off
  waits(2);
  {
    const std::lock_guard lock(server.mutex);
    server.mails.push_back(mail_of("an@example.org", "two@example.org"));  // nobody is told
  }
  waits(3);
  EXPECT_EQ(progress().received, 2);
}

ENGINE_TEST(ListenedTo, ItCanBeSwitchedOff) {
  settings.idle = false;
  start();
  with_idle(true);
  arrives(mail_of("an@example.org", "one@example.org"));
  EXPECT_EQ(progress().received, 1);
  EXPECT_EQ(server.asked, 0);
}

}  // namespace
}  // namespace plaza::mailbox
