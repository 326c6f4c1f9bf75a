"""Threads to hand over, as a page, a PDF or data; and the feed of what is new."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from kanmon.brief.consultation.feed import feed
from kanmon.brief.consultation.pdf import as_pdf
from kanmon.brief.consultation.thread import thread_page
from kanmon.consulting.clocks import clock
from kanmon.consulting.threads import see, walk
from kanmon.serving.gate import AskedBy, GateOf
from kanmon.serving.problems import RESPONSES
from kanmon.serving.routes.threads import ThreadId, thread_whole

router = APIRouter(prefix="/api", tags=["exports"], responses=RESPONSES)
Lang = Literal["en", "ja", "fr"]
_MOST = 100


@router.get(
    "/threads/{thread}/export",
    operation_id="export_thread",
    response_class=Response,
    responses={
        200: {
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/html": {},
                "application/pdf": {},
            }
        }
    },
)
def export(
    asked: AskedBy,
    gate: GateOf,
    thread: ThreadId,
    lang: Lang = "en",
    format: Literal["json", "html", "pdf"] = "html",
) -> Response:
    """Give a thread to hand over: what the asker may see of it, its labels on top."""
    with gate.reading(asked) as (r, desk):
        if format == "json":
            return JSONResponse(thread_whole(r, desk, thread).model_dump(mode="json"))
        held, events = see(r, desk, thread)
        today = r.clock().date()
        page = thread_page(held, events, clock(r, held, today), today, lang)
    if format == "pdf":
        return Response(as_pdf(page), media_type="application/pdf")
    return Response(page, media_type="text/html; charset=utf-8")


@router.get(
    "/feed.atom",
    operation_id="feed",
    response_class=Response,
    responses={200: {"content": {"application/atom+xml": {}}}},
)
def news(
    asked: AskedBy, gate: GateOf, most: Annotated[int, Query(ge=1, le=_MOST)] = 20
) -> Response:
    """Give the newest threads the asker may see as an Atom feed."""
    found = []
    with gate.reading(asked) as (r, desk):
        for held, _ in walk(r, desk):
            found.append(held)
            if len(found) == most:
                break
    text = feed(found, gate.node.name, gate.site)
    return Response(text, media_type="application/atom+xml")
