#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kanmon {
namespace {

constexpr double largest = std::numeric_limits<double>::max();

Fault fault_at(const Rows &rows, const Span &span, std::size_t row) {
    const auto k = rows.product[row];
    const auto j = rows.importer[row];
    const auto i = rows.exporter[row];
    const auto n = span.economies;
    if (j < 0 || j >= n || i < 0 || i >= n || k < 0 || k >= span.last) return Fault::code;
    if (k < span.first) return Fault::order;
    if (row > 0) {
        const auto k0 = rows.product[row - 1];
        const auto j0 = rows.importer[row - 1];
        if (k < k0 || (k == k0 && (j < j0 || (j == j0 && i < rows.exporter[row - 1]))))
            return Fault::order;
    }
    return rows.value[row] >= 0.0 && rows.value[row] <= largest ? Fault::none : Fault::value;
}

}  // namespace

std::size_t Rows::product_end(std::size_t row) const {
    return static_cast<std::size_t>(
        std::upper_bound(product + row, product + count, product[row]) - product);
}

Verdict check(const Rows &rows, const Span &span) {
    // Whole columns first, without branches, so that the compiler can take many rows at a time;
    // only when something is wrong are rows looked at one by one to say which.
    bool sound = true;
    for (std::size_t r = 0; r < rows.count; ++r)
        sound &= (rows.value[r] >= 0.0) & (rows.value[r] <= largest);
    for (std::size_t r = 0; r < rows.count; ++r)
        sound &= (rows.importer[r] >= 0) & (rows.importer[r] < span.economies) &
                 (rows.exporter[r] >= 0) & (rows.exporter[r] < span.economies);
    for (std::size_t r = 1; r < rows.count; ++r) {
        const int k = (rows.product[r] > rows.product[r - 1]) - (rows.product[r] < rows.product[r - 1]);
        const int j = (rows.importer[r] > rows.importer[r - 1]) - (rows.importer[r] < rows.importer[r - 1]);
        const int i = (rows.exporter[r] > rows.exporter[r - 1]) - (rows.exporter[r] < rows.exporter[r - 1]);
        sound &= 4 * k + 2 * j + i >= 0;
    }
    if (rows.count > 0)
        sound &= (rows.product[0] >= span.first) & (rows.product[rows.count - 1] < span.last);
    if (sound) return {};
    for (std::size_t r = 0; r < rows.count; ++r)
        if (const auto fault = fault_at(rows, span, r); fault != Fault::none) return {fault, r};
    return {};
}

bool concentration(double total, double squares, double &hhi) {
    const double whole = total * total;
    if (!(whole > 0.0) || std::isinf(whole) || !(squares > 0.0)) return false;
    hhi = squares / whole;
    return true;
}

}  // namespace kanmon
