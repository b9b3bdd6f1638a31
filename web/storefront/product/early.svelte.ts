// Whether a variant is sold before it is there, asked of the server once a variant.
import { api } from '$shared/api/client';

export interface Early {
  preorder: boolean;
  promised_at: string | null;
}

const known = new Map<string, Promise<Early>>();
const plain: Early = { preorder: false, promised_at: null };

export function earlyOf(variant: string): Promise<Early> {
  let answer = known.get(variant);
  if (!answer) {
    answer = api
      .get<{ items: Early[] }>('/v1/availability', { query: { variants: variant } })
      .then((reply) => reply.items[0] ?? plain)
      .catch(() => (known.delete(variant), plain));
    known.set(variant, answer);
  }
  return answer;
}
