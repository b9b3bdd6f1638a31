// The command line's commands; each returns the exit status.
#pragma once

#include <string>
#include <vector>

#include "settings.h"

namespace plaza::app {

// Serves until SIGINT or SIGTERM.
int serve(const Settings& settings);
// A lively demo brand, or with `catalog` a shop with the merchant's own products.
// `name` is what it is called; empty: Kilnlight, or after the file.
int demo(const Settings& settings, const std::string& catalog, const std::string& name);
int import_products(const Settings& settings, const std::string& file);
int import_reviews(const Settings& settings, const std::string& file);
int import_interactions(const Settings& settings, const std::string& file);
int migrate(const Settings& settings);
int backup(const Settings& settings, const std::string& folder);
int restore(const Settings& settings, const std::string& folder);
int add_staff(const Settings& settings, const std::string& email, const std::string& role, bool password_from_stdin);
int create_key(const Settings& settings, const std::string& kind, const std::string& name);
// What each learner is, and with `replay` what the log makes of it; 1 when the two differ. `json`: one object.
int learners(const Settings& settings, bool replay, bool json);
// In a process beside the server: states of the learners, of its log, into this folder.
int write_states(Settings settings, const std::string& log_file, const std::string& folder);
int doctor(const Settings& settings, const std::string& configuration);
int print_openapi();
int print_configuration_reference(bool example);

// Runs until a signal; prints nothing. Shared by serve and demo.
class SignalWait {
 public:
  SignalWait();   // blocks the signals for all threads that are started later
  void wait();
};

}  // namespace plaza::app
