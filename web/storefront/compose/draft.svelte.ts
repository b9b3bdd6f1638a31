// A post being made. Words, tags and what has been uploaded are kept on this device as they change and
// on the server as a draft, so that a closed tab loses nothing.
import { newKey } from '$shared/api/client';
import { community } from '$shared/api/community';
import { social } from '$shared/api/social';
import { upload, type Upload } from '$shared/api/upload';
import { wordsFor } from '$shared/errors';
import type { NewPost, PostTag, PostView, TaggedProduct } from '$shared/types';
import { session } from '../app/session.svelte';
import { cropped, ratios, type Crop, type RatioName } from './crop';
import { keepDraft, type KeptDraft, type KeptItem, type DraftGroup } from './kept';

export const itemsMax = 10;
export const tagsMax = 20;

export interface DraftTag {
  product: TaggedProduct;
  x: number;
  y: number;
  t: number | null;
}

export class DraftItem {
  readonly kind: 'image' | 'video';
  readonly file: File | null;
  readonly bitmap: ImageBitmap | null;
  /** What is shown of it: the local file until the server has one. */
  url = $state('');
  width = $state(0);
  height = $state(0);
  crop = $state<Crop>({ x: 0.5, y: 0.5, zoom: 1 });
  tags = $state<DraftTag[]>([]);
  /** What is to be seen, for those who cannot see it. */
  alt = $state('');
  mediaId = $state<string | null>(null);
  progress = $state(0);
  trouble = $state('');
  #upload: Upload | null = null;
  #sentCrop = '';

  constructor(kind: 'image' | 'video', file: File | null, bitmap: ImageBitmap | null, url: string, width: number, height: number) {
    Object.assign(this, { width, height });
    this.kind = kind;
    this.file = file;
    this.bitmap = bitmap;
    this.url = url;
  }

  static async of(file: File): Promise<DraftItem> {
    const url = URL.createObjectURL(file);
    if (file.type.startsWith('video/')) {
      const video = document.createElement('video');
      video.muted = true;
      video.preload = 'metadata';
      video.src = url;
      await new Promise((done, failed) => {
        video.onloadedmetadata = done;
        video.onerror = failed;
      });
      return new DraftItem('video', file, null, url, video.videoWidth, video.videoHeight);
    }
    const bitmap = await createImageBitmap(file);
    return new DraftItem('image', file, bitmap, url, bitmap.width, bitmap.height);
  }

  static kept(item: KeptItem): DraftItem {
    const made = new DraftItem(item.kind, null, null, item.url, item.width, item.height);
    made.mediaId = item.mediaId;
    made.tags = item.tags;
    made.progress = 1;
    return made;
  }

  /** Cuts and sends what changed since the last time; quiet when there is nothing to do. */
  async send(ratio: RatioName): Promise<void> {
    const shape = this.kind === 'image' ? `${ratio}/${this.crop.x}/${this.crop.y}/${this.crop.zoom}` : 'video';
    const wanted = `${shape}/${this.alt.trim()}`;
    if (!this.file || (this.#sentCrop === wanted && (this.mediaId || this.#upload))) return;
    this.#upload?.cancel();
    this.#sentCrop = wanted;
    this.mediaId = null;
    this.progress = 0;
    this.trouble = '';
    try {
      let body: Blob = this.file;
      if (this.bitmap) {
        const cut = await cropped(this.bitmap, ratios[ratio], $state.snapshot(this.crop));
        body = cut.blob;
        this.url = URL.createObjectURL(cut.blob);
        Object.assign(this, { width: cut.width, height: cut.height });
      }
      this.#upload = upload(body, this.file.name, this.alt.trim(), (part) => (this.progress = part));
      const reply = await this.#upload.done;
      if (this.#sentCrop !== wanted) return;
      this.mediaId = reply.id;
      this.progress = 1;
    } catch (error) {
      if (this.#sentCrop === wanted) {
        this.trouble = wordsFor(error);
        this.#sentCrop = '';
      }
    } finally {
      this.#upload = null;
    }
  }

  drop(): void {
    this.#upload?.cancel();
  }
}

export class Draft {
  items = $state<DraftItem[]>([]);
  text = $state('');
  ratio = $state<RatioName>('4:5');
  visibility = $state<'public' | 'followers'>('public');
  group = $state.raw<DraftGroup | null>(null);
  serverId: string | null = null;
  readonly #key: string;
  #saving = false;

  constructor(kept: KeptDraft | null) {
    this.#key = kept?.key ?? newKey();
    if (!kept) return;
    this.text = kept.text;
    this.ratio = kept.ratio;
    this.visibility = kept.visibility;
    this.serverId = kept.serverId;
    this.group = kept.group ?? null;
    this.items = kept.items.map((each) => DraftItem.kept(each));
  }

  get sent(): boolean {
    return this.items.length > 0 && this.items.every((each) => each.mediaId !== null);
  }
  get progress(): number {
    return this.items.reduce((sum, each) => sum + each.progress, 0) / Math.max(1, this.items.length);
  }
  get tagCount(): number {
    return this.items.reduce((sum, each) => sum + each.tags.length, 0);
  }

  body(status: 'published' | 'draft'): NewPost {
    return {
      text: this.text.trim(),
      media_ids: this.items.map((each) => each.mediaId).filter((id) => id !== null),
      tags: this.items.flatMap((item, media_index) =>
        item.tags.map((tag) => ({
          product_id: tag.product.id,
          media_index,
          x: tag.x,
          y: tag.y,
          ...(tag.t === null ? {} : { t: tag.t }),
        })),
      ),
      status,
      visibility: this.group?.closed ? 'public' : this.visibility,  // its members see it, and nobody else
    };
  }

  keep(): void {
    const items = this.items
      .filter((each) => each.mediaId !== null)
      .map((each) => ({
        kind: each.kind,
        mediaId: each.mediaId as string,
        url: each.url.startsWith('blob:') ? '' : each.url,
        width: each.width,
        height: each.height,
        tags: $state.snapshot(each.tags) as DraftTag[],
      }));
    if (!this.text && items.length === 0) return;
    keepDraft({ key: this.#key, text: this.text, ratio: this.ratio, visibility: this.visibility, serverId: this.serverId, group: this.group, items, at: Date.now() });
  }

  /** A copy on the server, as far as the uploads have come. */
  async save(): Promise<void> {
    this.keep();
    if (this.#saving || !session.account || !this.sent) return;
    this.#saving = true;
    try {
      await this.#saveToServer();
    } catch {
      // The copy on this device is still there.
    } finally {
      this.#saving = false;
    }
  }

  async #saveToServer(): Promise<string> {
    const body = this.body('draft');
    const post = this.serverId ? await social.updatePost(this.serverId, body) : await social.createPost(body, `draft-${this.#key}`);
    this.serverId = post.id;
    this.keep();
    // Into the group while it is a draft: a post for members is at no moment in the open.
    if (this.group) await community.addPost(this.group.slug, post.id);
    return post.id;
  }

  async publish(): Promise<PostView> {
    if (this.group) return social.updatePost(await this.#saveToServer(), this.body('published'));
    const body = this.body('published');
    return this.serverId ? social.updatePost(this.serverId, body) : social.createPost(body, this.#key);
  }

  /** The post as it will stand in the feed. */
  preview(): PostView | null {
    const me = session.account;
    if (!me) return null;
    const tags: PostTag[] = this.items.flatMap((item, media_index) => item.tags.map((tag) => ({ ...tag, media_index })));
    return {
      id: 'preview',
      author: { id: me.id, handle: me.handle, name: me.display_name, avatar_url: me.avatar?.url ?? null },
      text: this.text.trim(),
      hashtags: [],
      mentions: [],
      media: this.items.map((item, at) => ({
        id: `preview-${at}`,
        kind: item.kind,
        status: 'ready',
        progress: 100,
        url: item.url,
        width: item.width,
        height: item.height,
        alt: item.alt,
        srcset: null,
        poster_url: null,
        hls_url: null,
        mp4_url: item.kind === 'video' ? item.url : null,
        duration_ms: null,
      })),
      tags,
      counts: { likes: 0, comments: 0, saves: 0, shares: 0, views: 0 },
      liked: false,
      saved: false,
      created_at: new Date().toISOString(),
      status: 'draft',
      visibility: this.visibility,
      can_edit: true,
    };
  }
}
