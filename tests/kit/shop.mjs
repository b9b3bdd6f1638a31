// A real plaza process with a data folder (and a PostgreSQL database) of its own, and the words to talk to it over HTTP.
//
//   const shop = await Shop.open({ engine: 'postgres' });
//   const { status, body } = await shop.post('/v1/carts', {});
//   await shop.close();
//
// The folder and the database go when the shop is closed. kill() and start() may be repeated in between.
import { spawn, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = resolve(process.env.PLAZA_BINARY ?? join(root, 'build/dev/src/app/plaza'));
export const postgres = process.env.PLAZA_TEST_POSTGRES ?? '';
export const wholeMatrix = Boolean(process.env.PLAZA_TEST_ALL);
export const ownerEmail = 'owner@example.com';
export const ownerPassword = 'correct horse battery';

const alive = new Set();
process.on('exit', () => alive.forEach((shop) => shop.abandon()));
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143]]) process.on(signal, () => process.exit(status));

// Asks again and again until the answer is neither false nor an error; gives that answer. For conditions, never for a while.
export async function until(what, ask, { milliseconds = 15_000, every = 15 } = {}) {
  const end = Date.now() + milliseconds;
  let trouble = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      trouble = '';
    } catch (error) {
      trouble = ` (${error.message})`;
    }
    if (Date.now() > end) throw new Error(`after ${milliseconds} ms still not: ${what}${trouble}`);
    await new Promise((go) => setTimeout(go, every));
  }
}

export class Shop {
  #environment;
  #arguments;
  #database = '';

  // Options: engine sqlite|postgres, set {key: value}, environment, owner (a staff account is made), command serve|demo.
  static async open(options = {}) {
    const shop = new Shop(options);
    if (options.owner !== false) {
      shop.run(['staff', 'add', ownerEmail, '--role', 'owner', '--password-stdin'], `${ownerPassword}\n`);
    }
    await options.before?.(shop);
    await shop.start();
    if (options.owner !== false) {
      const { body } = await shop.post('/v1/sessions', { email: ownerEmail, password: ownerPassword });
      shop.owner = body.token;
    }
    return shop;
  }

  constructor({ engine = 'sqlite', set = {}, environment = {}, command = 'serve', data } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'plaza-journey-'));
    this.data = data ?? join(this.folder, 'data');
    this.engine = engine;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1024 });
    this.#environment = { ...process.env, ...environment };
    this.#arguments = command === 'serve' ? ['serve', '--dev'] : [command];
    this.settings = { 'dev.unlimited': 'true', ...set };
    if (engine === 'postgres') {
      this.#database = `journey_${randomBytes(6).toString('hex')}`;
      this.#psql(`CREATE DATABASE ${this.#database}`);
      this.settings['database.url'] = postgres.replace('/postgres?', `/${this.#database}?`);
    }
    alive.add(this);
  }

  get #settings() {
    return Object.entries(this.settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  }

  #psql(sql) {
    execFileSync('psql', [postgres, '-qc', sql], { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  // Runs one command of the program on this shop's data; gives its output. Throws when it fails.
  run(words, input = '') {
    return execFileSync(binary, [...words, '--data', this.data, ...this.#settings], {
      input, env: this.#environment, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 64 << 20,
    });
  }

  async start() {
    const begun = process.hrtime.bigint();
    this.log = join(this.folder, 'log');
    const child = spawn(binary, [...this.#arguments, '--data', this.data, '--port', '0', ...this.#settings], {
      env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stderr.on('data', (bytes) => existsSync(this.folder) && appendFileSync(this.log, bytes));
    this.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
    this.url = await new Promise((found, lost) => {
      let said = '';
      child.stdout.on('data', (bytes) => {
        said += bytes;
        const match = /(http:\/\/[^\s:]+:\d+)/.exec(said);
        if (match) found(match[1]);
      });
      void this.ended.then(({ code, signal }) => lost(new Error(`plaza ended with ${code ?? signal}: ${this.said()}`)));
    });
    this.startMilliseconds = Number(process.hrtime.bigint() - begun) / 1e6;
    await until('the shop is ready', async () => (await this.get('/readyz')).status === 200);
  }

  said() {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').slice(-4000) : '';
  }

  get running() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  async kill() {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  async stop() {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  // Ends orderly: a program that does not, or that ended before, is a failure (a sanitizer's finding ends it so).
  async close() {
    const was = this.running;
    const end = await this.stop();
    const said = this.said();
    this.abandon();
    if (!was || end.code !== 0) throw new Error(`plaza ended with ${end.code ?? end.signal}: ${said}`);
  }

  abandon() {
    if (!alive.delete(this)) return;
    if (this.running) this.child.kill('SIGKILL');
    this.agent.destroy();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.#database) {
      try {
        this.#psql(`DROP DATABASE IF EXISTS ${this.#database} WITH (FORCE)`);
      } catch {
        // The throw-away server may be gone already.
      }
    }
  }

  // One request. Options: token (a session), access (a cart's or order's), visitor, key (Idempotency-Key), headers, type; a body that
  // is a string or Buffer goes out as it is. Gives {status, headers, body (parsed when JSON), text}.
  ask(method, path, body, { token, access, visitor, key, headers = {}, type, agent } = {}) {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const bytes = body === undefined ? undefined : Buffer.from(raw ? body : JSON.stringify(body));
    const all = { ...headers };
    if (bytes) Object.assign(all, { 'content-type': type ?? 'application/json', 'content-length': bytes.length });
    if (token) all.authorization = `Bearer ${token}`;
    if (access) all['plaza-access-token'] = access;
    if (visitor) all['plaza-anonymous-id'] = visitor;
    if (key) all['idempotency-key'] = key;
    return new Promise((done, failed) => {
      const request = http.request(this.url + path, { method, headers: all, agent: agent ?? this.agent }, (reply) => {
        const parts = [];
        reply.on('data', (part) => parts.push(part));
        reply.on('error', failed);
        reply.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const json = /json/.test(reply.headers['content-type'] ?? '');
          try {
            done({ status: reply.statusCode, headers: reply.headers, text, body: json && text ? JSON.parse(text) : text });
          } catch (error) {
            failed(error);
          }
        });
      });
      request.setTimeout(60_000, () => request.destroy(new Error(`no answer in 60 s: ${method} ${path}`)));
      request.on('error', failed);
      request.end(bytes);
    });
  }

  get(path, options) { return this.ask('GET', path, undefined, options); }
  post(path, body, options) { return this.ask('POST', path, body, options); }
  put(path, body, options) { return this.ask('PUT', path, body, options); }
  patch(path, body, options) { return this.ask('PATCH', path, body, options); }
  delete(path, options) { return this.ask('DELETE', path, undefined, options); }

  // As ask(), but anything else than the expected status is an error that tells what came.
  async must(status, method, path, body, options) {
    const reply = await this.ask(method, path, body, options);
    if (reply.status !== status) throw new Error(`${method} ${path}: ${reply.status} instead of ${status}: ${reply.text.slice(0, 600)}`);
    return reply.body;
  }
}
