"""Pages of our own, made from their parts, that several tests share."""

from __future__ import annotations

import json
from collections.abc import Sequence

LEAD = "Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said."
SECOND = "The governor, Amina Kotar, told reporters that the drivers had shown their papers and had been waved on."
THIRD = "Talks between the army and the dockers' union are due to resume in Port Vell on Thursday, officials added."
FOURTH = "The union said that its members would stay away from the quays until the soldiers had been taken to court."

NAV = '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
FOOTER = "<footer><p>Copyright Harbour Gazette. All rights reserved.</p></footer>"


def page(body: str, *, title: str = "Dockers killed at Port Vell checkpoint", head: str = "", lang: str = "en") -> str:
    """Give a whole page of an outlet around what stands in its middle."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} | Harbour Gazette</title>'
        f'<meta property="og:site_name" content="Harbour Gazette">{head}</head><body>{NAV}{body}{FOOTER}</body></html>'
    )


def article(*inner: str, heading: str = "Dockers killed at Port Vell checkpoint") -> str:
    """Give the page's article with a heading and what is said in it."""
    return f"<main><article><h1>{heading}</h1>{''.join(inner)}</article></main>"


def paragraphs(*texts: str) -> str:
    """Give paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def structured(data: object) -> str:
    """Give a block of structured data."""
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


UPDATES: Sequence[tuple[str, str, str, str]] = (
    ("u3", "2021-03-09T16:40:00+02:00", "Union calls a strike", FOURTH),
    ("u2", "2021-03-09T12:05:00+02:00", "Governor speaks", SECOND),
    ("u1", "2021-03-08T23:50:00+02:00", "Shots at the harbour", LEAD),
)
"""Entries of a live blog, the newest first: id, time, headline, text."""


def entry(key: str, time: str, heading: str, text: str, *, tag: str = "article") -> str:
    """Give an entry of a live blog."""
    return f'<{tag} id="{key}"><time datetime="{time}">{time[11:16]}</time><h2>{heading}</h2><p>{text}</p></{tag}>'
