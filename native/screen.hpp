// The dependency screen: every importer of every product, by direct address into dense arrays.
#pragma once

#include "rows.hpp"

namespace kanmon {

// Cells are [product][economy], product-major; the last two are one per product.
struct Cells {
    double *imports;
    double *exports;
    double *hhi;
    double *top_share;
    std::int16_t *top;
    std::int16_t *suppliers;
    std::int8_t *criteria;
    double *world_exports;
    double *world_hhi;
};

struct Cuts {
    double import_hhi;
    double world_hhi;
    double ratio;
};

// Fills every cell of the span's products and touches no other, so blocks of products may run
// at the same time and give the same bits in any order.
Verdict screen(const Rows &rows, const Span &span, const Cuts &cuts, const Cells &cells);

}  // namespace kanmon
