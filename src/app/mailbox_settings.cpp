#include "mailbox_settings.h"

#include <set>

namespace plaza::app {
namespace {

constexpr config::Key keys[] = {
    {"mailbox.accounts", config::Type::list, "",
     "Mailboxes that become conversations, each as \"address imaps://user:password@host:993/INBOX\" with user and password percent-encoded; "
     "imap:// for STARTTLS. Answers leave from the address by mail.smtp_url.",
     {.max = 20, .secret = true}},
    {"mailbox.poll_seconds", config::Type::integer, "60", "How often each mailbox is looked into.", {.min = 1, .max = 3'600}},
    {"mailbox.idle", config::Type::boolean, "true", "Hear of new mail at once where a mailbox's server has IDLE; without it mailbox.poll_seconds holds."},
    {"mailbox.idle_seconds", config::Type::integer, "540", "How long one such wait lasts before it is asked for anew.", {.min = 5, .max = 1'700}},
    {"mailbox.done_folder", config::Type::text, "", "Folder that mails move to once they are stored. Empty: they are marked as seen.", {.max = 200}},
    {"mailbox.ca_file", config::Type::text, "", "Certificates that the mailboxes' servers are checked by, instead of the system's.", {.max = 1'000}},
    {"mailbox.acknowledge", config::Type::boolean, "false",
     "Answer the first mail of a conversation at once by a note that it came: once a day to an address, never to machines and lists."},
    {"mailbox.plus_addresses", config::Type::boolean, "true",
     "Answers ask for replies to address+token@, so that threads hold in every mail program. False: the server does not deliver such addresses."},
    {"mailbox.mail_bytes_max", config::Type::integer, "25000000", "Bigger mails are refused, and stay in their mailbox.",
     {.min = 10'000, .max = 50'000'000}},
    {"mailbox.per_sender_hour", config::Type::integer, "30", "How many mails of one address are taken in an hour.", {.min = 1, .max = 100'000}},
    {"mailbox.per_hour", config::Type::integer, "1000", "How many mails are taken in an hour, of all together.", {.min = 1, .max = 1'000'000}},
};

Error invalid(const char* key, std::string why) {
  return {ErrorKind::invalid, "config.invalid", std::string(key) + ": " + why, {{key, "wrong_format", std::move(why)}}};
}

}  // namespace

std::span<const config::Key> mailbox_keys() { return keys; }

Result<mailbox::Settings> mailbox_from(const config::Config& config) {
  mailbox::Settings settings;
  std::set<std::string> known;
  for (const auto& text : config.list("mailbox.accounts")) {
    auto account = mailbox::parse_account(text);
    if (!account.ok()) return invalid("mailbox.accounts", account.error().detail);
    if (!known.insert(account->address).second) return invalid("mailbox.accounts", "names " + account->address + " twice");
    settings.accounts.push_back(std::move(*account));
  }
  settings.poll_every = seconds(config.integer("mailbox.poll_seconds"));
  settings.idle = config.flag("mailbox.idle");
  settings.idle_at_most = seconds(config.integer("mailbox.idle_seconds"));
  settings.done_folder = config.text("mailbox.done_folder");
  for (const char c : settings.done_folder) {
    if (c < 0x20 || c > 0x7e) return invalid("mailbox.done_folder", "must be plain ASCII");
  }
  settings.ca_file = config.text("mailbox.ca_file");
  settings.acknowledge = config.flag("mailbox.acknowledge");
  settings.plus_addresses = config.flag("mailbox.plus_addresses");
  settings.mail_bytes_max = config.integer("mailbox.mail_bytes_max");
  settings.per_sender_hour = config.integer("mailbox.per_sender_hour");
  settings.per_hour = config.integer("mailbox.per_hour");
  return settings;
}

}  // namespace plaza::app
