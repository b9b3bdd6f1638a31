// Pictures that somebody chose for a message: each goes to the server at once, with its progress, and can be taken out again. One that is
// refused stays with its reason until it is taken out, and keeps nobody from sending the others.
import { ApiError } from './api/client';
import type { Upload, UploadReply } from './api/upload';
import { wordsFor } from './errors';

export const pictureBytesMax = 15_000_000;

export interface Chosen {
  key: number;
  name: string;
  preview: string; // an address of this page's own memory
  part: number; // 0..1 of its bytes are there
  reply: UploadReply | null;
  failure: string;
}

export class ChosenPictures {
  items = $state<Chosen[]>([]);
  #put: (file: File, progress: (part: number) => void) => Upload | Promise<Upload>;
  #running = new Map<number, Upload>();
  #next = 1;

  constructor(put: (file: File, progress: (part: number) => void) => Upload | Promise<Upload>) {
    this.#put = put;
  }

  get busy(): boolean {
    return this.items.some((each) => !each.reply && !each.failure);
  }
  get ready(): UploadReply[] {
    return this.items.flatMap((each) => (each.reply ? [$state.snapshot(each.reply) as UploadReply] : []));
  }

  add(files: Iterable<File>, most: number): void {
    for (const file of files) {
      if (this.items.length >= most) return;
      const key = this.#next++;
      this.items.push({ key, name: file.name, preview: URL.createObjectURL(file), part: 0, reply: null, failure: '' });
      void this.#send(key, file);
    }
  }

  async #send(key: number, file: File): Promise<void> {
    const mine = () => this.items.find((each) => each.key === key);
    try {
      if (file.size > pictureBytesMax) throw new ApiError({ title: 'Too large', status: 413, code: 'media.too_large' });
      const upload = await this.#put(file, (part) => {
        const each = mine();
        if (each) each.part = part;
      });
      if (!mine()) return upload.cancel();
      this.#running.set(key, upload);
      const reply = await upload.done;
      const each = mine();
      if (each) each.reply = reply;
    } catch (error) {
      const each = mine();
      if (each) each.failure = wordsFor(error);
    } finally {
      this.#running.delete(key);
    }
  }

  remove(key: number): void {
    this.#running.get(key)?.cancel();
    for (const each of this.items) if (each.key === key) URL.revokeObjectURL(each.preview);
    this.items = this.items.filter((each) => each.key !== key);
  }

  clear(): void {
    for (const each of [...this.items]) this.remove(each.key);
  }
}
