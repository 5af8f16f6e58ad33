"""A made-up document in each of the formats that the bioc loader takes."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

TITLE = "Lithuria with examplinib."
ABSTRACT = "Six patients took examplinib (EXB). Lithuria & tremor followed. EXB was stopped."
TEXT = f"{TITLE} {ABSTRACT}"
MENTIONS = [  # words, their occurrence, type, id
    ("Lithuria", 0, "Disease", "D000001"),
    ("examplinib", 0, "Chemical", "C000002"),
    ("examplinib", 1, "Chemical", "C000002"),
    ("EXB", 0, "Chemical", "C000002"),
    ("Lithuria", 1, "Disease", "D000001"),
    ("tremor", 0, "Disease", "D000003"),
    ("EXB", 1, "Chemical", "C000002"),
]


def placed() -> list[tuple[int, str, str, str]]:
    found = []
    for words, occurrence, kind, identity in MENTIONS:
        start = -1
        for _ in range(occurrence + 1):
            start = TEXT.index(words, start + 1)
        found.append((start, words, kind, identity))
    return found


def pubtator(*relations: tuple[str, str, str]) -> str:
    rows = [f"77|t|{TITLE}", f"77|a|{ABSTRACT}"]
    rows += [f"77\t{at}\t{at + len(w)}\t{w}\t{kind}\t{one}" for at, w, kind, one in placed()]
    rows += ["\t".join(("77", *relation)) for relation in relations]
    return "\n".join(rows) + "\n\n"


def bioc(*relations: dict[str, Any], **more: Any) -> dict[str, Any]:
    annotations = [
        {
            "id": str(number),
            "infons": {"type": kind, "identifier": f"MESH:{one}"},
            "text": words,
            "locations": [{"offset": at, "length": len(words)}],
        }
        for number, (at, words, kind, one) in enumerate(placed())
    ]
    passages = [
        {"infons": {"type": "title"}, "offset": 0, "text": TITLE, "annotations": []},
        {
            "infons": {"type": "abstract"},
            "offset": len(TITLE) + 1,
            "text": ABSTRACT,
            "annotations": annotations,
        },
    ]
    return {"id": "77", "passages": passages, "relations": list(relations)} | more


def role(kind: str, identity: str, name: str = "") -> dict[str, str]:
    return {"type": kind, "identifier": f"MESH:{identity}", "name": name}


CHEMICAL, DISEASE, TREMOR = (
    role("Chemical", "C000002"),
    role("Disease", "D000001"),
    role("Disease", "D000003"),
)


def relation(kind: str, first: Any, second: Any, **infons: Any) -> dict[str, Any]:
    return {"id": "R1", "infons": {"type": kind, "role1": first, "role2": second} | infons}


def xml(document: dict[str, Any], doctype: str = "<!DOCTYPE collection SYSTEM 'BioC.dtd'>") -> str:
    def infons(one: dict[str, Any]) -> str:
        pairs = one.get("infons", {}).items()
        return "".join(f'<infon key="{key}">{escape(value)}</infon>' for key, value in pairs)

    parts = []
    for passage in document["passages"]:
        marks = "".join(
            f'<annotation id="{one["id"]}">{infons(one)}<location offset="'
            f'{one["locations"][0]["offset"]}" length="{one["locations"][0]["length"]}"/>'
            f"<text>{escape(one['text'])}</text></annotation>"
            for one in passage["annotations"]
        )
        parts.append(
            f"<passage>{infons(passage)}<offset>{passage['offset']}</offset>"
            f"<text>{escape(passage['text'])}</text>{marks}</passage>"
        )
    stated = "".join(
        f'<relation id="{one["id"]}">{infons(one)}'
        + "".join(f'<node refid="{n["refid"]}" role=""/>' for n in one.get("nodes", ()))
        + "</relation>"
        for one in document["relations"]
    )
    inside = "".join(parts) + stated
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>{doctype}<collection><source>x</source>"
        f"<document><id>{document['id']}</id>{inside}</document></collection>"
    )
