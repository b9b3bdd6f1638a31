// Pictures beside a return or a claim: uploaded for one order by whoever may open it, guests with its token too.
#pragma once

#include <string>
#include <vector>

#include "returns/module.h"

namespace plaza::returns {

inline constexpr std::int64_t photos_max = 24;                 // of one order, for ever
inline constexpr std::size_t photo_bytes_max = 15'000'000;

// Whether these pictures may stand beside something of this order: uploaded for it, by its account or by who asks. Staff may
// show any. request.invalid with the field `field`[i].
Status photos_are_there(const Needs& needs, db::Reader& reader, const orders::Order& order,
                        const std::vector<media::MediaId>& photos, const orders::By& by, const std::string& field);

}  // namespace plaza::returns
