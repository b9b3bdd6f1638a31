#include "contact.h"

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::orders {
namespace {

// ISO 3166-1, two letters each, in order.
constexpr std::string_view countries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ"
    "DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJM"
    "JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONP"
    "NRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTO"
    "TRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";
static_assert(countries.size() == 249 * 2);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_postal_code(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c) || c == ' ' || c == '-'; }) &&
         std::any_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

bool is_phone(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return digits >= 5 && digits <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || std::string_view("+-() ./").find(c) != std::string_view::npos;
         });
}

}  // namespace

bool is_country(std::string_view code) {
  if (code.size() != 2) return false;
  for (std::size_t i = 0; i < countries.size(); i += 2) {
    if (countries.substr(i, 2) == code) return true;
  }
  return false;
}

void check_address(const Address& address, const std::string& prefix, std::vector<FieldError>& wrong) {
  const auto require = [&](const std::string& text, const char* name) {
    if (trimmed(text).empty()) wrong.push_back({prefix + name, "required", "is required"});
  };
  require(address.name, "name");
  require(address.line1, "line1");
  require(address.city, "city");
  if (!is_postal_code(address.postal_code)) {
    wrong.push_back({prefix + "postal_code", "not_postal_code", "may have letters, digits, spaces and dashes"});
  }
  if (!is_country(address.country)) {
    wrong.push_back({prefix + "country", "not_country", "must be a two-letter country code such as VN"});
  }
  if (address.phone && !address.phone->empty() && !is_phone(*address.phone)) {
    wrong.push_back({prefix + "phone", "not_phone", "must be a telephone number such as +84 24 3825 3825"});
  }
}

}  // namespace plaza::orders
