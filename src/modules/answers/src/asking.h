// Asks those who likely know the answer to a question, and opens the conversation by which agents answer it. In the caller's transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "answers/module.h"
#include "rules.h"

namespace plaza::answers {

inline constexpr int known_max = 20;  // people looked at of each kind

struct OpenQuestion {
  std::int64_t id = 0;
  std::string key;  // "pqu_…", "tpc_…"
  identity::AccountId asker;
  std::string text, url;
  std::vector<catalog::ProductId> products;         // that it is about
  std::vector<identity::AccountId> trusted;         // by the community
  std::function<bool(identity::AccountId)> may_read = {};  // empty: everybody
};

// Somebody who was asked.
struct Asked {
  identity::AccountId account;
  bool trusted = false;  // by the community, in the open
  bool passed = false;   // they left it to others
};

class Asking {
 public:
  explicit Asking(const Needs& needs) : needs_(needs) {}
  // As many as the rules say, those who were asked already among them; counts them with the question.
  void invite(db::Transaction& tx, const OpenQuestion& question, const Settings& settings) const;
  Result<care::ConversationId> hand_over(db::Transaction& tx, const OpenQuestion& question, std::string subject) const;
  // In the order in which they were asked.
  std::vector<Asked> asked(db::Reader& reader, std::int64_t id) const;
  // Somebody leaves it to others. False: nobody asked them, or they did so before.
  bool pass(db::Transaction& tx, std::int64_t id, identity::AccountId account) const;

 private:
  std::vector<Candidate> candidates(db::Reader& reader, const OpenQuestion& question, const std::vector<Asked>& asked, const Settings& settings) const;
  const Needs& needs_;
};

}  // namespace plaza::answers
