#include "library.h"

#include <algorithm>

#include "rules.h"

namespace plaza::media {

void Library::put(Stored stored) {
  auto entry = std::make_shared<Entry>();
  const MediaId id = stored.upload.id;
  entry->upload = std::move(stored.upload);
  entry->files = std::move(stored.files);
  if (entry->upload.visibility == Visibility::anyone) {
    const std::string base = "/media/" + to_text(id) + "/";
    entry->view = view_of(entry->upload, entry->files, [&](std::string_view name) { return base + std::string(name); });
  }
  std::sort(entry->files.begin(), entry->files.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  const std::lock_guard lock(mutex_);
  auto& place = entries_[id];
  if (place && place->upload.version > entry->upload.version) return;
  if (place) count(*place, -1);
  count(*entry, 1);
  place = std::move(entry);
}

void Library::erase(MediaId id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  count(*found->second, -1);
  entries_.erase(found);
}

void Library::count(const Entry& entry, int change) {
  const auto owner = entry.upload.owner;
  if (!owner || entry.upload.status != Status::processing) return;
  auto& number = processing_[owner];
  number += change;
  if (number <= 0) processing_.erase(owner);
}

std::shared_ptr<const Library::Entry> Library::find(MediaId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

std::optional<MediaView> Library::view(MediaId id) const {
  const auto entry = find(id);
  return entry && entry->upload.visibility == Visibility::anyone ? std::optional(entry->view) : std::nullopt;
}

std::optional<MediaView> Library::signed_view(MediaId id, Time now) const {
  const auto entry = find(id);
  if (!entry) return std::nullopt;
  if (entry->upload.visibility == Visibility::anyone) return entry->view;
  return view_of(entry->upload, entry->files, [&](std::string_view name) { return addresses_.address(id, name, now); });
}

std::optional<identity::AccountId> Library::owner(MediaId id) const {
  const auto entry = find(id);
  return entry ? std::optional(entry->upload.owner) : std::nullopt;
}

std::vector<MediaId> Library::of(identity::AccountId owner) const {
  std::vector<MediaId> found;
  const std::shared_lock lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (entry->upload.owner == owner) found.push_back(id);
  }
  return found;
}

std::optional<Library::Served> Library::file(MediaId id, std::string_view name) const {
  const auto entry = find(id);
  if (!entry) return std::nullopt;
  const auto found = std::lower_bound(
      entry->files.begin(), entry->files.end(), name,
      [](const File& file, std::string_view wanted) { return file.name < wanted; });
  if (found == entry->files.end() || found->name != name) return std::nullopt;
  return Served{*found, entry->upload.visibility};
}

int Library::processing(identity::AccountId owner) const {
  const std::shared_lock lock(mutex_);
  const auto found = processing_.find(owner);
  return found == processing_.end() ? 0 : found->second;
}

std::size_t Library::size() const {
  const std::shared_lock lock(mutex_);
  return entries_.size();
}

}  // namespace plaza::media
