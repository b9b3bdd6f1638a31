#include "personal_data.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/json/codec.h"

namespace plaza::app {
namespace {

using profiles::Erased;
using profiles::Person;

constexpr int choices_max = 1'000;
constexpr std::int64_t interactions_max = 10'000;

struct ChoiceExport {
  profiles::Purpose purpose = profiles::Purpose::marketing;
  profiles::Channel channel = profiles::Channel::onsite;
  profiles::ConsentState state = profiles::ConsentState::never_asked;
  Time at;
  std::string source, text_version;
  template <class V>
  void describe(V& v) {
    v("purpose", purpose);
    v("channel", channel);
    v("state", state);
    v("at", at);
    v("source", source);
    v("text_version", text_version);
  }
};

struct ProfileExport {
  std::string id, email, display_name, handle, bio;
  std::optional<Time> created_at;
  std::vector<std::string> visitors;
  json::Raw traits;
  std::int64_t interactions = 0;
  std::string first_name, last_name, phone, note;
  std::vector<std::string> tags;
  std::vector<profiles::CustomerAddress> addresses;
  std::vector<ChoiceExport> consents;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("email", email);
    v("display_name", display_name);
    v("handle", handle);
    v("bio", bio, json::Multiline{});
    v("created_at", created_at);
    v("visitors", visitors);
    v("traits", traits);
    v("interactions", interactions);
    v("first_name", first_name);
    v("last_name", last_name);
    v("phone", phone);
    v("note", note, json::Multiline{});
    v("tags", tags);
    v("addresses", addresses);
    v("consents", consents);
  }
};

struct ActExport {
  Time at;
  std::string type, event;
  json::Raw properties;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("type", type);
    v("event", event);
    v("properties", properties);
  }
};

struct MembershipExport {
  std::string segment, name;
  Time since;
  template <class V>
  void describe(V& v) {
    v("segment", segment);
    v("name", name);
    v("since", since);
  }
};

struct PredictionExport {
  std::string name;
  double value = 0;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("value", value);
  }
};

struct UploadExport {
  std::string id, alt, url;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("alt", alt);
    v("url", url);
  }
};

template <class T>
struct Items {
  std::vector<T> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string AccountData::export_json(db::Reader& reader, const Person& person) {
  ProfileExport all;
  all.visitors = person.visitors;
  const auto profile = person.account ? std::optional(profiles_.find(reader, person.account))
                                      : profiles_.find(reader, person.visitors.at(0));
  all.traits = {profile ? profile->traits : "{}"};
  if (profile) all.interactions = profile->interactions;
  const profiles::Subject subject{person.account, person.account ? std::string() : person.visitors.at(0)};
  for (const auto& each : consents_.history(reader, subject, choices_max)) {
    all.consents.push_back({each.purpose, each.channel, each.state, each.at, each.source, each.text_version});
  }
  if (!person.account) return json::encode(all);
  all.id = to_text(person.account);
  if (const auto account = accounts_.find(reader, person.account)) {
    all.email = account->email;
    all.display_name = account->display_name;
    all.handle = account->handle;
    all.bio = account->bio;
    all.created_at = account->created_at;
  }
  const auto customer = customers_.find(reader, person.account);
  all.first_name = customer.first_name;
  all.last_name = customer.last_name;
  all.phone = customer.phone;
  all.note = customer.note;
  all.tags = customer.tags;
  all.addresses = customer.addresses;
  return json::encode(all);
}

std::vector<Erased> AccountData::erase(db::Transaction&, const Person& person) {
  return {{"account", person.account ? 1 : 0}};
}

std::string UploadData::export_json(db::Reader&, const Person& person) {
  Items<UploadExport> all;
  if (!person.account) return "null";
  for (const auto id : media_.uploads_of(person.account)) {
    if (const auto view = media_.signed_view(id)) all.items.push_back({to_text(id), view->alt, view->url});
  }
  return json::encode(all);
}

std::vector<Erased> UploadData::erase(db::Transaction& tx, const Person& person) {
  if (!person.account) return {};
  std::int64_t removed = 0;
  for (const auto id : media_.uploads_of(person.account)) removed += media_.remove(tx, id).ok() ? 1 : 0;
  return {{"uploads with all their files", removed}};
}

std::string LogData::export_json(db::Reader&, const Person& person) {
  Items<ActExport> all;
  const auto take = [&](std::string_view visitor, std::int64_t account) {
    for (const auto& record : log_.latest(interactions_max, visitor, account)) {
      const bool words = !record.properties.empty();
      all.items.push_back({record.at, std::string(json::enum_text(record.kind)), record.name,
                           {words ? record.properties : "{}"}});
    }
  };
  if (person.account) take("", person.account.value);
  for (const auto& visitor : person.visitors) take(visitor, 0);
  return json::encode(all);
}

std::string SegmentData::export_json(db::Reader&, const Person& person) {
  Items<MembershipExport> all;
  const auto take = [&](const std::vector<segments::Membership>& memberships) {
    for (const auto& each : memberships) all.items.push_back({each.handle, each.name, each.since});
  };
  if (person.account) take(segments_.of(person.account));
  else for (const auto& visitor : person.visitors) take(segments_.of(visitor));
  return json::encode(all);
}

std::string PredictionData::export_json(db::Reader&, const Person& person) {
  Items<PredictionExport> all;
  for (const auto& name : predictions_.names()) {
    const auto value = person.account ? predictions_.number(name, person.account) : std::nullopt;
    if (value) all.items.push_back({name, *value});
  }
  return json::encode(all);
}

std::vector<Erased> IndexData::erase_outside(const Person&) {
  dispatcher_.drain();
  search_.compact();
  return {{"index wiped", 1}};
}

std::vector<Erased> OutboxData::erase_outside(const Person& person) {
  if (folder_.empty() || person.email.empty()) return {};
  std::int64_t removed = 0;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, problem)) {
    const std::string mail = text_of(entry.path());
    const auto names = [&](const std::string& word) { return !word.empty() && mail.find(word) != std::string::npos; };
    if (!names(person.email) && !names(person.display_name) && !names(person.handle)) continue;
    removed += std::filesystem::remove(entry.path(), problem) ? 1 : 0;
  }
  return {{"mails", removed}};
}

std::string outbox_of(const Settings& settings, const DataDirectory& data) {
  if (!settings.smtp_url.empty()) return {};
  return settings.outbox_dir.empty() ? data.file("outbox") : settings.outbox_dir;
}

void PersonalDataBelow::plug_into(profiles::Module& profiles, feed::Module& feed,
                                  const std::vector<profiles::PersonalData*>& modules) {
  feed.plug(&feed_consent_);
  profiles.plug(account_);
  profiles.plug(log_);
  for (auto* module : modules) profiles.plug(*module);
  profiles.plug(segments_);
  profiles.plug(predictions_);
  profiles.plug(uploads_);
  profiles.plug(index_);
  profiles.plug(outbox_);
}

}  // namespace plaza::app
