"""Does for the benches of tensors what Tessera does, by NumPy, PyTorch or safetensors.

    python bench_tensors.py numpy|pytorch matmul SIZE
    python bench_tensors.py numpy|pytorch similarity|probe|search FILE
    python bench_tensors.py safetensors open FILE
    python bench_tensors.py pytorch training FILE
    python bench_tensors.py pytorch vision FOLDER
    python bench_tensors.py safetensors table FOLDER

Prints the best time in seconds by the clock on the wall, the best in seconds of processors, the most resident memory in megabytes (10^6), and what else
the work has to say. Threads are told by OMP_NUM_THREADS and its like. `similarity` and `probe` read the file each time, `search` has its matrix in memory when
the clock starts; as Float32 whatever the file has, for both libraries would otherwise give scores of eight bits.
"""

import os
import sys
import time

import numpy as np


def best(work, runs=5, seconds=1.0):
    work()
    wall, processor, count, start = float("inf"), float("inf"), 0, time.perf_counter()
    while count < runs or time.perf_counter() - start < seconds:
        a, b = time.perf_counter(), time.process_time()
        work()
        wall, processor, count = min(wall, time.perf_counter() - a), min(processor, time.process_time() - b), count + 1
    return wall, processor


def report(times, *rest):
    with open("/proc/self/status", encoding="ascii") as file:
        peak = next(int(line.split()[1]) * 1024 / 1e6 for line in file if line.startswith("VmHWM:"))
    print(*times, peak, *rest)


def matmul(library, size):
    a, b = (np.random.default_rng(1).random((size, size), dtype=np.float32) for _ in range(2))
    if library == "numpy":
        report(best(lambda: a @ b))
        return
    import torch

    x, y = torch.from_numpy(a), torch.from_numpy(b)
    with torch.inference_mode():
        report(best(lambda: x @ y))


def read(path):
    """The tensors of a safetensors file, bf16 widened: NumPy has no such type, so both are read as bytes."""
    import json

    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start, tensors = file.tell(), {}
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            first, last = entry["data_offsets"]
            kind = {"F32": np.float32, "BF16": np.uint16}[entry["dtype"]]
            file.seek(start + first)
            x = np.fromfile(file, kind, (last - first) // np.dtype(kind).itemsize)
            if kind is np.uint16:
                x = np.left_shift(x, 16, dtype=np.uint32).view(np.float32)
            tensors[name] = x.reshape(entry["shape"])
    return tensors


def similarity(library, path, reads):
    tensors = read(path)

    def work():
        now = read(path) if reads else tensors
        return (numpy_nearest if library == "numpy" else torch_nearest)(now["vectors"], now["queries"])

    report(best(work), int(work()[:, 0].sum()))


def numpy_nearest(vectors, queries):
    unit = queries / np.linalg.norm(queries, axis=1, keepdims=True)
    scores = unit @ vectors.T
    scores /= np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    few = np.argpartition(scores, -10, axis=1)[:, -10:]
    order = np.take_along_axis(scores, few, 1).argsort(1)[:, ::-1]
    return np.take_along_axis(few, order, 1)


def torch_nearest(vectors, queries):
    import torch

    with torch.inference_mode():
        x, y = torch.from_numpy(vectors), torch.from_numpy(queries)
        scores = torch.nn.functional.normalize(y) @ x.T
        scores /= torch.linalg.vector_norm(x, dim=1)
        return scores.topk(10).indices


def opening(path):
    from safetensors import safe_open

    def work():
        with safe_open(path, framework="np") as file:
            name = list(file.keys())[-1]
            return file.get_slice(name)[0:1]

    report(best(work), float(work()[0, 0]))


def training(path):
    import torch
    import torch.nn.functional as F
    from safetensors.torch import load_file

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    tensors = load_file(path)
    stretches = tensors["stretches"].long()
    heads = 4

    def loss(p, batch):
        count, places = batch.shape[0], batch.shape[1] - 1
        x = F.embedding(batch[:, :-1], p["tokens"]) + p["places"]
        width = x.shape[-1]

        def norm(x, name):
            return F.layer_norm(x, (width,), p[name + ".weight"], p[name + ".bias"])

        def linear(x, name):
            return torch.addmm(p[name + ".bias"], x.reshape(-1, x.shape[-1]), p[name]).view(count, places, -1)

        for layer in range(2):
            q, k, v = linear(norm(x, f"{layer}.norm1"), f"{layer}.in").view(count, places, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + linear(seen.transpose(1, 2).reshape(count, places, width), f"{layer}.out")
            x = x + linear(F.gelu(linear(norm(x, f"{layer}.norm2"), f"{layer}.up")), f"{layer}.down")
        return F.cross_entropy(norm(x, "norm").reshape(-1, width) @ p["head"], batch[:, 1:].reshape(-1))

    def fresh():
        return {name[7:]: x.clone().requires_grad_() for name, x in tensors.items() if name.startswith("weight.")}

    def run(fused):
        p, losses = fresh(), []
        optimizer = torch.optim.AdamW(p.values(), lr=1e-3, weight_decay=0.01, fused=fused)
        for batch in stretches:
            optimizer.zero_grad()
            value = loss(p, batch)
            value.backward()
            optimizer.step()
            losses.append(value.item())
        return losses

    p = fresh()
    loss(p, stretches[0]).backward()
    gap = max(float((x.grad - tensors["gradient." + n]).abs().max() / x.grad.abs().max()) for n, x in p.items())
    losses = run(True)
    report(min(best(lambda: run(True), 2, 2), best(lambda: run(False), 2, 2)), losses[0], losses[-1], gap)


def vision(folder):
    """ViT-B/16 with queries, keys and values in one product, which is faster than three."""
    import torch
    import torch.nn.functional as F
    from safetensors.torch import load_file

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    p, given = load_file(folder + "/model.safetensors"), load_file(folder + "/pixels.safetensors")
    heads, epsilon, layers = 12, 1e-12, 12
    for i in range(layers):
        for end in ("weight", "bias"):
            p[f"{i}.qkv.{end}"] = torch.cat([p[f"encoder.layer.{i}.attention.attention.{part}.{end}"] for part in ("query", "key", "value")])

    def linear(x, name):
        return F.linear(x, p[name + ".weight"], p[name + ".bias"])

    def norm(x, name):
        return F.layer_norm(x, x.shape[-1:], p[name + ".weight"], p[name + ".bias"], epsilon)

    def states(pixels):
        x = F.conv2d(pixels, p["embeddings.patch_embeddings.projection.weight"], p["embeddings.patch_embeddings.projection.bias"], stride=16)
        x = torch.cat([p["embeddings.cls_token"], x.flatten(2).transpose(1, 2)], 1) + p["embeddings.position_embeddings"]
        hidden = [x]
        for i in range(layers):
            name = f"encoder.layer.{i}."
            rows = linear(norm(x, name + "layernorm_before"), f"{i}.qkv")
            q, k, v = rows.view(*x.shape[:2], 3, heads, -1).permute(2, 0, 3, 1, 4)
            x = x + linear(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape), name + "attention.output.dense")
            x = x + linear(F.gelu(linear(norm(x, name + "layernorm_after"), name + "intermediate.dense")), name + "output.dense")
            hidden.append(x)
        return hidden, norm(x, "layernorm")

    with torch.inference_mode():
        hidden = torch.cat(states(given["pixels"])[0])
        gap = max(float((a - b).abs().max() / b.abs().max()) for a, b in zip(given["hidden"], hidden))
        report(best(lambda: states(given["pixels"])), gap)


def table(folder):
    """Ten rows of the input embeddings: the index, the shard it names, the rows."""
    import json

    from safetensors import safe_open

    name = "language_model.model.embed_tokens.weight"

    def work():
        with open(folder + "/model.safetensors.index.json", encoding="utf-8") as file:
            shard = json.load(file)["weight_map"][name]
        with safe_open(folder + "/" + shard, framework="pt") as file:
            rows = file.get_slice(name)
            return sum(float(rows[i * 3001 : i * 3001 + 1].float()[0, 0]) for i in range(10))

    report(best(work), work())


if __name__ == "__main__":
    library, work, what = sys.argv[1:]
    if work == "matmul":
        matmul(library, int(what))
    elif work in ("similarity", "probe", "search"):
        similarity(library, what, work != "search")
    elif work == "open":
        opening(what)
    elif work == "vision":
        vision(what)
    elif work == "table":
        table(what)
    else:
        training(what)
