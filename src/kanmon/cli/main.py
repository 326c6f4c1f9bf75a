"""The `kanmon` command: mounts every verb and turns errors into one clear message."""

from __future__ import annotations

import sys
from importlib import import_module

import typer
from rich.console import Console
from rich.markup import escape

from kanmon import __version__
from kanmon.cli import (
    alerts,
    backtest,
    brief,
    catalogue,
    chip,
    codes,
    coercion,
    commitments,
    data,
    dependency,
    impact,
    licence,
    measures,
    names,
    plan,
    reactor,
    read,
    serve,
    show,
    transition,
)
from kanmon.errors import DataError, KanmonError

app = typer.Typer(
    name="kanmon",
    help="Economic security in figures: who supplies strategic goods, where supply is too "
    "concentrated, and on what evidence. Every figure carries unit, date and source.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("brief")(brief.brief)
app.command("dependency")(dependency.dependency)
app.command("show")(show.show)
app.command("impact")(impact.impact)
app.command("plan")(plan.plan)
app.command("transition")(transition.transition)
app.command("backtest")(backtest.backtest)
app.command("alerts")(alerts.alerts)
app.command("read")(read.read)
app.command("goods")(catalogue.list_goods)
app.command("codes")(codes.codes)
app.command("serve")(serve.serve)
app.add_typer(data.app, name="data")
app.add_typer(measures.app, name="measures")
app.add_typer(coercion.app, name="coercion")
app.add_typer(chip.app, name="chip")
app.add_typer(reactor.app, name="reactor")
app.add_typer(commitments.app, name="commitments")
app.add_typer(licence.app, name="licence")
app.add_typer(names.app, name="names")


def _mount(name: str, extra: str) -> None:
    """Mount a group that needs an extra; without it, the name stays and says what to install."""
    try:
        app.add_typer(import_module(f"kanmon.cli.{name}").app, name=name)
        return
    except ModuleNotFoundError as e:
        if e.name is None or e.name.split(".")[0] == "kanmon":
            raise
        lacking = e.name

    def refuse() -> None:
        raise DataError(
            f"kanmon {name} needs {lacking}",
            where=f"kanmon {name}",
            remedy=f"install it: pip install 'kanmon[{extra}]'",
        )

    loose = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    app.command(name, help=f"Needs pip install 'kanmon[{extra}]'.", context_settings=loose)(refuse)


for _name in ("node", "release", "audit"):
    _mount(_name, "node")


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help="Print the version and end."),
) -> None:
    if version:
        typer.echo(f"kanmon {__version__}")
        raise typer.Exit


def run() -> None:
    """Run the command line; end with the error's own exit status."""
    try:
        app()
    except KanmonError as error:
        console = Console(stderr=True)
        console.print(f"[bold red]kanmon:[/] {escape(str(error.found))}")
        if error.where:
            console.print(f"[bold]Where:[/] {escape(error.where)}")
        if error.remedy:
            console.print(f"[bold]To mend:[/] {escape(error.remedy)}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
