"""The real BACI extract through the store: what comes out is what Arrow reads from the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kanmon.store.store import Store
from shared_data import SHARED, needs_shared

FILE = SHARED / "baci_raw_materials" / "baci_hs92_raw_materials.parquet"
pytestmark = needs_shared


def test_a_query_adds_up_to_what_stands_in_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (s,) = store.add("baci", FILE).added
    plain = pq.read_table(FILE, columns=["t", "k", "v"])
    assert s.rows == plain.num_rows
    wanted = pc.and_(
        pc.equal(plain.column("k").cast("string"), "280530"), pc.equal(plain.column("t"), 2022)
    )
    expected = pc.sum(plain.filter(wanted).column("v").cast("float64")).as_py()
    got = store.query("flows", columns=["value"], where={"product": ["280530"], "year": [2022]})
    assert expected > 0
    assert pc.sum(got.column("value")).as_py() == pytest.approx(expected, rel=1e-12)
    assert store.check() == ()


# Not `ru_maxrss`: on Linux exec hands the parent's peak down, and with it that of the test runner.
STATUS = Path("/proc/self/status")


@pytest.mark.skipif(not STATUS.exists(), reason="no /proc to read a program's own peak from")
def test_an_add_stays_under_a_gibibyte(tmp_path: Path) -> None:
    program = (
        "import re, sys; from pathlib import Path; from kanmon.store.store import Store; "
        "Store(Path(sys.argv[1])).add('baci', Path(sys.argv[2])); "
        f"print(re.search(r'VmHWM:\\s+(\\d+) kB', Path('{STATUS}').read_text())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), str(FILE)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 1 << 20, "kibibytes at the highest"
