"""From linear light groups to finished pictures: moods, crops, WebP, and where each product sits in each crop.

    python3 grade.py
Only renders that exist are used, and only what changed is written again.
"""
import fcntl
import hashlib
import json
import os
import subprocess

import numpy as np
from PIL import Image

import catalog_text as T
import jobs
import pixels
import scenes
import studio

HERE = os.path.dirname(os.path.abspath(__file__))
MEDIA = os.path.join(HERE, "..", "media")
REV = 9
TITLES = {r[0]: (r[1], r[2]) for rows in (T.STEMS, T.CUPS, T.TABLE, T.LIGHT, T.FLAMES) for r in rows}

# Gains of the light groups, brightness aimed for, words for the picture.
MOODS = {
    "morning": dict(sun=(1.0, .97, .92), sky=(1.65, 1.58, 1.46), lamp=0, key=.52, en="in morning sun", vi="trong nắng sớm", tastes=["morning-light"]),
    "soft": dict(sun=0, sky=(1.06, 1.0, .91), lamp=0, key=.56, en="in soft daylight", vi="trong ánh ngày dịu", tastes=["soft-light"]),
    "golden": dict(sun=(1.18, .90, .62), sky=(1.0, .96, .98), lamp=.22, key=.40, en="in the last sun of the day", vi="trong nắng cuối ngày", tastes=["golden-hour"]),
    "dusk": dict(sun=0, sky=(.40, .52, .86), lamp=.55, key=.24, en="at dusk", vi="lúc chạng vạng", tastes=["blue-hour"]),
    "evening": dict(sun=0, sky=(.30, .33, .42), lamp=.85, key=.26, en="by lamplight in the evening", vi="dưới ánh đèn buổi tối", tastes=["evening", "cosy"]),
    "night": dict(sun=0, sky=(.030, .040, .075), lamp=1.0, key=.15, en="at night", vi="ban đêm", tastes=["night", "cosy", "dark-moody"]),
    "beam": dict(sun=(1.06, .97, .86), sky=(.42, .42, .44), lamp=0, key=.20, en="in a beam of light", vi="trong một vệt nắng", tastes=["dark-moody", "morning-light"]),
    "blue": dict(sun=0, sky=(.80, .96, 1.22), lamp=0, key=.26, en="on a grey morning", vi="một sáng trời xám", tastes=["cool-tones", "soft-light"]),
    "late": dict(sun=0, sky=(.10, .12, .18), lamp=(1.05, .98, .92), key=.19, en="late in the evening", vi="lúc khuya", tastes=["evening", "cosy"]),
}
# Day wants open shadows, night wants them closed.
CONTRAST = {"morning": 1.04, "soft": 1.0, "golden": 1.04, "dusk": 1.0, "evening": 1.0, "night": 1.08, "beam": 1.04, "blue": 1.02, "late": 1.0}
# Which cuts each mood of a scene gets; portrait is for the full-screen feed.
CUTS = [("portrait", "four-five"), ("four-five", "detail-0"), ("portrait", "square", "detail-1"), ("four-five", "detail-2", "wide"), ("portrait", "wide", "detail-0")]
SHAPE = {"portrait": (864, 1536, 810, 1440), "four-five": (960, 1200, 900, 1125), "square": (960, 960, 900, 900), "wide": (960, 720, 900, 675)}


def gains(groups, mood):
    """Groups without a mood of their own (packshots) simply stay on."""
    return [MOODS[mood].get(g, 1.0) if mood else 1.0 for g in groups]


def luminance(planes, k):
    k = [np.broadcast_to(np.asarray(x, np.float32), 3) for x in k]
    return sum(float(c) * g[i] * w for g, kk in zip(planes, k) for i, (c, w) in enumerate(zip(kk, (.21, .72, .07))))


def exposure(planes, k, key, ceiling=11.0):
    """Bring the geometric mean to the key of the mood, but let no more than a few per mille burn out."""
    lum = luminance(planes[:, :, ::6, ::6].astype(np.float32), k)
    e = key / float(np.exp(np.log(lum + 4e-3).mean()))
    hot = float(np.quantile(lum, .985)) + 1e-6
    return float(min(e, ceiling / hot, 14.0))


def bloom(planes, k, e, strength=.045):
    """An extra plane of light scattered in the lens round whatever is far brighter than paper: flames, shades, windows."""
    small = planes[:, :, ::8, ::8].astype(np.float32)
    mix = sum(np.asarray(np.broadcast_to(np.asarray(g, np.float32), 3))[:, None, None] * p for g, p in zip(k, small)) * e
    hot = np.clip(mix - 3.0, 0, 30)
    if hot.max() < .5:
        return planes, k
    out = np.zeros_like(hot)
    for sigma, share in ((2.0, .5), (6.0, .3), (18.0, .2)):
        r = int(sigma * 2.5)
        w = np.exp(-.5 * (np.arange(-r, r + 1) / sigma) ** 2)
        w /= w.sum()
        b = np.pad(hot, ((0, 0), (r, r), (r, r)))
        b = sum(c * b[:, i:i + hot.shape[1]] for i, c in enumerate(w))
        b = sum(c * b[:, :, i:i + hot.shape[2]] for i, c in enumerate(w))
        out += share * b
    h, w = planes.shape[2:]
    full = np.stack([np.asarray(Image.fromarray(c).resize((w, h), Image.BICUBIC)) for c in out]) * (strength / e)
    return np.concatenate([planes.astype(np.float32), full[None]]), list(k) + [1.0]


class Done:
    """Remembers what each output was made from, so that a second run only does what is new."""

    def __init__(self):
        self.path = os.path.join(pixels.WORK, "graded.json")
        self.seen = json.load(open(self.path)) if os.path.exists(self.path) else {}

    def fresh(self, out, key):
        return self.seen.get(out, [None])[0] == key and os.path.exists(os.path.join(MEDIA, out))

    def keep(self, out, key, entry):
        # Pictures and clips may be made side by side: read again under the lock before adding to it.
        with open(self.path + ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.path.exists(self.path):
                self.seen = json.load(open(self.path))
            self.seen[out] = [key, entry]
            with open(self.path + ".tmp", "w") as f:
                json.dump(self.seen, f)
            os.rename(self.path + ".tmp", self.path)


def save_webp(rgb, out, quality=90):
    path = os.path.join(MEDIA, out)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    h, w, _ = rgb.shape
    ppm = os.path.join(pixels.WORK, f"save{os.getpid()}.ppm")
    with open(ppm, "wb") as f:
        f.write(b"P6\n%d %d\n255\n" % (w, h))
        f.write(rgb.tobytes())
    subprocess.check_call(["cwebp", "-quiet", "-q", str(quality), "-m", "5", "-sharp_yuv", ppm, "-o", path])
    os.unlink(ppm)


def where(ids, products, box, least=.004):
    """Products visible in box=(x, y, w, h): the largest instance of each, its visual centre as fractions of the crop."""
    x, y, w, h = [int(v) for v in box]
    part, best = ids[y:y + h, x:x + w], {}
    whole = np.bincount(ids.ravel(), minlength=256)
    count = np.bincount(part.ravel(), minlength=256)
    for n, handle in enumerate(products, 1):
        if count[n] < least * w * h or count[n] < .5 * whole[n]:
            continue
        if count[n] > best.get(handle, (0,))[0]:
            yy, xx = np.nonzero(part == n)
            best[handle] = (count[n], round(float((xx.mean() + .5) / w), 4), round(float((yy.mean() + .5) / h), 4))
    return [{"handle": k, "x": v[1], "y": v[2]} for k, v in sorted(best.items(), key=lambda kv: -kv[1][0])]


def shrink(rgb, size):
    return np.asarray(Image.fromarray(rgb).resize(size, Image.LANCZOS))


def bounds(ids, n=None):
    yy, xx = np.nonzero(ids == n if n else ids > 0)
    return xx.min(), yy.min(), xx.max() + 1, yy.max() + 1


def cut_box(cut, ids, products):
    """The rectangle of a cut and its output size; None when the scene has nothing for it."""
    h, w = ids.shape
    x0, y0, x1, y1 = bounds(ids)
    if cut in SHAPE:
        cw, ch, ow, oh = [int(v * w / 960) for v in SHAPE[cut]]
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        if cut == "four-five":
            cy -= .04 * h
        return (int(np.clip(cx - cw / 2, 0, w - cw)), int(np.clip(cy - ch / 2, 0, h - ch)), cw, ch), (ow, oh)
    rank = int(cut.split("-")[1])
    size = np.bincount(ids.ravel(), minlength=256)
    order = sorted((n for n in range(1, len(products) + 1) if size[n] > 9000 * (w / 960) ** 2), key=lambda n: -size[n])
    if rank >= len(order):
        return None
    a0, b0, a1, b1 = bounds(ids, order[rank])
    cw = int(np.clip(max((a1 - a0) * 1.55, (b1 - b0) * 1.35 * .8), 520 * w / 960, 760 * w / 960))
    ch = int(cw * 1.25)
    cx, cy = (a0 + a1) / 2 + (w / 2 - (a0 + a1) / 2) * .18, (b0 + b1) / 2
    return (int(np.clip(cx - cw / 2, 0, w - cw)), int(np.clip(cy - ch / 2, 0, h - ch)), cw, ch), (int(cw * .94), int(ch * .94))


def key_of(*parts):
    return hashlib.sha1(json.dumps([REV, *parts], sort_keys=True).encode()).hexdigest()[:10]


def entry_of(out, kind, size, alt, products, tastes, **more):
    return {"file": out, "kind": kind, "width": size[0], "height": size[1], "alt": {"en": alt[0], "vi": alt[1]}, "products": products, "tastes": tastes, **more}


def load(path):
    z = np.load(path)
    m = json.loads(str(z["meta"]))
    planes = z["planes"]
    if m.get("args", {}).get("samples", 99) < 12 and "lamp" in m["groups"] and m["job"].startswith("p-"):
        planes = calm(planes, m["groups"].index("lamp"), z["ids"], z["depth"])
    return planes, z["ids"], m


def calm(planes, n, ids, depth):
    """A lamp's light that was rendered with too few samples: clean it once more, taking its own ripple for the noise."""
    a = planes[n].astype(np.float32)
    b = sum(np.roll(a, (dy, dx), (1, 2)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)) / 9
    flat = np.full(a.shape, .5, np.float32)
    edges = np.stack([ids.astype(np.float32) * 2] * 3)
    out = pixels.denoise(a[None], b[None], flat, edges, depth.astype(np.float32))[0]
    out = pixels.denoise(out[None], sum(np.roll(out, (dy, dx), (1, 2)) for dy in (-2, 0, 2) for dx in (-2, 0, 2))[None] / 9, flat, edges, depth.astype(np.float32))[0]
    # The backdrop carries no detail at all, so there it may be blurred outright.
    free = (ids == 0).astype(np.float32)
    w = np.exp(-.5 * (np.arange(-14, 15) / 6.0) ** 2)

    def blur(x):
        for axis in (0, 1):
            pad = np.pad(x, [(14, 14) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
            x = sum(c * np.take(pad, range(i, i + x.shape[axis]), axis) for i, c in enumerate(w))
        return x

    mass = blur(free) + 1e-6
    for c in range(3):
        out[c] = np.where(free > 0, blur(out[c] * free) / mass, out[c])
    planes = planes.astype(np.float32)
    planes[n] = out
    return planes


# lamp, room, brightness
LIGHTS = {"day": (0, (1.0, 1.0, 1.0), .46, "unlit by day", "chưa thắp, ban ngày"), "night": ((.95, 1.0, 1.05), (.05, .06, .085), .13, "alone at night", "một mình trong đêm")}
FAMILY_TASTE = {"vase": ["botanical", "warm-minimal"], "cup": ["coffee", "slow-living"], "table": ["table-setting"], "lamp": ["lighting"]}


def grade_packshot(j, done):
    h = j["args"]["handle"]
    name = j["name"]
    if name.startswith("p-"):
        outs = [(f"products/pack-{h}.webp", "packshot", None, (900, 1125))]
        outs += [(f"products/detail-{h}--{n}.webp", "detail", n, None) for n in (0,)]
        if studio.is_lamp(h):
            outs += [(f"products/angle-{h}--{when}.webp", "angle", when, (720, 900)) for when in LIGHTS]
    elif name.startswith("a-"):
        outs = [(f"products/angle-{h}--{name[len(h) + 3:]}.webp", "angle", None, (660, 825))]
    elif name.startswith("c-"):
        outs = [(f"products/glaze-{h}--{j['args']['glaze'].replace(' ', '-')}.webp", "packshot", None, (780, 975))]
    else:
        return
    outs_key = {o[0]: o[1:] for o in outs}
    todo = [o for o in outs if not done.fresh(o[0], key_of(j["path"], o[1:]))]
    if not todo:
        return
    planes, ids, m = load(j["path"])
    k = gains(m["groups"], None)
    dark = j["args"]["backdrop"] in ("night", "umber")
    # A packshot keeps the exposure of the studio, so that glazes compare; lamps are judged by eye like any evening picture.
    e = exposure(planes, k, .2 if dark else .42) if studio.is_lamp(h) else 1.95
    planes, k = bloom(planes, k, e)
    rgb = pixels.develop(planes, k, e, saturation=1.06)
    en, vi = TITLES[h]
    usual = rgb
    for out, kind, crop, size in todo:
        box = (0, 0, ids.shape[1], ids.shape[0])
        rgb = usual
        if crop in LIGHTS:
            # The same render with the balance of lamp and room changed: unlit by day, alone at night.
            raw, _, _ = load(j["path"])
            k = [LIGHTS[crop][0] if g == "lamp" else LIGHTS[crop][1] for g in m["groups"]]
            e = exposure(raw, k, LIGHTS[crop][2] * (.62 if dark else 1))
            raw, k = bloom(raw, k, e)
            rgb = pixels.develop(raw, k, e, saturation=1.05)
        elif crop is not None:
            x0, y0, x1, y1 = bounds(ids)
            cw = int(np.clip((x1 - x0) * .62, 400, 620))
            ch = int(cw * 1.25)
            cx, cy = x0 + (x1 - x0) * .5, y0 + (y1 - y0) * .34
            box = (int(np.clip(cx - cw * .5, 0, ids.shape[1] - cw)), int(np.clip(cy - ch * .5, 0, ids.shape[0] - ch)), cw, ch)
            size = (cw, ch)
        elif kind == "packshot" and name.startswith("p-"):
            # Plates and bowls lie low in the studio's frame: come closer to them.
            x0, y0, x1, y1 = bounds(ids)
            if y1 - y0 < .40 * ids.shape[0]:
                cw, ch = int(ids.shape[1] * .84), int(ids.shape[0] * .84)
                box = ((ids.shape[1] - cw) // 2, int(np.clip((y0 + y1) / 2 - ch * .51, 0, ids.shape[0] - ch)), cw, ch)
                size = (cw, ch)
        part = rgb[box[1]:box[1] + box[3], box[0]:box[0] + box[2]]
        save_webp(np.ascontiguousarray(part) if size == box[2:] else shrink(part, size), out)
        spots = [{"handle": h, "x": .5, "y": .5}] if kind == "detail" else where(ids, m["products"], box)
        alt = (f"{en}, {LIGHTS[crop][3]}", f"{vi}, {LIGHTS[crop][4]}") if crop in LIGHTS else {"packshot": (en, vi), "angle": (f"{en}, another view", f"{vi}, góc nhìn khác"), "detail": (f"{en}, detail of the glaze", f"{vi}, chi tiết lớp men")}[kind]
        done.keep(out, key_of(j["path"], outs_key[out]), entry_of(out, kind, size, alt, spots, FAMILY_TASTE[jobs.family(h)]))


def grade_scene(j, done):
    name = j["args"]["scene"]
    s = scenes.SCENES[name]
    plan = [(mood, cut) for mood, cuts in zip(s.moods, CUTS) for cut in cuts]
    # A room meant to be dark stays dark by day.
    dim = .5 if s.tastes[0] == "dark-moody" else 1.0
    todo = [(mood, cut, key_of(j["path"], mood, cut, MOODS[mood], CONTRAST[mood], SHAPE.get(cut), *([dim] if dim != 1 else []))) for mood, cut in plan]
    todo = [t for t in todo if not done.fresh(f"scenes/{name}--{t[0]}-{t[1]}.webp", t[2])]
    if not todo:
        return
    planes, ids, m = load(j["path"])
    planes = planes.astype(np.float32)
    for mood in dict.fromkeys(t[0] for t in todo):
        k = gains(m["groups"], mood)
        e = exposure(planes, k, MOODS[mood]["key"] * (dim if mood in ("morning", "soft", "blue", "golden") else 1))
        lit, k = bloom(planes, k, e)
        rgb = pixels.develop(lit, k, e, contrast=CONTRAST[mood], saturation=1.07, seed=len(name))
        for md, cut, key in todo:
            found = cut_box(cut, ids, m["products"]) if md == mood else None
            if not found:
                continue
            box, size = found
            out = f"scenes/{name}--{mood}-{cut}.webp"
            spots = where(ids, m["products"], box)
            if not spots:
                continue
            save_webp(shrink(rgb[box[1]:box[1] + box[3], box[0]:box[0] + box[2]], size), out)
            alt = (f"{s.en}, {MOODS[mood]['en']}", f"{s.vi}, {MOODS[mood]['vi']}")
            if cut.startswith("detail"):
                t = TITLES[spots[0]["handle"]]
                alt = (f"{t[0]} close up, {MOODS[mood]['en']}", f"{t[1]} nhìn gần, {MOODS[mood]['vi']}")
            done.keep(out, key, entry_of(out, "scene", size, alt, spots, s.tastes + [x for x in MOODS[mood]["tastes"] if x not in s.tastes], scene=name, mood=mood, cut=cut))


def main():
    done = Done()
    for j in jobs.all_jobs():
        if jobs.best(j):
            j = {**j, "path": jobs.best(j)}
            (grade_scene if j["kind"] == "scene" else grade_packshot)(j, done)
    print(len(done.seen), "pictures known")


if __name__ == "__main__":
    main()
