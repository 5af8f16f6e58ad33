"""The header of a ``.cypher`` file is true, or the file is refused."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from kg.cypher import parse, query, query_names
from kg.errors import QueryFileError
from kg.setup import schema_statements

GOOD = """\
// test/good: says what it does
// in two lines.
// parameters
//   id (string): which one
// returns one record
//   name (string): what it is called
//   count (integer): how often
MATCH (n:Entity {id: $id}) // not a $parameter
WHERE n.name <> '$text' AND n.`$odd` IS NULL
RETURN n.name AS name, COUNT { (n)--() } AS count ORDER BY name LIMIT 1;
"""


def test_a_good_file() -> None:
    found = parse("test/good", GOOD)
    assert found.summary == "says what it does in two lines."
    assert found.parameters == {"id"}
    assert found.columns == ("name", "count")
    assert found.shape == "one record"
    assert found.text.startswith("MATCH")
    assert not found.text.endswith(";")


def test_parameters_are_sent_as_entries_of_one_map() -> None:
    sent = parse("test/good", GOOD).sent
    assert "{id: $given.id}) // not a $parameter" in sent
    assert "n.name <> '$text' AND n.`$odd` IS NULL" in sent
    for name in [*query_names(), *schema_statements()]:
        statement = query(name)
        found = set(re.findall(r"\$(\w+\.\w+|\w+)", statement.sent))
        assert found == {f"given.{one}" for one in statement.parameters}, name


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("test/good:", "test/other:", "the first line must be"),
        ("//   id (string): which one\n", "", "parameters declared"),
        ("$id", "$identity", "parameters declared"),
        ("//   count (integer): how often\n", "", "columns declared"),
        ("AS count", "AS number", "columns declared"),
        (
            "//   name (string): what it is called\n//   count (integer): how often\n",
            "//   count (integer): how often\n//   name (string): what it is called\n",
            "columns declared",
        ),
        ("// returns one record\n", "", "no 'returns …' line"),
        ("// test/good", "test/good", "the first line must be"),
    ],
)
def test_a_header_that_is_not_true_is_refused(before: str, after: str, message: str) -> None:
    assert before in GOOD
    with pytest.raises(QueryFileError, match=message):
        parse("test/good", GOOD.replace(before, after))


def test_texts_and_comments_may_have_in_them_what_begins_the_other() -> None:
    lines = (
        "// the claim's own $totals\nMATCH",
        "n.name <> '// no comment' AND n.name <> $id AND n.name <> '$text' /* it's $one */ AND n",
    )
    text = GOOD.replace("MATCH", lines[0]).replace("n.name <> '$text' AND n", lines[1])
    found = parse("test/good", text)
    assert found.parameters == {"id"}
    assert found.columns == ("name", "count")
    assert found.sent.count("$given.id") == 2


def test_nested_returns_are_not_columns() -> None:
    text = (
        "// t/nested: lists.\n// returns one record\n//   items (list): all\n"
        "RETURN COLLECT { MATCH (n) RETURN n.name AS name } AS items"
    )
    assert parse("t/nested", text).columns == ("items",)


def test_a_statement_that_returns_nothing() -> None:
    found = parse("t/none", "// t/none: does.\n// returns nothing\nCREATE (n)")
    assert (found.columns, found.shape) == ((), "nothing")


@pytest.mark.parametrize("name", [*query_names(), *schema_statements()])
def test_every_packaged_file_is_true(name: str) -> None:
    found = query(name)
    assert found.summary
    assert (found.shape == "nothing") == (not found.columns)


def test_every_file_is_found() -> None:
    root = files("cypher")
    assert {name.split("/")[0] for name in query_names()} == {
        entry.name
        for entry in root.iterdir()
        if entry.is_dir() and entry.name not in ("schema", "browser", "__pycache__")
    }
    with pytest.raises(QueryFileError, match=r"no cypher/nothing/here\.cypher"):
        query("nothing/here")


@pytest.mark.parametrize("name", ["../pyproject", "", "therapies"])
def test_a_name_of_no_file(name: str) -> None:
    with pytest.raises(QueryFileError):
        query(name)


def test_evidence_is_filtered_by_the_same_conditions_everywhere() -> None:
    """Every statement that takes ``$filters`` has the one block, however it is indented."""
    block = re.compile(
        r"\(\$filters\.designs IS NULL.*?\(:Source \{id: \$filters\.source\}\) \}\)", re.DOTALL
    )
    found: dict[str, set[str]] = {}
    for name in query_names():
        statement = query(name)
        if "filters" in statement.parameters:
            blocks = block.findall(statement.text)
            assert blocks, f"{name} takes filters and does not use them"
            assert len(re.findall(r"\$filters\.designs IS NULL", statement.text)) == len(blocks)
            for one in blocks:
                found.setdefault(" ".join(one.split()), set()).add(name)
    assert len(found) == 1, found
