// Rows of trade as the kernels read them: four columns, sorted by product, importer, exporter.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kanmon {

struct Rows {
    const std::int32_t *product;
    const std::int16_t *importer;
    const std::int16_t *exporter;
    const double *value;
    std::size_t count;

    // First row from `row` on that is of a later product.
    [[nodiscard]] std::size_t product_end(std::size_t row) const;
};

// The products a call fills, first <= k < last, and how many economies there are.
struct Span {
    std::int32_t first;
    std::int32_t last;
    std::int16_t economies;
};

// What a kernel found wrong, and at which row; the Python side words it.
enum class Fault : int { none = 0, order = 1, code = 2, value = 3, range = 4 };

struct Verdict {
    Fault fault = Fault::none;
    std::size_t row = 0;
};

// Holds rows to what the kernels rely on: codes within bounds, ascending, values finite and not
// negative. A kernel indexes its arrays by the codes, so this comes first.
Verdict check(const Rows &rows, const Span &span);

// Sum of squared shares from sums of one pass; false when the squares left double's range.
bool concentration(double total, double squares, double &hhi);

}  // namespace kanmon
