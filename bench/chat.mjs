// How soon a message is on the screens: visitors with an open chat and its socket each, who write at a steady pace; measured from the
// moment of writing to the frame on the socket. The message is on disk before that (the answer of the request says so).
//   node bench/chat.mjs [--visitors N] [--messages N] [--per-second N]      default: 2,000 visitors, 10,000 messages, 200 a second
// PLAZA_BINARY is the program. Figures mean something on a quiet machine only: the client shares the machine with the server.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { loadavg } from 'node:os';
import { Shop, until } from '../tests/kit/shop.mjs';

const given = process.argv.slice(2);
const option = (name, fallback) => Number(given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : fallback);
const visitors = option('visitors', 2_000);
const messages = option('messages', 10_000);
const perSecond = option('per-second', 200);
const line = (what, value, unit, more = '') => console.log(`${what.padEnd(42)}${String(value).padStart(12)} ${unit}${more && `   (${more})`}`);

const shop = await Shop.open({ owner: false });
process.on('exit', () => shop.abandon());
const { hostname, port } = new URL(shop.url);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function ask(method, path, cookie, body) {
  return new Promise((resolve, reject) => {
    const text = body ? JSON.stringify(body) : '{}';
    const request = http.request({ hostname, port, method, path, agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...(cookie && { cookie }) } }, (reply) => {
      reply.resume().on('end', () => (reply.statusCode < 300 ? resolve(reply) : reject(new Error(`${method} ${path}: ${reply.statusCode}`))));
    });
    request.on('error', reject).end(text);
  });
}

// The text frames of a server are not masked; those here are short.
function frames(socket, each) {
  let rest = Buffer.alloc(0);
  socket.on('data', (piece) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 2) {
      let length = rest[1] & 127;
      let at = 2;
      if (length === 126) {
        if (rest.length < 4) return;
        length = rest.readUInt16BE(2);
        at = 4;
      }
      if (rest.length < at + length) return;
      if ((rest[0] & 15) === 1) each(rest.toString('utf8', at, at + length));
      rest = rest.subarray(at + length);
    }
  });
}

const began = new Map();
const took = [];
function listen(cookie) {
  return new Promise((resolve, reject) => {
    http.get({ hostname, port, path: '/v1/messages/socket', agent: false, headers: {
      cookie, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64') } })
      .on('upgrade', (_, socket) => {
        frames(socket, (text) => {
          const frame = JSON.parse(text);
          const start = frame.type === 'message' && began.get(frame.message.client_id);
          if (start) took.push(performance.now() - start);
        });
        resolve(socket);
      })
      .on('response', (reply) => reject(new Error(`no socket: ${reply.statusCode}`)))
      .on('error', reject);
  });
}

const cookies = [];
const sockets = [];
const hands = Array.from({ length: 16 }, async (_, hand) => {
  for (let n = hand; n < visitors; n += 16) {
    const cookie = (await ask('POST', '/v1/chat')).headers['set-cookie'][0].split(';')[0];
    sockets.push(await listen(cookie));
    cookies.push(cookie);
  }
});
await Promise.all(hands);

const start = performance.now();
const sent = [];
for (let n = 0; n < messages; ++n) {
  const due = start + (n * 1_000) / perSecond;
  if (due > performance.now()) await new Promise((go) => setTimeout(go, due - performance.now()));
  const client_id = `bench-message-${n}`;
  began.set(client_id, performance.now());
  sent.push(ask('POST', '/v1/chat/messages', cookies[n % cookies.length], { client_id, text: `Message ${n}, is the vase waterproof?` }));
}
await Promise.all(sent);
await until('every message is on its screen', () => took.length >= messages, { milliseconds: 60_000, every: 50 });
took.sort((a, b) => a - b);
const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(1);
line('open chats, each with its socket', sockets.length, 'visitors', `load ${loadavg()[0].toFixed(2)}`);
line('written to screen, median', at(0.5), 'ms', `${perSecond} messages a second, ${took.length} of ${messages} arrived`);
line('written to screen, p99', at(0.99), 'ms', 'promised: 200');
for (const socket of sockets) socket.destroy();
agent.destroy();
await shop.close();
