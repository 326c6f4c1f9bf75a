"""The whole described interface under generated requests: no failure, no answer not described."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.notice import example_notice
from kanmon.consulting.desk import Draft
from kanmon.consulting.example import desk_of
from kanmon.consulting.node import Node
from kanmon.consulting.threads import open_thread
from kanmon.serving.app import create_app
from kanmon.serving.shell import Shell

SITE = "http://localhost"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@contextmanager
def schema_of(database: str) -> Iterator[tuple[Any, Node]]:
    """Give the interface of a node that holds something."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node.begin(Path(folder) / "jpn", "JPN", database=database)
        other = Node.begin(Path(folder) / "usa", "USA")
        node.meet("USA", other.key)
        with node.writing() as w:
            open_thread(
                w, desk_of(node), Draft("notice", example_notice(), Label("GREEN")), ["USA"]
            )
        inner = create_app(node, SITE)
        app = Shell(inner, frozenset(), inner.state.measured)
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app), node
        node.close()
        other.close()


def _wrong(operation: Any) -> Any:
    return operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)


def _every(database: str, examples: int) -> None:
    with schema_of(database) as (schema, node):
        for found in schema.get_all_operations():
            operation = found.ok()

            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=st.one_of(operation.as_strategy(), _wrong(operation)))
            def answers(case: Any) -> None:
                case.call_and_validate(checks=CHECKS)

            answers()
        node.prove()


def test_no_request_breaks_it(database: Callable[[], str]) -> None:
    _every(database(), 12)


@pytest.mark.slow
def test_no_request_of_many_breaks_it(database: Callable[[], str]) -> None:
    _every(database(), 150)
