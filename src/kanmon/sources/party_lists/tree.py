"""XML read safely: no document types, no entities, bounded depth, records one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from kanmon.errors import DataError

_DEEPEST = 40
_PIECE = 1 << 16


@dataclass(slots=True)
class Node:
    """Hold one element: its name without namespace, its attributes, text and children.

    Example:
        >>> Node("NAME", {}, "Acme").text
        'Acme'
    """

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def first(self, *path: str) -> Node | None:
        """Give the first element at a path, or None."""
        node: Node | None = self
        for tag in path:
            if node is None:
                return None
            node = next((child for child in node.children if child.tag == tag), None)
        return node

    def each(self, *path: str) -> list[Node]:
        """Give every element at a path."""
        nodes = [self]
        for tag in path:
            nodes = [child for node in nodes for child in node.children if child.tag == tag]
        return nodes

    def told(self, *path: str) -> str:
        """Give the text of the first element at a path, empty where there is none."""
        node = self.first(*path)
        return node.text.strip() if node else ""


def read_tree(
    raw: bytes, records: frozenset[str], take: Callable[[Node], None], where: str
) -> Node:
    """Read XML, handing each record over as it closes.

    Args:
        raw: the file.
        records: names of elements that are records; they are not kept in the tree.
        take: called with each record.
        where: file named in an error.

    Returns:
        The root, with everything that is not a record.

    Raises:
        DataError: not XML, a document type or an entity declared, or elements nested too deep.

    Example:
        >>> seen = []
        >>> raw = b"<a d='1'><r>x</r><r>y</r></a>"
        >>> read_tree(raw, frozenset({"r"}), seen.append, "x").attributes
        {'d': '1'}
        >>> [node.text for node in seen]
        ['x', 'y']
    """
    root: list[Node] = []
    open_nodes: list[Node] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) >= _DEEPEST:
            raise DataError(
                f"elements nested more than {_DEEPEST} deep",
                where=where,
                remedy="get the file again",
            )
        node = Node(
            tag.rpartition(" ")[2], {k.rpartition(" ")[2]: v for k, v in attributes.items()}
        )
        if not open_nodes:
            root.append(node)
        open_nodes.append(node)

    def end(_: str) -> None:
        node = open_nodes.pop()
        if node.tag in records:
            take(node)
        elif open_nodes:
            open_nodes[-1].children.append(node)

    def said(text: str) -> None:
        open_nodes[-1].text += text

    def refuse(*_: object) -> None:
        raise DataError(
            "a document type, which lists of parties never declare",
            where=where,
            remedy="get the file from its publisher; entities are never expanded here",
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for at in range(0, len(raw), _PIECE):
            parser.Parse(raw[at : at + _PIECE], at + _PIECE >= len(raw))
    except (expat.ExpatError, ValueError, LookupError) as e:
        raise DataError(
            f"not XML that can be read ({e})", where=where, remedy="get it again"
        ) from e
    if not root:
        raise DataError("an XML file without elements", where=where, remedy="get it again")
    return root[0]
