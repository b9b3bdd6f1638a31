// SHA-256 at once, in one thread: for proofs of work, tens of thousands of short texts. The browser's own is asynchronous and
// takes longer to be asked than to answer.
const constants = new Uint32Array(64);
const start = new Uint32Array(8);

// The constants are the first bits of the roots of the first primes.
(function fill() {
  const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let prime = true;
    for (let by = 2; by * by <= candidate; by += 1) if (candidate % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) start[found] = fraction(Math.sqrt(candidate));
    constants[found] = fraction(Math.cbrt(candidate));
    found += 1;
  }
})();

const schedule = new Uint32Array(64);
const state = new Uint32Array(8);
const at = (list: Uint32Array, index: number): number => list[index] as number;

function mix(block: DataView, offset: number): void {
  for (let i = 0; i < 16; i += 1) schedule[i] = block.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const a = at(schedule, i - 15);
    const b = at(schedule, i - 2);
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    schedule[i] = (at(schedule, i - 16) + s0 + at(schedule, i - 7) + s1) | 0;
  }
  let a = at(state, 0), b = at(state, 1), c = at(state, 2), d = at(state, 3);
  let e = at(state, 4), f = at(state, 5), g = at(state, 6), h = at(state, 7);
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + at(constants, i) + at(schedule, i)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  const sums = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] = (at(state, i) + (sums[i] as number)) >>> 0;
}

/** The eight words of the digest; the same array each time. */
export function sha256(bytes: Uint8Array): Uint32Array {
  const length = bytes.length;
  const padded = new Uint8Array((((length + 8) >> 6) + 1) * 64);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, length * 8);
  state.set(start);
  for (let offset = 0; offset < padded.length; offset += 64) mix(view, offset);
  return state;
}

/** Zero bits at the front of a digest. */
export function leadingZeros(digest: Uint32Array): number {
  let bits = 0;
  for (const word of digest) {
    bits += Math.clz32(word);
    if (word !== 0) break;
  }
  return bits;
}

/** An answer such that SHA-256(challenge + ":" + answer) begins with so many zero bits. */
export function solve(challenge: string, bits: number, tried: (count: number) => void = () => {}): string {
  const encoder = new TextEncoder();
  for (let answer = 0; ; answer += 1) {
    if (leadingZeros(sha256(encoder.encode(`${challenge}:${answer}`))) >= bits) return String(answer);
    if (answer % 8192 === 8191) tried(answer + 1);
  }
}
