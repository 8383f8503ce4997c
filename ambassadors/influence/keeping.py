"""A reckoning's graph as a file of the data folder, named by its digest, from which anybody on the host may walk it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from numpy.typing import NDArray

from ambassadors.influence.graph import Graph, Seeds
from ambassadors.influence.linking import Linked
from kernel.features import the_house

ARRAYS = ("people", "kind", "place", "events", "first", "last", "subject_kind", "subject")
WORDS = ("kinds", "places", "subject_kinds")


def digest(linked: Linked) -> str:
    """A digest of all that walks depend on: people, links with their weights, seeds with their shares."""
    graph, seeds, told = linked.graph, linked.seeds, hashlib.sha256()
    for array, kind in (
        (linked.people, "<i8"),
        (graph.listener, "<i4"),
        (graph.speaker, "<i4"),
        (graph.weight, "<f8"),
        (seeds.person, "<i4"),
        (seeds.share, "<f8"),
    ):
        told.update(len(array).to_bytes(8, "little") + np.ascontiguousarray(array, kind).tobytes())
    return told.hexdigest()


def keep(linked: Linked) -> str:
    """Write the file, unless it is there; says its digest."""
    name = digest(linked)
    path = _path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new.npz")
        _write(beside, _arrays(linked))
        beside.replace(path)
    return name


def _write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """What `np.savez_compressed` writes, pressed as lightly as may be, since most of its time was pressing."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as out:
        for name, array in arrays.items():
            with out.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


def _arrays(linked: Linked) -> dict[str, NDArray[Any]]:
    words = {name: getattr(linked, name) for name in WORDS}
    return {
        **{name: getattr(linked, name) for name in ARRAYS},
        "listener": linked.graph.listener,
        "speaker": linked.graph.speaker,
        "weight": linked.graph.weight,
        "seed": linked.seeds.person,
        "share": linked.seeds.share,
        "words": np.frombuffer(json.dumps(words).encode(), np.uint8),
    }


def load(name: str) -> Linked | None:
    """The graph of a digest, as it was walked; None where it is kept no more."""
    path = _path(name)
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as file:
        found = {key: file[key] for key in file.files}
    words = json.loads(found["words"].tobytes())
    graph = Graph(len(found["people"]), found["listener"], found["speaker"], found["weight"])
    return Linked(
        graph=graph, seeds=Seeds(found["seed"], found["share"]), **{key: found[key] for key in ARRAYS}, **words
    )


def forget(kept: Iterable[str]) -> None:
    """Remove all files but those of these digests."""
    names = set(kept)
    for path in _path("x").parent.glob("*.npz"):
        if path.name.removesuffix(".npz") not in names:
            path.unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(the_house().settings.data_dir) / "influence" / f"{name}.npz"
