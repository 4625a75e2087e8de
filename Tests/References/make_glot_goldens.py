#!/usr/bin/env python3
"""Writes Tests/LensesTests/Goldens/glot.json: what PyTorch and PyTorch Geometric make of two small sentences.

    pip install torch==2.15.0 torch_geometric==2.8.1
    python3 Tests/References/make_glot_goldens.py

Two sentences of nine and six tokens are one graph without an edge between them, as PyTorch Geometric batches them; GATConv is given the edges of
the cosine graph with the attribute 1. Then jumping knowledge, the attention read-out and a linear head with cross-entropy; every parameter has
its gradient by autograd, in double precision. Names of parameters are those of GlotShape; matrices are [in, out].
"""
import json, os
import torch
from torch_geometric.nn import GATConv

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "LensesTests", "Goldens")
WIDTH, HIDDEN, LAYERS, READOUT, TAU = 6, 5, 2, 7, 0.1
torch.manual_seed(50)
torch.set_default_dtype(torch.float64)


def edges(x):
    unit = torch.nn.functional.normalize(x, dim=1)
    similar = unit @ unit.T
    similar.fill_diagonal_(-2)
    target, source = torch.nonzero(similar > TAU, as_tuple=True)
    return torch.stack([source, target])


def main():
    sentences = [torch.randn(9, WIDTH), torch.randn(6, WIDTH)]
    # A token of its own: opposite to the sum of the others.
    sentences[0][8] = -3 * sentences[0][:8].sum(0)
    sizes = [len(s) for s in sentences]
    graph = torch.cat([edges(sentences[0]), edges(sentences[1]) + sizes[0]], dim=1)
    x = torch.cat(sentences)
    layers = [GATConv(WIDTH if k == 0 else HIDDEN, HIDDEN, heads=1, edge_dim=1, negative_slope=0.2) for k in range(LAYERS)]
    width = WIDTH + LAYERS * HIDDEN
    first, score, head = torch.nn.Linear(width, READOUT), torch.nn.Linear(READOUT, 1, bias=False), torch.nn.Linear(width, 2)
    for layer in layers:
        torch.nn.init.normal_(layer.bias, std=0.3)
    out, h, features = {}, x, [x]
    for k, layer in enumerate(layers):
        h, (index, alpha) = layer(h, graph, torch.ones(graph.shape[1], 1), return_attention_weights=True)
        h = torch.relu(h)
        features.append(h)
        dense = torch.zeros(len(x), len(x))
        dense[index[1], index[0]] = alpha[:, 0]
        out[f"attention{k}.0"], out[f"attention{k}.1"] = dense[:9, :9], dense[9:, 9:]
        out[f"layer{k}"] = h
    u = torch.cat(features, dim=1)
    scores = score(torch.tanh(first(u)))[:, 0].split(sizes)
    weights = [torch.softmax(s, 0) for s in scores]
    pooled = torch.stack([w @ part for w, part in zip(weights, u.split(sizes))])
    logits = head(pooled)
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor([1, 0]))
    loss.backward()
    out |= {"x.0": sentences[0], "x.1": sentences[1], "weights.0": weights[0], "weights.1": weights[1], "pooled": pooled, "logits": logits, "loss": loss}
    out["degrees"] = torch.bincount(graph[1], minlength=len(x)).double()
    parameters = {"readout.weight": (first.weight, True), "readout.bias": (first.bias, False), "readout.score": (score.weight, True),
                  "head.weight": (head.weight, True), "head.bias": (head.bias, False)}
    for k, layer in enumerate(layers):
        parameters |= {f"layer{k}.weight": (layer.lin.weight, True), f"layer{k}.source": (layer.att_src, True),
                       f"layer{k}.target": (layer.att_dst, True), f"layer{k}.edge": (layer.lin_edge.weight, False),
                       f"layer{k}.attribute": (layer.att_edge, True), f"layer{k}.bias": (layer.bias, False)}
    for name, (value, turned) in parameters.items():
        for kind, tensor in (("parameter", value), ("gradient", value.grad)):
            tensor = tensor.reshape(-1, tensor.shape[-1]) if tensor.dim() > 1 else tensor
            out[f"{kind}.{name}"] = tensor.T if turned else tensor
    data = {name: {"shape": list(t.shape), "values": [float(f"{v:.9g}") for v in t.detach().reshape(-1).tolist()]} for name, t in out.items()}
    with open(os.path.join(HERE, "glot.json"), "w") as file:
        file.write("{\n" + ",\n".join(f'  "{name}": {json.dumps(entry)}' for name, entry in sorted(data.items())) + "\n}\n")


main()
