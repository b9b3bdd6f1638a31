// The shapes of the HTTP API (the names of the OpenAPI document's schemas). Everything the front
// ends read or send goes through these types; `npm run types` writes the generated twin, api.d.ts.

export * from './types_selling';

export interface MoneyValue {
  /** Minor units: 1999 is 19.99 in a currency with two decimals. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface ImageView {
  url: string;
  width: number;
  height: number;
  alt: string;
  srcset?: string | null;
}

export interface MediaView {
  id: string;
  kind: 'image' | 'video' | 'model';
  status: 'processing' | 'ready' | 'failed';
  progress: number;
  url: string | null;
  width: number;
  height: number;
  alt: string;
  srcset: string | null;
  poster_url: string | null;
  hls_url: string | null;
  mp4_url: string | null;
  model_url?: string | null;
  duration_ms: number | null;
}

export interface AccountView {
  id: string;
  handle: string;
  display_name: string;
  bio: string;
  avatar: ImageView | null;
  followers: number;
  following: number;
  posts: number;
  is_following: boolean;
  is_me: boolean;
  roles?: string[];
  email?: string | null;
  email_verified?: boolean | null;
}

export interface AuthorView {
  id: string;
  handle: string;
  name: string;
  avatar_url: string | null;
  is_following?: boolean;
}

export interface SessionView {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent: string;
  current: boolean;
}

export interface MeView {
  account: AccountView | null;
  visitor: string;
  locale: string;
  roles: string[];
  unread: number;
}

export interface ProductCard {
  id: string;
  handle: string;
  title: string;
  price: MoneyValue;
  compare_at_price: MoneyValue | null;
  /** A sale with a time. */
  on_sale?: boolean;
  sale_ends_at?: string | null;
  image: ImageView | null;
  available: boolean;
  rating: number | null;
  rating_count?: number;
  collection_handles?: string[];
}

/** A product as a comparison shows it. */
export type ComparedProduct = Omit<ProductCard, 'rating' | 'rating_count' | 'collection_handles'>;

export interface ComparisonCell {
  /** Null: it says nothing of this. */
  text: string | null;
  /** In the row's unit. */
  number: number | null;
}

export interface ComparisonRow {
  section: string;
  key: string;
  label: string;
  unit: string | null;
  direction: 'more' | 'less' | 'neutral';
  cells: ComparisonCell[];
  best: number[];
  differs: boolean;
  gaps: boolean;
}

export interface ComparisonView {
  products: ComparedProduct[];
  lowest_price: number[];
  rows: ComparisonRow[];
}

export interface OptionView {
  name: string;
  values: { value: string; swatch: string | null }[];
}

export interface VariantView {
  id: string;
  title: string;
  sku: string;
  price: MoneyValue;
  compare_at_price: MoneyValue | null;
  available: boolean;
  /** A number only when five or fewer are left. */
  units_left: number | null;
  options: Record<string, string>;
  image: ImageView | null;
}

export interface AttributeView {
  key: string;
  label: string;
  value: string;
  number: number | null;
  unit: string | null;
  direction: 'more' | 'less' | 'neutral';
}

export interface ProductMedia {
  kind: 'image' | 'video' | 'model';
  url: string;
  width: number;
  height: number;
  alt: string;
  srcset?: string | null;
  poster_url?: string | null;
  mp4_url?: string | null;
  model_url?: string | null;
}

export interface CollectionRef {
  handle: string;
  title: string;
}

export interface ProductPage extends ProductCard {
  description_html: string;
  vendor: string;
  product_type: string;
  tags: string[];
  options: OptionView[];
  variants: VariantView[];
  attributes: AttributeView[];
  media: ProductMedia[];
  collections: CollectionRef[];
  saved?: boolean;
}

export interface CollectionView extends CollectionRef {
  id?: string;
  description?: string;
  description_html?: string;
  image?: ImageView | null;
  product_count?: number;
}

/** A collection with its first products. */
export interface CollectionPage {
  collection: CollectionView;
  products: Page<ProductCard>;
}

export interface TaggedProduct {
  id: string;
  handle: string;
  title: string;
  price: MoneyValue;
  on_sale?: boolean;
  sale_ends_at?: string | null;
  available: boolean;
  image: ImageView | null;
}

export interface PostTag {
  product: TaggedProduct;
  media_index: number;
  x: number;
  y: number;
  /** Milliseconds into the video, or null when the tag stands all the time. */
  t: number | null;
}

export interface PostCounts {
  likes: number;
  comments: number;
  saves: number;
  shares: number;
  views: number;
}

export interface PostView {
  id: string;
  author: AuthorView;
  text: string;
  hashtags: string[];
  mentions: string[];
  media: MediaView[];
  tags: PostTag[];
  counts: PostCounts;
  liked: boolean;
  saved: boolean;
  created_at: string;
  status: string;
  visibility: string;
  can_edit: boolean;
}

export interface ReactionResult {
  counts: PostCounts;
  liked: boolean;
  saved: boolean;
}

export interface CommentView {
  id: string;
  author: AuthorView;
  text: string;
  created_at: string;
  parent_id: string | null;
  can_delete: boolean;
  /** Held and removed ones keep their words from all but their author. */
  status: 'published' | 'held' | 'removed';
}

export type ReasonCode =
  | 'brand'
  | 'following'
  | 'liked_similar'
  | 'like_minded'
  | 'product_interest'
  | 'popular'
  | 'new'
  | 'explore'
  | 'hashtag'
  | 'community';

export interface FeedItem {
  post: PostView;
  reason: { code: ReasonCode | string; text: string };
  impression_id: string;
}

export interface NotificationView {
  id: string;
  kind: string;
  text: string;
  /** The times that the text says, by the shop's clock. */
  times: { text: string; starts_at: string; ends_at: string }[];
  url: string;
  actor: AuthorView | null;
  image_url: string | null;
  created_at: string;
  read: boolean;
}

export interface Suggestion {
  kind: 'product' | 'person' | 'hashtag' | 'query';
  text: string;
  url: string;
  image_url: string | null;
}

export interface Trend {
  text: string;
  url: string;
  image_url: string | null;
}

export interface SearchSection<T> {
  items: T[];
  count_text: string;
}

export interface DiscussionFound {
  id: string;
  title: string;
  url: string;
  group: string;
  kind: 'discussion' | 'question';
  accepted: boolean;
  replies: number;
  active_at: string;
}

export interface SearchResult {
  products: SearchSection<ProductCard>;
  posts: SearchSection<PostView>;
  people: SearchSection<AuthorView & { followers?: number; bio?: string }>;
  discussions: SearchSection<DiscussionFound>;
  corrected: string | null;
}

export interface NewTag {
  product_id: string;
  media_index?: number;
  x: number;
  y: number;
  t?: number;
}

export interface NewPost {
  text: string;
  media_ids: string[];
  tags: NewTag[];
  status?: 'published' | 'draft';
  visibility?: 'public' | 'followers';
}

export interface Brand {
  name: string;
  currency: string;
  /** The one that prices on this page are in. */
  shown_currency?: string;
  /** All that the shop sells in, its own first. */
  currencies?: string[];
  locale: string;
  tagline?: string;
  /** Payment providers the shop offers; `test` exists in development and demo only. */
  payment_providers?: string[];
  dev?: boolean;
  countries?: string[];
}

export interface ProblemField {
  field: string;
  code: string;
  message: string;
}

/** RFC 9457 problem+json with our stable dotted `code`. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  instance?: string;
  errors?: ProblemField[];
}
