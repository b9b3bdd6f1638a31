// What each part of the program is given of the settings: its databases, how mail leaves, limits, money and the brand.
// Throws std::runtime_error with the setting's name when one cannot be used.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data_directory.h"
#include "identity/module.h"
#include "networks/module.h"
#include "notifications/module.h"
#include "payments/module.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/mail/mail.h"
#include "pricing/module.h"
#include "settings.h"
#include "storefront/module.h"

namespace plaza::app {

std::unique_ptr<db::Database> open_main_database(const Settings& settings, const DataDirectory& data);
std::unique_ptr<db::Database> open_log_database(const Settings& settings, const DataDirectory& data);

std::unique_ptr<mail::Sender> open_mail(const Settings& settings, const DataDirectory& data, const Clock& clock);
mail::Address sender_of(const Settings& settings);
notifications::PushSettings push_of(const Settings& settings);
notifications::SendMail mail_by(mail::Sender& sender);

identity::Limits limits_of(const Settings& settings);
pricing::Settings prices_of(const Settings& settings);
payments::Settings payments_of(const Settings& settings);
networks::Settings networks_of(const Settings& settings);
storefront::Brand brand_of(const Settings& settings);

// "https://clay.example/" -> "clay.example": what this shop's orders are told from in files.
std::string host_of(std::string_view url);

}  // namespace plaza::app
