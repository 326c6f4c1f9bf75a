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
    std::int64_t wrong_values = 0;
    for (std::size_t r = 0; r < rows.count; ++r)
        wrong_values += rows.value[r] >= 0.0 && rows.value[r] <= largest ? 0 : 1;
    std::int16_t least = 0;
    std::int16_t most = 0;
    for (std::size_t r = 0; r < rows.count; ++r) {
        least = std::min({least, rows.importer[r], rows.exporter[r]});
        most = std::max({most, rows.importer[r], rows.exporter[r]});
    }
    bool sound = wrong_values == 0 && least >= 0 && most < span.economies;
    std::int32_t disorder = 0;
    for (std::size_t r = 1; sound && r < rows.count; ++r) {
        const std::int32_t k = rows.product[r];
        const std::int32_t k0 = rows.product[r - 1];
        const std::int32_t pair = rows.importer[r] * 65536 + rows.exporter[r];
        const std::int32_t pair0 = rows.importer[r - 1] * 65536 + rows.exporter[r - 1];
        disorder |= (k < k0 ? 1 : 0) | ((k == k0 ? 1 : 0) & (pair < pair0 ? 1 : 0));
    }
    sound = sound && disorder == 0;
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
