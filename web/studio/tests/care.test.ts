import { beforeAll, describe, expect, it } from 'vitest';
import { addMessages, setLocale, type Messages } from '$shared/i18n/index.svelte';
import { dueOf, isLate, priorities, sleeps, wordsFor, type Turn } from '../care/care';
import { mediaName, pieces } from '../care/channels';
import { feelingIcon, feelings, intentName, intents, marksOf, topicName } from '../care/reading';
import { channelIcon, channels, excerptOf, told } from '../care/show';
import en from '../i18n/en.json';

const words: Record<string, string> = en;
const reply = { text: 'Dear {name}, {order} is on its way. {agent}', text_vi: 'Chào {name}, đơn {order} đang đến. {agent}' };

beforeAll(async () => {
  addMessages(async () => en as Messages);
  await setLocale('en');
});

describe('an inbox', () => {
  it('names what is next to be kept, and only when it is the shop’s turn', () => {
    const both = { reply_due: '2026-03-02T10:00:00Z', resolution_due: '2026-03-02T09:00:00Z' };
    expect(dueOf({ ...both, status: 'open' })).toBe('2026-03-02T09:00:00Z');
    expect(dueOf({ ...both, status: 'pending' })).toBeNull();
    expect(dueOf({ reply_due: null, resolution_due: null, status: 'open' })).toBeNull();
    expect(isLate('2026-03-02T09:00:00Z', new Date('2026-03-02T09:00:00Z'))).toBe(true);
    expect(isLate('2026-03-02T09:00:01Z', new Date('2026-03-02T09:00:00Z'))).toBe(false);
    expect(isLate(null, new Date())).toBe(false);
  });
  it('fills saved words in, in the customer’s language and with the name one calls them by', () => {
    const about = { name: 'Trần Thị Lan', agent: 'Mai', order: '#1001' };
    expect(wordsFor(reply, { ...about, locale: 'en' })).toBe('Dear Trần, #1001 is on its way. Mai');
    expect(wordsFor(reply, { ...about, locale: 'vi' })).toBe('Chào Lan, đơn #1001 đang đến. Mai');
    expect(wordsFor({ ...reply, text_vi: '' }, { ...about, locale: 'vi', order: '' })).toBe('Dear Lan, is on its way. Mai');
  });
  it('sleeps until times that lie ahead', () => {
    for (const day of ['2026-03-01', '2026-03-02', '2026-03-07']) {
      const now = new Date(`${day}T14:20:00`);
      for (const each of sleeps(now)) expect(each.at.getTime()).toBeGreaterThan(now.getTime());
    }
    expect(sleeps(new Date('2026-03-02T08:00:00')).find((each) => each.name === 'monday')?.at.getDate()).toBe(9);
  });
  it('says of a conversation what is worth a mark: that it is bad, and what is wanted', () => {
    expect(marksOf({ feeling: 'negative', intent: 'refund' })).toEqual({ bad: true, wants: words['care.intent.refund'] });
    expect(marksOf({ feeling: 'positive', intent: 'praise' })).toEqual({ bad: false, wants: '' });
    expect(marksOf({ feeling: 'unknown', intent: '' })).toEqual({ bad: false, wants: '' });
    expect(intentName('to_dance')).toBe('to dance');
  });
  it('calls a topic as the shop does, and one that is gone by its code', () => {
    const topics = [{ code: 'return', label: 'A return', label_vi: 'Trả hàng' }];
    expect(topicName('return', topics)).toBe('A return');
    expect(topicName('dance', topics)).toBe('dance');
  });
  it('tells what was read otherwise', () => {
    const line = (kind: string, value: string, reference = '') => told({ author_name: 'Mai', happened: { kind, value, amount: null, reference } } as Turn);
    expect(line('feeling', 'positive')).toBe('Mai says it feels: Happy');
    expect(line('intent', 'refund')).toBe('Mai says the customer wants: A refund');
    expect(line('intent', '')).toBe('Mai says the customer wants: nothing of these');
    expect(line('raised', 'urgent', 'safety')).toBe('The priority is Urgent now: Safety');
    expect(line('product', 'Paper lamp', 'prd_1')).toBe('Mai says it is about Paper lamp');
    expect(line('withdrawn', '')).toBe(words['care.told.withdrawn']);
  });
  it('has a sign of its own for each public channel', () => {
    const signs = ['chat', 'review', 'question', 'comment', 'post'].map(channelIcon);
    expect(new Set(signs).size).toBe(signs.length);
    expect(new Set(['unknown', ...feelings].map((each) => feelingIcon(each as 'unknown'))).size).toBe(4);
  });
  it('has words for everything it shows', () => {
    const keys = [
      ...priorities.map((each) => `care.priority.${each}`),
      ...['open', 'pending', 'snoozed', 'resolved'].flatMap((each) => [`care.status.${each}`, `care.told.status.${each}`]),
      ...['assigned', 'unassigned', 'priority', 'labels', 'no_labels', 'escalated', 'woke', 'rated', 'refund', 'credit', 'return', 'failed'].map((each) => `care.told.${each}`),
      ...sleeps(new Date()).map((each) => `care.sleep.${each.name}`),
      ...channels.map((each) => `care.channel.${each}`),
      ...feelings.map((each) => `care.feeling.${each}`),
      ...intents.map((each) => `care.intent.${each}`),
      ...['newest', 'due', 'urgency'].map((each) => `care.sort.${each}`),
      ...['withdrawn', 'erased', 'raised', 'feeling', 'intent', 'topic', 'team', 'product'].map((each) => `care.told.${each}`),
    ];
    expect(keys.filter((each) => !(each in words))).toEqual([]);
  });
  it('shows what came over a network as what it is', () => {
    expect(pieces('Hello\n[image] https://cdn.example/a.jpg?x=1\n[document: plan.pdf]\nhttps://www.facebook.com/5550/posts/7')).toEqual([
      { kind: 'words', text: 'Hello', media: '', url: '' },
      { kind: 'media', text: '', media: 'image', url: 'https://cdn.example/a.jpg?x=1' },
      { kind: 'media', text: 'plan.pdf', media: 'document', url: '' },
      { kind: 'link', text: 'https://www.facebook.com/5550/posts/7', media: '', url: 'https://www.facebook.com/5550/posts/7' },
    ]);
    expect(pieces('see [image] above').map((each) => each.kind)).toEqual(['words']);
    expect(pieces('[image] javascript:alert(1)').map((each) => each.kind)).toEqual(['words']);
    expect(mediaName('never_heard')).toBe('never heard');
  });
  it('says in the list what came without words', async () => {
    addMessages(() => Promise.resolve(words));
    await setLocale('en');
    const said = (excerpt: string) => excerptOf({ excerpt });
    expect(said('[card]')).toBe('A card');
    expect(said('[image] https://cdn.example/a.jpg')).toBe('Picture');
    expect(said('Look here [picture]')).toBe('Look here Picture');
    expect(said('[urgent] where is it?')).toBe('[urgent] where is it?');
  });
  it('has a sign for every channel it can be filtered by', () => {
    expect(channels.filter((each) => each !== 'chat' && channelIcon(each) === channelIcon('chat'))).toEqual([]);
  });
});
