// All uploads in memory: what the API shows of them, whose they are, and which stored file is
// behind each served name. This node's commits show at once, other nodes' by event. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <unordered_map>

#include "addresses.h"
#include "store.h"

namespace plaza::media {

class Library {
 public:
  explicit Library(const Addresses& addresses) : addresses_(addresses) {}

  // An older version of an upload never undoes a newer one.
  void put(Stored stored);
  void erase(MediaId id);

  // Nothing of restricted ones.
  std::optional<MediaView> view(MediaId id) const;
  // Restricted ones, too.
  std::optional<MediaView> signed_view(MediaId id, Time now) const;
  std::optional<identity::AccountId> owner(MediaId id) const;
  std::vector<MediaId> of(identity::AccountId owner) const;  // looks at all
  // The stored file behind a served name.
  struct Served {
    File file;
    Visibility visibility = Visibility::anyone;
  };
  std::optional<Served> file(MediaId id, std::string_view name) const;
  // Uploads of this account that are in work.
  int processing(identity::AccountId owner) const;
  std::size_t size() const;

 private:
  struct Entry {
    UploadRow upload;
    MediaView view;           // without addresses while it is restricted
    std::vector<File> files;  // by name
  };
  std::shared_ptr<const Entry> find(MediaId id) const;
  void count(const Entry& entry, int change);

  const Addresses& addresses_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<MediaId, std::shared_ptr<const Entry>> entries_;
  std::unordered_map<identity::AccountId, int> processing_;
};

}  // namespace plaza::media
