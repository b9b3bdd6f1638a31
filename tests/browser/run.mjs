// Runs every journey (tests/**/*.test.mjs) one file after the other, in a process each, and closes with a line of counts.
//   node tests/browser/run.mjs [PART OF A PATH]...
// PLAZA_BINARY is the program under test; with PLAZA_TEST_POSTGRES (tools/test_postgres sets it) half of the journeys run on
// PostgreSQL; PLAZA_TEST_ALL=1 runs each in every size, language and engine.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { binary, postgres, root, wholeMatrix } from '../kit/shop.mjs';

const tests = join(root, 'tests');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.version} is too old: run tools/install build test, then ". tools/node_path.sh", then this again`);
  process.exit(2);
}

function installClients() {
  const mark = join(tests, 'node_modules/.installed');
  const lock = join(tests, 'package-lock.json');
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('installing the tracking clients under test');
  execFileSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: tests, stdio: 'inherit' });
  writeFileSync(mark, '');
}

const wanted = process.argv.slice(2);
const files = readdirSync(tests, { recursive: true })
  .map((name) => join(tests, name))
  .filter((file) => file.endsWith('.test.mjs') && !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => relative(root, file).includes(part)))
  .sort();

if (!existsSync(binary)) {
  console.error(`no program at ${binary}: build it first (tools/build dev), or set PLAZA_BINARY`);
  process.exit(2);
}
if (files.length === 0) {
  console.error('no journey of that name');
  process.exit(2);
}
installClients();
if (!postgres) console.log('note: PLAZA_TEST_POSTGRES is not set: every journey runs on SQLite');

// A file is counted by what is in it, unless it broke as a whole.
const isFile = (event) => event.nesting === 0 && files.includes(event.name);

function turn(some) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const stream = run({ files: some, concurrency: 1, timeout: (wholeMatrix ? 60 : 10) * 60_000 });
  stream.on('test:pass', (event) => {
    if (isFile(event) || event.details?.type === 'suite') return;
    if (event.skip !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  });
  stream.on('test:fail', (event) => {
    if (event.details?.type === 'suite') return;
    counts.failed += 1;
    if (isFile(event) && failures.some((each) => each.file === event.file)) return;
    const why = event.details?.error?.cause ?? event.details?.error;
    failures.push({ file: event.file ?? event.name, name: event.name, why: String(why?.stack ?? why).slice(0, 1_500) });
  });
  return new Promise((done) => {
    const shown = stream.compose(spec);
    shown.on('end', () => done({ counts, failures }));
    shown.pipe(process.stdout, { end: false });
  });
}

const begun = Date.now();
const first = await turn(files);
const counts = first.counts;
let failures = first.failures;
let unsteady = 0;
// A journey that fails is run once more: a machine that stood still for a moment is not the change's fault. One that needs its
// second turn is named at the end, so that it is mended; the whole matrix gives none.
if (failures.length > 0 && !wholeMatrix) {
  const again = files.filter((file) => failures.some((each) => each.file === file));
  console.log(`once more: ${again.map((file) => relative(root, file)).join(', ')}`);
  const second = await turn(again);
  const steady = failures.filter((each) => !second.failures.some((other) => other.file === each.file));
  unsteady = steady.length;
  for (const each of steady) console.log(`UNSTEADY ${relative(root, each.file)}: ${each.name}\n${each.why}\n`);
  failures = second.failures;
}
for (const each of failures) console.log(`FAILED ${relative(root, each.file)}: ${each.name}\n${each.why}\n`);
process.exitCode = failures.length === 0 && counts.passed + unsteady > 0 ? 0 : 1;
const seconds = Math.round((Date.now() - begun) / 1000);
console.log(`journeys: ${files.length} files, ${counts.passed} passed, ${failures.length} failed, ${unsteady} unsteady, ${counts.skipped} skipped, ${seconds} s`);
