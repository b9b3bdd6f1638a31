-- What one person wrote and did, for their export and their erasure.
CREATE INDEX content_comments_by_author ON content_comments (author_id, id);
CREATE INDEX content_reports_by_reporter ON content_reports (reporter_id);
