#!/usr/bin/env python3
"""Writes Tests/TensorsTests/Goldens/pursuit.json: what mergekit's batch_omp picks, and the factors it finds.

The reference is the function itself, taken from the installed package without the rest of it; nothing of it is kept here.

    pip install torch==2.15.0 numpy==2.4.6 && pip install --no-deps mergekit==0.1.5
    python3 Tests/References/make_pursuit_goldens.py

A dictionary from names to {"shape", "values"}, as the other goldens: CASE.targets, CASE.atoms, CASE.indices, CASE.factors.
"""
import importlib, importlib.util, json, os, sys, types
import numpy as np
import torch

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "TensorsTests", "Goldens")


def reference():
    """The function, loaded beside a stand-in for its package, whose own beginning wants a whole library of models."""
    folder = importlib.util.find_spec("mergekit").submodule_search_locations[0]
    package = types.ModuleType("tokensurgeon")
    package.__path__ = [os.path.join(folder, "tokensurgeon")]
    sys.modules["tokensurgeon"] = package
    return importlib.import_module("tokensurgeon.omp").batch_omp


def main():
    batch_omp = reference()
    R = np.random.default_rng(23)
    by_hand = [[1, 0, 0], [0, 2, 0], [0.6, 0.8, 0], [0, 0, 0.5], [1, 1, 1]]
    atoms = R.normal(size=(60, 16)) * R.uniform(0.2, 3, (60, 1))
    cases = {
        "hand": ([[0.9, 1.3, 0.5], [0.5, 0, 1]], by_hand, 2),
        "lengths": (R.normal(size=(7, 16)), atoms, 10),
        "direction": (R.normal(size=(5, 16)) + 2, atoms + 2, 6),
        "sums": (R.normal(size=(4, 3)) @ atoms[:3], atoms, 3),
    }
    entries = {}
    for name, (targets, points, k) in cases.items():
        targets, points = (np.asarray(x, dtype=np.float32) for x in (targets, points))
        indices, factors = batch_omp(torch.from_numpy(targets), torch.from_numpy(points), k)
        entries |= {
            name + ".targets": targets, name + ".atoms": points, name + ".indices": indices, name + ".factors": factors,
        }

    def entry(v):
        v = np.asarray(v, dtype=np.float64)
        return {"shape": list(v.shape), "values": [float(f"{x:.9g}") for x in v.ravel()]}

    with open(os.path.join(HERE, "pursuit.json"), "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(entry(v))}" for k, v in entries.items()) + "\n}\n")


main()
