#pragma once

namespace plaza::crypto {

// Starts libsodium once; every use of it calls this first.
void sodium_ready();

}  // namespace plaza::crypto
