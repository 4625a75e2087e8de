#!/usr/bin/env python3
"""Writes Tests/TensorsTests/Goldens/*.json: what NumPy and SciPy make of small inputs, in double precision.

    pip install numpy==2.4.6 scipy==1.17.1
    python3 Tests/References/make_tensor_goldens.py

Each file is a dictionary from names to {"shape", "values"}. Inputs have three decimals and are taken as single precision before NumPy widens
them, so both sides begin with the same numbers. Gradients are central differences of the sum of the result times random weights.
"""
import json, os
import numpy as np
import scipy.cluster.hierarchy as hierarchy
import scipy.signal
import scipy.spatial.distance as distance
import scipy.special as special

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "TensorsTests", "Goldens")
R = np.random.default_rng(20240607)


def numbers(*shape, low=-2.0, high=2.0):
    return np.round(R.uniform(low, high, shape), 3).astype(np.float32).astype(np.float64)


def write(name, values):
    def entry(v):
        v = np.asarray(v, dtype=np.float64)
        return {"shape": list(v.shape), "values": [float(f"{x:.8g}") for x in v.ravel()]}

    with open(os.path.join(HERE, name + ".json"), "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(entry(v))}" for k, v in values.items()) + "\n}\n")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gelu(x):
    return 0.5 * x * (1 + special.erf(x / np.sqrt(2)))


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def layer_norm(x, epsilon=1e-5):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + epsilon)


def rms_norm(x, epsilon=1e-6):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + epsilon)


def unit(x, epsilon=1e-12):
    return x / np.maximum(np.sqrt((x * x).sum(-1, keepdims=True)), epsilon)


def operations():
    g = {}
    a, b, row = numbers(2, 3, 5), numbers(2, 1, 5), numbers(5)
    g.update(a=a, b=b, row=row)
    g.update({"add": a + b, "subtract": a - row, "multiply": a * b, "divide": a / (np.abs(b) + 1), "maximum": np.maximum(a, b), "minimum": np.minimum(a, row)})
    g["power"] = np.abs(a) ** 1.7
    wide = np.concatenate([numbers(40, low=-9, high=9), numbers(24, low=-0.01, high=0.01), [0, 88, -88, 30, -30, 0.625, -0.625]]).astype(np.float32).astype(np.float64)
    g["wide"] = wide
    positive = np.abs(wide) + 1e-3
    positive = positive.astype(np.float32).astype(np.float64)
    g["positive"] = positive
    unary = dict(negative=lambda x: -x, absolute=np.abs, sign=np.sign, square=np.square, exp=np.exp, sin=np.sin, cos=np.cos, tanh=np.tanh,
                 erf=special.erf, sigmoid=sigmoid, relu=lambda x: np.maximum(x, 0), silu=lambda x: x * sigmoid(x), gelu=gelu, geluTanh=gelu_tanh,
                 softplus=lambda x: np.logaddexp(0, x), floor=np.floor, round=np.round)
    for name, f in unary.items():
        g["unary." + name] = f(wide)
    for name, f in dict(log=np.log, squareRoot=np.sqrt, reciprocal=lambda x: 1 / x).items():
        g["unary." + name] = f(positive)
    for axes in [(0,), (1,), (2,), (0, 1), (1, 2), (0, 2), (0, 1, 2)]:
        key = "".join(map(str, axes))
        g["sum." + key], g["max." + key], g["min." + key] = a.sum(axes), a.max(axes), a.min(axes)
        g["mean." + key], g["variance." + key], g["deviation1." + key] = a.mean(axes), a.var(axes), a.var(axes, ddof=1)
    g["logSumExp"], g["norm"] = special.logsumexp(a, axis=1), np.linalg.norm(a, axis=-1)
    m, n = numbers(4, 6), numbers(6, 3)
    g.update({"m": m, "n": n, "matmul": m @ n, "gram": m.T @ m})
    p, q = numbers(2, 1, 3, 4), numbers(3, 4, 2)
    g.update({"p": p, "q": q, "batched": p @ q, "batchedTransposed": np.swapaxes(q, -1, -2) @ np.swapaxes(p, -1, -2)})
    mask = np.array([[1, 1, 0, 1, 0], [0, 0, 0, 0, 1], [1, 1, 1, 1, 1]], float)
    g["mask"], g["softmax"], g["softmax.1"], g["logSoftmax"] = mask, special.softmax(a, -1), special.softmax(a, 1), special.log_softmax(a, -1)
    g["softmax.masked"] = special.softmax(np.where(mask > 0, a + b, -np.inf), -1)
    weight = numbers(5)
    g["weight"] = weight
    g["layerNorm"], g["rmsNorm"], g["unit"] = layer_norm(a) * weight + row, rms_norm(a) * weight, unit(a)
    g["gathered"], g["gathered.2"] = a[[1, 0, 1]], a[:, :, [4, 0, 0]]
    scattered = np.zeros((4, 3, 5))
    np.add.at(scattered, [2, 2], a)
    g["scattered"] = scattered
    for axis in range(3):
        g[f"cumulativeSum.{axis}"] = np.cumsum(a, axis)
    ties = np.round(numbers(3, 40) * 2) / 2
    g["ties"], g["argsort"] = ties, np.argsort(ties, -1, kind="stable")
    g["argsort.descending"] = np.argsort(-ties, -1, kind="stable")
    shares = [0, 0.01, 0.25, 0.5, 0.9, 1]
    g["shares"], g["quantiles"] = shares, np.quantile(a, shares)
    g["histogram"], g["histogram.edges"] = np.histogram(a, 7)
    g["histogram.range"], _ = np.histogram(ties, 8, (-2, 2))
    write("operations", g)


def similarity():
    g = {}
    a, b = numbers(6, 5), numbers(9, 5) + 0.5
    g.update(a=a, b=b, dot=a @ b.T, cosine=1 - distance.cdist(a, b, "cosine"), euclid=-distance.cdist(a, b))
    g["centredCosine"] = 1 - distance.cdist(a - b.mean(0), b - b.mean(0), "cosine")
    x, y = a - a.mean(0), b[:6] - b[:6].mean(0)
    g["alignment"] = np.linalg.norm(y.T @ x) ** 2 / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y)
    write("similarity", g)


def linear():
    g = {}
    a = numbers(7, 4)
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    g.update(a=a, s=s, abs_u=np.abs(u), abs_vt=np.abs(vt))
    q, r = np.linalg.qr(a)
    g.update(abs_q=np.abs(q), abs_r=np.abs(r))
    symmetric = a.T @ a - 2 * np.eye(4)
    symmetric = symmetric.astype(np.float32).astype(np.float64)
    w, v = np.linalg.eigh(symmetric)
    g.update(symmetric=symmetric, w=w, abs_v=np.abs(v))
    b = numbers(7, 2)
    g.update(b=b, x=np.linalg.lstsq(a, b)[0], b_wide=b[:4], x_wide=np.linalg.lstsq(a.T, b[:4])[0])
    flat = np.concatenate([a, a[:, :1] + a[:, 1:2]], 1).astype(np.float32).astype(np.float64)
    g.update(flat=flat, x_flat=np.linalg.lstsq(flat, b, rcond=1e-5)[0])
    centred = a - a.mean(0)
    _, t, pt = np.linalg.svd(centred, full_matrices=False)
    pt = pt * np.sign(pt[np.arange(4), np.abs(pt).argmax(1)])[:, None]
    g.update(directions=pt, variances=t**2 / 6, shares=t**2 / (t**2).sum(), projected=centred @ pt.T)
    atoms, vector = numbers(12, 8), numbers(8)
    taken, rest, remains = [], vector, []
    for _ in range(5):
        fits = np.abs(atoms @ rest) / np.linalg.norm(atoms, axis=1)
        fits[taken] = -1
        taken.append(int(fits.argmax()))
        factors = np.linalg.lstsq(atoms[taken].T, vector)[0]
        rest = vector - atoms[taken].T @ factors
        remains.append(np.linalg.norm(rest))
    g.update(atoms=atoms, vector=vector, taken=taken, factors=factors, remains=remains)
    write("linear", g)


def least_cost(z, square):
    """The least sum of neighbours' distances of all orders of a tree, by every pair of ends. (SciPy's optimal_leaf_ordering misses it: for 13 of
    20 trees of 8 random points, trying all 128 orders finds a smaller sum.)"""
    ends = [{(i, i): 0.0} for i in range(len(z) + 1)]
    for a, b in z[:, :2].astype(int):
        joined = {}
        for (u, m), left in ends[a].items():
            for (k, w), right in ends[b].items():
                cost = left + square[m, k] + right
                if cost < joined.get((u, w), np.inf):
                    joined[u, w] = joined[w, u] = cost
        ends.append(joined)
    return min(ends[-1].values())


def clusters():
    g = {}
    rows = np.concatenate([numbers(8, 3) + c for c in ([0, 0, 0], [4, 0, 2], [-3, 5, 0])]).astype(np.float32).astype(np.float64)
    rows = rows[R.permutation(len(rows))]
    pairs = distance.pdist(rows)
    square = distance.squareform(pairs)
    g.update(rows=rows, distances=square)
    for method in ("average", "ward", "complete", "single"):
        z = hierarchy.linkage(pairs, method)
        z[:, :2] = np.sort(z[:, :2], 1)
        g[method] = z
        g[method + ".labels"] = hierarchy.fcluster(z, 4, "maxclust")
        g[method + ".cost"] = least_cost(z, square)
    p = np.zeros_like(square)
    for i in range(len(rows)):
        gaps = np.delete(square[i] ** 2, i)
        low, high = 1e-6, 1e3
        for _ in range(200):
            mid = np.sqrt(low * high)
            w = np.exp(-(gaps - gaps.min()) * mid)
            w /= w.sum()
            h = -(w * np.log(np.maximum(w, 1e-300))).sum()
            low, high = (mid, high) if h > np.log(5) else (low, mid)
        p[i, np.arange(len(rows)) != i] = w
    p = (p + p.T) / (2 * len(rows))
    y = numbers(len(rows), 2)
    gap = y[:, None] - y[None]
    w = 1 / (1 + (gap**2).sum(-1))
    np.fill_diagonal(w, 0)
    q = w / w.sum()
    g.update(chances=p, places=y, slope=4 * ((p - q) * w)[:, :, None].__mul__(gap).sum(1))
    g["divergence"] = (p[p > 0] * np.log(p[p > 0] / q[p > 0])).sum()
    write("clusters", g)


def convolve(x, w, stride, padding, dilation, groups=1):
    x = np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    wide = np.zeros(w.shape[:2] + ((w.shape[2] - 1) * dilation[0] + 1, (w.shape[3] - 1) * dilation[1] + 1))
    wide[:, :, :: dilation[0], :: dilation[1]] = w
    depth, out = w.shape[1], w.shape[0] // groups
    planes = [[sum(scipy.signal.correlate2d(item[o // out * depth + c], wide[o, c], "valid") for c in range(depth)) for o in range(w.shape[0])] for item in x]
    return np.array(planes)[:, :, :: stride[0], :: stride[1]]


def convolutions():
    g = {}
    for i, (batch, channels, size, out, kernel, stride, padding, dilation, groups) in enumerate([
        (2, 3, (7, 6), 4, (3, 3), (1, 1), (0, 0), (1, 1), 1), (1, 2, (8, 9), 3, (3, 2), (2, 3), (1, 2), (1, 1), 1),
        (2, 4, (9, 8), 6, (2, 3), (1, 2), (2, 1), (3, 2), 2), (1, 3, (5, 5), 3, (5, 5), (1, 1), (2, 2), (1, 1), 3), (2, 2, (1, 12), 3, (1, 4), (1, 2), (0, 3), (1, 2), 1)]):
        x, w = numbers(batch, channels, *size), numbers(out, channels // groups, *kernel)
        g.update({f"{i}.x": x, f"{i}.w": w, f"{i}.y": convolve(x, w, stride, padding, dilation, groups), f"{i}.how": [*stride, *padding, *dilation, groups]})
    write("convolutions", g)


def gradients():
    g = {}

    def case(name, f, *inputs):
        y = f(*inputs)
        w = numbers(*np.shape(y))
        h = 1e-3
        for which, x in enumerate(inputs):
            slope = np.zeros_like(x)
            for place in np.ndindex(*x.shape):
                for k, c in ((-2, 1), (-1, -8), (1, 8), (2, -1)):
                    moved = [v.copy() for v in inputs]
                    moved[which][place] += k * h
                    slope[place] += c * (f(*moved) * w).sum() / (12 * h)
            g[f"{name}.x{which}"], g[f"{name}.g{which}"] = x, slope
        g[f"{name}.y"], g[f"{name}.w"] = y, w

    # Numbers that keep away from the kinks of what is tried, by more than the step.
    def apart(*shape):
        n = int(np.prod(shape))
        return R.permutation(np.linspace(-2, 2, n) + 0.013).reshape(shape).round(3).astype(np.float32).astype(np.float64)

    x, row, col, positive = apart(3, 4), apart(4), apart(3, 1), np.abs(apart(3, 4)) + 0.3
    positive = positive.astype(np.float32).astype(np.float64)
    case("add", np.add, x, row)
    case("subtract", np.subtract, x, col)
    case("multiply", np.multiply, col, row)
    case("divide", np.divide, x, positive)
    case("maximum", np.maximum, x, row + 0.005)
    case("minimum", np.minimum, x, col - 0.007)
    case("power", lambda x: x**1.7, positive)
    one = dict(negative=np.negative, absolute=np.abs, square=np.square, exp=np.exp, sin=np.sin, cos=np.cos, tanh=np.tanh, erf=special.erf, sigmoid=sigmoid,
               relu=lambda x: np.maximum(x, 0), silu=lambda x: x * sigmoid(x), gelu=gelu, geluTanh=gelu_tanh, softplus=lambda x: np.logaddexp(0, x))
    for name, f in one.items():
        case(name, f, x)
    for name, f in dict(squareRoot=np.sqrt, reciprocal=lambda x: 1 / x, log=np.log).items():
        case(name, f, positive)
    case("sum", lambda x: x.sum((0, 2), keepdims=True), apart(2, 3, 2))
    case("largest", lambda x: x.max(1, keepdims=True), x)
    case("matmul", np.matmul, apart(3, 4), apart(4, 2))
    case("matmul.stack", np.matmul, apart(2, 3, 4), apart(4, 2))
    case("matmul.broadcast", np.matmul, apart(2, 1, 3, 2), apart(3, 2, 2))
    case("softmax", lambda x: special.softmax(x, 0), x)
    case("logSoftmax", lambda x: special.log_softmax(x, -1), x)
    case("layerNorm", layer_norm, x)
    case("rmsNorm", rms_norm, x)
    case("unit", unit, x)
    case("reshape", lambda x: x.reshape(2, 6), x)
    case("permute", lambda x: x.transpose(2, 0, 1), apart(2, 3, 2))
    case("slice", lambda x: x[:, 1:3], x)
    case("broadcast", lambda x: np.broadcast_to(x, (2, 3, 4)), col)
    case("concatenate", lambda a, b: np.concatenate([a, b], 1), x, apart(3, 2))
    case("gather", lambda x: x[:, [3, 0, 3]], x)

    def scatter(x):
        y = np.zeros((5, 4))
        np.add.at(y, [4, 1, 4], x)
        return y

    case("scatter", scatter, x)
    case("pick", lambda x: x[[0, 1, 2], [3, 0, 3]], x)
    case("cumulativeSum", lambda x: np.cumsum(x, 0), x)
    case("choose", lambda a, b: np.where(np.array([1, 0, 0, 1]) > 0, a, b), x, col)

    def unfold(x):
        p = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0)))
        out = [p[:, :, r : r + 5 : 2, c : c + 3] for r in range(2) for c in range(2)]
        return np.stack(out, 2).reshape(x.shape[0], x.shape[1] * 4, -1)

    def fold(columns):
        y = np.zeros((1, 2, 6, 4))
        c = columns.reshape(1, 2, 4, 3, 3)
        for i, (r, s) in enumerate([(r, s) for r in range(2) for s in range(2)]):
            y[:, :, r : r + 5 : 2, s : s + 3] += c[:, :, i]
        return y[:, :, 1:5]

    case("unfold", unfold, apart(1, 2, 4, 4))
    case("fold", fold, apart(1, 8, 9))
    case("conv2d", lambda x, w, b: convolve(x, w, (2, 1), (1, 1), (1, 2)) + b[:, None, None], apart(2, 2, 5, 5), apart(3, 2, 2, 2), apart(3))
    case("conv1d", lambda x, w: convolve(x[:, :, None], w[:, :, None], (1, 2), (0, 1), (1, 1))[:, :, 0], apart(2, 2, 7), apart(3, 2, 3))
    case("crossEntropy", lambda x: -special.log_softmax(x, -1)[[0, 1, 2], [2, 0, 3]].mean(), x)

    def attention(q, k, v):
        scores = np.where(np.tri(3) > 0, q @ np.swapaxes(k, -1, -2) / 2, -np.inf)
        return special.softmax(scores, -1) @ v

    case("attention", attention, apart(2, 3, 4), apart(2, 3, 4), apart(2, 3, 4))
    write("gradients", g)


def optimizers():
    """Five steps with the gradients of sum(p**4) / 4, rate 0.1, by PyTorch's formulas."""
    g = {"start": numbers(2, 3)}
    p, m, v = g["start"].copy(), 0, 0
    for t in range(1, 6):
        d = p**3
        p = p * (1 - 0.1 * 0.05)
        m, v = 0.9 * m + 0.1 * d, 0.999 * v + 0.001 * d * d
        p = p - 0.1 / (1 - 0.9**t) * m / (np.sqrt(v) / np.sqrt(1 - 0.999**t) + 1e-8)
    g["adamW"] = p
    p, speed = g["start"].copy(), None
    for t in range(5):
        d = p**3 + 0.05 * p
        speed = d if speed is None else 0.9 * speed + d
        p = p - 0.1 * speed
    g["sgd"] = p
    write("optimizers", g)


os.makedirs(HERE, exist_ok=True)
operations()
similarity()
linear()
clusters()
convolutions()
gradients()
optimizers()
