// Likes, saves and shares change the screen at once and are taken back when the server says no.
import { social } from '$shared/api/social';
import { track } from '$shared/analytics';
import { wordsFor } from '$shared/errors';
import { t } from '$shared/i18n/index.svelte';
import { toast } from '$shared/toast.svelte';
import type { PostView, ReactionResult } from '$shared/types';
import { withAccount } from '../app/session.svelte';

type Kind = 'liked' | 'saved';
const countOf = { liked: 'likes', saved: 'saves' } as const;
const asks = { liked: social.like, saved: social.save } as const;
const names = { liked: 'Post Liked', saved: 'Post Saved' } as const;
const turns = new Map<string, number>();

function set(post: PostView, kind: Kind, on: boolean): void {
  if (post[kind] === on) return;
  post[kind] = on;
  post.counts[countOf[kind]] += on ? 1 : -1;
}

async function react(post: PostView, kind: Kind, on: boolean): Promise<void> {
  const key = `${post.id}/${kind}`;
  const turn = (turns.get(key) ?? 0) + 1;
  turns.set(key, turn);
  set(post, kind, on);
  if (on) track(names[kind], { post_id: post.id });
  try {
    const reply: ReactionResult = await asks[kind](post.id, on);
    // Only the last of several quick taps may speak.
    if (turns.get(key) !== turn) return;
    post[kind] = reply[kind];
    if (reply.counts) post.counts = reply.counts;
  } catch (error) {
    if (turns.get(key) !== turn) return;
    set(post, kind, !on);
    toast(wordsFor(error), { kind: 'error' });
  }
}

export const toggleLike = (post: PostView, on = !post.liked) =>
  withAccount(t('why_sign_in.like'), () => void react(post, 'liked', on));
export const toggleSave = (post: PostView) => withAccount(t('why_sign_in.save'), () => void react(post, 'saved', !post.saved));

export async function share(post: PostView): Promise<void> {
  const url = new URL(`/p/${post.id}`, location.origin).href;
  const data = { title: post.author.name, text: post.text.slice(0, 140), url };
  try {
    if (navigator.share) await navigator.share(data);
    else {
      await navigator.clipboard.writeText(url);
      toast(t('link_copied'));
    }
  } catch {
    return;
  }
  post.counts.shares += 1;
  track('Post Shared', { post_id: post.id });
  void social.share(post.id).catch(() => {});
}

export async function follow(person: { handle: string; is_following?: boolean; followers?: number }): Promise<void> {
  const on = !person.is_following;
  person.is_following = on;
  if (person.followers !== undefined) person.followers += on ? 1 : -1;
  try {
    const reply = await social.follow(person.handle, on);
    person.is_following = reply.is_following;
    if (person.followers !== undefined) person.followers = reply.followers;
  } catch (error) {
    person.is_following = !on;
    if (person.followers !== undefined) person.followers += on ? -1 : 1;
    toast(wordsFor(error), { kind: 'error' });
  }
}

export const toggleFollow = (person: { handle: string; is_following?: boolean; followers?: number }) =>
  withAccount(t('why_sign_in.follow'), () => void follow(person));
