import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sayer, sayerFor } from '../data/sentences';
import book from '../files/sentences.vi.json';
import rules from '../moderation/rules.vi.json';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
const source = resolve(import.meta.dirname, '../../../src');
// Whatever reads the lines of files, and complains of them.
const readers = [
  'modules/catalog/src/product_file.cpp', 'modules/catalog/src/merge.cpp', 'modules/catalog/src/imports.cpp',
  'modules/interchange/src/customer_standing.cpp', 'modules/interchange/src/customer_taker.cpp', 'modules/interchange/src/order_foreign.cpp',
  'modules/interchange/src/order_taker.cpp', 'modules/interchange/src/runs.cpp', 'modules/reviews/src/import_sheet.cpp',
  'modules/reviews/src/importer.cpp', 'platform/csv/reader.cpp',
];

describe('what is wrong with a line', () => {
  it('is said in Vietnamese with its values', async () => {
    const say = await sayerFor('files', 'vi');
    expect(say('Is no price in EUR.')).toBe('Không phải giá bằng EUR.');
    expect(say('It is required.')).toBe('Giá trị này bắt buộc phải có.');
    expect(say('In it, lines[2].quantity must be at most 100.')).toBe('Trong đó, lines[2].quantity nhiều nhất là 100.');
    expect(say('must be a whole number between 0 and 1000000')).toBe('phải là số nguyên từ 0 đến 1000000');
    expect(say('12.50 EUR was left out: it is too large.')).toBe('12.50 EUR bị bỏ qua: giá trị này quá lớn.');
    expect(say('There is no product "mug {money} (red)".')).toBe('Không có sản phẩm “mug {money} (red)”.');
  });
  it('is said of a rule, too', async () => {
    const say = await sayerFor('rules', 'vi');
    expect(say('Expected a reason at the end of the line.')).toBe('Cuối dòng thiếu một lý do.');
    expect(say('Expected “members” before “under”.')).toBe('Thiếu “members” trước “under”.');
    expect(say('“2” is not a number from 0 to 1.')).toBe('“2” không phải số từ 0 đến 1.');
  });
  it('stays as it is in English, and where the book does not know it', async () => {
    expect((await sayerFor('files', 'en'))('Is no time.')).toBe('Is no time.');
    expect(sayer(book)('Something new.')).toBe('Something new.');
  });
  it('keeps the same holes', () => {
    for (const [english, words] of Object.entries({ ...book, ...rules })) expect([english, holes(words)]).toEqual([english, holes(english)]);
  });
  it('is in the book for every sentence that the readers have', () => {
    const say = sayer(book);
    const said = readers.flatMap((file) => [...readFileSync(join(source, file), 'utf8').replaceAll(/"\s*\n\s*"/g, '').matchAll(/"([A-Z][^"\\\n]* [^"\\\n]*\.)"/g)].map((found) => found[1] as string));
    expect(said.length).toBeGreaterThan(40);
    expect(said.filter((sentence) => say(sentence) === sentence)).toEqual([]);
  });
});
