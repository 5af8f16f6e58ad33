"""The packaged vocabulary: well-formed, a hierarchy, unambiguous, and what its seeds say."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.identifiers import name_key, normalise_curie
from kg.terms import packaged_terms
from kg.vocabulary import ENTITY_TYPES_WITH_HIERARCHY, EntityType
from loaders.vocabulary.build import main, vocabulary_lines
from loaders.vocabulary.seeds import SEED_FILES, SeedError, read_seeds

ROOT = Path(__file__).parents[2]
VOCABULARY = ROOT / "kg" / "data" / "vocabulary.jsonl"
SOURCES = ROOT / "kg" / "data" / "vocabulary_sources.yaml"
SEEDS = ROOT / "loaders" / "vocabulary" / "seed"
DATA = ROOT.parent / "shared" / "data"

needs_data = pytest.mark.skipif(
    not (DATA / "ontology").is_dir(), reason=f"the ontology tables are not at {DATA}"
)

LINES = VOCABULARY.read_text(encoding="utf-8").splitlines(keepends=True)
ENTITIES: list[dict[str, Any]] = [json.loads(line) for line in LINES]
BY_ID = {entity["id"]: entity for entity in ENTITIES}

#: Names that two entities of one type rightly share.
AMBIGUOUS = {("Therapy", "mmf"): {"CHEBI:8764", "CHEBI:167450"}}


def names(entity: dict[str, Any]) -> list[str]:
    return [entity["name"], *entity["synonyms"], *entity.get("own_synonyms", [])]


def owners() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in ENTITIES:
        for name in names(entity):
            found[entity["type"], name_key(name)].add(entity["id"])
    return found


def resolve(kind: str, name: str) -> dict[str, Any]:
    ids = owners()[kind, name_key(name)]
    assert len(ids) == 1, f"{kind} {name!r} is {sorted(ids) or 'unknown'}"
    return BY_ID[ids.pop()]


def expand(kind: str, name: str) -> set[str]:
    """The entity and everything below it."""
    children = defaultdict(list)
    for entity in ENTITIES:
        for parent in entity["parents"]:
            children[parent].append(entity["id"])
    found: set[str] = set()
    todo = [resolve(kind, name)["id"]]
    while todo:
        identifier = todo.pop()
        if identifier not in found:
            found.add(identifier)
            todo += children[identifier]
    return found


def test_every_line_has_the_agreed_keys() -> None:
    required = {"id", "type", "name", "synonyms", "xrefs", "parents", "origin"}
    optional = {"own_synonyms", "description", "minimum", "maximum", "unit"}
    kinds = {str(kind) for kind in ENTITY_TYPES_WITH_HIERARCHY}
    for entity in ENTITIES:
        assert required <= set(entity) <= required | optional, entity["id"]
        assert entity["type"] in kinds
        assert all(text == text.strip() and text for text in names(entity)), entity["id"]
        assert all(entity.get(key, "filled") for key in ("own_synonyms", "description", "unit"))


def test_there_are_enough_of_each_type_and_not_a_whole_ontology() -> None:
    counts = Counter(entity["type"] for entity in ENTITIES)
    assert set(counts) == {str(kind) for kind in ENTITY_TYPES_WITH_HIERARCHY}
    assert all(100 <= count <= 250 for count in counts.values()), counts
    assert len(ENTITIES) < 1000


def test_ids_are_unique_normal_and_sorted() -> None:
    ids = [(entity["type"], entity["id"]) for entity in ENTITIES]
    assert ids == sorted(ids)
    assert len(BY_ID) == len(ENTITIES)
    for entity in ENTITIES:
        for identifier in (entity["id"], *entity["parents"], *entity["xrefs"]):
            assert normalise_curie(identifier) == identifier


def test_parents_exist_and_are_of_the_same_type() -> None:
    for entity in ENTITIES:
        for parent in entity["parents"]:
            assert parent in BY_ID, f"{entity['id']} is a {parent}, which is missing"
            assert BY_ID[parent]["type"] == entity["type"]


def test_the_hierarchy_has_no_cycle_and_no_implied_parent() -> None:
    def ancestors(identifier: str, path: tuple[str, ...] = ()) -> set[str]:
        assert identifier not in path, f"cycle through {identifier}"
        parents = BY_ID[identifier]["parents"]
        return set(parents).union(*(ancestors(parent, (*path, identifier)) for parent in parents))

    for entity in ENTITIES:
        above = [ancestors(parent) for parent in entity["parents"]]
        assert not set(entity["parents"]) & set().union(*above), entity["id"]


def test_no_name_means_two_things_of_a_type_unless_listed() -> None:
    shared = {key: ids for key, ids in owners().items() if len(ids) > 1}
    assert shared == AMBIGUOUS


def test_no_cross_reference_means_two_things_of_a_type() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for entity in ENTITIES:
        seen.update((entity["type"], xref) for xref in (entity["id"], *entity["xrefs"]))
    assert [key for key, count in seen.items() if count > 1] == []


def test_own_prefix_and_own_origin_go_together_and_explain_themselves() -> None:
    for entity in ENTITIES:
        own = entity["id"].startswith("therapath:")
        assert own == (entity["origin"].split(" + ")[0] == "therapath"), entity["id"]
        if own:
            assert not entity["synonyms"], "ours belong under own_synonyms"
            assert entity["description"], entity["id"]


def test_every_prefix_has_its_source_licence_and_notice() -> None:
    listed = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    for source in listed:
        assert set(source) == {"prefix", "name", "version", "licence", "address", "notice"}
    used = {entity["id"].split(":")[0] for entity in ENTITIES}
    assert used == {source["prefix"] for source in listed}


def test_nothing_that_may_not_be_shipped() -> None:
    for entity in ENTITIES:
        for xref in entity["xrefs"]:
            assert not xref.casefold().startswith(("meddra", "snomedct", "sctid")), entity["id"]


def test_ranges_are_whole_and_the_right_way_round() -> None:
    ranged = {entity["name"]: entity for entity in ENTITIES if "minimum" in entity}
    for entity in ranged.values():
        assert entity["type"] == "Outcome"
        assert entity["minimum"] < entity["maximum"]
        assert entity["unit"]
    edss = ranged["Expanded Disability Status Scale"]
    assert (edss["minimum"], edss["maximum"], edss["unit"]) == (0, 10, "points")
    pasat = ranged["paced auditory serial addition test"]
    assert (pasat["minimum"], pasat["maximum"]) == (0, 60)


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("Condition", "MS", "MONDO:0005301"),
        ("Condition", "RRMS", "MONDO:0005314"),
        ("Condition", "relapsing–remitting MS", "MONDO:0005314"),
        ("Condition", "SPMS", "MONDO:0000450"),
        ("Condition", "PPMS", "MONDO:0000451"),
        ("Condition", "PMS", "MONDO:0005284"),
        ("Condition", "progressive MS", "MONDO:0005284"),
        ("Condition", "progressive multiple sclerosis", "MONDO:0005284"),
        ("Condition", "relapsing MS", "therapath:relapsing-multiple-sclerosis"),
        ("Condition", "CIS", "therapath:clinically-isolated-syndrome"),
        ("Condition", "EAE", "MONDO:0005134"),
        ("Condition", "NMOSD", "MONDO:0019100"),
        ("Condition", "GvHD", "MONDO:0013730"),
        ("Condition", "LD", "MONDO:0019632"),
        ("Condition", "PML", "MONDO:0016318"),
        ("Therapy", "HSCT", "MAXO:0000747"),
        ("Therapy", "AHSCT", "therapath:autologous-hsct"),
        ("Therapy", "aHSCT", "therapath:autologous-hsct"),
        (
            "Therapy",
            "autologous haematopoietic stem cell transplantation",
            "therapath:autologous-hsct",
        ),
        ("Therapy", "MSC", "MESH:D045164"),
        ("Therapy", "MSC-NP", "therapath:msc-np-therapy"),
        ("Therapy", "hESC therapy", "therapath:human-embryonic-stem-cell-therapy"),
        ("Therapy", "cell-based therapy", "MESH:D033581"),
        ("Therapy", "stem cell therapy", "MESH:D033581"),
        ("Therapy", "beta interferons", "MESH:D016899"),
        ("Therapy", "natalizumab", "DRUGBANK:DB00108"),
        ("Therapy", "placebo", "MESH:D010919"),
        ("CellType", "MSC", "CL:0000134"),
        ("CellType", "hESC", "MESH:D000066449"),
        ("CellType", "NSCs", "CL:0000047"),
        ("CellType", "OPC", "CL:0002453"),
        ("Mechanism", "immune reset", "MESH:D000074243"),
        ("Mechanism", "neuroregeneration", "GO:0097719"),
        ("Outcome", "EDSS", "NCIT:C112520"),
        ("Outcome", "T25FW", "therapath:timed-25-foot-walk"),
        ("Outcome", "9-HPT", "therapath:nine-hole-peg-test"),
        ("Outcome", "peg tests", "therapath:nine-hole-peg-test"),
        ("Outcome", "ARR", "therapath:annualized-relapse-rate"),
        ("Outcome", "NEDA", "therapath:no-evidence-of-disease-activity"),
        ("Outcome", "blurred vision", "HP:0000622"),
        ("Outcome", "brain atrophy", "HP:0012444"),
        ("AdverseEvent", "PML", "OAE:0005053"),
        ("AdverseEvent", "Leukoencephalopathies", "HP:0002352"),
        ("AdverseEvent", "heart damage", "MESH:D066126"),
    ],
)
def test_a_name_resolves_to_one_entity(kind: str, name: str, expected: str) -> None:
    assert resolve(kind, name)["id"] == expected


@pytest.mark.parametrize(
    ("kind", "name", "narrower"),
    [
        ("Condition", "progressive MS", ["PPMS", "SPMS", "PRMS", "active SPMS"]),
        ("Condition", "relapsing MS", ["RRMS", "active SPMS"]),
        ("Condition", "MS", ["RRMS", "PPMS", "aggressive MS", "paediatric MS", "Marburg variant"]),
        ("Condition", "demyelinating disease", ["MS", "CIS", "ADEM"]),
        ("Condition", "autoimmune disease", ["MS", "SLE"]),
        (
            "Therapy",
            "stem cell therapy",
            [
                *("HSCT", "AHSCT", "allo-HSCT", "MSC", "BM-MSC", "AD-MSC", "UC-MSC", "MSC-NP"),
                *("NSC", "hESC therapy", "fetal stem cell therapy", "iPSC", "OPC transplantation"),
                *("OEC", "MSC exosomes", "NurOwn", "SVF therapy", "placenta-derived MSC"),
            ],
        ),
        ("Therapy", "cellular therapy", ["stem cell therapy", "CAR-T", "Treg therapy"]),
        ("Therapy", "mesenchymal stem cell therapy", ["MSC-NP", "BM-MSC"]),
        ("Therapy", "disease-modifying therapy", ["natalizumab", "beta interferons", "Ocrevus"]),
        ("Therapy", "conventional therapies", ["corticosteroids", "immunosuppressants", "DMT"]),
        ("Therapy", "immunotherapy", ["monoclonal antibodies", "rituximab", "IVIG"]),
        ("CellType", "stem cell", ["HSC", "MSC", "hESC", "iPSC"]),
        ("Mechanism", "immunomodulation", ["immune reset", "Treg induction", "anti-inflammation"]),
        ("Mechanism", "CNS repair", ["remyelination", "axonal regeneration"]),
        ("Mechanism", "differentiation into neural cells", ["differentiation into neurons"]),
        (
            "Outcome",
            "disability",
            ["EDSS", "T25FW", "9-HPT", "PASAT", "MSFC", "SDMT", "ambulation", "CDP"],
        ),
        ("Outcome", "relapses", ["ARR", "relapse-free"]),
        ("Outcome", "MRI", ["Gd-enhancing lesions", "T2 lesion volume", "brain atrophy"]),
        ("Outcome", "vision", ["blurred vision", "visual acuity"]),
        ("Outcome", "bladder function", ["urodynamics"]),
        ("Outcome", "survival", ["overall survival", "PFS"]),
        ("AdverseEvent", "infection", ["pneumonia", "PML", "sepsis", "herpes zoster"]),
        ("AdverseEvent", "leukoencephalopathy", ["PML"]),
        ("AdverseEvent", "heart disease", ["heart damage", "cardiomyopathy"]),
        ("AdverseEvent", "adverse events", ["headache", "fever", "PML", "kidney disease", "TRM"]),
    ],
)
def test_a_class_expands_to_its_members(kind: str, name: str, narrower: list[str]) -> None:
    missing = [each for each in narrower if resolve(kind, each)["id"] not in expand(kind, name)]
    assert missing == []


@pytest.mark.parametrize(
    ("kind", "name", "outside"),
    [
        ("Condition", "progressive MS", ["RRMS", "relapsing MS", "MS"]),
        ("Condition", "RRMS", ["SPMS", "PPMS"]),
        ("Condition", "MS", ["EAE", "NMOSD", "CIS"]),
        ("Therapy", "stem cell therapy", ["CAR-T", "natalizumab", "placebo", "BEAM"]),
        ("Outcome", "disability", ["ARR", "quality of life", "brain atrophy"]),
    ],
)
def test_a_class_leaves_out_what_is_not_in_it(kind: str, name: str, outside: list[str]) -> None:
    found = [each for each in outside if resolve(kind, each)["id"] in expand(kind, name)]
    assert found == []


def test_the_reader_unites_the_synonyms_of_both_origins() -> None:
    term = packaged_terms().by_id["MONDO:0005314"]
    assert term.type is EntityType.CONDITION
    assert {"RRMS", "RR-MS"} <= set(term.synonyms)


@needs_data
def test_the_committed_file_is_what_the_seeds_build() -> None:
    assert vocabulary_lines(DATA) == LINES


@needs_data
def test_a_label_that_is_not_the_tables_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = seed_folder(tmp_path, "conditions.yaml", "- {id: MONDO:0005301, label: optic neuritis}")
    output = tmp_path / "out.jsonl"
    assert main([str(DATA), "-o", str(output), "--seeds", str(seeds)]) == 1
    assert "MONDO:0005301 is 'multiple sclerosis' in its table" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{id: HP:0002315, label: Headache, name: head pain}", "must not be altered"),
        ("{id: HP:0002315, label: Headache, omit: [Cephalgia]}", "must not be altered"),
        ("{id: HP:0002315, label: Headache, also_parents: [HP:0012531]}", "must not be altered"),
        ("{id: HP:0002315}", "needs its ontology's label"),
        ("{id: therapath:x}", "needs a name"),
        ("{id: HP:0002315, label: Headache, colour: red}", "colour"),
        ("{id: no-curie, label: Headache}", "expected an identifier"),
    ],
)
def test_a_seed_that_breaks_the_rules_is_refused(tmp_path: Path, entry: str, problem: str) -> None:
    with pytest.raises(SeedError, match=problem):
        read_seeds(seed_folder(tmp_path, "adverse_events.yaml", f"- {entry}"))


def test_a_seed_given_twice_is_refused(tmp_path: Path) -> None:
    folder = seed_folder(tmp_path, "conditions.yaml", "- {id: HP:0002315, label: Headache}")
    (folder / "outcomes.yaml").write_text("- {id: HP:0002315, label: Headache}")
    with pytest.raises(SeedError, match="already in conditions"):
        read_seeds(folder)


def seed_folder(folder: Path, file: str, text: str) -> Path:
    """Empty seed files but for one."""
    for each in SEED_FILES:
        (folder / each).write_text(text if each == file else "[]")
    return folder
