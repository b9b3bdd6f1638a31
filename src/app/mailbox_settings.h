// The keys of the e-mail channel, and what they come to.
#pragma once

#include <span>

#include "mailbox/settings.h"
#include "platform/config/config.h"

namespace plaza::app {

std::span<const config::Key> mailbox_keys();
// config.invalid: names the key, never shows a password.
Result<mailbox::Settings> mailbox_from(const config::Config& config);

}  // namespace plaza::app
