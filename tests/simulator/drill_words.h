// What posts of the drill say, in both languages. Ordinary ones were written after the radar's rules had been set on others (those of
// its own tests, and some with sad, rude and broken words where nobody complains), and nothing was changed by what they gave.
#pragma once

#include <array>

namespace plaza::simulator {

inline constexpr std::array complaints = {
    "The lamp stopped working after two days, I am very disappointed", "Broken on arrival and nobody answers, terrible service",
    "They charged me twice and refuse to refund, this is a scam", "It fell apart in my hands, awful quality, do not buy",
    "Đèn bị hỏng sau hai ngày, quá thất vọng", "Hàng bị lỗi, không hoạt động, quá tệ",
    "The glaze chipped and cut my daughter's lip, this is dangerous", "Cracked after the first wash. Never again, I want my money back",
    "Bị trừ tiền hai lần mà không ai trả lời, lừa đảo", "Ổ cắm bốc khói, rất nguy hiểm, đừng mua"};

inline constexpr std::array ordinary = {
    "New corner by the window, the lamp makes it", "Today's table for six, all plates from here", "I keep moving this vase around the flat",
    "Saturday market, tulips, and the blue jug", "It is heavier than I thought, in a good way", "My sister wants one now",
    "Does anybody know if it goes into the oven?", "Waited three weeks for the second batch and it is here", "First coffee of the year",
    "Moving day: one box for books, one for bowls", "I cried when I opened it, it was from my grandmother's village", "Cold morning, hot soup",
    "The dog knocked it over and nothing happened", "We lost power for an hour and lit everything we had", "Trying the matt glaze this time",
    "A sick day is better with a good mug", "Not perfect, and that is why I like it", "Washed it a hundred times by now",
    "Can I put fresh flowers and water in it?", "Left: bought in March. Right: bought last week.", "The colour is calmer than in the pictures",
    "Nobody noticed that I changed the lamp. I did.", "Late dinner, no complaints", "What would you plant in this?", "Rough week, soft light",
    "Bàn ăn cuối tuần của nhà mình", "Mua lần thứ ba rồi vẫn mê", "Màu này hợp với gỗ quá", "Có ai dùng trong lò vi sóng chưa?",
    "Góc làm việc mới, đèn vàng dịu mắt", "Trời lạnh, pha ấm trà nóng", "Con mèo suýt làm đổ mà không sao", "Mẹ khen đẹp suốt buổi tối",
    "Đi công tác về thấy nhà có hoa", "Tuần này mệt, may có góc nhỏ này", "Chọn mãi mới được cái ưng ý", "Hộp đẹp đến mức không nỡ bỏ",
    "Nấu nồi cháo cho cả nhà bị cảm", "Bình này cắm sen là hết ý", "Shop gói kỹ lắm, mở mãi mới xong"};

}  // namespace plaza::simulator
