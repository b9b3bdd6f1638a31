"""Forty members and the brand: cut-paper portraits, small emblems, and close crops of our own pictures.

    python3 avatars.py
Paper layers cast a soft shadow on the layer below; that, the grain and uneven edges keep them from looking like icons.
"""
import os

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import grade

N, OUT = 640, 256
SKIN = ["#f0d2b8", "#e3b793", "#cf9a72", "#b27a52", "#8d5a3b", "#6b4230", "#4f3124", "#e9c4a6"]
HAIR = ["#2b211d", "#4a3326", "#7a4f30", "#a8763f", "#c9a063", "#8e3f2c", "#8b8680", "#d8d2c8"]
PAPER = ["#cbb8a2", "#a9ae9c", "#c9aea2", "#8f979b", "#c9ac7c", "#b3bfc4", "#9c5640", "#55644f", "#26303c", "#d9c7a0", "#5e3a44", "#e2d9c8"]


def rgb(h):
    h = h.lstrip("#")
    return tuple(int(h[i:i + 2], 16) for i in (0, 2, 4))


def mix(a, b, t):
    a, b = rgb(a), rgb(b)
    return "#%02x%02x%02x" % tuple(int(x + (y - x) * t) for x, y in zip(a, b))


class Paper:
    """A stack of cut sheets; coordinates run 0..100 from the upper left."""

    def __init__(self, ground, seed):
        self.rng = np.random.default_rng(seed)
        self.img = Image.new("RGB", (N, N), ground)

    def sheet(self, colour, draw, shadow=.26, lift=6):
        mask = Image.new("L", (N, N), 0)
        draw(ImageDraw.Draw(mask))
        mask = mask.filter(ImageFilter.GaussianBlur(1.1))
        if shadow:
            sh = Image.new("L", (N, N), 0)
            sh.paste(mask, (lift // 2, lift))
            sh = sh.filter(ImageFilter.GaussianBlur(lift * 1.5)).point(lambda v: int(v * shadow))
            self.img.paste(Image.new("RGB", (N, N), "#2a1d16"), (0, 0), sh)
        self.img.paste(Image.new("RGB", (N, N), colour), (0, 0), mask)

    def blob(self, colour, points, **kw):
        p = np.array(points, float) * N / 100
        k = len(p)
        out = []
        for i in range(k):
            a, b, c, d = p[i - 1], p[i], p[(i + 1) % k], p[(i + 2) % k]
            for t in np.linspace(0, 1, 14, endpoint=False):
                out.append(tuple(.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)))
        self.sheet(colour, lambda d_: d_.polygon(out, fill=255), **kw)

    def oval(self, colour, x, y, rx, ry, **kw):
        s = N / 100
        self.sheet(colour, lambda d: d.ellipse([(x - rx) * s, (y - ry) * s, (x + rx) * s, (y + ry) * s], fill=255), **kw)

    def poly(self, colour, points, **kw):
        self.sheet(colour, lambda d: d.polygon([(x * N / 100, y * N / 100) for x, y in points], fill=255), **kw)

    def line(self, colour, points, width=1.2):
        s = N / 100
        ImageDraw.Draw(self.img).line([(x * s, y * s) for x, y in points], fill=colour, width=int(width * s), joint="curve")

    def arc(self, colour, box, a, b, width=1.2):
        s = N / 100
        ImageDraw.Draw(self.img).arc([v * s for v in box], a, b, fill=colour, width=int(width * s))

    def done(self):
        g = self.rng.normal(0, 1, (N, N))
        coarse = np.asarray(Image.fromarray(self.rng.normal(0, 1, (N // 5, N // 5)).astype(np.float32)).resize((N, N), Image.BICUBIC))
        a = np.asarray(self.img, np.float32) + (2.4 * g + 3.0 * coarse)[..., None]
        return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8)).resize((OUT, OUT), Image.LANCZOS)


def portrait(seed, ground, skin, hair, style, cloth, extra=""):
    p = Paper(PAPER[ground], seed)
    s, h, c = SKIN[skin], HAIR[hair] if isinstance(hair, int) else hair, cloth
    dark = mix(s, "#3a1c14", .22)
    ink = mix(s, "#2a1610", .68)
    if seed % 3 == 0:
        p.oval(mix(PAPER[ground], "#ffffff", .25), 66, 34, 27, 27, shadow=0)
    elif seed % 3 == 1:
        p.poly(mix(PAPER[ground], "#1a1410", .12), [(0, 62), (100, 48), (100, 100), (0, 100)], shadow=0)
    # hair behind
    if style in ("long", "wavy"):
        w = 5 if style == "wavy" else 0
        p.blob(h, [(29, 42), (33, 21), (50, 14), (67, 21), (71, 42), (74 + w, 62), (70, 84), (50, 88), (30, 84), (26 - w, 62)])
    elif style == "afro":
        for k in range(11):
            a = np.pi * (1.02 + .96 * k / 10)
            p.oval(h, 50 + 20 * np.cos(a), 40 + 20 * np.sin(a), 11, 11, shadow=.12, lift=4)
        p.oval(h, 50, 34, 22, 19, shadow=0)
    elif style == "bob":
        p.blob(h, [(29, 40), (34, 21), (50, 15), (66, 21), (71, 40), (71, 60), (64, 66), (36, 66), (29, 60)])
    elif style == "bun":
        p.oval(h, 50, 14, 9.5, 8.5)
        p.blob(h, [(32, 40), (35, 23), (50, 17), (65, 23), (68, 40), (64, 50), (36, 50)])
    elif style == "tail":
        p.blob(h, [(62, 24), (76, 30), (80, 48), (76, 66), (70, 60), (70, 40)])
        p.blob(h, [(32, 40), (35, 23), (50, 17), (65, 23), (68, 40), (64, 50), (36, 50)])
    elif style == "hijab":
        p.blob(h, [(26, 48), (31, 20), (50, 10), (69, 20), (74, 48), (76, 74), (66, 92), (34, 92), (24, 74)])
    # body, neck, head
    p.blob(c, [(8, 108), (12, 88), (30, 77), (50, 75), (70, 77), (88, 88), (92, 108)])
    if "collar" in extra:
        p.poly(mix(c, "#ffffff", .35), [(38, 76), (50, 90), (44, 94), (34, 80)], lift=3)
        p.poly(mix(c, "#ffffff", .35), [(62, 76), (50, 90), (56, 94), (66, 80)], lift=3)
    if "stripe" in extra:
        for y in (86, 92, 98):
            p.line(mix(c, "#ffffff", .5), [(14, y + 3), (30, y), (50, y - 1), (70, y), (86, y + 3)], 1.6)
    p.blob(dark, [(42, 60), (58, 60), (58, 74), (62, 79), (50, 86), (38, 79), (42, 74)], shadow=.12, lift=3)
    if style != "hijab" and style not in ("long", "bob"):
        p.oval(dark, 31.5, 46, 3.2, 4.6, shadow=.12, lift=3)
        p.oval(dark, 68.5, 46, 3.2, 4.6, shadow=.12, lift=3)
    p.blob(s, [(33, 40), (37, 26), (50, 21), (63, 26), (67, 40), (65, 56), (58, 67), (50, 70), (42, 67), (35, 56)])
    # the shaded half, cut along the nose
    p.blob(dark, [(52, 22), (63, 26), (67, 40), (65, 56), (58, 67), (51, 70), (52, 60), (54.5, 54), (51.5, 46), (52.5, 36)], shadow=0)
    if "beard" in extra:
        p.blob(h, [(34, 48), (38, 56), (50, 57.5), (62, 56), (66, 48), (65.5, 60), (58, 71), (50, 74), (42, 71), (34.5, 60)], shadow=.14, lift=3)
        p.oval(mix(s, "#8a3a30", .5), 50, 61.5, 4.2, 1.2, shadow=0)
    else:
        p.blob(mix(s, "#9a3f35", .62), [(45.5, 61), (48.5, 60), (50, 60.6), (51.5, 60), (54.5, 61), (50, 63.6)], shadow=0)
    p.line(ink, [(50.8, 44), (53.6, 53.5), (50, 54.6)], .9)
    for x in (42.5, 58):
        p.arc(ink, [x - 4, 40.5, x + 4, 46.5], 15, 165, 1.1)
        p.arc(h if isinstance(hair, int) and hair < 6 else ink, [x - 5, 35.5, x + 5, 43], 205, 335, 1.3)
    # hair in front
    if style in ("bob", "long"):
        p.blob(h, [(31, 44), (33, 24), (50, 15), (67, 24), (69, 44), (65, 33), (52, 28), (42, 33), (35, 34)])
    elif style == "fringe":
        p.blob(h, [(30, 48), (31, 26), (50, 14), (69, 26), (70, 48), (66.5, 36), (60, 35.5), (40, 35.5), (33.5, 36)])
    elif style in ("short", "side"):
        q = 0 if style == "short" else 6
        p.blob(h, [(32, 41), (32, 26), (44, 16), (60, 16), (69, 27), (68, 41), (65, 32), (55 + q, 27), (42 - q, 30), (35, 33)])
    elif style in ("bun", "tail"):
        p.blob(h, [(32, 42), (34, 25), (50, 18), (66, 25), (68, 42), (64, 31), (50, 25), (36, 31)])
    elif style == "wavy":
        p.blob(h, [(30, 50), (30, 28), (46, 14), (66, 20), (71, 50), (66, 38), (58, 26), (46, 34), (35, 38)])
    elif style == "afro":
        p.blob(h, [(33, 36), (38, 26), (50, 22.5), (62, 26), (67, 36), (60, 28), (50, 26.5), (40, 28)], shadow=0)
    elif style == "curl":
        for x, y, r in ((35, 31, 6), (40, 24, 7), (48, 20, 7.5), (57, 21, 7.5), (64, 27, 7), (67, 35, 5), (33, 39, 4.5), (52, 26, 5)):
            p.oval(h, x, y, r, r, shadow=.14, lift=3)
    elif style == "hijab":
        p.blob(h, [(31, 52), (32, 28), (50, 17), (68, 28), (69, 52), (64, 66), (66, 50), (64, 34), (50, 26.5), (36, 34), (34, 50), (36, 66)])
        p.blob(mix(h, "#000000", .1), [(34, 62), (50, 71), (66, 62), (70, 80), (50, 90), (30, 80)], shadow=.2, lift=4)
    elif style == "hat":
        p.blob(h, [(18, 31), (34, 25), (50, 24), (66, 25), (82, 31), (66, 33), (50, 32), (34, 33)])
        p.blob(mix(h, "#ffffff", .08), [(34, 27), (36, 12), (50, 9), (64, 12), (66, 27), (50, 29)], shadow=.1, lift=3)
    elif style == "beanie":
        p.blob(h, [(31, 33), (33, 18), (50, 9), (67, 18), (69, 33), (50, 30)])
        p.blob(mix(h, "#ffffff", .14), [(30, 35), (31, 29), (50, 26), (69, 29), (70, 35), (50, 32.5)], lift=3)
    if "glasses" in extra:
        for x in (42, 58.5):
            p.arc("#2a221e", [x - 6, 38, x + 6, 49], 0, 360, 1.1)
        p.line("#2a221e", [(48, 42.5), (52.5, 42.5)], 1.1)
    if "earring" in extra:
        p.oval("#c99a48", 31, 54, 2.2, 2.2, lift=3)
        p.oval("#c99a48", 69, 54, 2.2, 2.2, lift=3)
    return p.done()


PORTRAITS = [
    (0, 1, 0, "bob", "#55644f", "earring"), (6, 3, 0, "short", "#e2d9c8", "beard"), (5, 0, 5, "wavy", "#26303c", ""), (1, 5, 0, "afro", "#c99a48", "earring"),
    (4, 2, 1, "bun", "#9c5640", "glasses"), (8, 7, 4, "fringe", "#c9aea2", ""), (2, 4, "#7d8f92", "hijab", "#43555c", ""), (3, 1, 6, "side", "#3a3534", "glasses beard"),
    (9, 6, 0, "curl", "#76806a", "stripe"), (10, 0, 7, "bun", "#d9c7a0", "earring"), (11, 2, 2, "long", "#b26b52", ""), (7, 3, "#c9ac7c", "hat", "#efe7d8", "collar"),
    (5, 5, 0, "short", "#9c5640", "collar"), (0, 1, 0, "long", "#8f979b", "glasses"), (6, 7, 3, "tail", "#26303c", "stripe"), (1, 2, "#9c5640", "beanie", "#4f5c4a", "beard"),
    (4, 6, 0, "bun", "#5e3a44", "earring"), (8, 1, 0, "fringe", "#b98a3c", "glasses"), (2, 0, 6, "short", "#55644f", "glasses collar"), (3, 4, 0, "curl", "#cf7a5f", "beard"),
    (9, 3, "#b0705c", "hijab", "#8a4f3d", ""), (10, 1, 1, "side", "#a9ae9c", ""), (11, 7, 5, "curl", "#2f6468", "earring"), (7, 2, 0, "tail", "#e2cd92", ""),
]


def emblem(kind, seed):
    ground = {"moon": "#26303c", "cup": "#c9aea2", "leaf": "#e2d9c8", "sun": "#c9ac7c", "vase": "#a9ae9c", "flame": "#3a3534", "face": "#9c5640", "bowls": "#b3bfc4"}[kind]
    p = Paper(ground, seed)
    if kind == "moon":
        p.oval("#e9dfc8", 58, 38, 20, 20)
        p.blob("#4d5a66", [(-8, 80), (22, 62), (48, 72), (76, 56), (108, 70), (108, 108), (-8, 108)])
        p.blob("#7c8870", [(-8, 92), (30, 78), (64, 88), (108, 80), (108, 110), (-8, 110)])
    elif kind == "cup":
        p.poly("#8f5847", [(0, 70), (100, 70), (100, 100), (0, 100)], shadow=0)
        p.arc("#e2dccd", [58, 40, 84, 64], -90, 90, 4.6)
        p.blob("#e2dccd", [(26, 36), (70, 36), (69, 60), (62, 74), (34, 74), (27, 60)])
        p.blob("#4a3326", [(28, 37), (48, 34), (68, 37), (48, 41)], shadow=0)
    elif kind == "leaf":
        p.line("#55644f", [(50, 92), (50, 20)], 1.6)
        for k, y in enumerate((78, 64, 50, 36)):
            w = 26 - k * 4
            p.blob(("#55644f", "#76806a")[k % 2], [(50, y), (50 - w * .5, y - 13), (50 - w, y - 13), (50 - w * .55, y - 1)], lift=4)
            p.blob(("#76806a", "#55644f")[k % 2], [(50, y), (50 + w * .5, y - 13), (50 + w, y - 13), (50 + w * .55, y - 1)], lift=4)
        p.blob("#55644f", [(50, 26), (44, 16), (50, 5), (56, 16)], lift=4)
    elif kind == "sun":
        for r, c in ((44, "#b2603f"), (34, "#cf8a5a"), (24, "#e2cd92"), (13, "#f2e8cf")):
            p.oval(c, 50, 74, r, r)
        p.poly("#55644f", [(0, 74), (100, 74), (100, 100), (0, 100)])
    elif kind == "vase":
        p.poly("#84907a", [(50, 0), (100, 0), (100, 100), (50, 100)], shadow=0)
        v = [(44, 22), (56, 22), (55, 32), (68, 48), (66, 70), (57, 84), (43, 84), (34, 70), (32, 48), (45, 32)]
        p.blob("#e2dccd", v)
        p.blob("#8f5847", [(33, 58), (42, 55), (52, 60), (67, 57), (65, 72), (57, 84), (43, 84), (35, 72)], shadow=0)
    elif kind == "flame":
        p.poly("#564d47", [(0, 82), (100, 82), (100, 100), (0, 100)], shadow=0)
        p.poly("#e2d9c8", [(42, 54), (58, 54), (58, 84), (42, 84)])
        for k, (s, c) in enumerate(((1, "#c9653a"), (.68, "#e2a64f"), (.36, "#f6e4b0"))):
            p.blob(c, [(50, 52), (50 - 13 * s, 40 + 4 * (1 - s)), (50 - 6 * s, 28 + 12 * (1 - s)), (51, 12 + 30 * (1 - s)), (50 + 8 * s, 30 + 10 * (1 - s)), (50 + 13 * s, 42)], lift=4)
    elif kind == "face":
        p.blob("#e2cdb0", [(50, 8), (76, 20), (82, 52), (70, 82), (50, 92), (30, 82), (18, 52), (24, 20)])
        p.blob("#26303c", [(50, 8), (76, 20), (82, 52), (70, 82), (50, 92), (49, 76), (57, 62), (48, 50), (53, 30)], shadow=0)
        p.arc("#26303c", [26, 36, 44, 50], 200, 340, 2)
        p.arc("#e2cdb0", [58, 36, 76, 50], 200, 340, 2)
        p.oval("#9c5640", 50, 74, 8, 2.6, shadow=0)
    else:
        for y, w, c in ((78, 34, "#26303c"), (62, 29, "#e2cd92"), (46, 24, "#9c5640"), (31, 18, "#e9e2d6")):
            p.blob(c, [(50 - w, y - 9), (50 + w, y - 9), (50 + w * .7, y + 5), (50 + w * .36, y + 8), (50 - w * .36, y + 8), (50 - w * .7, y + 5)], lift=5)
    return p.done()


# Close crops of our own pictures: (file, centre x, centre y, side) as fractions of the picture's width.
CROPS = [
    ("products/pack-dune-vase.webp", .48, .72, .42), ("products/pack-moon-jar.webp", .5, .60, .62), ("products/pack-hearth-teapot.webp", .5, .66, .72),
    ("products/pack-ripple-planter.webp", .5, .66, .5), ("products/pack-kiln-lamp.webp", .5, .55, .8), ("products/pack-halo-vase.webp", .5, .62, .62),
    ("scenes/plant-corner--morning-four-five.webp", .68, .66, .5), ("scenes/kids-breakfast--morning-four-five.webp", .66, .62, .42),
    ("scenes/colour-steps--morning-four-five.webp", .16, .36, .36), ("scenes/mantel-flames--evening-four-five.webp", .24, .72, .46),
    ("products/pack-gourd-vase.webp", .5, .55, .6), ("products/pack-petal-dish.webp", .5, .6, .7),
]


def crop(file, x, y, side):
    path = os.path.join(grade.MEDIA, file)
    if not os.path.exists(path):
        return None
    im = Image.open(path).convert("RGB")
    s = side * im.width
    cx, cy = np.clip(x * im.width, s / 2, im.width - s / 2), np.clip(y * im.width, s / 2, im.height - s / 2)
    return im.crop((int(cx - s / 2), int(cy - s / 2), int(cx + s / 2), int(cy + s / 2))).resize((OUT, OUT), Image.LANCZOS)


def mark(size=512, ground="#9c5640", ink="#f1e9da"):
    """The brand's sign: a kiln's arch with the light in its mouth."""
    s = size * 3 / 100
    im = Image.new("RGB", (size * 3, size * 3), ground)
    d = ImageDraw.Draw(im)
    for r, c in ((30, ink), (22, ground)):
        d.pieslice([(50 - r) * s, (50 - r) * s, (50 + r) * s, (50 + r) * s], 180, 360, fill=c)
        d.rectangle([(50 - r) * s, 50 * s, (50 + r) * s, 78 * s], fill=c)
    d.ellipse([39 * s, 48 * s, 61 * s, 70 * s], fill=ink)
    d.rectangle([14 * s, 78 * s, 86 * s, 82.5 * s], fill=ink)
    return im.resize((size, size), Image.LANCZOS)


def main():
    done = grade.Done()
    pictures = [(f"member-{i + 1:02d}", portrait(i + 11, *spec), "a cut-paper portrait", "chân dung cắt giấy") for i, spec in enumerate(PORTRAITS)]
    pictures += [(f"member-{len(PORTRAITS) + i + 1:02d}", emblem(k, i + 3), "a cut-paper emblem", "hình cắt giấy")
                 for i, k in enumerate(("moon", "cup", "leaf", "sun", "vase", "flame", "face", "bowls"))]
    n = len(pictures)
    for spec in CROPS:  # numbered by their place, so that a name always means the same picture
        im = crop(*spec)
        n += 1
        if im is not None:
            pictures.append((f"member-{n:02d}", im, "a close crop of ceramics", "gốm nhìn gần"))
    pictures.append(("brand", mark(OUT), "Kilnlight", "Kilnlight"))
    for name, im, en, vi in pictures:
        out = f"avatars/{name}.webp"
        grade.save_webp(np.asarray(im), out, 88)
        done.keep(out, grade.key_of("avatar", name), grade.entry_of(out, "avatar", (OUT, OUT), (f"Avatar: {en}" if name != "brand" else en, f"Ảnh đại diện: {vi}" if name != "brand" else vi), [], []))
    mark(180).save(os.path.join(grade.MEDIA, "brand", "touch-icon-180.png"), optimize=True)
    mark(32).save(os.path.join(grade.MEDIA, "brand", "favicon-32.png"), optimize=True)
    print(len(pictures), "avatars")


if __name__ == "__main__":
    main()
