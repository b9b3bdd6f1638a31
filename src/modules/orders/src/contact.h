// What an e-mail address, a postal address and a telephone number must look like, beyond their lengths.
#pragma once

#include <string_view>
#include <vector>

#include "orders/views.h"
#include "platform/base/result.h"

namespace plaza::orders {

// One of the 249 codes of ISO 3166-1 alpha-2.
bool is_country(std::string_view code);

// Wrong fields, by `prefix` + name.
void check_address(const Address& address, const std::string& prefix, std::vector<FieldError>& wrong);

}  // namespace plaza::orders
