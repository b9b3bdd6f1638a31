"""Writes demo/catalog: words from catalog_text.py, measures from the shapes themselves.

    python3 catalog.py
Sizes, weights and capacities are computed from the meshes, so a product compares truthfully with its neighbours.
"""
import glob
import hashlib
import json
import os

import numpy as np

import catalog_text as T
import shapes
import shapes_light  # noqa: F401
from glaze import GLAZES
from mesh import outline

HERE = os.path.dirname(os.path.abspath(__file__))
OUT, MEDIA = os.path.join(HERE, "..", "catalog"), os.path.join(HERE, "..", "media")
NAMES = {"bone": ("Bone", "Trắng ngà"), "sage": ("Sage", "Xanh xám"), "brick": ("Brick", "Đỏ gạch"), "ink": ("Ink", "Mực"), "ochre": ("Ochre", "Vàng đất"),
         "celadon": ("Celadon", "Men ngọc"), "blush": ("Blush", "Hồng phấn"), "chalk": ("Chalk", "Phấn trắng"), "soot": ("Soot", "Đen khói"),
         "sky": ("Sky", "Xanh trời"), "butter": ("Butter", "Vàng bơ"), "plum": ("Plum", "Mận chín"), "moss": ("Moss", "Xanh rêu"), "raw": ("Raw clay", "Đất mộc"),
         "teal": ("Teal", "Xanh cổ vịt"), "coral": ("Coral", "San hô"), "milk": ("Milk", "Trắng sữa"), "sand": ("Sand", "Vàng cát"), "lilac": ("Lilac", "Tím nhạt"),
         "stone": ("Stone", "Xám đá")}
SIZES = {"S": ("Small", "Nhỏ", .78), "M": ("Medium", "Vừa", 1.0), "L": ("Large", "Lớn", 1.3)}


def volume(mesh):
    """Of a closed mesh, in cubic centimetres, by the divergence theorem."""
    total = 0.0
    v = mesh.verts
    for f in mesh.faces:
        for k in range(1, len(f) - 1):
            total += np.dot(v[f[0]], np.cross(v[f[k]], v[f[k + 1]]))
    return abs(total) / 6


def measures(handle):
    """Height and width in cm, weight in g; lamps are hollow cast, so their solid bodies count for a third."""
    v, grams = [], 0.0
    for role, m, o in shapes.SHAPES[handle]():
        if m is None or role in ("cord", "flame", "wick", "bulb"):
            continue
        lift = o.get("at", 0)
        v.append(m.verts + (0, 0, lift if isinstance(lift, (int, float)) else 0))
        vol = volume(m)
        if role in ("glaze", "porcelain"):
            hollow = .34 if vol > 700 and handle.split("-")[-1] in ("lamp", "bell", "stick") else 1  # cast hollow
            hollow = .16 if "pendant" in handle else hollow
            grams += vol * 2.1 * hollow
        elif role == "brass":
            grams += 60
        elif role in ("shade", "paper", "opal"):
            grams += {"shade": 240, "paper": 150, "opal": 620}[role]
        elif role == "wood":
            grams += vol * .7
    v = np.vstack(v)
    size = v.max(0) - v.min(0)
    return round(float(size[2]), 1), round(float(max(size[0], size[1])), 1), int(round(grams / 10) * 10)


def capacity(handle):
    """What the first open vessel of the product holds to a finger below the rim, in ml."""
    best = 0
    for role, m, o in shapes.SHAPES[handle]():
        if role != "glaze" or m is None:
            continue
        z, r = m.verts[:, 2], np.hypot(m.verts[:, 0] - m.verts[:, 0].mean(), m.verts[:, 1] - m.verts[:, 1].mean())
        lo, hi = z.min(), z.max()
        total = 0.0
        for a in np.arange(lo + .6, hi - .8, .25):
            ring = r[(z > a - .3) & (z < a + .3)]
            if len(ring):
                mid = (ring.max() + ring.min()) / 2 if ring.min() > .5 * ring.max() else ring.max() * .94
                total += np.pi * (np.median(ring[ring <= mid]) if (ring <= mid).any() else mid) ** 2 * .25
        best = max(best, total * .94)
    return int(round(best / 10) * 10)


def attr(key, en, vi, value, unit=None, direction="neutral"):
    return {k: v for k, v in dict(key=key, label={"en": en, "vi": vi}, value=value, unit=unit, direction=direction).items() if v is not None}


def attributes(coll, row, high, wide, grams):
    h, kind = row[0], row[3]
    out = [attr("height", "Height", "Cao", high, "cm"), attr("width", "Width", "Rộng", wide, "cm")]
    if coll == "still-stems":
        planter = kind == "Planter"
        out += [attr("capacity", "Holds", "Dung tích", capacity(h), "ml", "more"), attr("weight", "Weight", "Nặng", grams, "g"),
                attr("watertight", "Watertight", "Kín nước", not planter, direction="more"), attr("drainage", "Drainage hole", "Lỗ thoát nước", planter),
                attr("stems", "Stems it holds", "Số cành giữ được", {"Planter": 1, "Floor vase": 15}.get(kind, {"bud-vase": 2, "reed-bottle": 1, "halo-vase": 3}.get(h, 7)))]
    elif coll == "morning-ritual":
        cap = capacity(h)
        warm = None if kind in ("Coffee dripper", "Jar", "Creamer", "Carafe", "Pitcher") else int(12 + grams / 22)
        out += [attr("capacity", "Holds", "Dung tích", cap, "ml", "more"), attr("weight", "Weight", "Nặng", grams, "g", "less"),
                attr("dishwasher", "Dishwasher safe", "Rửa máy được", h not in ("hearth-teapot", "honey-jar", "tea-bowl"), direction="more"),
                attr("microwave", "Microwave safe", "Lò vi sóng được", h not in ("hearth-teapot", "honey-jar", "harbour-mug"), direction="more")]
        if warm:
            out.append(attr("keeps_warm", "Keeps coffee above 50 °C for", "Giữ trên 50 °C trong", warm, "min", "more"))
    elif coll == "slow-table":
        out += [attr("weight", "Weight", "Nặng", grams, "g", "less"), attr("dishwasher", "Dishwasher safe", "Rửa máy được", h != "round-tray", direction="more"),
                attr("oven", "Oven safe up to", "Chịu lò đến", 90 if h == "round-tray" else 180 if kind in ("Tray", "Cake stand") else 240, "°C", "more"),
                attr("stackable", "Stacks", "Xếp chồng", h not in ("feast-stand", "round-tray"), direction="more"),
                attr("serves", "People it serves", "Số người dùng", {"Serving bowl": 6, "Platter": 5, "Cake stand": 8, "Tray": 3, "Small bowls": 3}.get(kind, 1))]
    elif coll == "evening-light":
        lm, w, cord = row[11:14]
        out += [attr("luminous_flux", "Brightness", "Quang thông", lm, "lm", "more"), attr("power", "Power", "Công suất", w, "W", "less"),
                attr("efficacy", "Efficacy", "Hiệu suất", round(lm / w), "lm/W", "more"), attr("colour_temperature", "Colour temperature", "Nhiệt độ màu", 2700, "K"),
                attr("dimmable", "Dimmable", "Chỉnh độ sáng", True, direction="more"), attr("cord", "Cord", "Dây", cord, "cm", "more"), attr("weight", "Weight", "Nặng", grams, "g", "less")]
    else:
        out += [attr("burn_time", "Burns for", "Cháy trong", row[11], "h", "more"), attr("weight", "Weight", "Nặng", grams, "g"),
                attr("refillable", "Refillable", "Thay được", h != "ash-incense", direction="more"),
                attr("included", "Candle included", "Kèm nến", h in ("dusk-candle-jar", "pillar-dish"), direction="more")]
    return out


def stock(handle, k):
    """Steady numbers without a table: mostly plenty, some low, a few gone."""
    n = int(hashlib.sha1(f"{handle}/{k}".encode()).hexdigest()[:6], 16)
    return 0 if n % 17 == 0 else 1 + n % 3 if n % 7 == 0 else 8 + n % 53


def images_of(handle):
    found = [os.path.basename(p) for pre in ("pack", "angle", "detail", "glaze") for p in sorted(glob.glob(os.path.join(MEDIA, "products", f"{pre}-{handle}--*.webp")))
             + sorted(glob.glob(os.path.join(MEDIA, "products", f"{pre}-{handle}.webp")))]
    return ["products/" + f for f in found]


def product(coll, row):
    h, en, vi, kind, price, compare, glazes, sizes, tags, den, dvi = row[:11]
    glazes = glazes.split()
    high, wide, grams = measures(h)
    options = [{"name": "Glaze", "label": {"en": "Glaze", "vi": "Men"}, "values": [
        {"value": NAMES[g][0], "label": {"en": NAMES[g][0], "vi": NAMES[g][1]}, "swatch": GLAZES[g][0]} for g in glazes]}]
    if sizes:
        options.append({"name": "Size", "label": {"en": "Size", "vi": "Cỡ"}, "values": [
            {"value": SIZES[s][0], "label": {"en": SIZES[s][0], "vi": SIZES[s][1]}} for s in sizes.split()]})
    variants = []
    for g in glazes:
        for s in (sizes or "-").split():
            k = SIZES[s][2] if s in SIZES else 1.0
            opts = {"Glaze": NAMES[g][0], **({"Size": SIZES[s][0]} if s in SIZES else {})}
            sku = "-".join(["KL", "".join(w[:3] for w in h.split("-")).upper(), g[:3].upper()] + ([s] if s in SIZES else []))
            cents = int(round(price * (1 + (k - 1) * .8) / 100)) * 100
            v = {"options": opts, "sku": sku, "price": cents, "stock": stock(h, g + s), "weight_g": int(grams * k ** 2)}
            image = f"products/glaze-{h}--{g}.webp" if g != glazes[0] else f"products/pack-{h}.webp"
            if os.path.exists(os.path.join(MEDIA, image)):
                v["image"] = image
            if compare:
                v["compare_at_price"] = compare
            variants.append(v)
    p = {"handle": h, "title": {"en": en, "vi": vi}, "description": {"en": den, "vi": dvi}, "collection": coll, "vendor": "Kilnlight", "type": kind,
         "currency": "EUR", "price": price, "tags": tags.split(), "options": options, "variants": variants,
         "attributes": attributes(coll, row, high, wide, grams), "images": images_of(h)}
    if compare:
        p["compare_at_price"] = compare
    for key, path in [("video", f"clips/{kind}-{h}.mp4") for kind in ("lit", "candle", "light", "look")] + [("model", f"models/{h}.glb")]:
        if key not in p and os.path.exists(os.path.join(MEDIA, path)):
            p[key] = path
    return p


def main():
    os.makedirs(OUT, exist_ok=True)
    rows = dict(zip(("still-stems", "morning-ritual", "slow-table", "evening-light", "small-flames"), (T.STEMS, T.CUPS, T.TABLE, T.LIGHT, T.FLAMES)))
    products = [product(c, r) for c, rs in rows.items() for r in rs]
    skus = [v["sku"] for p in products for v in p["variants"]]
    assert len(skus) == len(set(skus)), "a SKU is used twice"
    assert {p["handle"] for p in products} == set(shapes.SHAPES)
    collections = []
    for handle, en, vi, hero, den, dvi in T.COLLECTIONS:
        c = {"handle": handle, "title": {"en": en, "vi": vi}, "description": {"en": den, "vi": dvi}}
        for scene in hero.split():  # the first room that exists, in its most usual light
            best = [f for mood in ("morning", "evening", "night") for f in glob.glob(os.path.join(MEDIA, "scenes", f"{scene}--{mood}-four-five.webp"))]
            if best:
                c["hero"] = "scenes/" + os.path.basename(best[0])
                break
        collections.append(c)
    for name, data in (("products", products), ("collections", collections)):
        with open(os.path.join(OUT, name + ".json"), "w") as f:
            json.dump(data, f, ensure_ascii=False, indent=1)
            f.write("\n")
    print(len(products), "products,", len(skus), "variants,", sum(v["stock"] == 0 for p in products for v in p["variants"]), "sold out,",
          sum(0 < v["stock"] < 4 for p in products for v in p["variants"]), "low")


if __name__ == "__main__":
    main()
