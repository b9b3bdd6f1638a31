"""What to render, most valuable first. A job is its arguments; its file name carries their hash, so a changed
picture is rendered again and an unchanged one never."""
import glob
import hashlib
import json
import os

from pixels import WORK
import shapes
import shapes_light  # noqa: F401

# A backdrop that sets off the glaze; lamps and candles stand before dark ones.
BACKDROP = {
    "dune-vase": "greige", "reed-bottle": "bone", "moon-jar": "rose", "furrow-vase": "sage", "quarry-vase": "greige", "bud-vase": "bone",
    "gourd-vase": "ochre", "pinch-vase": "greige", "amphora": "bone", "halo-vase": "slate", "terrace-planter": "sage",
    "tripod-planter": "rose", "ripple-planter": "sky", "ember-mug": "greige", "harbour-mug": "bone", "thimble-cup": "rose",
    "nest-tumbler": "bone", "cloud-cup": "sky", "pebble-kids-cup": "sky", "rill-teapot": "bone", "hearth-teapot": "sage",
    "meadow-pitcher": "ochre", "drop-creamer": "greige", "column-carafe": "rose", "honey-jar": "sage", "tea-bowl": "greige",
    "pour-over": "slate", "field-plate": "greige", "field-side-plate": "bone", "coupe-bowl": "greige", "ladle-bowl": "bone",
    "dawn-bowl": "sky", "harvest-bowl": "sage", "petal-dish": "bone", "shore-platter": "rose", "pinch-pots": "greige",
    "feast-stand": "sage", "ferry-tray": "slate", "round-tray": "ochre", "kiln-lamp": "umber", "pebble-lamp": "slate",
    "column-lamp": "greige", "mushroom-lamp": "umber", "lantern-lamp": "night", "gourd-lamp": "rose", "bedside-bell": "greige",
    "halo-lamp": "umber", "dome-pendant": "umber", "bell-pendant": "greige", "cloud-pendant": "night", "flute-pendant": "slate",
    "chamber-stick": "umber", "spindle-stick": "slate", "ferry-trio": "greige", "dew-tealight": "night", "wick-oil-lamp": "umber",
    "pillar-dish": "rose", "ash-incense": "greige", "dusk-candle-jar": "slate", "moonback-sconce": "umber",
}

# Close-ups and second views: zoom, aim (x, z as fractions of the half width and the height), elevation, turn.
VIEWS = {
    "rim": dict(zoom=2.3, aim=(-.1, .84), elevation=24, turn=38), "foot": dict(zoom=2.2, aim=(-.25, .22), elevation=8, turn=80),
    "above": dict(elevation=62, turn=30), "side": dict(elevation=4, turn=-78), "glaze": dict(zoom=3.2, aim=(-.3, .55), elevation=12, turn=10),
    "back": dict(elevation=10, turn=150), "quarter": dict(elevation=26, turn=52),
}
SECOND = {
    "vase": ("rim", "glaze", "foot"), "cup": ("quarter", "rim", "above"), "table": ("above", "glaze", "rim"), "lamp": ("foot", "side", "glaze"),
}
OTHER_GLAZE = {  # a second colourway, photographed whole
    "dune-vase": "sage", "moon-jar": "blush", "furrow-vase": "ink", "ember-mug": "teal", "nest-tumbler": "butter", "rill-teapot": "ink",
    "field-plate": "ink", "dawn-bowl": "sky", "kiln-lamp": "brick", "gourd-lamp": "celadon", "harbour-mug": "sage", "bud-vase": "lilac",
    "dome-pendant": "brick", "spindle-stick": "ink", "coupe-bowl": "blush", "ladle-bowl": "celadon",
}


def family(handle):
    keys = list(shapes.SHAPES)
    i = keys.index(handle)
    return "vase" if i < 13 else "cup" if i < 27 else "table" if i < 39 else "lamp"


def job(name, kind, **args):
    key = hashlib.sha1(json.dumps([kind, args], sort_keys=True).encode()).hexdigest()[:8]
    return dict(name=name, kind=kind, args=args, path=os.path.join(WORK, f"{name}-{key}.npz"))


def best(j):
    """Its render, or the newest earlier one of the same name while the better one is still to be made."""
    if os.path.exists(j["path"]):
        return j["path"]
    older = glob.glob(os.path.join(WORK, j["name"] + "-????????.npz"))
    return max(older, key=os.path.getmtime) if older else None


def packshots():
    # Lamps need more: their light is found by fewer samples.
    return [job(f"p-{h}", "packshot", handle=h, width=1000, height=1250, samples=12 if family(h) == "lamp" else 8, backdrop=BACKDROP[h]) for h in shapes.SHAPES]


def angles(rank):
    """rank 0: one second view for every product; later ranks add more."""
    out = []
    for h in shapes.SHAPES:
        v = SECOND[family(h)][rank]
        out.append(job(f"a-{h}-{v}", "packshot", handle=h, width=680, height=850, samples=6, backdrop=BACKDROP[h], seed=5 + rank, **VIEWS[v]))
    return out


def colourways():
    return [job(f"c-{h}-{g.replace(' ', '-')}", "packshot", handle=h, width=864, height=1080, samples=8, backdrop=BACKDROP[h], glaze=g, seed=9)
            for h, g in OTHER_GLAZE.items()]


def sweeps():
    names = ["moon-jar", "rill-teapot", "quarry-vase", "furrow-vase", "ember-mug", "halo-vase", "hearth-teapot", "column-carafe", "harvest-bowl",
             "amphora", "meadow-pitcher", "tea-bowl"]
    return [job(f"s-{h}", "packshot", handle=h, width=720, height=1280, samples=10, backdrop="night" if i % 3 == 0 else BACKDROP[h], sweep=True,
                zoom=.80, seed=3) for i, h in enumerate(names)]


def scene_jobs():
    try:
        import scenes
    except ImportError:
        return []
    names = list(scenes.SCENES)  # day, table and evening in turns
    names = [n for k in range(12) for n in names[k::12]]
    # 8 samples are enough since the denoiser weighs its noise; the first few were made larger.
    first = {"oak-shelf": 10, "breakfast-linen": 10, "lantern-night": 10, "sill-morning": 10, "kids-breakfast": 10, "candle-supper": 8, "plinths-rose": 8, "tea-stone": 8,
             "mantel-flames": 8, "dark-moon": 8}
    size = lambda n: dict(width=960, height=1536, samples=first[n]) if n in first else dict(width=720, height=1152, samples=7)
    return [job(f"x-{n}", "scene", scene=n, rev=scenes.SCENES[n].rev, **size(n)) for n in names]


def all_jobs():
    """Interleaved so that any moment's set is balanced: packshots, then scenes and second views in turns."""
    scenes_, first, more = scene_jobs(), angles(0), angles(1)
    out = packshots()
    for i in range(max(len(scenes_), len(first) // 3 + 1)):
        out += scenes_[i:i + 1] + first[3 * i:3 * i + 3]
    return out + sweeps() + colourways() + more
