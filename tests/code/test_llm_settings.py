"""Settings are read from the environment; what is wrong is said without showing what is secret."""

from __future__ import annotations

import pytest

from dateline.code import CoderError
from dateline.code.llm import Settings

GIVEN = {"DATELINE_LLM_URL": "http://localhost:8000/v1/", "DATELINE_LLM_MODEL": "tiny"}


def test_address_and_model_are_enough() -> None:
    settings = Settings.of(GIVEN)
    assert settings == Settings("http://localhost:8000/v1", "tiny")
    assert settings.endpoint == "http://localhost:8000/v1/chat/completions"
    assert (settings.key, settings.budget, settings.is_local) == (None, None, True)


def test_everything_can_be_set() -> None:
    more = {"KEY": " sk-1 ", "BUDGET": "1e6", "TIMEOUT": "2.5", "RETRIES": "0", "PARALLEL": "8"}
    settings = Settings.of({**GIVEN, **{f"DATELINE_LLM_{name}": value for name, value in more.items()}})
    assert settings == Settings("http://localhost:8000/v1", "tiny", "sk-1", 1_000_000, 2.5, 0, 8)


def test_the_whole_address_may_be_given() -> None:
    whole = "https://llm.example/v1/chat/completions"
    settings = Settings.of({**GIVEN, "DATELINE_LLM_URL": whole})
    assert (settings.endpoint, settings.is_local) == (whole, False)


@pytest.mark.parametrize("host", ["LOCALHOST", "127.0.0.1", "127.1.2.3", "0.0.0.0", "[::1]", "llm.localhost"])  # noqa: S104 - asked, not bound
def test_an_endpoint_on_this_machine_is_known_by_any_name(host: str) -> None:
    assert Settings.of({**GIVEN, "DATELINE_LLM_URL": f"http://{host}:8000/v1"}).is_local


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost.example", "127.example"])
def test_an_endpoint_elsewhere_is_not(host: str) -> None:
    assert not Settings.of({**GIVEN, "DATELINE_LLM_URL": f"http://{host}:8000/v1"}).is_local


@pytest.mark.parametrize("name", ["DATELINE_LLM_URL", "DATELINE_LLM_MODEL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_missing_is_named(name: str, value: str | None) -> None:
    given = {key: kept for key, kept in {**GIVEN, name: value}.items() if kept is not None}
    with pytest.raises(CoderError, match=f"needs {name} .*set it, for example"):
        Settings.of(given)


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8000/v1",
        "ftp://localhost/v1",
        "file:///etc/hunter2",
        "http://",
        "http://anna:hunter2@localhost/v1",
        "http://hunter2@localhost/v1",
        "https://llm.example/v1?key=hunter2",
        "https://llm.example/v1#hunter2",
        "https://llm.example/v1?",
        "https://llm..hunter2/v1",
        "http://localhost:port/v1",
        "http://localhost:99999/v1",
        "http://[::1/v1",
        "http://local host/v1",
        "http://localhost/v1\r\nX: hunter2",
        "http://exämple/v1",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_unseen(url: str) -> None:
    with pytest.raises(CoderError, match="DATELINE_LLM_URL is not a plain") as refused:
        Settings.of({**GIVEN, "DATELINE_LLM_URL": url})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("key", ["hunter2\nX-More: 1", "hünter2", "hunter2\x00"])
def test_a_key_that_no_header_can_hold_is_refused_unseen(key: str) -> None:
    with pytest.raises(CoderError, match="DATELINE_LLM_KEY") as refused:
        Settings.of({**GIVEN, "DATELINE_LLM_KEY": key})
    assert "nter2" not in str(refused.value)


def test_settings_made_by_hand_are_checked_too() -> None:
    for url, model, key in (
        ("http://anna:hunter2@localhost/v1", "tiny", None),
        ("http://localhost/v1", "tiny", "hunter2\n"),
        ("http://localhost/v1", "ti\udcffny", "hunter2"),
    ):
        with pytest.raises(CoderError, match="DATELINE_LLM_") as refused:
            Settings(url, model, key)
        assert "hunter2" not in repr(refused.value)


@pytest.mark.parametrize("name", ["BUDGET", "TIMEOUT", "RETRIES", "PARALLEL"])
@pytest.mark.parametrize("value", ["many", "-1", "nan", "inf", "1e99"])
def test_a_number_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    with pytest.raises(CoderError, match=f"DATELINE_LLM_{name} is no number.*set one from"):
        Settings.of({**GIVEN, f"DATELINE_LLM_{name}": value})


def test_settings_that_are_printed_do_not_show_the_key() -> None:
    assert "hunter2" not in repr(Settings.of({**GIVEN, "DATELINE_LLM_KEY": "hunter2"}))
