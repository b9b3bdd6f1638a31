// Comments come as one list; a reply stands under what it answers, in the order it was said.
import type { CommentView } from '$shared/types';

export interface Thread {
  comment: CommentView;
  replies: CommentView[];
}

export function threaded(comments: readonly CommentView[]): Thread[] {
  const threads: Thread[] = [];
  const byId = new Map<string, Thread>();
  for (const comment of comments) {
    if (comment.parent_id !== null) continue;
    const thread = { comment, replies: [] };
    byId.set(comment.id, thread);
    threads.push(thread);
  }
  for (const comment of comments) {
    if (comment.parent_id === null) continue;
    const thread = byId.get(comment.parent_id);
    // What it answers may be on a page not loaded yet: it is shown by itself rather than lost.
    if (thread) thread.replies.push(comment);
    else threads.push({ comment, replies: [] });
  }
  for (const thread of threads) thread.replies.sort((a, b) => a.created_at.localeCompare(b.created_at));
  return threads;
}
