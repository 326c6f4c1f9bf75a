// Eight doubles that compilers keep in vector registers, where they can.
#pragma once

#include <cstdint>
#include <cstdlib>

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define KANMON_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KANMON_WIDE
#endif

namespace kanmon {

// Every operation is lane by lane and correctly rounded, so that all versions give the same bits.
#if defined(__GNUC__)
typedef double Lanes __attribute__((vector_size(64), may_alias));
inline void all(Lanes &a, double x) { a = Lanes{} + x; }
inline void add(Lanes &a, double x, const Lanes &b) { a += x * b; }
inline void less(Lanes &a, const Lanes &b) { a -= b; }
inline void times(Lanes &a, const Lanes &b) { a *= b; }
inline void raise(Lanes &a, const Lanes &b) { a = a > b ? a : b; }
inline void lower(Lanes &a, const Lanes &b) { a = a < b ? a : b; }
inline void over(Lanes &a, double x) { a = x / a; }
typedef std::int64_t Mask __attribute__((vector_size(64), may_alias));
inline void lit(Mask &mask, const Lanes &live) {
    for (int l = 0; l < 8; ++l) mask[l] = live[l] != 0.0 ? -1 : 0;
}
inline bool differ(const Lanes &a, const Lanes &b, const Mask &mask) {
    Mask gap = (reinterpret_cast<const Mask &>(a) ^ reinterpret_cast<const Mask &>(b)) & mask;
    gap |= __builtin_shufflevector(gap, gap, 4, 5, 6, 7, 0, 1, 2, 3);
    gap |= __builtin_shufflevector(gap, gap, 2, 3, 0, 1, 6, 7, 4, 5);
    return (gap[0] | gap[1]) != 0;
}
#else
struct Lanes {
    double v[8];
};
inline void all(Lanes &a, double x) { for (double &l : a.v) l = x; }
inline void add(Lanes &a, double x, const Lanes &b) { for (int l = 0; l < 8; ++l) a.v[l] += x * b.v[l]; }
inline void less(Lanes &a, const Lanes &b) { for (int l = 0; l < 8; ++l) a.v[l] -= b.v[l]; }
inline void times(Lanes &a, const Lanes &b) { for (int l = 0; l < 8; ++l) a.v[l] *= b.v[l]; }
inline void raise(Lanes &a, const Lanes &b) { for (int l = 0; l < 8; ++l) a.v[l] = a.v[l] > b.v[l] ? a.v[l] : b.v[l]; }
inline void lower(Lanes &a, const Lanes &b) { for (int l = 0; l < 8; ++l) a.v[l] = a.v[l] < b.v[l] ? a.v[l] : b.v[l]; }
inline void over(Lanes &a, double x) { for (double &l : a.v) l = x / l; }
typedef Lanes Mask;
inline void lit(Mask &mask, const Lanes &live) { mask = live; }
inline bool differ(const Lanes &a, const Lanes &b, const Mask &mask) {
    bool any = false;
    for (int l = 0; l < 8; ++l) any |= mask.v[l] != 0.0 && a.v[l] != b.v[l];
    return any;
}
#endif

}  // namespace kanmon
