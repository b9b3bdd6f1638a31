-- What waits, and what was decided, in one group.
CREATE INDEX moderation_cases_by_scope ON moderation_cases (scope, state, id);
CREATE INDEX moderation_decisions_by_scope ON moderation_decisions (scope, id);
