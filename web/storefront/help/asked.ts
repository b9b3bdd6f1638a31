// What is said of a question on its way: who was asked, and whose turn comes next.
import type { AskedExperts } from '$shared/api/answers';
import { h } from './words';

/** Who was asked. Only those whom the community trusts in the open are named. */
export function askedWords(asked: AskedExperts): string {
  if (asked.asked === 0) return h('asked_none');
  if (asked.experts.length === 0) return h('asked_count', { count: asked.asked });
  const more = asked.asked - asked.experts.length;
  return h('asked_named', { names: asked.experts.map((each) => each.name).join(', ') }) + (more > 0 ? h('asked_more', { count: more }) : '');
}

/** Whose turn it is, or is next; empty when nobody else's is. */
export function nextWords(asked: AskedExperts, time: string, brand: string): string {
  if (asked.state === 'with_agents') return h('state_with_agents', { brand });
  if (asked.state === 'with_members') return h('state_with_members');
  if (asked.state !== 'waiting' || asked.next === 'nobody') return '';
  return h(asked.next === 'agents' ? 'next_agents' : 'next_moderators', { time, brand });
}
