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

// The labels of somebody's conversations are others now: of a member, or of a visitor without an account. Of conversations whose customer only
// said to be that member nothing is told.
struct LabelsChanged {
  static constexpr const char* topic = "care.labels_changed";
  ConversationId conversation_id;
  std::optional<identity::AccountId> account_id;
  std::string visitor;               // empty beside an account
  std::vector<std::string> labels;   // that stand on any of them, at most 100
  std::vector<std::string> gone;     // that stood on this one, and stand on none now
  template <class V>
  void describe(V& v) {
    v("conversation_id", conversation_id);
    v("account_id", account_id);
    v("visitor", visitor);
    v("labels", labels);
    v("gone", gone);
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
