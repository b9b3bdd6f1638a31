// What comes back: returns, exchanges, warranties and claims of one order.
import { api } from './client';
import type { ClaimView, MoneyValue, Page, ReturnOptions, ReturnRequest, ReturnView, WarrantyView } from '../types';

const e = encodeURIComponent;
const of = (order: string, rest: string) => `/v1/orders/${e(order)}${rest}`;
type Token = string | null;

export type ReturnEstimate = Record<'goods' | 'shipping' | 'fee' | 'amount' | 'to_original' | 'to_store_credit' | 'to_exchange', MoneyValue>;

export const returns = {
  options: (order: string, accessToken: Token) => api.get<ReturnOptions>(of(order, '/return_options'), { accessToken }),
  estimate: (order: string, accessToken: Token, body: ReturnRequest) =>
    api.post<ReturnEstimate>(of(order, '/returns/estimate'), body, { accessToken }),
  ask: (order: string, accessToken: Token, body: ReturnRequest) => api.post<ReturnView>(of(order, '/returns'), body, { accessToken }),
  list: (order: string, accessToken: Token) => api.get<Page<ReturnView>>(of(order, '/returns'), { accessToken }),
  cancel: (id: string, accessToken: Token) => api.post<ReturnView>(`/v1/returns/${e(id)}/cancel`, {}, { accessToken }),
  warranties: (order: string, accessToken: Token) => api.get<Page<WarrantyView>>(of(order, '/warranties'), { accessToken }),
  register: (order: string, accessToken: Token, line_id: string) => api.post<WarrantyView>(of(order, '/warranties'), { line_id }, { accessToken }),
  claims: (order: string, accessToken: Token) => api.get<Page<ClaimView>>(of(order, '/claims'), { accessToken }),
  claim: (warranty: string, accessToken: Token, problem: string, photo_ids: string[]) =>
    api.post<ClaimView>(`/v1/warranties/${e(warranty)}/claims`, { problem, photo_ids }, { accessToken }),
};
