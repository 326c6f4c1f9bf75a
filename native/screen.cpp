#include "screen.hpp"

#include <algorithm>
#include <limits>

namespace kanmon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// The cells of one product, one an economy.
Cells cells_of(const Cells &all, std::int32_t product, std::size_t width) {
    const auto at = static_cast<std::size_t>(product) * width;
    return {all.imports + at,        all.exports + at,   all.hhi + at,
            all.top_share + at,      all.top + at,       all.suppliers + at,
            all.criteria + at,       all.world_exports + product,
            all.world_hhi + product};
}

void clear(const Cells &cells, std::size_t width) {
    std::fill_n(cells.imports, width, 0.0);
    std::fill_n(cells.exports, width, 0.0);
    std::fill_n(cells.hhi, width, nan);
    std::fill_n(cells.top_share, width, nan);
    std::fill_n(cells.top, width, std::int16_t{-1});
    std::fill_n(cells.suppliers, width, std::int16_t{0});
    std::fill_n(cells.criteria, width, std::int8_t{-1});
    *cells.world_exports = 0.0;
    *cells.world_hhi = nan;
}

// Adds up one importer's run of rows from `row` to at most `end`; returns the row after it.
std::size_t importer_run(const Rows &rows, std::size_t row, std::size_t end, const Cells &cells,
                         bool &in_range) {
    const auto j = rows.importer[row];
    double total = 0.0;
    double squares = 0.0;
    double most = 0.0;
    std::int16_t top = -1;
    std::int16_t suppliers = 0;
    while (row < end && rows.importer[row] == j) {
        const auto i = rows.exporter[row];
        double amount = rows.value[row++];
        while (row < end && rows.exporter[row] == i && rows.importer[row] == j)
            amount += rows.value[row++];
        if (i == j) continue;
        total += amount;
        squares += amount * amount;
        suppliers += amount > 0.0;
        const bool more = amount > most;  // a tie stays with the lower code
        most = more ? amount : most;
        top = more ? i : top;
        cells.exports[i] += amount;
    }
    if (suppliers > 0) {
        cells.imports[j] = total;
        cells.top_share[j] = most / total;
        cells.top[j] = top;
        cells.suppliers[j] = suppliers;
        in_range &= concentration(total, squares, cells.hhi[j]);
    }
    return row;
}

// World figures of a product whose flows are all added, then the criteria of its importers.
bool judge(const Cells &cells, std::size_t width, const Cuts &cuts) {
    double total = 0.0;
    double squares = 0.0;
    for (std::size_t e = 0; e < width; ++e) {
        total += cells.exports[e];
        squares += cells.exports[e] * cells.exports[e];
    }
    *cells.world_exports = total;
    if (total == 0.0) return true;
    if (!concentration(total, squares, *cells.world_hhi)) return false;
    const int world = *cells.world_hhi > cuts.world_hhi ? 2 : 0;
    for (std::size_t e = 0; e < width; ++e) {
        const double ratio = cells.exports[e] > 0.0 ? cells.imports[e] / cells.exports[e] : infinity;
        const int held = (cells.hhi[e] > cuts.import_hhi) + world + 4 * (ratio > cuts.ratio);
        cells.criteria[e] = static_cast<std::int8_t>(cells.suppliers[e] > 0 ? held : -1);
    }
    return true;
}

}  // namespace

Verdict screen(const Rows &rows, const Span &span, const Cuts &cuts, const Cells &all) {
    if (const auto verdict = check(rows, span); verdict.fault != Fault::none) return verdict;
    const auto width = static_cast<std::size_t>(span.economies);
    std::size_t row = 0;
    for (auto product = span.first; product < span.last; ++product) {
        const auto cells = cells_of(all, product, width);
        clear(cells, width);
        if (row == rows.count || rows.product[row] != product) continue;
        const auto end = rows.product_end(row);
        bool in_range = true;
        while (row < end) row = importer_run(rows, row, end, cells, in_range);
        if (!judge(cells, width, cuts) || !in_range) return {Fault::range, end - 1};
    }
    return {};
}

}  // namespace kanmon
