// What care announces. The aggregate is the conversation.
#pragma once

#include <optional>
#include <string>

#include "care/conversation.h"
#include "care/ids.h"
#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::care {

struct CaseFacts {
  ConversationId conversation_id;
  std::string channel;
  std::optional<identity::AccountId> account_id;
  std::vector<std::string> labels;
  Priority priority = Priority::normal;
  template <class V>
  void describe(V& v) {
    v("conversation_id", conversation_id);
    v("channel", channel);
    v("account_id", account_id);
    v("labels", labels);
    v("priority", priority);
  }
};
struct CaseOpened : CaseFacts {
  static constexpr const char* topic = "care.case_opened";
};
struct CaseResolved : CaseFacts {
  static constexpr const char* topic = "care.case_resolved";
};

// A conversation has a new message or changed otherwise: lists and the search look again.
struct CaseChanged {
  static constexpr const char* topic = "care.case_changed";
  ConversationId conversation_id;
  std::optional<MessageId> message_id;  // nothing: no new words
  bool blanked = false;                 // its words were taken away or moved: message_id is the mark of that
  template <class V>
  void describe(V& v) {
    v("conversation_id", conversation_id);
    v("message_id", message_id);
    v("blanked", blanked, json::Optional{});
  }
};

// Hours, deadlines or limits are others now. The aggregate is 1.
struct RulesChanged {
  static constexpr const char* topic = "care.rules_changed";
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("version", version);
  }
};

}  // namespace plaza::care
