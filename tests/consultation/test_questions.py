"""Questions on figures that stay at home: bands for two, secure computation for three."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from consultation.served import free_port
from kanmon.analysis.consultation.disclosure import joint_cover
from kanmon.analysis.consultation.label import Label
from kanmon.consulting.contents import ANSWER, QUESTION
from kanmon.consulting.figures import ask, bands_known, enter_figure
from kanmon.consulting.node import Node
from kanmon.consulting.release import Parcel, packaged, receive, send
from kanmon.errors import DataError

EDGES = [0.0, 30.0, 60.0, 90.0]
ONLY = {who: Label("AMBER+STRICT", releasable_to=frozenset({who})) for who in ("JPN", "USA")}


def question(asker: Node, owner: Node, figure: str, least: float) -> dict[str, object]:
    """Ask over packages carried by hand; give the answer as it came."""
    with asker.writing() as w:
        content = ask(w, owner.name, figure, least, "a")
        parcel = Parcel(QUESTION, content, ONLY[owner.name])
        _, raw = send(w, asker, owner.name, parcel)
    receive(owner, raw)
    with owner.reading() as r:
        number = owner.partners()[asker.name].sent
        back = packaged(r, "out", asker.name, number)
    assert back is not None
    assert receive(asker, back).kind == ANSWER
    with asker.reading() as r:
        found: dict[str, object] = r.get("question", f"{owner.name}/{content['ref']}") or {}
    return found


def test_a_question_goes_over_and_says_a_band(nodes: tuple[Node, Node]) -> None:
    japan, usa = nodes
    with usa.writing() as w:
        enter_figure(w, "cover_days", 47.0, "days", EDGES, ["JPN"], actor="a")
    assert question(japan, usa, "cover_days", 44.0)["edge"] == 30.0
    assert question(japan, usa, "cover_days", 50.0)["reached"] is False
    with japan.reading() as r:
        assert bands_known(r, "USA", "cover_days") == (30.0, 60.0)
        assert joint_cover([(30.0, 60.0), bands_known(r, "USA", "cover_days")], 60.0) is True
        assert joint_cover([(0.0, 30.0), bands_known(r, "USA", "cover_days")], 60.0) is None
    told = str([e.as_plain() for e in usa.log()])
    assert "47" not in told.replace(japan.key, "").replace(usa.key, "") or "47.0" not in told


def test_unknown_forbidden_and_spent_look_the_same(nodes: tuple[Node, Node]) -> None:
    japan, usa = nodes
    with usa.writing() as w:
        enter_figure(w, "cover_days", 47.0, "days", EDGES, ["JPN"], actor="a")
        enter_figure(w, "own_days", 47.0, "days", EDGES, [], actor="a")
    answers = [question(japan, usa, name, 50.0) for name in ("none", "own_days")]
    for _ in range(20):
        question(japan, usa, "cover_days", 50.0)
    answers.append(question(japan, usa, "cover_days", 50.0))
    kept = [{k: a[k] for k in ("edge", "reached", "unit")} for a in answers]
    assert kept == [{"edge": None, "reached": None, "unit": ""}] * 3


def test_edges_do_not_change(nodes: tuple[Node, Node]) -> None:
    _, usa = nodes
    with usa.writing() as w:
        enter_figure(w, "cover_days", 47.0, "days", EDGES, ["JPN"], actor="a")
        enter_figure(w, "cover_days", 12.0, "days", EDGES, ["JPN"], actor="a")
        with pytest.raises(DataError, match="edges would change"):
            enter_figure(w, "cover_days", 12.0, "days", [0.0, 15.0], ["JPN"], actor="a")


@pytest.mark.slow
def test_ten_thousand_questions_over_packages_say_no_more_than_the_band(
    nodes: tuple[Node, Node],
) -> None:
    """Bisect, adapt, ask at random; with the budget lifted, so that only the edges protect."""
    from kanmon.analysis.consultation.package import Package
    from kanmon.consulting.contents import take_content

    _, usa = nodes
    rng = random.Random(3)
    low, high = -1e3, 1e3
    for batch in range(100):
        with usa.writing() as w:
            name = f"cover_{batch}"
            enter_figure(w, name, 47.123, "days", EDGES, ["JPN"], actor="a")
            for _ in range(100):
                least = (low + high) / 2 if rng.random() < 0.7 else rng.uniform(-100, 200)
                content = {"ref": f"{rng.getrandbits(128):032x}", "figure": name, "least": least}
                package = Package(
                    "JPN", ("USA",), 1, "", ONLY["USA"], QUESTION, {"content": content}
                )
                ((_, answer, _),) = take_content(w, package, "a")
                if answer["reached"] is True:
                    low = max(low, answer["edge"])
                elif answer["reached"] is False:
                    high = min(high, answer["edge"])
    assert (low, high) == (30.0, 60.0)


@pytest.mark.parametrize("least", [60, 61])
def test_three_parties_answer_without_pooling(least: int, tmp_path: Path) -> None:
    amounts = (10, 20, 30)
    ports = [free_port() for _ in amounts]
    spread = [text for port in ports for text in ("-P", f"127.0.0.1:{port}")]
    party = Path(__file__).with_name("secure_party.py")
    running = [
        subprocess.Popen(
            [sys.executable, str(party), *spread, "-I", str(n), "--no-log"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
        )
        for n in range(3)
    ]
    # All must begin before one can end.
    for one, amount in zip(running, amounts, strict=True):
        assert one.stdin is not None
        one.stdin.write(f"{amount} {least} 3\n")
        one.stdin.flush()
    told = [one.communicate(timeout=60) for one in running]
    assert [out.strip() for out, _ in told] == [str(sum(amounts) >= least)] * 3, told
