// Descriptions arrive as HTML from anywhere: shop exports, editors, hostile files. What leaves here
// is made anew from an allow-list: known tags with known attributes, closed in order, addresses of
// http, https, mailto, tel or this site.
#pragma once

#include <string>
#include <string_view>

namespace plaza::catalog {

// `html` must be UTF-8. Cleaning what is clean changes nothing.
std::string clean_html(std::string_view html);

}  // namespace plaza::catalog
