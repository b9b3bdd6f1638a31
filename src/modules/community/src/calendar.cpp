#include "calendar.h"

namespace plaza::community {

namespace {

// "20260301T093000Z"
std::string stamp(Time time) {
  std::string plain;
  for (const char c : to_text(Time{time.micros / 1'000'000 * 1'000'000})) {
    if (c != '-' && c != ':') plain += c;
  }
  return plain;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') out += "\\n";
    else if (static_cast<unsigned char>(c) >= ' ') out += c;
  }
  return out;
}

// Folded between code points.
void line(std::string& out, std::string_view text) {
  constexpr std::size_t most = 74;
  std::size_t room = most;
  while (text.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    out.append(text.substr(0, cut)).append("\r\n ");
    text.remove_prefix(cut);
    room = most - 1;
  }
  out.append(text).append("\r\n");
}

}  // namespace

std::string calendar(const std::vector<Gathering>& gatherings, const std::string& slug, const std::string& name,
                     const std::string& public_url, Time now) {
  std::string out;
  line(out, "BEGIN:VCALENDAR");
  line(out, "VERSION:2.0");
  line(out, "PRODID:-//Plaza//Communities//EN");
  line(out, "X-WR-CALNAME:" + escaped(name));
  for (const auto& each : gatherings) {
    line(out, "BEGIN:VEVENT");
    line(out, "UID:" + to_text(each.id) + "@plaza");
    line(out, "SEQUENCE:" + std::to_string(each.version));
    line(out, "DTSTAMP:" + stamp(now));
    line(out, "DTSTART:" + stamp(each.starts_at));
    line(out, "DTEND:" + stamp(each.ends_at));
    line(out, "SUMMARY:" + escaped(each.title.empty() ? name : each.title));
    if (!each.text.empty()) line(out, "DESCRIPTION:" + escaped(each.text));
    if (!each.place.empty()) line(out, "LOCATION:" + escaped(each.place));
    line(out, "URL:" + (each.url.empty() ? public_url + "/groups/" + slug + "/events/" + to_text(each.id) : each.url));
    line(out, each.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    if (!each.cancelled) {  // the calendar reminds its owner the day before
      for (const auto* text : {"BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D"}) line(out, text);
      line(out, "DESCRIPTION:" + escaped(each.title));
      line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
  }
  line(out, "END:VCALENDAR");
  return out;
}

}  // namespace plaza::community
