#!/usr/bin/env python3
"""Writes small pictures of all kinds and what Pillow, PyTorch and transformers make of them.

    pip install pillow==13.0.0 numpy==2.4.6 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
    python3 Tests/References/make_picture_goldens.py

Tests/FormatsTests/Pictures/Goldens: the files, and expected.json with the bytes of exif_transpose(open(file)).convert("RGB") of each.
Tests/PatchesTests/Goldens: resizing.json and preprocessing.json; their inputs follow from the formula of `formula`, which the tests repeat.
Bytes and numbers (float32, little-endian) are in base64. PNG files are put together here, because Pillow writes few of their kinds; files of
four inks by libturbojpeg, because Pillow writes no YCCK.
"""
import base64, ctypes, importlib, io, json, os, struct, warnings, zlib
import numpy as np
from PIL import Image, ImageOps

warnings.filterwarnings("ignore")
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
FILES = os.path.join(HERE, "FormatsTests", "Pictures", "Goldens")
VALUES = os.path.join(HERE, "PatchesTests", "Goldens")


def b64(values):
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def formula(width, height):
    """Edges, ramps and something like noise, in whole numbers only."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * 7 + y * 13 + c * 50 + (x * y * (c + 1)) % 31 * 5 + (x // 5 + y // 4) % 2 * 90) % 256).astype(np.uint8)


def save(name, data):
    with open(os.path.join(FILES, name), "wb") as f:
        f.write(data)


# PNG

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows, bits):
    """Rows [height, width * channels] of samples as PNG scan lines without a filter."""
    out = b""
    for row in rows:
        if bits == 16:
            line = row.astype(">u2").tobytes()
        elif bits == 8:
            line = row.astype(np.uint8).tobytes()
        else:
            text = "".join(format(int(v), f"0{bits}b") for v in row)
            text += "0" * (-len(text) % 8)
            line = bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
        out += b"\0" + line
    return out


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, bits, color, before=b"", after=b"", interlaced=False):
    """samples: [height, width, channels]."""
    height, width, channels = samples.shape
    if interlaced:
        data = b"".join(packed(samples[y::dy, x::dx].reshape(len(samples[y::dy]), -1), bits)
                        for x, y, dx, dy in ADAM7 if samples[y::dy, x::dx].size)
    else:
        data = packed(samples.reshape(height, -1), bits)
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data)) + after
            + chunk(b"IEND", b""))


def exif(orientation, order="<", size=2):
    """A TIFF of one directory with two entries, the second of them the orientation."""
    value = struct.pack(order + {1: "B3x", 2: "H2x", 4: "I"}[size], orientation)
    kind = {1: 1, 2: 3, 4: 4}[size]
    return ((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, 2)
            + struct.pack(order + "HHII", 0x0100, 4, 1, 17) + struct.pack(order + "HHI", 0x0112, kind, 1) + value
            + struct.pack(order + "I", 0))


def make_png():
    color = formula(13, 9)
    grey = color[:, :, :1]
    deep = color.astype(np.uint32) * 251 + 7
    alpha = (255 - formula(13, 9)[:, :, 2:].astype(np.uint32)) // 16 * 17
    palette = bytes(range(0, 240, 5)) * 4
    for bits in (1, 2, 4, 8):
        save(f"grey{bits}.png", png(grey >> (8 - bits), bits, 0))
        colors = palette[:3 * 2 ** bits] if bits < 8 else palette[:180]
        index = (grey >> (8 - bits)) if bits < 8 else grey % 60
        save(f"palette{bits}.png", png(index, bits, 3, chunk(b"PLTE", colors)))
    save("grey16.png", png(np.concatenate([deep[:, :, :1] % 400], 2), 16, 0))
    save("grey16-alpha.png", png(np.concatenate([deep[:, :, :1], alpha * 257], 2), 16, 4))
    save("grey8-alpha.png", png(np.concatenate([grey, alpha], 2), 8, 4))
    save("grey4-one-transparent.png", png(grey >> 4, 4, 0, chunk(b"tRNS", b"\0\5")))
    save("grey16-one-transparent.png", png(deep[:, :, :1] % 400, 16, 0, chunk(b"tRNS", struct.pack(">H", int(deep[0, 1, 0]) % 400))))
    save("rgb8.png", png(color, 8, 2))
    save("rgb16.png", png(deep, 16, 2))
    save("rgb8-one-transparent.png", png(color, 8, 2, chunk(b"tRNS", struct.pack(">HHH", *(int(v) for v in color[2, 3])))))
    save("palette4-alpha.png", png(grey >> 4, 4, 3, chunk(b"PLTE", palette[:48]) + chunk(b"tRNS", bytes([0, 90, 200]))))
    save("palette2-short.png", png(grey >> 6, 2, 3, chunk(b"PLTE", palette[9:15])))
    save("rgba8.png", png(np.concatenate([color, alpha], 2), 8, 6))
    save("rgba16.png", png(np.concatenate([deep, alpha * 257], 2), 16, 6))
    save("rgb8-interlaced.png", png(color, 8, 2, interlaced=True))
    save("grey2-interlaced.png", png(grey >> 6, 2, 0, interlaced=True))
    save("rgba8-interlaced-small.png", png(np.concatenate([color, alpha], 2)[:3, :2], 8, 6, interlaced=True))
    save("rgb8-exif6.png", png(color, 8, 2, chunk(b"eXIf", exif(6, ">"))))
    save("rgb8-exif-behind.png", png(color, 8, 2, after=chunk(b"eXIf", exif(5))))
    hexed = b"\nexif\n%8d\n" % 44 + b"\n".join(exif(3).hex().encode()[i:i + 72] for i in range(0, 76, 72)) + b"\n"
    save("rgb8-profile3.png", png(color, 8, 2, chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(hexed))))
    save("rgb8-profile-text.png", png(color, 8, 2, chunk(b"tEXt", b"Raw profile type exif\0" + hexed)))
    xmp = b'XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta tiff:Orientation="8"/>'
    save("rgb8-xmp8.png", png(color, 8, 2, chunk(b"iTXt", xmp)))
    out = io.BytesIO()
    Image.fromarray(color).save(out, "PNG", save_all=True, append_images=[Image.fromarray(color[::-1])])
    save("animated.png", out.getvalue())


# JPEG

def jpeg(name, image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    save(name, out.getvalue())


def four_inks(pixels, quality=90):
    """YCCK with an Adobe marker, as libturbojpeg writes four inks."""
    lib = ctypes.CDLL("libturbojpeg.so.0")
    lib.tjInitCompress.restype = ctypes.c_void_p
    handle, out, size = ctypes.c_void_p(lib.tjInitCompress()), ctypes.c_void_p(), ctypes.c_ulong(0)
    data = np.ascontiguousarray(pixels)
    height, width, _ = data.shape
    cmyk, subsampled = 11, 2
    assert lib.tjCompress2(handle, data.ctypes.data_as(ctypes.c_void_p), width, 0, height, cmyk, ctypes.byref(out),
                           ctypes.byref(size), subsampled, quality, 0) == 0
    return ctypes.string_at(out, size.value)


def make_jpeg():
    color = Image.fromarray(formula(21, 18)).resize((34, 26), Image.BICUBIC)
    for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
        jpeg(f"color-{name}.jpg", color, quality=90, subsampling=sampling)
    jpeg("progressive.jpg", color, quality=80, progressive=True)
    jpeg("restarts.jpg", color, quality=80, restart_marker_rows=1)
    jpeg("grey.jpg", color.convert("L"), quality=90)
    jpeg("cmyk.jpg", color.convert("CMYK"), quality=90)
    inks = np.asarray(color.convert("CMYK")).copy()
    inks[:, :, 3] = 40
    save("ycck.jpg", four_inks(inks))
    small = color.crop((0, 0, 20, 12))
    for orientation in range(1, 9):
        order, size = "<>"[orientation % 2], (2, 4)[orientation // 2 % 2]
        jpeg(f"exif{orientation}.jpg", small, quality=60, exif=b"Exif\0\0" + exif(orientation, order, size), optimize=True)
    jpeg("exif-bytes.jpg", small, quality=60, exif=b"Exif\0\0" + exif(6, "<", 1), optimize=True)
    jpeg("xmp3.jpg", small, quality=60, xmp=b"<x><tiff:Orientation>3</tiff:Orientation></x>", optimize=True)


# WebP and netpbm

def make_webp():
    color = formula(21, 18)
    alpha = np.concatenate([color, (255 - formula(21, 18)[:, :, 2:]) // 16 * 17], 2).astype(np.uint8)
    for name, pixels, options in (
            ("lossy.webp", color, dict(quality=80)), ("lossless.webp", color, dict(lossless=True)),
            ("lossy-alpha.webp", alpha, dict(quality=80)), ("lossless-alpha.webp", alpha, dict(lossless=True, exact=True)),
            ("exif7.webp", color, dict(quality=50, exif=exif(7)))):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "WEBP", **options)
        save(name, out.getvalue())
    frames = [Image.fromarray(alpha), Image.fromarray(alpha[::-1].copy())]
    for name, frames in (("animated-alpha.webp", frames), ("animated.webp", [f.convert("RGB") for f in frames])):
        out = io.BytesIO()
        frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], quality=70)
        save(name, out.getvalue())
    inner = np.zeros_like(alpha)
    inner[4:10, 6:14] = alpha[4:10, 6:14]
    out = io.BytesIO()
    Image.fromarray(inner).save(out, "WEBP", save_all=True, append_images=[frames[0].convert("RGBA")], lossless=True)
    save("animated-inner.webp", out.getvalue())


def make_netpbm():
    color = formula(7, 5)
    grey = color[:, :, 0]
    save("bytes.ppm", b"P6\n# a comment\n7 5\n255\n" + color.tobytes())
    save("bytes.pgm", b"P5 7 5 255\n" + grey.tobytes())
    save("low.pgm", b"P5\n7 5\n100\n" + grey.tobytes())
    save("deep.ppm", b"P6\n7 5\n1000\n" + (color.astype(np.uint32) * 4).astype(">u2").tobytes())
    save("deep.pgm", b"P5\n7 5\n65535\n" + (grey.astype(np.uint32) * 3).astype(">u2").tobytes())
    save("deep1000.pgm", b"P5\n7 5\n1000\n" + (grey // 80).astype(">u2").tobytes())
    save("text.ppm", b"P3\n7 5 # size\n31\n" + b" ".join(b"%d" % (v // 9) for v in color.ravel()) + b"\n")
    save("text.pgm", b"P2 7 5\n255\n" + b"\n".join(b"%d" % v for v in grey.ravel()))
    save("text.pbm", b"P1\n7 5\n" + b"".join(b"%d" % (v > 99) for v in grey.ravel()) + b"\n")
    save("bits.pbm", b"P4\n7 5\n" + np.packbits(grey > 99, axis=1).tobytes())


def make_expected():
    expected = {}
    for name in sorted(os.listdir(FILES)):
        if name.endswith(".json"):
            continue
        image = ImageOps.exif_transpose(Image.open(os.path.join(FILES, name)))
        has_alpha = "A" in image.getbands() or image.info.get("transparency") is not None
        rgb = np.asarray(image.convert("RGB"))
        entry = {"width": rgb.shape[1], "height": rgb.shape[0], "rgb": b64(rgb)}
        # Pillow compares a transparent grey of 4 bits with greys that it has brought to 8, so it finds none.
        if has_alpha and image.mode != "I;16" and name != "grey4-one-transparent.png":
            white = Image.new("RGBA", image.size, (255, 255, 255, 255))
            rgba = image.convert("RGBA")
            entry["white"] = b64(np.asarray(Image.alpha_composite(white, rgba).convert("RGB")))
        expected[name] = entry
    write(os.path.join(FILES, "expected.json"), expected)


def write(path, values):
    with open(path, "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in values.items()) + "\n}\n")


# Resizing

FILTERS = {"nearest": Image.NEAREST, "area": Image.BOX, "bilinear": Image.BILINEAR, "hamming": Image.HAMMING,
           "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}
SIZES = [(23, 17, 8, 6), (23, 17, 27, 25), (23, 17, 23, 5), (40, 3, 7, 3), (12, 21, 9, 8), (15, 9, 18, 4)]


def make_resizing():
    import torch
    import torch.nn.functional as F
    from torchvision.transforms.v2 import functional as tvF
    from torchvision.transforms import InterpolationMode as M

    out = {}
    modes = {"bilinear": M.BILINEAR, "bicubic": M.BICUBIC}
    for width, height, w, h in SIZES:
        pixels = formula(width, height)
        planes = torch.from_numpy(pixels).permute(2, 0, 1).contiguous()
        for name, f in FILTERS.items():
            out[f"pillow {name} {width} {height} {w} {h}"] = b64(np.asarray(Image.fromarray(pixels).resize((w, h), f)))
        for name, mode in modes.items():
            made = tvF.resize(planes, [h, w], interpolation=mode, antialias=True)
            out[f"torch {name} {width} {height} {w} {h}"] = b64(made.permute(1, 2, 0).numpy())
            for antialias in (False, True):
                made = F.interpolate(planes[None, :1].float() / 255, (h, w), mode=name, align_corners=False, antialias=antialias)
                out[f"float{'-antialias' if antialias else ''} {name} {width} {height} {w} {h}"] = b64(made[0].numpy())
    write(os.path.join(VALUES, "resizing.json"), out)


# Preprocessing

TILES = [[16, 8], [8, 16], [16, 16], [24, 8], [8, 24]]
CONFIGS = {
    "CLIPImageProcessor": {"size": {"shortest_edge": 14}, "crop_size": {"height": 12, "width": 12}},
    "CLIPImageProcessor odd": {"size": {"shortest_edge": 9}, "crop_size": {"height": 12, "width": 10}},
    "SiglipImageProcessor": {"size": {"height": 11, "width": 13}},
    "BitImageProcessor": {"size": {"shortest_edge": 16}, "crop_size": 12, "image_mean": [0.485, 0.456, 0.406],
                          "image_std": [0.229, 0.224, 0.225], "resample": 3},
    "ViTImageProcessor": {"size": 12, "resample": 2},
    "DeiTImageProcessor": {"size": {"height": 14, "width": 14}, "crop_size": {"height": 12, "width": 12}},
    "LlavaImageProcessor": {"size": {"shortest_edge": 12}, "crop_size": {"height": 12, "width": 12}, "do_pad": True},
    "LlavaNextImageProcessor": {"size": {"shortest_edge": 8}, "crop_size": {"height": 8, "width": 8},
                                "image_grid_pinpoints": TILES},
    "CLIPImageProcessor plain": {"size": {"shortest_edge": 10}, "do_center_crop": False, "do_normalize": False},
    "ViTImageProcessor unscaled": {"size": {"shortest_edge": 8, "longest_edge": 11}, "do_rescale": False},
}
FOLDERS = {"CLIP": "clip", "Siglip": "siglip", "Bit": "bit", "ViT": "vit", "DeiT": "deit", "Llava": "llava", "LlavaNext": "llava_next"}


def processor(kind, library, settings):
    folder = FOLDERS[kind.removesuffix("ImageProcessor")]
    pil = library == "pillow"
    module = importlib.import_module(f"transformers.models.{folder}.image_processing_{'pil_' if pil else ''}{folder}")
    return getattr(module, kind + ("Pil" if pil else ""))(**settings)


def make_preprocessing():
    out = {}
    for name, settings in CONFIGS.items():
        kind = name.split(" ")[0]
        out[name] = {"config": json.dumps({"image_processor_type": kind, **settings}), "values": {}}
        for library in ("pillow", "torchvision"):
            for width, height in ((29, 17), (15, 26)):
                made = processor(kind, library, settings)(Image.fromarray(formula(width, height)), return_tensors="np")
                values = np.asarray(made["pixel_values"][0], dtype=np.float32)
                out[name]["values"][f"{library} {width} {height}"] = {"shape": list(values.shape), "numbers": b64(values)}
    write(os.path.join(VALUES, "preprocessing.json"), out)


if __name__ == "__main__":
    os.makedirs(FILES, exist_ok=True)
    make_png()
    make_jpeg()
    make_webp()
    make_netpbm()
    make_expected()
    make_resizing()
    make_preprocessing()
