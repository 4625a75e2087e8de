#!/usr/bin/env python3
"""Compares reading and preprocessing of pictures in folders with Pillow and transformers; not part of the tests.

    swift build -c release --product Measure
    pip install pillow==13.0.0 numpy==2.4.6 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
    python3 Tests/References/compare_pictures.py FOLDER ... [--measure .build/release/Measure] [--prepare 40]

Reading: all PNG, JPEG, WebP, PPM files below the folders, their pixels beside exif_transpose(open(file)).convert("RGB").
Preprocessing: an even choice of them by the processors below at their usual sizes, with Pillow and with torchvision.
Prints each file that differs (bytes that differ, the largest difference) or that only one side refuses, and counts at the end.
"""
import argparse, json, os, subprocess, sys, tempfile, warnings
import numpy as np
from PIL import Image, ImageOps

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from make_picture_goldens import processor

warnings.filterwarnings("ignore")
ENDINGS = (".png", ".apng", ".jpg", ".jpeg", ".mpo", ".webp", ".ppm", ".pgm", ".pbm", ".pnm")
NEXT = [[336, 672], [672, 336], [672, 672], [1008, 336], [336, 1008]]
CONFIGS = {
    "CLIPImageProcessor": {"size": {"shortest_edge": 224}, "crop_size": {"height": 224, "width": 224}},
    "SiglipImageProcessor": {"size": {"height": 224, "width": 224}},
    "BitImageProcessor": {"size": {"shortest_edge": 256}, "crop_size": {"height": 224, "width": 224}},
    "ViTImageProcessor": {"size": {"height": 224, "width": 224}, "do_convert_rgb": True},
    "LlavaImageProcessor": {"size": {"shortest_edge": 336}, "crop_size": {"height": 336, "width": 336}, "do_pad": True},
    "LlavaNextImageProcessor": {"size": {"shortest_edge": 336}, "crop_size": {"height": 336, "width": 336},
                                "image_grid_pinpoints": NEXT},
}


def pictures(folders):
    for folder in folders:
        for root, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if name.lower().endswith(ENDINGS):
                    yield os.path.join(root, name)


def run(measure, lines, folder):
    path = os.path.join(folder, "list")
    with open(path, "w") as f:
        f.write("\n".join("\t".join(fields) for fields in lines) + "\n")
    refusals = subprocess.run([measure, "--pictures", path], capture_output=True, text=True, check=True).stdout
    return refusals.splitlines()


def opened(path):
    image = Image.open(path)
    if image.format not in ("PNG", "JPEG", "MPO", "WEBP", "PPM"):
        raise ValueError(f"this is {image.format}")
    return ImageOps.exif_transpose(image)


def read(paths, measure, folder):
    """Reads all files on both sides; returns those that both can read."""
    outs = {path: os.path.join(folder, f"{i}.ppm") for i, path in enumerate(paths)}
    refusals = run(measure, [(out, path) for path, out in outs.items()], folder)
    both, equal, theirs_only, ours_only = [], 0, [], []
    for path, out in outs.items():
        try:
            theirs = np.asarray(opened(path).convert("RGB"))
        except Exception as error:
            if os.path.exists(out):
                ours_only.append(f"{path}: {str(error)[:100]}")
            continue
        if not os.path.exists(out):
            theirs_only.append(next((r for r in refusals if path in r), path))
            continue
        both.append(path)
        ours = np.asarray(Image.open(out))
        if ours.shape == theirs.shape and (ours == theirs).all():
            equal += 1
        elif ours.shape != theirs.shape:
            print(f"{path}: {ours.shape} here, {theirs.shape} there")
        else:
            gap = np.abs(ours.astype(int) - theirs)
            print(f"{path}: {(gap > 0).sum()} of {gap.size} bytes differ, at most by {gap.max()}")
        os.remove(out)
    print(f"{len(paths)} files: {len(both)} read by both, {equal} of them equal to the byte; "
          f"only Pillow reads {len(theirs_only)}, only we read {len(ours_only)}")
    for line in theirs_only:
        print("  only Pillow:", line)
    for line in ours_only:
        print("  only we:", line)
    return both


def prepare(paths, measure, folder):
    for kind, settings in CONFIGS.items():
        config = os.path.join(folder, f"{kind}.json")
        with open(config, "w") as f:
            json.dump({"image_processor_type": kind, **settings}, f)
        for library in ("pillow", "torchvision"):
            outs = {path: os.path.join(folder, f"{i}.bin") for i, path in enumerate(paths)}
            run(measure, [(out, path, library, config) for path, out in outs.items()], folder)
            theirs_of, worst, equal, count = processor(kind, library, settings), 0.0, 0, 0
            for path, out in outs.items():
                image = opened(path)
                theirs = np.asarray(theirs_of(image, return_tensors="np")["pixel_values"][0], dtype=np.float32).ravel()
                ours = np.fromfile(out, dtype="<f4") if os.path.exists(out) else np.zeros(0, np.float32)
                count += 1
                if ours.shape != theirs.shape:
                    print(f"{path}, {kind} {library}: {ours.size} numbers here, {theirs.size} there")
                    continue
                gap = float(np.abs(ours - theirs).max())
                equal += gap == 0
                worst = max(worst, gap)
                if gap > 0:
                    print(f"{path} ({image.mode}), {kind} {library}: at most {gap:.4f}, {(ours != theirs).sum()} of {ours.size}")
                os.remove(out)
            print(f"{kind} with {library}: {equal} of {count} equal to the last bit, at most {worst:.6f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--measure", default=".build/release/Measure")
    parser.add_argument("--prepare", type=int, default=40, help="how many of them are prepared for models")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        both = read(list(pictures(options.folders)), options.measure, folder)
        step = max(1, len(both) // max(1, options.prepare))
        if options.prepare:
            prepare(both[::step][: options.prepare], options.measure, folder)
