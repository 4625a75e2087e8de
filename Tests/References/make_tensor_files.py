#!/usr/bin/env python3
"""Writes Tests/FormatsTests/TensorFiles/Goldens: small files with tensors as the reference libraries write them, and what is in them.

    pip install numpy==2.4.6 safetensors==0.8.0 ml_dtypes==0.6.0 gguf==0.19.0
    python3 Tests/References/make_tensor_files.py
    python3 Tests/References/make_tensor_files.py --compare FOLDER

expected.json: by file, its tensors in order: name, shape, element type, and the bits of each element as Float32 (the last axis fastest).
The blocks of GGUF that the library cannot make (Q4_K, Q6_K) have random bytes and finite scales; their values are those of the
library's own dequantisation. `--compare` reads the files that the tests of the writers left in FOLDER with numpy and safetensors.
"""
import json, os, sys
import gguf, ml_dtypes, numpy as np, safetensors.numpy
from gguf import GGMLQuantizationType as Q
from safetensors import safe_open

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "FormatsTests", "TensorFiles", "Goldens")
RANDOM = np.random.default_rng(7)
NAMES = {"float64": "f64", "float32": "f32", "float16": "f16", "bfloat16": "bf16", "int64": "i64", "int32": "i32", "int16": "i16", "int8": "i8",
         "uint64": "u64", "uint32": "u32", "uint16": "u16", "uint8": "u8", "bool": "bool"}
EXPECTED = {}


def numbers(dtype, shape):
    """Ordinary values, and first of all those at the edges of the type."""
    dtype = np.dtype(dtype)
    count = int(np.prod(shape))
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        edges = [limits.min, limits.max, 0, 1]
        values = RANDOM.integers(limits.min, limits.max, count, dtype=dtype, endpoint=True)
    elif dtype.kind == "b":
        edges, values = [], RANDOM.integers(0, 2, count).astype(dtype)
    else:
        edges = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-40, -3e-41, 6e-8, -5.9e-5, 6.1e-5, 65504, 3e38, 1]
        with np.errstate(over="ignore"):
            edges = np.array(edges).astype(dtype)
        values = RANDOM.standard_normal(count).astype(dtype)
    for place, edge in zip(range(count), edges if count > 4 else []):
        values[place] = edge
    return values.reshape(shape)


def floats(array):
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(array, dtype=np.float32).ravel().view(np.uint32).tolist()


def entry(name, array, kind=None, shape=None):
    return {"name": name, "shape": list(shape or array.shape), "type": kind or NAMES[array.dtype.newbyteorder("=").name], "bits": floats(array)}


def path(name):
    return os.path.join(HERE, name)


def npy():
    cases = {d: numbers(d, (3, 5)) for d in NAMES if d != "bfloat16"}
    cases |= {f"big-{d}": numbers(d, (3, 5)).astype(np.dtype(d).newbyteorder(">")) for d in ("float64", "float32", "float16", "int32", "int16")}
    cases |= {"scalar": np.array(2.5, np.float32), "vector": numbers("float32", (7,)), "empty": np.zeros((0, 3), np.float32),
              "columns": np.asfortranarray(numbers("float32", (4, 6))), "columns3": np.asfortranarray(numbers("int16", (2, 3, 4))),
              "columns4": np.asfortranarray(numbers("float64", (2, 3, 2, 5)))}
    for name, array in cases.items():
        np.save(path(name + ".npy"), array)
        EXPECTED[name + ".npy"] = [entry("", array)]
    for version in ((2, 0), (3, 0)):
        array = numbers("float32", (2, 2))
        with open(path(f"version{version[0]}.npy"), "wb") as f:
            np.lib.format.write_array(f, array, version=version)
        EXPECTED[f"version{version[0]}.npy"] = [entry("", array)]


def npz():
    arrays = {"weights": numbers("float32", (6, 8)), "ids": np.arange(40), "columns": np.asfortranarray(numbers("float64", (3, 4))), "one": np.float32(1)}
    np.savez(path("stored.npz"), **arrays)
    np.savez_compressed(path("deflated.npz"), **arrays)
    for name in ("stored.npz", "deflated.npz"):
        EXPECTED[name] = [entry(k, np.asarray(v)) for k, v in arrays.items()]


def tensors():
    result = {f"model.{d}": numbers(d, (3, 5)) for d in NAMES}
    return result | {"scalar": np.array(2.5, np.float32), "empty": np.zeros((0, 3), np.float32), "vector": numbers("float32", (7,))}


def safe():
    arrays = tensors()
    # One text only: the library writes several in any order.
    safetensors.numpy.save_file(arrays, path("types.safetensors"), metadata={"note": 'a "quoted" note'})
    with safe_open(path("types.safetensors"), "np") as f:
        EXPECTED["types.safetensors"] = [entry(n, arrays[n]) for n in f.offset_keys()]
    shards = {"model-00001-of-00002.safetensors": {"a": numbers("float32", (2, 3))},
              "model-00002-of-00002.safetensors": {"b": numbers("bfloat16", (4, 2)), "c": numbers("int8", (5,))}}
    os.makedirs(path("sharded"), exist_ok=True)
    for name, part in shards.items():
        safetensors.numpy.save_file(part, path("sharded/" + name))
    with open(path("sharded/model.safetensors.index.json"), "w") as f:
        json.dump({"metadata": {"total_size": 45}, "weight_map": {t: n for n, part in shards.items() for t in part}}, f, indent=2)
    EXPECTED["sharded"] = [entry(n, array) for part in shards.values() for n, array in part.items()]
    header = json.dumps({"x": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [0, 4]}}).encode()
    with open(path("f8.safetensors"), "wb") as f:
        f.write(len(header).to_bytes(8, "little") + header + b"\0\1\2\3")


def blocks(kind, rows, count):
    """Random blocks with scales that are finite, some of them subnormal."""
    elements, size = gguf.constants.GGML_QUANT_SIZES[kind]
    raw = RANDOM.integers(0, 256, (rows, count, size), dtype=np.uint8)
    scales = (RANDOM.standard_normal((rows, count, 2)) * 0.01).astype(np.float16)
    scales[0, 0] = [3e-7, -6e-8]
    scales = scales.view(np.uint8).reshape(rows, count, 4)
    if kind == Q.Q4_K:
        raw[:, :, :4] = scales
    elif kind == Q.Q6_K:
        raw[:, :, 208:] = scales[:, :, :2]
    else:
        raw[:, :, :2] = scales[:, :, :2]
    return raw.reshape(rows, count * size)


def ggufs():
    writer = gguf.GGUFWriter(path("types.gguf"), "llama")
    writer.add_name("types")
    writer.add_uint32("test.number", 7)
    writer.add_array("test.list", ["a", "b"])
    expected = []
    for dtype in ("float64", "float32", "float16", "int8", "int16", "int32", "int64"):
        array = numbers(dtype, (2, 3, 5))
        writer.add_tensor(dtype, array)
        expected.append(entry(dtype, array))
    array = numbers("bfloat16", (3, 5))
    writer.add_tensor("bfloat16", array.view(np.uint16).view(np.uint8), raw_dtype=Q.BF16)
    expected.append(entry("bfloat16", array))
    for kind in (Q.Q8_0, Q.Q4_0, Q.Q4_K, Q.Q6_K):
        raw = blocks(kind, 3, 2)
        writer.add_tensor(kind.name, raw, raw_dtype=kind)
        values = gguf.dequantize(raw, kind)
        expected.append(entry(kind.name, values, kind.name))
    writer.add_tensor("Q5_K", blocks(Q.Q5_K, 1, 1), raw_dtype=Q.Q5_K)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    EXPECTED["types.gguf"] = expected


def refused():
    np.save(path("object.npy"), np.array([{"a": 1}], dtype=object), allow_pickle=True)
    np.save(path("records.npy"), np.zeros(2, [("a", "f4"), ("b", "i2")]))
    np.save(path("bfloat16.npy"), np.zeros(3, ml_dtypes.bfloat16))
    np.save(path("texts.npy"), np.array(["a", "bc"]))
    np.save(path("complex.npy"), np.zeros(2, np.complex64))


def compare(folder):
    """What our writers wrote from the goldens, against the goldens themselves."""
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".npy") and os.path.exists(os.path.join(folder, name)):
            ours, theirs = (np.load(os.path.join(f, name)) for f in (folder, HERE))
            assert ours.dtype == theirs.dtype.newbyteorder("=") and ours.tobytes() == np.ascontiguousarray(theirs.astype(ours.dtype)).tobytes(), name
            print("equal:", name)
    with safe_open(os.path.join(folder, "types.safetensors"), "np") as ours, safe_open(path("types.safetensors"), "np") as theirs:
        assert ours.metadata() == theirs.metadata() and list(ours.offset_keys()) == list(theirs.offset_keys())
        for key in theirs.keys():
            a, b = ours.get_tensor(key), theirs.get_tensor(key)
            assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes(), key
    print("equal: types.safetensors")


if sys.argv[1:2] == ["--compare"]:
    compare(sys.argv[2])
else:
    os.makedirs(HERE, exist_ok=True)
    for make in (npy, npz, safe, ggufs, refused):
        make()
    json.dump(EXPECTED, open(path("expected.json"), "w"), separators=(",", ":"))
