// A bloc's dependency: members merged, trade among them netted.
#pragma once

#include "rows.hpp"

namespace kanmon {

// One per product; `exports` counts sales outside the bloc only.
struct BlocCells {
    double *imports;
    double *intra;
    double *exports;
    double *hhi;
    double *top_share;
    std::int16_t *top;
    std::int16_t *suppliers;
};

// Fills every product of the span; `member` has one byte an economy, 1 for a member.
Verdict bloc(const Rows &rows, const Span &span, const std::uint8_t *member,
             const BlocCells &cells);

}  // namespace kanmon
