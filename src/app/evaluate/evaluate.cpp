#include "evaluate/evaluate.h"

#include <cstdio>
#include <fstream>
#include <memory>

#include "evaluate/suites.h"
#include "progress.h"

namespace plaza::app::evaluate {

std::vector<std::string> suite_names() {
  std::vector<std::string> names;
  for (const Suite& suite : suites()) names.push_back(suite.name);
  return names;
}

int run(const Request& request) {
  for (const Suite& suite : suites()) {
    if (suite.name != request.suite) continue;
    Steps steps(request.suite);
    try {
      const Report report = suite.run({Folder(request.folder), request.seed, [&](const std::string& doing) { steps.begin(doing); }});
      steps.end();
      const std::string text = request.json ? to_json(report) : to_text(report);
      std::fwrite(text.data(), 1, text.size(), stdout);
      if (request.html.empty()) return 0;
      std::ofstream page(request.html, std::ios::binary);
      page << to_html(report);
      page.close();
      if (page.good()) return 0;
      std::fprintf(stderr, "plaza: %s cannot be written\n", request.html.c_str());
      return 1;
    } catch (const WrongFile& wrong) {
      steps.end();
      std::fprintf(stderr, "plaza: %s\n", wrong.what());
      return 2;
    }
  }
  std::fprintf(stderr, "plaza: there is no suite '%s'\n", request.suite.c_str());
  return 2;
}

}  // namespace plaza::app::evaluate
