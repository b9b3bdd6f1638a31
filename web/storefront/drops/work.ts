// Asks the worker for an answer. `share` hears how likely it would have been found by now, 0 to 1: the work is luck, not length.
export function work(challenge: string, bits: number, share: (done: number) => void, signal: AbortSignal): Promise<string> {
  if (bits <= 0) return Promise.resolve('0');
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./work.worker.ts', import.meta.url), { type: 'module' });
    const end = (run: () => void) => {
      worker.terminate();
      run();
    };
    signal.addEventListener('abort', () => end(() => reject(new DOMException('left', 'AbortError'))), { once: true });
    worker.onerror = (event) => end(() => reject(new Error(event.message || 'the worker failed')));
    worker.onmessage = ({ data }: MessageEvent<{ tried?: number; answer?: string }>) => {
      if (data.answer !== undefined) end(() => resolve(data.answer as string));
      else share(1 - Math.exp(-(data.tried ?? 0) / 2 ** bits));
    };
    worker.postMessage({ challenge, bits });
  });
}
