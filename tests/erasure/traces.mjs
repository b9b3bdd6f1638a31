// One unmistakable word, and where it is found: in every file of a shop's data folder and in every row of its PostgreSQL database.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { picture } from '../kit/seed.mjs';

export const word = 'qzvexiluma';

function* filesIn(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    let kind;
    try {
      kind = statSync(path);
    } catch {
      continue;  // gone meanwhile
    }
    if (kind.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

// Every file that holds the word, in whatever case; also one byte a letter apart (UTF-16).
function filesWith(folder, text) {
  const wide = [...text].join('\0');
  const found = [];
  for (const path of filesIn(folder)) {
    let bytes;
    try {
      bytes = readFileSync(path).toString('latin1').toLowerCase();
    } catch {
      continue;
    }
    if (bytes.includes(text) || bytes.includes(wide)) found.push(path.slice(folder.length + 1));
  }
  return found;
}

// The tables of a PostgreSQL database that hold the word.
function tablesWith(shop, text) {
  if (shop.engine !== 'postgres') return [];
  const ask = (sql) => execFileSync('psql', [shop.settings['database.url'], '-qAtc', sql], { encoding: 'utf8', maxBuffer: 256 << 20 });
  const tables = ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'").split('\n').filter(Boolean);
  const wide = Buffer.from(text).toString('hex');  // bytes are shown so
  return tables.filter((table) => {
    const rows = ask(`SELECT t::text FROM "${table}" t`).toLowerCase();
    return rows.includes(text) || rows.includes(wide);
  });
}

export const everywhere = (shop, text) => [...filesWith(shop.data, text), ...tablesWith(shop, text)];

// A PNG that says where it was made: what cameras write beside the picture.
export function taggedPicture(text) {
  const plain = picture();
  const body = Buffer.from(`Comment\0${text}`, 'latin1');
  const crc = (bytes) => {
    let value = ~0;
    for (const byte of bytes) {
      value ^= byte;
      for (let bit = 0; bit < 8; ++bit) value = (value >>> 1) ^ (0xedb88320 & -(value & 1));
    }
    return ~value >>> 0;
  };
  const chunk = Buffer.alloc(body.length + 12);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write('tEXt', 4, 'latin1');
  body.copy(chunk, 8);
  chunk.writeUInt32BE(crc(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return Buffer.concat([plain.subarray(0, plain.length - 12), chunk, plain.subarray(plain.length - 12)]);
}
