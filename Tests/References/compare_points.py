#!/usr/bin/env python3
"""Writes Tests/PatchesTests/Goldens/points.json: what the released point routine of READ makes of random maps.

    pip install torch==2.15.0
    git clone https://github.com/rui-qian/READ
    python3 Tests/References/compare_points.py READ/model/READ.py

The routine is taken out of the file that is named, and run as it is; nothing of it is kept here. Its constants for the 13B setting stand in comments,
so that they are put in by name. Sizes whose short side times (cells / short side) rounds below the number of cells are left out and counted: there the
routine pads by -1 and so cuts off the outermost cells.
"""
import ast, json, os, sys, textwrap
import torch
import torch.nn.functional as F

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "PatchesTests", "Goldens", "points.json")
SIZES = [(480, 640), (64, 48), (100, 100), (37, 61), (90, 31), (24, 500), (250, 330), (53, 53), (94, 120)]


def routine(path, points, positive):
    """The method of the released class as a plain function, its three constants replaced."""
    text = open(path).read()
    names = {"num_points": points, "t_pos": positive, "t_neg": 0.2}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name == "similarity_map_to_points":
            for part in ast.walk(node):
                if isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") in names and isinstance(part.value, ast.Constant):
                    part.value = ast.Constant(names[part.targets[0].id])
            space = {"torch": torch, "F": F}
            exec(compile(ast.fix_missing_locations(ast.Module([node], [])), path, "exec"), space)
            return space[node.name]
    sys.exit(f"{path} has no similarity_map_to_points")


def main():
    path = sys.argv[1]
    torch.manual_seed(14)
    cases, cut = [], 0
    for points, positive, reduction in [(30, 0.8, 2), (60, 0.6, 1)]:
        run = routine(path, points, positive)
        for number, (height, width) in enumerate(SIZES):
            side, short = (8, 24)[number % 2], min(height, width)
            cells = side // reduction
            if int(short * (cells / short)) != cells or int(short * (336 / short)) != 336:
                cut += 1
                continue
            # Smooth, as maps of real pictures are, rounded so that few digits tell it, and without ties, whose order the routine leaves open.
            sim = torch.zeros(side, side)
            while sim.unique().numel() < sim.numel():
                rough = torch.randn(1, 1, side // 2, side // 2)
                sim = (F.interpolate(rough, (side, side), mode="bicubic")[0, 0] * 100000).round() / 100000
            found, labels = run(None, sim.reshape(-1), (height, width), down_sample=reduction)
            cases.append({
                "height": height, "width": width, "reduction": reduction, "limit": points, "positive": positive,
                "sim": [round(v, 5) for v in sim.reshape(-1).tolist()],
                "points": [[round(x, 4), round(y, 4), label] for (x, y), label in zip(found.tolist(), labels.tolist())],
            })
    with open(OUT, "w") as file:
        json.dump(cases, file, separators=(",", ":"))
    print(f"{len(cases)} cases, {cut} left out, {os.path.getsize(OUT)} bytes")


if __name__ == "__main__":
    main()
