// The words of the help centre, fetched with it: the first page of the shop does not need them.
import { currentLocale, fill, type Params } from '$shared/i18n/index.svelte';

const en = {
  centre: 'Help',
  centre_lead: 'What people ask us most, answered by the people who make and pack your things.',
  search: 'What would you like to know?',
  nothing: 'Nothing fits that. Write to us below, and a person answers.',
  write: 'Still not clear? Write to us',
  maybe: 'Perhaps this is answered already',
  kind_article: 'Help',
  kind_question: 'Answered question',
  kind_community: 'From the community',
  kind_review: 'From a review',
  accepted: 'accepted',
  by: 'by {name}',
  updated: 'Last looked over on {date}',
  helped: 'Did this help?',
  yes: 'Yes',
  no: 'Not really',
  thanks: 'Thank you for telling us.',
  sorry: 'Thank you for telling us. Write to us, and a person answers.',
  related: 'Read on',
  about: 'About',
  missing: 'There is no such article',
  missing_text: 'It may have moved. The search of our help finds what is left of it.',
};
const vi: Record<keyof typeof en, string> = {
  centre: 'Trợ giúp',
  centre_lead: 'Những điều mọi người hay hỏi nhất, do chính những người làm và gói hàng trả lời.',
  search: 'Bạn muốn biết điều gì?',
  nothing: 'Chưa có bài nào phù hợp. Bạn nhắn bên dưới, sẽ có người trả lời.',
  write: 'Vẫn chưa rõ? Nhắn cho chúng tôi',
  maybe: 'Có thể câu này đã được trả lời',
  kind_article: 'Trợ giúp',
  kind_question: 'Câu hỏi đã trả lời',
  kind_community: 'Từ cộng đồng',
  kind_review: 'Từ một đánh giá',
  accepted: 'được chọn',
  by: '{name} trả lời',
  updated: 'Xem lại lần cuối ngày {date}',
  helped: 'Bài này có giúp được bạn không?',
  yes: 'Có',
  no: 'Chưa hẳn',
  thanks: 'Cảm ơn bạn đã cho biết.',
  sorry: 'Cảm ơn bạn đã cho biết. Bạn nhắn cho chúng tôi, sẽ có người trả lời.',
  related: 'Đọc tiếp',
  about: 'Về',
  missing: 'Không có bài này',
  missing_text: 'Có thể bài đã được chuyển đi. Bạn thử tìm trong trang trợ giúp.',
};

export type HelpWord = keyof typeof en;
export const h = (key: HelpWord, params?: Params): string => fill((currentLocale() === 'vi' ? vi : en)[key], params);
