"""What Pillow 12.3.0 makes of a made picture: python3 pillow_operations.py > pillow-operations.txt

A line is an operation, its arguments, channels, rows and columns of the picture, and the result, planes after planes,
in base 64. The arguments of RandAugment's operations are reckoned here from a strength by the formulas of timm.
"""
import base64

import numpy
from PIL import Image, ImageEnhance, ImageOps

FILL = (124, 116, 104)


def picture(channels, rows, columns):
    place = numpy.arange(channels * rows * columns, dtype=numpy.uint64)
    noise = ((place * 2654435761) % 2**32) >> numpy.uint64(27)
    channel, row, column = place // (rows * columns), place // columns % rows, place % columns
    values = (30 + (7 * row + 11 * column + 37 * channel + noise) % 190).astype(numpy.uint8)
    planes = values.reshape(channels, rows, columns)
    return Image.fromarray(planes[0] if channels == 1 else numpy.ascontiguousarray(planes.transpose(1, 2, 0)))


def write(shape, result, *words):
    values = numpy.asarray(result)
    planes = values if values.ndim == 2 else values.transpose(2, 0, 1)
    print(*words, *shape, base64.b64encode(numpy.ascontiguousarray(planes).tobytes()).decode())


FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}

for name, kernel in FILTERS.items():
    for shape, box, rows, columns in [
        ((3, 20, 26), (0, 0, 26, 20), 7, 5),
        ((3, 20, 26), (3, 2, 17, 19), 8, 8),
        ((3, 20, 26), (4, 6, 9, 10), 11, 13),
        ((1, 20, 26), (1.25, 0.5, 22.7, 19.9), 6, 9),
        ((1, 9, 7), (2.3, 1.1, 3.4, 1.9), 5, 6),
        ((1, 9, 7), (0, 0, 7, 9), 9, 7),
        ((1, 9, 7), (0, 3, 7, 9), 6, 7),
        ((1, 61, 67), (5, 3, 60, 61), 3, 4),
        ((1, 4, 300), (0, 0, 300, 4), 9, 2),
    ]:
        write(shape, picture(*shape).resize((columns, rows), kernel, box=box), "resize", name, *box, rows, columns)


def hue(image, turns):
    h, s, v = image.convert("HSV").split()
    moved = (numpy.asarray(h).astype(int) + int(turns * 255)) % 256
    return Image.merge("HSV", (Image.fromarray(moved.astype(numpy.uint8)), s, v)).convert("RGB")


ENHANCERS = {
    "brightness": ImageEnhance.Brightness,
    "contrast": ImageEnhance.Contrast,
    "color": ImageEnhance.Color,
    "sharpness": ImageEnhance.Sharpness,
}


def factor(share, sign, increasing):
    return max(0.1, 1 + sign * share * 0.9) if increasing else 0.1 + share * 1.8


def operation(name, image, share, sign, increasing, kernel):
    fill = FILL if image.mode == "RGB" else FILL[0]
    width, height = image.size
    shear, shift = sign * share * 0.3, sign * share * 0.45

    def affine(*numbers):
        return image.transform(image.size, Image.Transform.AFFINE, numbers, resample=kernel, fillcolor=fill)

    if name in ENHANCERS:
        return ENHANCERS[name](image).enhance(factor(share, sign, increasing))
    bits, threshold = int(share * 4), min(256, int(share * 256))
    add = min(128, int(share * 110))
    table = [min(255, value + add) if value < 128 else value for value in range(256)]
    return {
        "auto-contrast": lambda: ImageOps.autocontrast(image),
        "equalize": lambda: ImageOps.equalize(image),
        "invert": lambda: ImageOps.invert(image),
        "posterize": lambda: ImageOps.posterize(image, 4 - bits if increasing else bits),
        "solarize": lambda: ImageOps.solarize(image, 256 - threshold if increasing else threshold),
        "solarize-add": lambda: image.point(table * len(image.getbands())),
        "rotate": lambda: image.rotate(sign * share * 30, resample=kernel, fillcolor=fill),
        "shear-x": lambda: affine(1, shear, 0, 0, 1, 0),
        "shear-y": lambda: affine(1, 0, 0, shear, 1, 0),
        "translate-x": lambda: affine(1, 0, shift * width, 0, 1, 0),
        "translate-y": lambda: affine(1, 0, 0, 0, 1, shift * height),
    }[name]()


NAMES = """auto-contrast equalize invert rotate posterize solarize solarize-add color contrast brightness sharpness
    shear-x shear-y translate-x translate-y""".split()

for shape in [(3, 20, 26), (1, 17, 19)]:
    image = picture(*shape)
    for name in NAMES:
        strengths = [(0.9, 1, True)] if name in NAMES[:3] else [(0.9, 1, True), (0.37, -1, True), (1.0, -1, False)]
        for share, sign, increasing in strengths:
            for filter_name, kernel in FILTERS.items() if name[-2:] in ("te", "-x", "-y") else [("bilinear", None)]:
                result = operation(name, image, share, sign, increasing, kernel)
                write(shape, result, "operation", name, share, "+" if sign > 0 else "-", increasing, filter_name)

for turns in [0.1, -0.27, 0.5]:
    write((3, 20, 26), hue(picture(3, 20, 26), turns), "hue", turns)
