"""The transformation unchanged on Apache Spark: the same tables, the same build id."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from real_neo4j import FIXED_GRAPH, fixed_terms
from release_parts import MADE, build_id_of, made, made_by_duckdb, rows, stage

from loaders.inputs import find

pytestmark = pytest.mark.slow

#: The Java that Spark 4 asks for at least.
_JAVA = 17


def _java_version() -> int:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


class Spark:
    """The engine that a cluster would be."""

    def __init__(self, session: Any) -> None:
        import ibis

        self._connection = ibis.pyspark.connect(session)

    def read(self, folder: Path) -> Any:
        return self._connection.read_parquet(str(folder))

    def write(self, table: Any, file: Path, order: tuple[str, ...]) -> None:
        ordered = table.order_by(*order) if order else table
        pq.write_table(self._connection.to_pyarrow(ordered), file)


@pytest.fixture
def spark() -> Iterator[Spark]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if _java_version() < _JAVA:
        pytest.skip(f"Spark needs Java {_JAVA} or later, in JAVA_HOME or on the path")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield Spark(session)
    session.stop()


def test_spark_builds_what_duckdb_builds(spark: Spark, tmp_path: Path) -> None:
    again = FIXED_GRAPH.read_text(encoding="utf-8").splitlines()[10:30]
    other = tmp_path / "other.jsonl"
    other.write_text("\n".join(again), encoding="utf-8")
    terms = tmp_path / "terms.tsv"
    terms.write_text(
        "id\tlabel\tcategory\tsynonyms\tparents\n"
        "MONDO:1\tsome disease\tCondition\tone|two\tMONDO:2|MONDO:9\n"
        "MONDO:2\tdisease\tCondition\t\t\n",
        encoding="utf-8",
    )
    staged = stage(tmp_path, find([FIXED_GRAPH, other, terms]), fixed_terms())
    copy = shutil.copytree(staged, tmp_path / "copy")
    here = made_by_duckdb(staged, tmp_path / "duckdb", fixed_terms())
    there = made(spark, copy, tmp_path / "spark", fixed_terms())
    for table in MADE:
        assert rows(there, table) == rows(here, table), table
    assert build_id_of(there) == build_id_of(here)
