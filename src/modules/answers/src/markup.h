// The few marks of articles, as HTML and as plain text. Whatever staff type, what comes out holds no tag and no address but these.
#pragma once

#include <string>
#include <string_view>

namespace plaza::answers {

// "## " and "### " headings, "- " and "1. " lists, **strong**, *stressed*, [words](/path or https://…); blank lines part paragraphs.
std::string html_of(std::string_view text);
// The same words without marks; lines stay.
std::string plain_of(std::string_view text);
// The first words on one line, at most so many code points.
std::string excerpt_of(std::string_view text, std::size_t most);

}  // namespace plaza::answers
