"""Public keys that would let anybody sign: points of small order, and spellings of no point."""

from __future__ import annotations

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int]


def is_sound(public: bytes) -> bool:
    """Say whether an Ed25519 public key is a point of large order in its one spelling.

    A key of small order accepts signatures nobody made: the key of thirty-two zero bytes accepts
    sixty-four zero bytes for half of all texts. Libraries let such keys pass, so that we look
    ourselves when a partner's key is entered.

    Args:
        public: 32 bytes.

    Returns:
        Whether eight times the point is not the neutral one, and the bytes spell a point.

    Source:
        RFC 8032, sections 5.1.3 and 5.1.4 (decoding, addition); Chalkias et al. (2020), Taming
        the many EdDSAs.

    Example:
        >>> is_sound(bytes(32)), is_sound(bytes([1]) + bytes(31))
        (False, False)
        >>> is_sound(bytes.fromhex(
        ...     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
        True
    """
    point = _decode(public)
    if point is None:
        return False
    for _ in range(3):
        point = _add(point, point)
    return point != (0, 1)


def _decode(public: bytes) -> Point | None:
    if len(public) != 32:
        return None
    whole = int.from_bytes(public, "little")
    sign, y = whole >> 255, whole & ((1 << 255) - 1)
    if y >= _P:
        return None
    squared = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(squared, (_P + 3) // 8, _P)
    if (x * x - squared) % _P:
        x = x * _ROOT % _P
    if (x * x - squared) % _P or (x == 0 and sign):
        return None
    return (_P - x if x & 1 != sign else x), y


def _add(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    both = _D * x1 * x2 * y1 * y2 % _P
    x = (x1 * y2 + x2 * y1) * pow(1 + both, -1, _P) % _P
    y = (y1 * y2 + x1 * x2) * pow(1 - both, -1, _P) % _P
    return x, y
