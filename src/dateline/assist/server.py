"""An archive enters, a server of the Model Context Protocol over it leaves: tools and resources that only read."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

import anyio.to_thread
import mcp_types as protocol
import msgspec
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

import dateline
from dateline.archive import Archive, ArchiveError, Counts, errors
from dateline.assist import answers, questions, tools
from dateline.assist.words import words

INSTRUCTIONS: Final = (
    "Dateline keeps what news reports say happened: who did what to whom, where, when, and who says so. Answer from "
    "what these tools give and not from memory. Quote sentences with outlet, day and claim id, say whether an event is "
    "disputed, planned or denied, and say so when nothing is found. " + answers.NOTE
)

A = TypeVar("A", bound=msgspec.Struct)
Context = ServerRequestContext[Any]

log = logging.getLogger("dateline.assist")

_READS: Final = protocol.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

_ADDRESS: Final = re.compile(r"dateline://(event|report)/([0-9a-f]{4,20})(?:\?(?:first|start)=(\d{1,8}))?")

_ALL: Final = "dateline://archive"


class _Tool(msgspec.Struct, Generic[A], frozen=True):
    """A tool: how it is shown, the type of its arguments, the type of its answer, and what it does."""

    title: str
    asked: type[A]
    told: type[msgspec.Struct]
    run: Callable[[Archive, A], msgspec.Struct]


TOOLS: Final[Mapping[str, _Tool[Any]]] = MappingProxyType(
    {
        "search_events": _Tool("Search events", questions.SearchEvents, answers.FoundEvents, tools.search_events),
        "read_event": _Tool("Read an event", questions.ReadEvent, answers.ReadEvent, tools.read_event),
        "draw_timeline": _Tool("Draw a timeline", questions.DrawTimeline, answers.Timeline, tools.draw_timeline),
        "compare_versions": _Tool(
            "Compare two sides", questions.CompareVersions, answers.Compared, tools.compare_versions
        ),
        "search_reports": _Tool("Search reports", questions.SearchReports, answers.FoundReports, tools.search_reports),
        "read_report": _Tool("Read a report", questions.ReadReport, answers.ReadReport, tools.read_report),
    }
)
"""The tools by name."""


class Assistance:
    """Answers what an assistant asks of one archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def server(self) -> Server[Any]:
        """Make the server."""
        return Server(
            "dateline",
            version=dateline.__version__,
            title="Dateline",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read_resource,
        )

    async def _list_tools(self, _: Context, __: protocol.PaginatedRequestParams | None) -> protocol.ListToolsResult:
        return protocol.ListToolsResult(tools=[_shown(name, tool) for name, tool in TOOLS.items()])

    async def _call_tool(self, _: Context, called: protocol.CallToolRequestParams) -> protocol.CallToolResult:
        tool = TOOLS.get(called.name)
        if tool is None:
            return _failed(f"There is no tool {called.name[:100]!r}.", f"Those that there are: {', '.join(TOOLS)}.")
        try:
            asked = msgspec.convert(called.arguments or {}, tool.asked)
            told = await anyio.to_thread.run_sync(tool.run, self._archive, asked)
        except msgspec.ValidationError as error:
            return _failed(f"The arguments of {called.name} cannot be used: {error}.", "See its input schema.")
        except ArchiveError as error:
            return _failed(*_told(error))
        text = protocol.TextContent(type="text", text=words(told))
        return protocol.CallToolResult(content=[text], structured_content=msgspec.to_builtins(told))

    async def _list_resources(
        self, _: Context, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListResourcesResult:
        archive = protocol.Resource(
            name="archive", title="What the archive holds", uri=_ALL, mime_type="application/json"
        )
        return protocol.ListResourcesResult(resources=[archive])

    async def _list_templates(
        self, _: Context, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListResourceTemplatesResult:
        templates = [
            protocol.ResourceTemplate(
                name=name,
                title=title,
                uri_template=f"dateline://{name}/{{id}}{{?{begin}}}",
                mime_type="application/json",
            )
            for name, title, begin in (
                ("event", "An event with its sentences", "first"),
                ("report", "The text of a report", "start"),
            )
        ]
        return protocol.ListResourceTemplatesResult(resource_templates=templates)

    async def _read_resource(
        self, _: Context, asked: protocol.ReadResourceRequestParams
    ) -> protocol.ReadResourceResult:
        try:
            told = await anyio.to_thread.run_sync(self._resource, asked.uri)
        except ArchiveError as error:
            raise MCPError(protocol.INVALID_PARAMS, " ".join(_told(error))) from error
        content = protocol.TextResourceContents(
            uri=asked.uri, mime_type="application/json", text=msgspec.json.encode(told).decode()
        )
        return protocol.ReadResourceResult(contents=[content])

    def _resource(self, uri: str) -> Counts | answers.ReadEvent | answers.ReadReport:
        if uri == _ALL:
            return self._archive.counts()
        found = _ADDRESS.fullmatch(uri)
        if found is None:
            raise errors.NotFound(
                f"There is no resource {uri[:100]!r}.", f"Read {_ALL}, or an event or report by its id."
            )
        kind, id_, begin = found.groups()
        if kind == "event":
            return tools.read_event(self._archive, questions.ReadEvent(event=id_, first=max(1, int(begin or 1))))
        return tools.read_report(self._archive, questions.ReadReport(report=id_, start=int(begin or 0)))


async def speak(archive: Archive) -> None:
    """Serve an archive over standard input and output, until the input ends."""
    server = Assistance(archive).server()
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _shown(name: str, tool: _Tool[Any]) -> protocol.Tool:
    return protocol.Tool(
        name=name,
        title=tool.title,
        description=_described(tool.run),
        input_schema=_schema(tool.asked),
        output_schema=_schema(tool.told),
        annotations=_READS,
    )


def _described(run: Callable[..., object]) -> str:
    """Give what a tool's function says of itself, as running text."""
    return " ".join((run.__doc__ or "").split())


def _schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Give the JSON schema of a struct; the protocol wants the object itself at the top, and no reference to it."""
    _, parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    own = parts.pop(kind.__name__)
    return {**own, "$defs": parts} if parts else own


def _told(error: ArchiveError) -> tuple[str, str]:
    """Say what went wrong; where the archive itself is at fault, its words may name files of the machine."""
    if isinstance(error, errors.NotFound | errors.Ambiguous | errors.CannotAsk | tools.UnknownSideError):
        return error.message, error.mend
    if isinstance(error, errors.TookTooLong):
        return "The answer took too long.", error.mend
    log.error("the archive failed: %s", error)
    return "The archive cannot be read.", "The server's standard error says why."


def _failed(what: str, mend: str) -> protocol.CallToolResult:
    text = protocol.TextContent(type="text", text=f"{what} {mend}".strip())
    return protocol.CallToolResult(content=[text], is_error=True)
