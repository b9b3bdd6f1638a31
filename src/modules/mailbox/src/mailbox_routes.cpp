#include "routes.h"

#include "platform/json/codec.h"

namespace plaza::mailbox {
namespace {

using http::Call;

struct RefusedView {
  static constexpr const char* schema_name = "MailboxRefusal";
  std::string reason, sender, subject;
  std::int64_t bytes = 0;
  Time at;
  template <class V>
  void describe(V& v) {
    v("reason", reason, json::Doc{"too_many_of_sender, too_many, too_large, too_many_parts, too_nested, unreadable, no_sender, our_own, automatic, bulk, bounce_of_unknown"});
    v("sender", sender);
    v("subject", subject);
    v("bytes", bytes);
    v("at", at);
  }
};

struct MailboxView {
  static constexpr const char* schema_name = "Mailbox";
  std::string address, host, folder;
  bool hears = false;
  std::optional<Time> checked_at, next_at, error_at;
  std::string error;
  std::int64_t received = 0, duplicates = 0, automatic = 0, bounced = 0, refused = 0;
  std::vector<RefusedView> refusals;
  template <class V>
  void describe(V& v) {
    v("address", address);
    v("host", host);
    v("folder", folder);
    v("hears", hears, json::Doc{"The server says at once when mail comes; else it is looked into every so often."});
    v("checked_at", checked_at);
    v("next_at", next_at, json::Doc{"After failures: not before this time."});
    v("error", error, json::Doc{"Why the last look failed; empty: it went well."});
    v("error_at", error_at);
    v("received", received);
    v("duplicates", duplicates);
    v("automatic", automatic);
    v("bounced", bounced);
    v("refused", refused);
    v("refusals", refusals, json::Doc{"The latest 20. The mails themselves stay in the mailbox, unseen."});
  }
};
struct Mailboxes {
  static constexpr const char* schema_name = "MailboxList";
  std::vector<MailboxView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct MailboxPath {
  std::string address;
  template <class V>
  void describe(V& v) {
    v("address", address);
  }
};

std::optional<Time> some(Time time) { return time.micros > 0 ? std::optional(time) : std::nullopt; }

MailboxView view_of(db::Reader& reader, const Account& account) {
  const auto progress = store::progress(reader, account.address);
  MailboxView view;
  view.address = account.address;
  view.host = account.host;
  view.folder = account.folder;
  view.checked_at = some(progress.checked_at);
  view.next_at = some(progress.next_at);
  view.error = progress.error;
  view.error_at = some(progress.error_at);
  view.received = progress.received;
  view.duplicates = progress.duplicates;
  view.automatic = progress.automatic;
  view.bounced = progress.bounced;
  view.refused = progress.refused;
  for (auto& each : store::refused(reader, account.address, 20)) {
    view.refusals.push_back({std::move(each.reason), std::move(each.sender), std::move(each.subject), each.bytes, each.at});
  }
  return view;
}

}  // namespace

void add_mailbox_routes(http::Routes& routes, const Needs& needs, const Watcher& watcher) {
  routes.add(http::get<http::None, Mailboxes>("/v1/admin/mailboxes", "adminListMailboxes")
                 .tag("Admin: care")
                 .access(answering())
                 .summary("The mailboxes that are read, when they were, what came, and what was refused.")
                 .read(needs.database, [needs, &watcher](Call&, db::Reader& reader, const http::None&) -> Result<Mailboxes> {
                   Mailboxes all;
                   for (const auto& account : needs.settings.accounts) {
                     all.items.push_back(view_of(reader, account));
                     all.items.back().hears = watcher.hears(account.address);
                   }
                   return all;
                 }));
  routes.add(http::post<MailboxPath, http::None>("/v1/admin/mailboxes/{address}/check", "adminCheckMailbox")
                 .tag("Admin: care")
                 .access(answering())
                 .summary("Looks into it at once, also when it waits after failures.")
                 .error("mailbox.not_found", ErrorKind::not_found, "There is no such mailbox.")
                 .write(needs.database, [needs](Call&, db::Transaction& tx, const MailboxPath& request) -> Result<http::None> {
                   for (const auto& account : needs.settings.accounts) {
                     if (account.address != request.address) continue;
                     store::check_soon(tx, account.address);
                     jobs::enqueue(tx, {.kind = CheckJob::kind, .payload = json::encode(CheckJob{account.address}), .unique = account.address});
                     return http::None{};
                   }
                   return Error{ErrorKind::not_found, "mailbox.not_found", "There is no such mailbox."};
                 }));
}

}  // namespace plaza::mailbox
