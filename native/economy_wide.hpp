// Eight doubles worked on at once, and loops cloned for wider instruction sets: same bits on all,
// since every element goes through the same operations in the same order.
#pragma once

#include <cstddef>
#include <cstring>

#if defined(__GNUC__) && defined(__x86_64__) && defined(__linux__) && !defined(__clang__)
#define KANMON_CLONES __attribute__((flatten, target_clones("avx512f", "avx2", "default")))
#else
#define KANMON_CLONES
#endif

#if defined(__GNUC__)
#define KANMON_INLINE inline __attribute__((always_inline))
#else
#define KANMON_INLINE inline
#endif

#if defined(__clang__)
#define KANMON_UNROLL _Pragma("unroll")
#elif defined(__GNUC__)
#define KANMON_UNROLL _Pragma("GCC unroll 8")
#else
#define KANMON_UNROLL
#endif

namespace kanmon {

constexpr std::size_t wide = 8;

#if defined(__GNUC__)

typedef double Wide __attribute__((vector_size(64)));

KANMON_INLINE void splat(Wide &out, double value) { out = value - Wide{}; }

KANMON_INLINE void least(Wide &a, const Wide &b) { a = b < a ? b : a; }
KANMON_INLINE void most(Wide &a, const Wide &b) { a = b > a ? b : a; }
// quotient of a and b where b is above zero, else zero
KANMON_INLINE void ratio(Wide &out, const Wide &a, const Wide &b) {
    const Wide zero = {};
    const Wide one = zero + 1.0;
    const auto some = b > zero;
    out = some ? a / (some ? b : one) : zero;
}

// Sum of each of eight rows: ((0+1)+(2+3))+((4+5)+(6+7)), row k in element k.
KANMON_INLINE void row_sums(Wide &out, const Wide *v) {
#define KANMON_MIX(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
    Wide pair[4];
    for (int k = 0; k < 4; ++k)
        pair[k] = KANMON_MIX(v[2 * k], v[2 * k + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
                  KANMON_MIX(v[2 * k], v[2 * k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    Wide four[2];
    for (int k = 0; k < 2; ++k)
        four[k] = KANMON_MIX(pair[2 * k], pair[2 * k + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
                  KANMON_MIX(pair[2 * k], pair[2 * k + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    out = KANMON_MIX(four[0], four[1], 0, 1, 2, 3, 8, 9, 10, 11) +
          KANMON_MIX(four[0], four[1], 4, 5, 6, 7, 12, 13, 14, 15);
#undef KANMON_MIX
}

#else

struct Wide {
    double e[8];
    double &operator[](std::size_t k) { return e[k]; }
    double operator[](std::size_t k) const { return e[k]; }
};
inline void splat(Wide &out, double value) {
    for (double &one : out.e) one = value;
}
#define KANMON_EACH(op)                                              \
    inline Wide operator op(const Wide &a, const Wide &b) {          \
        Wide out;                                                    \
        for (std::size_t k = 0; k < 8; ++k) out.e[k] = a.e[k] op b.e[k]; \
        return out;                                                  \
    }
KANMON_EACH(+)
KANMON_EACH(-)
KANMON_EACH(*)
#undef KANMON_EACH
inline Wide &operator+=(Wide &a, const Wide &b) { return a = a + b; }
inline Wide operator*(const Wide &a, double b) {
    Wide out;
    for (std::size_t k = 0; k < 8; ++k) out.e[k] = a.e[k] * b;
    return out;
}
inline Wide operator*(double a, const Wide &b) { return b * a; }
inline Wide operator+(const Wide &a, double b) {
    Wide out;
    for (std::size_t k = 0; k < 8; ++k) out.e[k] = a.e[k] + b;
    return out;
}
inline void least(Wide &a, const Wide &b) {
    for (std::size_t k = 0; k < 8; ++k) a.e[k] = b.e[k] < a.e[k] ? b.e[k] : a.e[k];
}
inline void most(Wide &a, const Wide &b) {
    for (std::size_t k = 0; k < 8; ++k) a.e[k] = b.e[k] > a.e[k] ? b.e[k] : a.e[k];
}
inline void ratio(Wide &out, const Wide &a, const Wide &b) {
    for (std::size_t k = 0; k < 8; ++k) out.e[k] = b.e[k] > 0.0 ? a.e[k] / b.e[k] : 0.0;
}
inline void row_sums(Wide &out, const Wide *v) {
    for (std::size_t k = 0; k < 8; ++k)
        out.e[k] = ((v[k].e[0] + v[k].e[1]) + (v[k].e[2] + v[k].e[3])) +
                   ((v[k].e[4] + v[k].e[5]) + (v[k].e[6] + v[k].e[7]));
}

#endif

KANMON_INLINE void load(Wide &out, const double *from) { std::memcpy(&out, from, sizeof out); }
KANMON_INLINE void store(double *to, const Wide &from) { std::memcpy(to, &from, sizeof from); }

}  // namespace kanmon
