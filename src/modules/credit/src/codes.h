// What is printed on a gift card: 15 random letters and one that checks them, in groups of four.
// 31 letters that cannot be mistaken for one another (no 0 O 1 I L): 74 random bits. The weighted
// sum modulo the prime 31 finds every wrong letter and every two that were swapped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plaza::credit {

std::string new_code();
// "ABCD-EFGH-JKMN-PQRS" without dashes and blanks in upper case; nothing if it is no code.
std::optional<std::string> clean_code(std::string_view typed);
std::string grouped(std::string_view clean);
// What is stored instead of the code.
std::string hash_of(std::string_view clean);

}  // namespace plaza::credit
