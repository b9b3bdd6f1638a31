// A SQLite file system that keeps what was written since the last sync in memory only, to see what a power cut would
// leave: a killed process loses nothing that it had handed to the operating system, so `kill -9` alone proves nothing
// about syncing. With this VFS it does, and pull_the_plug() does the same within a process.
//
//   db::register_unsynced_vfs();  auto database = db::open_sqlite({.path = path, .vfs = db::unsynced_vfs});
//
// Locks, shared memory and deletions go straight to the default VFS; mmap is off. All handles of one process on one file
// see one pending state. Thread-safe.
#pragma once

#include <cstdint>

namespace plaza::db {

inline constexpr const char* unsynced_vfs = "plaza-unsynced";

// Once or more; thread-safe.
void register_unsynced_vfs();

// Forgets what was not synced. Files open at this moment answer every later call with an I/O error, so that nobody of
// the "dead" process can write any more; files opened later see what reached the disk.
void pull_the_plug();

// From now on each sync fails with an I/O error and keeps nothing, as a broken disk does; `false` mends it.
void fail_syncs(bool fail);

// Syncs that reached a file, in this process.
std::int64_t syncs_done();

}  // namespace plaza::db
