// A product's lists as the one JSON text that the database keeps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/imports.h"
#include "catalog/product.h"

namespace plaza::catalog {

std::string document_text(const Product& product);
// Fills tags, options, attributes and media.
void read_document(std::string_view text, Product& product);

std::string choices_text(const std::vector<std::string>& choices);
std::vector<std::string> read_choices(std::string_view text);

std::string problems_text(const std::vector<ImportProblem>& problems);
std::vector<ImportProblem> read_problems(std::string_view text);

}  // namespace plaza::catalog
