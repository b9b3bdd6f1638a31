#include "away.h"

#include <algorithm>

#include "platform/json/codec.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

constexpr const char* mail_job = "messaging.mail_answer";
constexpr Micros mail_after = minutes(2);
constexpr int mailed_at_once = 50;

struct MailAnswer {
  ThreadId thread_id;
  template <class V>
  void describe(V& v) {
    v("thread_id", thread_id);
  }
};

struct AnswerWords {
  std::string link, text;
  template <class V>
  void describe(V& v) {
    v("link", link);
    v("text", text, json::Multiline{});
  }
};

}  // namespace

Status Away::tell(db::Transaction& tx, const MessageSent& sent) {
  const auto thread = store::find(tx, sent.thread_id);
  const auto message = store::message(tx, sent.message_id);
  // Moved into another chat, or gone, meanwhile.
  if (!thread || !message || message->thread != thread->id) return done();
  if (thread->kind == ThreadKind::direct) tell_member(tx, *thread, *message);
  else if (message->author_kind == AuthorKind::brand) tell_customer(tx, *thread, *message);
  return done();
}

void Away::tell_member(db::Transaction& tx, const StoredThread& thread, const Message& message) {
  const auto to = message.author == thread.account ? thread.other : thread.account;
  const auto member = store::member(tx, to, thread.id);
  if (!member || member->muted || sockets_.here(to) || needs_.blocks.apart(to, message.author)) return;
  if (message.number - member->seen != 1) return;  // the first that waits has told
  const auto kind = thread.state == ThreadState::requested ? notifications::Kind::message_requested
                                                           : notifications::Kind::message_received;
  needs_.bell.notify(tx, {to, kind, message.author, to_text(message.id), "", "/messages/" + to_text(thread.id), ""});
}

void Away::tell_customer(db::Transaction& tx, const StoredThread& chat, const Message& message) {
  if (sockets_.customer_here(chat)) return;
  if (chat.account) {
    if (message.number - chat.customer_read != 1) return;
    needs_.bell.notify(tx, {chat.account, notifications::Kind::chat_answered, {}, to_text(message.id), opening(message.text), "/?chat=1", ""});
    return;
  }
  if (chat.email.empty() || presenter_.care_mails()) return;
  jobs::enqueue(tx, {.kind = mail_job, .payload = json::encode(MailAnswer{chat.id}), .not_before = needs_.clock.now() + mail_after,
                     .unique = to_text(chat.id)});
}

Status Away::mail(ThreadId id) {
  const auto work = [&](db::Transaction& tx) -> Status {
    const auto chat = store::lock(tx, id);
    if (!chat || chat->email.empty()) return done();
    const auto after = std::max(chat->customer_read, chat->mailed);
    std::string words;
    std::int64_t last = 0;
    for (const auto& message : store::messages_after(tx, id, after, mailed_at_once)) {
      if (message.author_kind != AuthorKind::brand || message.text.empty()) continue;
      words += (words.empty() ? "" : "\n\n") + message.text;
      last = message.number;
    }
    if (words.empty() || !store::set_mailed(tx, id, last)) return done();  // they came back and read it
    notifications::MailRequest request;
    request.mail = notifications::Mail::chat_answer;
    request.key = "chat_answer:" + to_text(id) + ":" + std::to_string(last);
    request.to = chat->email;
    request.locale = chat->locale;
    request.values = json::encode(AnswerWords{"/?chat=1", words});
    needs_.mailer.send(tx, request);
    return done();
  };
  return needs_.database.write_now(work);
}

void Away::add_jobs(jobs::Runner& runner) {
  runner.handle(mail_job, {}, [this](const jobs::Job& job) -> Status {
    TRY(const auto wanted, json::decode<MailAnswer>(job.payload));
    return mail(wanted.thread_id);
  });
}

}  // namespace plaza::messaging
