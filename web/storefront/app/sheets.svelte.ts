// The sheets that may rise over any page. Their code is fetched when first needed.
import type { PostView, TaggedProduct } from '$shared/types';

export interface PostMenuSubject {
  post: PostView;
  reason: string | null;
  hide?: () => void;
}

interface Sheets {
  buying: { product: TaggedProduct; postId: string | null } | null;
  comments: PostView | null;
  menu: PostMenuSubject | null;
}

export const sheets = $state<Sheets>({ buying: null, comments: null, menu: null });

export const buy = (product: TaggedProduct, postId: string | null = null) => (sheets.buying = { product, postId });
export const openComments = (post: PostView) => (sheets.comments = post);
export const openMenu = (subject: PostMenuSubject) => (sheets.menu = subject);
