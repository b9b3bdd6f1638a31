import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { grouped, type MailKind } from '../data/mails';
import en from '../i18n/en.json';

const kind = (name: string, group: string): MailKind => ({ kind: name, group, sent_when: '', subject: '' });

describe('mails in the studio', () => {
  it('stand under their groups in the order they came', () => {
    const groups = grouped([kind('a', 'order'), kind('b', 'drop'), kind('c', 'order')]);
    expect(groups.map((each) => [each.group, each.kinds.map((one) => one.kind)])).toEqual([['order', ['a', 'c']], ['drop', ['b']]]);
  });
  it('have words for every group that the server knows', () => {
    const api = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../api/openapi.json'), 'utf8'));
    const groups: string[] = api.components.schemas.MailKindView.properties.group.enum;
    expect(groups.length).toBeGreaterThan(5);
    for (const group of groups) expect(en).toHaveProperty([`mail_group.${group}`]);
  });
});
