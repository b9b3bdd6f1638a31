"""Boards: packshots side by side, edge to edge, as a shop would show a family of glazes in one post.

    python3 boards.py
Made from the finished packshots, so they cost nothing to render; every product keeps its tag where it stands.
"""
import os

import numpy as np
from PIL import Image

import grade
import jobs

# name, layout, products, tastes, words
BOARDS = [
    ("four-vases", "2x2", "moon-jar quarry-vase gourd-vase halo-vase", "collection gallery minimal", ("Four vases, four glazes", "Bốn chiếc bình, bốn màu men")),
    ("morning-cups", "2x2", "ember-mug harbour-mug cloud-cup nest-tumbler", "coffee breakfast collection", ("Cups for the first half hour", "Cốc cho nửa giờ đầu ngày")),
    ("lamp-row", "2x2", "kiln-lamp column-lamp mushroom-lamp lantern-lamp", "lighting evening collection", ("Four lamps, lit", "Bốn chiếc đèn đang sáng")),
    ("pendants", "2x2", "dome-pendant bell-pendant cloud-pendant flute-pendant", "lighting dining collection", ("Four pendants", "Bốn đèn thả")),
    ("candles", "2x2", "chamber-stick dew-tealight wick-oil-lamp moonback-sconce", "candlelight dark-moody collection", ("Small flames", "Những ngọn lửa nhỏ")),
    ("pots-for-tea", "2x2", "rill-teapot hearth-teapot tea-bowl honey-jar", "tea slow-living collection", ("For tea, and for what sweetens it", "Cho trà và vị ngọt đi kèm")),
    ("bowls", "2x2", "dawn-bowl ladle-bowl coupe-bowl harvest-bowl", "table-setting colourful collection", ("Bowls by depth", "Bát xếp theo độ sâu")),
    ("plates", "2x2", "field-plate petal-dish field-side-plate shore-platter", "table-setting pastel collection", ("Plates for a mixed table", "Đĩa cho bàn ăn phối màu")),
    ("green-house", "2x2", "tripod-planter terrace-planter ripple-planter reed-bottle", "botanical plants collection", ("Homes for plants", "Nhà cho cây")),
    ("milk-and-blush", "2x2", "meadow-pitcher drop-creamer bud-vase petal-dish", "pastel spring minimal", ("Milk, blush and butter", "Sữa, hồng phấn và bơ")),
    ("dark-family", "2x2", "hearth-teapot quarry-vase round-tray column-carafe", "dark-moody japandi collection", ("The dark family", "Gia đình men tối")),
    ("kids-table", "2x2", "pebble-kids-cup dawn-bowl coupe-bowl ripple-planter", "kids-breakfast colourful playful", ("A cheerful small table", "Bàn nhỏ vui mắt")),
    ("rings", "pair", "halo-vase halo-lamp", "sculptural gallery lighting", ("Two rings, one for a stem and one for a light", "Hai vành khuyên, một cho cành, một cho ánh sáng")),
    ("two-tone", "pair", "dune-vase ember-mug", "warm-minimal two-tone", ("The same dip on a vase and a mug", "Cùng một đường nhúng trên bình và cốc")),
    ("bedside-pair", "pair", "pebble-lamp column-carafe", "bedside lighting slow-living", ("A light and a carafe for the bedside", "Đèn và bình nước đầu giường")),
    ("tea-pair", "pair", "hearth-teapot tea-bowl", "tea japandi dark-moody", ("Teapot above, bowl below", "Ấm trên, bát dưới")),
    ("celadon-pair", "pair", "pinch-vase shore-platter", "cool-tones minimal", ("Celadon, standing and lying", "Men ngọc, đứng và nằm")),
    ("dinner-flames", "pair", "spindle-stick ferry-trio", "candlelight romantic table-setting", ("Candles for a long table", "Nến cho bàn dài")),
    ("hanging-pair", "pair", "flute-pendant dome-pendant", "lighting dining", ("Two ways to hang a light", "Hai cách treo một ngọn đèn")),
    ("pitcher-pair", "pair", "meadow-pitcher pour-over", "kitchen coffee breakfast", ("Pitcher and dripper", "Bình rót và phễu lọc")),
    ("nine", "3x3", "moon-jar ember-mug hearth-teapot petal-dish kiln-lamp tripod-planter dawn-bowl chamber-stick halo-vase", "collection colourful", ("Nine from the kiln", "Chín món từ lò")),
    ("nine-lights", "3x3", "kiln-lamp dew-tealight lantern-lamp cloud-pendant mushroom-lamp wick-oil-lamp halo-lamp chamber-stick gourd-lamp", "lighting evening collection",
     ("Nine lights", "Chín nguồn sáng")),
    ("nine-table", "3x3", "field-plate ladle-bowl nest-tumbler pinch-pots feast-stand thimble-cup coupe-bowl honey-jar harvest-bowl", "table-setting collection", ("Nine for the table", "Chín món cho bàn ăn")),
    ("nine-stems", "3x3", "reed-bottle moon-jar furrow-vase bud-vase gourd-vase pinch-vase amphora quarry-vase dune-vase", "botanical gallery collection", ("Nine vases", "Chín chiếc bình")),
]
# columns, rows, width and height of a cell
LAYOUT = {"2x2": (2, 2, 450, 562), "pair": (1, 2, 810, 720), "3x3": (3, 3, 320, 320)}
# Alone, for the full-screen feed.
PORTRAITS = ("dune-vase moon-jar amphora halo-vase kiln-lamp mushroom-lamp lantern-lamp cloud-pendant dome-pendant chamber-stick spindle-stick hearth-teapot "
             "meadow-pitcher ember-mug pour-over tea-bowl gourd-vase honey-jar column-carafe wick-oil-lamp").split()


def cell(handle, w, h, entries):
    """The packshot cut to the shape of a cell around the product, and where the product then sits."""
    e = entries.get(f"products/pack-{handle}.webp")
    if not e or not e["products"]:
        return None
    im = Image.open(os.path.join(grade.MEDIA, e["file"])).convert("RGB")
    k = min(im.width / w, im.height / h)
    cw, ch = w * k, h * k
    x, y = e["products"][0]["x"] * im.width, e["products"][0]["y"] * im.height
    x0, y0 = np.clip(x - cw / 2, 0, im.width - cw), np.clip(y - ch / 2, 0, im.height - ch)
    part = im.resize((w, h), Image.LANCZOS, (x0, y0, x0 + cw, y0 + ch))
    return part, ((x - x0) / cw, (y - y0) / ch)


def main():
    done = grade.Done()
    entries = {v["file"]: v for _, v in done.seen.values()}
    made = 0
    for name, layout, handles, tastes, (en, vi) in BOARDS:
        cols, rows, w, h = LAYOUT[layout]
        cells = [cell(x, w, h, entries) for x in handles.split()]
        if any(c is None for c in cells):
            continue
        board, spots = Image.new("RGB", (cols * w, rows * h)), []
        for n, ((im, (x, y)), handle) in enumerate(zip(cells, handles.split())):
            board.paste(im, (n % cols * w, n // cols * h))
            spots.append({"handle": handle, "x": round((n % cols + x) / cols, 4), "y": round((n // cols + y) / rows, 4)})
        out = f"scenes/board-{name}.webp"
        grade.save_webp(np.asarray(board), out)
        done.keep(out, grade.key_of("board", name), grade.entry_of(out, "scene", board.size, (en, vi), spots, tastes.split(), scene="board", cut=layout))
        made += 1
    for h in PORTRAITS:
        c = cell(h, 630, 1120, entries)
        if c is None:
            continue
        out = f"scenes/portrait-{h}.webp"
        grade.save_webp(np.asarray(c[0]), out)
        t = grade.TITLES[h]
        done.keep(out, grade.key_of("portrait", h), grade.entry_of(out, "scene", (630, 1120), (f"{t[0]} in the studio", f"{t[1]} trong xưởng"), [
            {"handle": h, "x": round(c[1][0], 4), "y": round(c[1][1], 4)}], ["minimal", "gallery"] + grade.FAMILY_TASTE[jobs.family(h)][:1], scene="studio", cut="portrait"))
        made += 1
    print(made, "boards")


if __name__ == "__main__":
    main()
