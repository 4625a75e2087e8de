#!/usr/bin/env python3
"""Writes Tests/TensorsTests/Goldens/torch.json: what PyTorch makes of small inputs, and the gradients its autograd finds.

    pip install torch==2.15.0 numpy==2.4.6
    python3 Tests/References/make_torch_goldens.py

A dictionary from names to {"shape", "values"}: `NAME.x0`, `NAME.x1` … are inputs, `NAME.y` the result, `NAME.w` random weights, `NAME.g0` …
the gradients of the sum of the result times those weights. Inputs have three decimals and are taken as single precision before PyTorch works on
them in double precision, so both sides begin with the same numbers. Rows are longer than a lane of eight and no multiple of it.
"""
import json, math, os
import torch
import torch.nn.functional as F

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "TensorsTests", "Goldens")
R = torch.Generator().manual_seed(20240611)
G = {}


def numbers(*shape, low=-2.0, high=2.0):
    x = torch.rand(shape, generator=R, dtype=torch.float64) * (high - low) + low
    return (x * 1000).round().div(1000).float().double()


def apart(*shape):
    """No two numbers are equal and none is nought, so that kinks are not met."""
    n = math.prod(shape)
    x = torch.linspace(-2, 2, n, dtype=torch.float64) + 0.013
    return x[torch.randperm(n, generator=R)].mul(1000).round().div(1000).float().double().reshape(shape)


def positive(*shape):
    return numbers(*shape, low=0.3, high=2.5)


def case(name, f, *inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = f(*inputs)
    w = numbers(*y.shape)
    gradients = torch.autograd.grad((y * w).sum(), inputs)
    for i, (x, g) in enumerate(zip(inputs, gradients)):
        G[f"{name}.x{i}"], G[f"{name}.g{i}"] = x, g
    G[f"{name}.y"], G[f"{name}.w"] = y, w


def rules():
    x, row, column = apart(3, 11), apart(11) + 0.0005, apart(3, 1) - 0.0005
    case("add", torch.add, apart(2, 3, 11), row)
    case("subtract", torch.sub, x, column)
    case("multiply", torch.mul, column, row)
    case("divide", torch.div, x, positive(2, 1, 11))
    case("maximum", torch.maximum, x, row)
    case("minimum", torch.minimum, x, column)
    case("power", lambda x: x**1.7, positive(3, 11))
    smooth = dict(negative=torch.neg, square=torch.square, exp=torch.exp, sin=torch.sin, cos=torch.cos, tanh=torch.tanh, erf=torch.erf, sigmoid=torch.sigmoid,
                  absolute=torch.abs, relu=torch.relu, silu=F.silu, gelu=F.gelu, geluTanh=lambda x: F.gelu(x, approximate="tanh"), softplus=F.softplus)
    for name, f in smooth.items():
        case(name, f, apart(3, 11) * 2)
    for name, f in dict(squareRoot=torch.sqrt, reciprocal=torch.reciprocal, log=torch.log).items():
        case(name, f, positive(3, 11))
    case("sum", lambda x: x.sum((0, 2), keepdim=True), numbers(2, 3, 11))
    case("largest", lambda x: x.amax(1, keepdim=True), apart(3, 11))
    case("largest.ties", lambda x: x.amax(1, keepdim=True), torch.tensor([[1.0, 3, 3, 0], [2, 2, 2, 2]], dtype=torch.float64))
    case("matmul", torch.matmul, numbers(3, 11), numbers(11, 9))
    case("matmul.stack", torch.matmul, numbers(2, 3, 4), numbers(4, 9))
    case("matmul.broadcast", torch.matmul, numbers(2, 1, 3, 5), numbers(3, 5, 9))
    case("softmax", lambda x: x.softmax(0), numbers(3, 11))
    case("softmax.last", lambda x: x.softmax(-1), numbers(3, 11) * 3)
    case("logSoftmax", lambda x: x.log_softmax(-1), numbers(3, 11))
    case("layerNorm", lambda x: F.layer_norm(x, (11,), eps=1e-5), numbers(3, 11))
    case("rmsNorm", lambda x: F.rms_norm(x, (11,), eps=1e-6), numbers(3, 11))
    case("unit", lambda x: F.normalize(x, dim=-1, eps=1e-12), numbers(3, 11))


def moves():
    x = numbers(3, 4)
    case("reshape", lambda x: x.reshape(2, 6), x)
    case("permute", lambda x: x.permute(2, 0, 1), numbers(2, 3, 9))
    case("slice", lambda x: x[:, 1:3], x)
    case("broadcast", lambda x: x.expand(2, 3, 4), numbers(3, 1))
    case("concatenate", lambda a, b: torch.cat([a, b], -1), x, numbers(3, 2))
    case("gather", lambda x: x.index_select(1, torch.tensor([3, 0, 3])), x)
    case("scatter", lambda x: torch.zeros(5, 4, dtype=x.dtype).index_add(0, torch.tensor([4, 1, 4]), x), x)
    case("pick", lambda x: x.gather(-1, torch.tensor([[3], [0], [3]])).squeeze(-1), x)
    case("cumulativeSum", lambda x: x.cumsum(0), numbers(3, 11))
    case("cumulativeSum.last", lambda x: x.cumsum(-1), numbers(3, 11))
    case("choose", lambda a, b: torch.where(torch.tensor([True, False, False, True]), a, b), x, numbers(3, 1))
    case("unfold", lambda x: F.unfold(x, (2, 2), padding=(1, 0), stride=(2, 1)), numbers(1, 2, 4, 4))
    case("fold", lambda x: F.fold(x, (4, 4), (2, 2), padding=(1, 0), stride=(2, 1)), numbers(1, 8, 9))


def composed():
    mean = dict(dim=(0, 2), keepdim=True)
    case("mean", lambda x: x.mean(**mean), numbers(2, 3, 9))
    case("crossEntropy", lambda x: F.cross_entropy(x, torch.tensor([2, 0, 10])), numbers(3, 11))
    case("embedding", lambda x: F.embedding(torch.tensor([4, 0, 4, 2]), x), numbers(5, 9))
    mask = torch.tril(torch.ones(3, 3, dtype=torch.bool))
    case("attention", lambda q, k, v: F.scaled_dot_product_attention(q, k, v, attn_mask=mask), numbers(2, 3, 4), numbers(2, 3, 4), numbers(2, 3, 9))
    case("attention.biased", lambda q, k, v, b: F.scaled_dot_product_attention(q, k, v, attn_mask=b.masked_fill(~mask, -math.inf)),
         numbers(2, 3, 4), numbers(2, 3, 4), numbers(2, 3, 9), numbers(3, 3))
    case("layerNorm.affine", lambda x, w, b: F.layer_norm(x, (11,), w, b), numbers(2, 3, 11), numbers(11), numbers(11))
    case("rmsNorm.affine", lambda x, w: F.rms_norm(x, (11,), w, 1e-6), numbers(2, 3, 11), numbers(11))
    case("perceptron", lambda x, a, b, c: F.gelu(x @ a + b) @ c, numbers(2, 3, 5), numbers(5, 9), numbers(9), numbers(9, 5))
    case("gated", lambda x, a, b: F.silu(x @ a) * (x @ b), numbers(3, 5), numbers(5, 9), numbers(5, 9))
    case("logSumExp", lambda x: x.logsumexp(-1), numbers(3, 11))


def convolutions():
    for i, (batch, channels, size, out, kernel, how) in enumerate([
        (2, 3, (5, 6), 4, (3, 3), dict()),
        (1, 2, (7, 8), 3, (3, 2), dict(stride=(2, 3), padding=(1, 2))),
        (2, 4, (6, 5), 6, (2, 3), dict(stride=(1, 2), padding=(2, 1), dilation=(3, 2), groups=2)),
        (1, 3, (5, 4), 6, (3, 3), dict(padding=(1, 1), groups=3)),
    ]):
        case(f"conv2d.{i}", lambda x, w, b, how=how: F.conv2d(x, w, b, **how), numbers(batch, channels, *size), numbers(out, channels // how.get("groups", 1), *kernel), numbers(out))
    case("conv1d.0", lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=1), numbers(2, 3, 9), numbers(4, 3, 3), numbers(4))
    case("conv1d.1", lambda x, w, b: F.conv1d(x, w, b, padding=3, dilation=2, groups=2), numbers(2, 4, 9), numbers(6, 2, 4), numbers(6))


def values():
    """What has no gradient in the engine."""
    a, b = numbers(3, 19), numbers(5, 19)
    G.update({"value.a": a, "value.b": b, "value.cosine": F.cosine_similarity(a[:, None], b[None], dim=-1), "value.euclid": -torch.cdist(a, b)})
    ties = (numbers(3, 40) * 2).round() / 2
    G.update({"value.ties": ties, "value.argsort": ties.argsort(dim=-1, stable=True), "value.top": a.topk(7).values, "value.topPlaces": a.topk(7).indices})
    shares = torch.tensor([0, 0.01, 0.25, 0.5, 0.9, 1], dtype=torch.float64)
    G.update({"value.shares": shares, "value.quantiles": a.quantile(shares), "value.histogram": torch.histc(a, 7)})
    G.update({"value.variance": a.var(-1), "value.population": a.var(-1, correction=0), "value.norm": a.norm(dim=-1), "value.lowest": a.amin(-1)})
    for name in ("sign", "floor", "round"):
        G["value." + name] = getattr(torch, name)(a)
    q, _ = torch.linalg.qr(a.T)
    symmetric = (a @ a.T).float().double()
    G.update({"value.singular": torch.linalg.svdvals(a), "value.absoluteQ": q.abs(), "value.symmetric": symmetric, "value.eigen": torch.linalg.eigvalsh(symmetric)})
    G["value.leastSquares"] = torch.linalg.lstsq(a.T, b.T).solution


def optimizers():
    """Five steps against the gradients of sum(p**4) / 4."""
    start = numbers(2, 3)
    G["optimizer.start"] = start
    for name, make in dict(adamW=lambda p: torch.optim.AdamW([p], lr=0.1, weight_decay=0.05),
                           sgd=lambda p: torch.optim.SGD([p], lr=0.1, momentum=0.9, weight_decay=0.05)).items():
        p = start.clone().requires_grad_()
        optimizer = make(p)
        for _ in range(5):
            optimizer.zero_grad()
            (p**4).sum().div(4).backward()
            optimizer.step()
        G["optimizer." + name] = p


def write():
    def entry(v):
        v = v.detach().double()
        return {"shape": list(v.shape), "values": [float(f"{x:.8g}") for x in v.reshape(-1).tolist()]}

    with open(os.path.join(HERE, "torch.json"), "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(entry(v))}" for k, v in G.items()) + "\n}\n")


rules()
moves()
composed()
convolutions()
values()
optimizers()
write()
