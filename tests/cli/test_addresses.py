"""Addresses on the command line: fetched where they may be, refused by default where they are private, retried."""

from __future__ import annotations

from tests.cli.conftest import Cli
from tests.read.server import page, serving
from tests.read.stories import PAGE


def test_a_page_is_added_by_its_address_and_a_private_one_only_on_demand(cli: Cli) -> None:
    with serving({"/story": page(PAGE.encode())}) as site:
        url = site.url("/story")
        refused = cli("add", url, "--coder", "sample")
        assert refused.code == 3
        assert "forbidden-address" in refused.out
        assert not site.seen
        (summary,) = cli("retry", "--allow-private", "--coder", "sample", "--json").rows()
        assert (summary["read"], summary["mended"]) == (1, 1)
        (report,) = cli("reports", "--json").rows()
        assert report["title"] == "Dockers killed at Port Vell checkpoint"
        (summary,) = cli("add", url, "--allow-private", "--coder", "sample", "--json").rows()
        assert (summary["read"], summary["known"]) == (1, 1)
    assert cli("rejects").out == "0 set aside or not read\n"
