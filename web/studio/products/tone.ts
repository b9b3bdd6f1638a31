import type { ProductStatus } from '../data/types';

export const toneOf = (status: ProductStatus): 'good' | 'busy' | 'plain' =>
  status === 'active' ? 'good' : status === 'draft' ? 'busy' : 'plain';
