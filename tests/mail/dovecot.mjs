// Debian's Dovecot as a throw-away server of one mailbox: a folder of its own, a free port, an ordinary user, a certificate that it made.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from '../kit/shop.mjs';

const isRoot = process.getuid() === 0;
const numbers = (name, kind) => Number(execFileSync('getent', [kind, name], { encoding: 'utf8' }).split(':')[2]);
const who = isRoot
  ? { name: 'nobody', group: 'nogroup', uid: numbers('nobody', 'passwd'), gid: numbers('nogroup', 'group') }
  : { name: userInfo().username, group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim(), uid: process.getuid(), gid: process.getgid() };

export const freePort = () => new Promise((found, failed) => {
  const server = net.createServer();
  server.once('error', failed);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

export class Dovecot {
  #child;
  #delivered = 0;
  password = 'a word with: signs@and/slashes';

  static async open(user) {
    const dovecot = new Dovecot();
    dovecot.user = user;
    dovecot.folder = mkdtempSync(join(tmpdir(), 'plaza-dovecot-'));
    dovecot.port = await freePort();
    dovecot.#prepare();
    await dovecot.start();
    return dovecot;
  }

  get maildir() { return join(this.folder, 'mail', this.user); }
  get certificate() { return join(this.folder, 'certificate.pem'); }
  // As it stands in mailbox.accounts.
  get account() {
    return `${this.user}@shop.example imaps://${this.user}:${encodeURIComponent(this.password)}@127.0.0.1:${this.port}/INBOX`;
  }

  #prepare() {
    for (const each of ['run', 'state', 'mail', `mail/${this.user}`, ...['cur', 'new', 'tmp'].map((name) => `mail/${this.user}/${name}`)]) {
      mkdirSync(join(this.folder, each), { recursive: true });
    }
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', join(this.folder, 'key.pem'), '-out', this.certificate], { stdio: 'ignore' });
    // A password with a colon cannot stand in the file as it is: in base64 it can.
    writeFileSync(join(this.folder, 'users'), `${this.user}:{PLAIN.b64}${Buffer.from(this.password).toString('base64')}\n`);
    mkdirSync(join(this.folder, 'said'));
    if (isRoot) this.#own(this.folder);
    chmodSync(this.folder, 0o755);
  }

  #own(path) {
    chownSync(path, who.uid, who.gid);
    for (const each of readdirSync(path, { withFileTypes: true })) {
      if (each.isDirectory()) this.#own(join(path, each.name));
      else chownSync(join(path, each.name), who.uid, who.gid);
    }
  }

  #configuration() {
    const at = (name) => join(this.folder, name);
    return `base_dir = ${at('run')}
state_dir = ${at('state')}
log_path = ${at('log')}
protocols = imap
listen = 127.0.0.1
default_internal_user = ${who.name}
default_internal_group = ${who.group}
default_login_user = ${who.name}
ssl = required
ssl_cert = <${this.certificate}
ssl_key = <${at('key.pem')}
mail_location = maildir:${at('mail')}/%n
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = passwd-file
  args = ${at('users')}
}
userdb {
  driver = static
  args = uid=${who.uid} gid=${who.gid} home=${at('mail')}/%n
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${this.port}
    ssl = yes
  }
}
${this.capability ? `imap_capability = ${this.capability}\n` : ''}protocol imap {
  rawlog_dir = ${at('said')}
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
  }

  async start() {
    writeFileSync(join(this.folder, 'dovecot.conf'), this.#configuration());
    const child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.folder, 'dovecot.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'], ...(isRoot ? { uid: who.uid, gid: who.gid } : {}),
    });
    this.#child = child;
    let said = '';
    child.stderr.on('data', (bytes) => (said += bytes));
    this.ended = new Promise((done) => child.once('exit', done));
    await until('Dovecot listens', () => {
      if (child.exitCode !== null) throw new Error(`Dovecot ended: ${said} ${this.log()}`);
      return new Promise((answer) => {
        const socket = net.connect(this.port, '127.0.0.1', () => answer(socket.destroy() && true));
        socket.on('error', () => answer(false));
      });
    });
  }

  log() {
    try {
      return readFileSync(join(this.folder, 'log'), 'utf8').slice(-3000);
    } catch {
      return '';
    }
  }

  // What clients said, connection by connection.
  #said() {
    return readdirSync(join(this.folder, 'said')).filter((name) => name.endsWith('.in')).map((name) => readFileSync(join(this.folder, 'said', name), 'latin1'));
  }
  #times(said, command) {
    return [...said.matchAll(new RegExp(`\\b${command}\\r?$`, 'gm'))].length;
  }
  // How often they gave a command, and how many connections did.
  commands(command) {
    return this.#said().reduce((all, said) => all + this.#times(said, command), 0);
  }
  sessionsWith(command) {
    return this.#said().filter((said) => this.#times(said, command) > 0).length;
  }

  // As a local delivery agent does: complete in tmp, then at once in new.
  deliver(bytes) {
    const name = `${Date.now()}.M${++this.#delivered}P${process.pid}.plaza`;
    const half = join(this.maildir, 'tmp', name);
    writeFileSync(half, bytes);
    if (isRoot) chownSync(half, who.uid, who.gid);
    renameSync(half, join(this.maildir, 'new', name));
  }

  // How many of its mails are marked as seen, and how many there are.
  seen() {
    const names = ['cur', 'new'].flatMap((folder) => readdirSync(join(this.maildir, folder)));
    return { seen: names.filter((name) => /:2,[A-Z]*S/.test(name)).length, all: names.length };
  }

  async stop() {
    this.#child.kill('SIGTERM');
    await this.ended;
  }

  async close() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
