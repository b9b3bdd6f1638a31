// The proof of work of a place in line, away from the thread that draws.
import { solve } from './sha256';

interface Asked {
  challenge: string;
  bits: number;
}

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  const answer = solve(data.challenge, data.bits, (tried) => self.postMessage({ tried }));
  self.postMessage({ answer });
};
