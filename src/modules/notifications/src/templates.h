// Mails from their templates (templates/*.mustache, compiled in). A template has a subject, the words of its button, a text and
// perhaps HTML of its own; without, the text's paragraphs are the HTML. Values are escaped in HTML and cut to one line in
// the subject, so that nothing a customer typed becomes markup or a header.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "notifications/mailer.h"
#include "notifications/module.h"

namespace plaza::notifications {

struct EmbeddedTemplate {
  std::string_view name;  // "verify_email.en"
  std::string_view text;
};
std::span<const EmbeddedTemplate> embedded_templates();

struct Rendered {
  std::string subject;
  std::string text;
  std::string html;
};

// `values` is a JSON object (CHECKed). Throws std::runtime_error when a template is broken (a test renders all).
Rendered render(Mail mail, std::string_view locale, const std::string& values, const Brand& brand);

// "#ffffff" or "#111111", whichever is easier to read on `color` (#rrggbb; WCAG's relative luminance).
std::string_view readable_on(std::string_view color);

}  // namespace plaza::notifications
