"""One party of a joint question, run as a process: amount and threshold come on standard input."""

from __future__ import annotations

import sys

from kanmon.consulting.secure import joint_threshold

if __name__ == "__main__":
    amount, least, parties = map(int, sys.stdin.readline().split())
    sys.stdout.write(f"{joint_threshold(amount, least, parties)}\n")
