// A real SMTP server (smtp-server of npm) between a shop and its customers: what goes to the shop's domain is put into Dovecot's mailbox,
// what goes to a customer is kept for the test, and some customers are machines.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { until } from '../kit/shop.mjs';

const { SMTPServer } = createRequire(import.meta.url)('smtp-server');

// Header fields (unfolded) and the rest.
export function read(mail) {
  const end = mail.indexOf('\r\n\r\n');
  const headers = {};
  for (const line of mail.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body: mail.slice(end + 4), mail };
}

export class PostOffice {
  mailboxes = new Map(); // address -> mails, as read() gives them
  machines = new Map(); // address -> (what came, from whom) => [from, mail] to send back, or nothing

  static async open(dovecot) {
    const office = new PostOffice();
    office.dovecot = dovecot;
    office.server = new SMTPServer({
      authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], size: 40_000_000,
      onData(stream, session, done) {
        const parts = [];
        stream.on('data', (part) => parts.push(part));
        stream.on('end', () => {
          const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
          for (const { address } of session.envelope.rcptTo) office.#take(from, address.toLowerCase(), Buffer.concat(parts));
          done();
        });
      },
    });
    office.server.on('error', () => {});
    await new Promise((ready) => office.server.listen(0, '127.0.0.1', ready));
    office.port = office.server.server.address().port;
    return office;
  }

  get url() { return `smtp://127.0.0.1:${this.port}`; }

  #take(from, to, bytes) {
    if (to.endsWith('@shop.example')) {
      this.dovecot.deliver(Buffer.concat([Buffer.from(`Return-Path: <${from}>\r\nDelivered-To: ${to}\r\n`), bytes]));
      return;
    }
    const mail = read(bytes.toString());
    this.mailboxes.set(to, [...(this.mailboxes.get(to) ?? []), mail]);
    const back = this.machines.get(to)?.(mail, from);
    if (back) void this.send(back[0], from, back[1]);
  }

  // A customer sends: over SMTP, as everybody does. `from` '' is the null sender of reports.
  send(from, to, mail) {
    return new Promise((done, failed) => {
      const child = execFile('curl', ['-sS', '--max-time', '60', this.url, '--mail-from', `<${from}>`, '--mail-rcpt', `<${to}>`, '-T', '-'],
        (error) => (error ? failed(error) : done()));
      child.stdin.on('error', () => {});
      child.stdin.end(mail);
    });
  }

  // The nth mail to a customer that the test of `fits` lets through.
  async got(address, { at = 0, fits = () => true } = {}) {
    return until(`a mail to ${address}`, () => (this.mailboxes.get(address) ?? []).filter(fits)[at], { milliseconds: 60_000, every: 50 });
  }

  close() {
    return new Promise((done) => this.server.close(done));
  }
}

let count = 0;
// A mail as a customer's program writes it. Files: [{name, type, bytes}].
export function letter({ from, to = 'support@shop.example', subject = 'The vase', text = 'Hello', headers = {}, files = [], id }) {
  const lines = { From: `Customer <${from}>`, To: to, Subject: subject, Date: new Date().toUTCString(), 'MIME-Version': '1.0',
    'Message-ID': id ?? `<${++count}.${randomBytes(6).toString('hex')}@example.org>`, ...headers };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const words = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
  if (files.length === 0) return head + words;
  const parts = files.map((file) => `--edge\r\nContent-Type: ${file.type}\r\nContent-Transfer-Encoding: base64\r\n`
    + `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(file.name)}\r\n\r\n`
    + `${file.bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`);
  return `${head}Content-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\n${words}${parts.join('')}--edge--\r\n`;
}

// What a server says of a mail that it could not deliver (RFC 3464).
export function report(mail, reason = '550 5.1.1 no such user') {
  const id = mail.headers['message-id'];
  return `From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\nTo: support@shop.example\r\nSubject: Undelivered Mail Returned to Sender\r\n`
    + `Auto-Submitted: auto-replied\r\nMessage-ID: <${randomBytes(6).toString('hex')}@mx.example.org>\r\nMIME-Version: 1.0\r\n`
    + `Content-Type: multipart/report; report-type=delivery-status; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/plain\r\n\r\nI could not deliver it.\r\n`
    + `--edge\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; gone@example.org\r\n`
    + `Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; ${reason}\r\n\r\n--edge\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${id}\r\n--edge--\r\n`;
}
