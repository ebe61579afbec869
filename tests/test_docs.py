"""What README and docs tell people to type exists, and what they point to is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from deployments import cli
from deployments.cli.commands import Commands
from expectations import refusals
from tasks.councils import SETTINGS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_OTHER_PROGRAMS = {"export", "mkdir", "cp", "git"}


def blocks(page: Path) -> Iterator[str]:
    """Yield each fenced block that is meant to be pasted into a shell."""
    yield from re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def pasted() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in blocks(page):
            lines = block.replace("\\\n", " ").splitlines()
            found += [(page.name, line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    return found


def reader() -> Commands:
    made = Commands()
    for group in cli._GROUPS:
        group.add(made)
    return made


def test_every_fence_says_what_it_holds() -> None:
    for page in PAGES:
        fences = re.findall(r"^```(\w*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(fences[::2]) <= {"sh", "text", "toml", "python", "sql"}, page.name
        assert set(fences[1::2]) <= {""}, page.name


def test_the_readme_has_the_two_commands() -> None:
    (first, *_) = [block for block in blocks(ROOT / "README.md") if "make" in block]
    assert first.split("\n") == ["make demo", "make test", ""]


@pytest.mark.parametrize(("page", "line"), pasted())
def test_what_is_to_be_pasted_can_be_run(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert words[1] in targets
    elif words[0] == "outturn":
        assert reader().read(words[1:]).run is not None
    else:
        assert words[0] in _OTHER_PROGRAMS, f"{page}: {line}"


def test_the_continuous_integration_runs_the_readmes_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "set ", "cd "))] == ["make test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    broken = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert broken == []


def test_every_variable_that_is_documented_is_read_by_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in [*ROOT.glob("*/*.py"), *ROOT.glob("*/*/*.py")])
    documented = {
        name for page in PAGES for name in re.findall(r"OUTTURN_[A-Z]+(?:_[A-Z]+)*", page.read_text(encoding="utf-8"))
    }
    unknown = {
        name for name in documented if name not in code and name.removeprefix("OUTTURN_SMTP_").lower() not in code
    }
    assert unknown == set()


def test_every_section_that_is_documented_is_a_setting_of_a_councils_files() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    blocks_of_toml = re.findall(r"^```toml\n(.*?)^```", pages, re.MULTILINE | re.DOTALL)
    written = re.findall(r"`\[([a-z_]+)[].]", pages) + re.findall(r"^\[([a-z_]+)[].]", "".join(blocks_of_toml), re.M)
    of_its_files = {"membership", "proposed", "decimals", "footnotes", "targets", "indicators"}
    assert {"smtp", "anomalies", "extracts"} <= set(written) <= {*SETTINGS, *of_its_files}


def test_every_refusal_is_described() -> None:
    page = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8")
    rows = [f"| {kind.code} | {kind.title} | {kind.meaning} | {kind.fix} |" for kind in refusals.KINDS]
    assert re.findall(r"^\| F.*$", page, re.MULTILINE) == rows
    assert [kind.code for kind in refusals.KINDS] == sorted({kind.code for kind in refusals.KINDS})


def test_the_glossary_is_in_order() -> None:
    words = re.findall(r"^\| \*\*(.+?)\*\*", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(words) > 50
    assert words == sorted(words, key=str.casefold)


def test_the_glossary_has_no_word_that_nobody_uses() -> None:
    glossary = ROOT / "docs" / "glossary.md"
    words = re.findall(r"^\| \*\*(.+?)\*\*", glossary.read_text(encoding="utf-8"), re.MULTILINE)
    folders = ("deployments", "tasks", "warehouse", "expectations")
    code = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html"}]
    texts = [path.read_text(encoding="utf-8") for path in (*PAGES, *code) if path != glossary]
    used = " ".join(" ".join(texts).casefold().split())
    assert [word for word in words if word.casefold() not in used] == []


def test_decisions_are_numbered_in_order_and_say_when_to_look_again() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    entries = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert [entry[:3] for entry in entries] == [f"{number:03}" for number in range(1, len(entries) + 1)]
    for entry in entries:
        heading, body = entry.split("\n", 1)
        assert re.search(r"\d{4}-\d{2}-\d{2}, (?:proposed|accepted|superseded by \d{3})$", heading), heading
        assert "Why:" in body, heading
        assert "Look again" in body, heading


def test_the_changelog_holds_the_version_that_is_built() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
