"""The page: every query in it is valid, and nothing in it leads to another host."""

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from api.commands import questions
from api.page import FOLDER
from schema.root import schema


def documents(path: Path) -> list[tuple[str, str]]:
    """The documents of a file, each with its title, cut as the page cuts them."""
    parts = (part.split("\n", 1) for part in re.split(r"\n(?=# )", path.read_text("utf-8").strip()))
    return [(title, text) for title, text in parts]


QUERIES = [pair for name in ("queries.graphql", "examples.graphql") for pair in documents(FOLDER / name)]


@pytest.mark.parametrize("title", [title for title, _ in QUERIES])
def test_every_query_of_the_page_is_valid(title: str) -> None:
    text = dict(QUERIES)[title]
    assert validate(schema._schema, parse(text)) == []
    assert re.fullmatch(r"# [^·]+ · [^·]+", title)


@pytest.mark.parametrize("question", [questions.AUDIT, questions.CHAIN])
def test_every_question_of_the_commands_is_valid(question: str) -> None:
    assert validate(schema._schema, parse(question)) == []


def test_the_page_asks_what_stands_in_its_file() -> None:
    asked = set(re.findall(r'ask\("(\w+)"', (FOLDER / "page.js").read_text("utf-8")))
    assert asked == {re.findall(r"query (\w+)", text)[0] for _, text in documents(FOLDER / "queries.graphql")}


def test_every_word_of_the_page_stands_in_both_languages() -> None:
    script, page = (FOLDER / "page.js").read_text("utf-8"), (FOLDER / "index.html").read_text("utf-8")
    zh, en = (re.findall(r"(\w+): (?:\"|\{|\()", part) for part in re.findall(r"^  (?:zh|en): \{\n(.*?)^  \},", script, re.M | re.S))
    assert sorted(zh) == sorted(en)
    assert set(re.findall(r'data-text="(\w+)"', page)) | set(re.findall(r"text\(\)\.(\w+)", script)) <= set(zh)


def test_nothing_in_the_page_leads_to_another_host_or_runs_in_line() -> None:
    for path in FOLDER.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?:|//[a-z]+\.|@import", text) == [], path.name
    assert re.findall(r"<script(?! type=\"module\" src)|<style| on\w+=| style=", (FOLDER / "index.html").read_text("utf-8")) == []
