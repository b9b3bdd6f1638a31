"""Clips without rendering frames: light groups are remixed over time and the camera drifts over the still.

    python3 clips.py
Kinds: a light travelling round a product; a lamp being lit at dusk; candles; a cloud crossing the sun; a day passing.
"""
import os
import subprocess

import numpy as np

import grade
import jobs
import pixels
import scenes

FPS, SIZE = 24, (720, 1280)
REV = 3
# Static chroma noise keeps flat backdrops from banding in pink and green at a few hundred kilobytes.
FILTER = "scale=out_color_matrix=bt709:flags=accurate_rnd+full_chroma_int:sws_dither=ed,format=yuv420p,noise=c1s=3:c2s=3:c1f=u:c2f=u"


def ease(t):
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


class Film:
    def __init__(self, out, frames):
        self.path = os.path.join(grade.MEDIA, out)
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        self.pipe = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "%dx%d" % SIZE, "-r", str(FPS), "-i", "-", "-vf", FILTER,
             "-c:v", "libx264", "-threads", "1", "-crf", "25", "-preset", "medium", "-x264-params", "aq-mode=3:chroma-qp-offset=-4", "-colorspace", "bt709",
             "-color_primaries", "bt709", "-color_trc", "bt709", "-movflags", "+faststart", self.path + ".tmp.mp4"], stdin=subprocess.PIPE)

    def add(self, rgb):
        self.pipe.stdin.write(np.ascontiguousarray(rgb).tobytes())

    def close(self):
        self.pipe.stdin.close()
        if self.pipe.wait():
            raise RuntimeError("ffmpeg failed on " + self.path)
        os.rename(self.path + ".tmp.mp4", self.path)


def reduce(planes, box, scale):
    """Cut the planes and average them down to what the clip needs, in linear light."""
    x, y, w, h = box
    cut = planes[:, :, y:y + h, x:x + w].astype(np.float32)
    nw, nh = int(w * scale), int(h * scale)
    xs, ys = (np.arange(nw) + .5) / scale - .5, (np.arange(nh) + .5) / scale - .5
    x0, y0 = np.clip(xs.astype(int), 0, w - 2), np.clip(ys.astype(int), 0, h - 2)
    fx, fy = (xs - x0).astype(np.float32), (ys - y0).astype(np.float32)[:, None]
    a = cut[:, :, y0][:, :, :, x0] * (1 - fx) + cut[:, :, y0][:, :, :, x0 + 1] * fx
    b = cut[:, :, y0 + 1][:, :, :, x0] * (1 - fx) + cut[:, :, y0 + 1][:, :, :, x0 + 1] * fx
    return a * (1 - fy) + b * fy


def drift(w, h, t, zoom, towards):
    """The rectangle of a slow move: from the full frame toward a point, easing both ends."""
    k = 1 / (1 + (zoom - 1) * ease(t))
    bw, bh = w * k, h * k
    cx = w / 2 + (towards[0] * w - w / 2) * (1 - k) * 1.6
    cy = h / 2 + (towards[1] * h - h / 2) * (1 - k) * 1.6
    return float(np.clip(cx - bw / 2, 0, w - bw)), float(np.clip(cy - bh / 2, 0, h - bh)), bw, bh


def through(spots, rect, w, h):
    out = []
    for s in spots:
        x, y = (s["x"] * w - rect[0]) / rect[2], (s["y"] * h - rect[1]) / rect[3]
        if .04 < x < .96 and .04 < y < .96:
            out.append({"handle": s["handle"], "x": round(x, 4), "y": round(y, 4)})
    return out


def gain_track(kind, groups, seconds, seed):
    """For every frame: gains of each group, and the exposure key."""
    M = grade.MOODS
    n = int(seconds * FPS)
    ts = np.arange(n) / FPS
    vec = lambda mood, g: np.broadcast_to(np.asarray(M[mood].get(g, 1.0), float), 3)
    rng = np.random.default_rng(seed)
    out = []
    if kind == "candle":
        # Smooth, looping flicker: a few sines whose periods divide the clip.
        ph = rng.uniform(0, 6.3, 6)
        flick = sum(a * np.sin(2 * np.pi * f * ts / seconds + p) for a, f, p in zip((.05, .05, .04, .03, .025, .02), (3, 7, 11, 16, 23, 31), ph))
    for i, t in enumerate(ts):
        if kind == "lit":
            on = ease((t - 1.3) / .35)
            down = ease((t - 1.1) / 2.6)
            g = {}
            for name in groups:
                a = vec("dusk", name) * (0 if name == "lamp" else 1)
                b = vec("night" if name != "lamp" else "evening", name) * (1.0 if name == "lamp" else 2.2)
                g[name] = b * on if name == "lamp" else a + (b - a) * down
            out.append((g, None))
        elif kind == "candle":
            out.append(({name: vec("night", name) * ((1 + flick[i]) if name == "lamp" else 2.5) for name in groups}, None))
        elif kind == "cloud":
            c = .5 - .5 * np.cos(2 * np.pi * t / seconds)
            out.append(({name: vec("morning", name) * ((1 - .86 * ease(c * 1.1)) if name == "sun" else 1 + .1 * c) for name in groups}, None))
        elif kind == "day":
            stops = ("morning", "golden", "dusk", "evening")
            p = ease(t / seconds) * (len(stops) - 1)
            k, f = min(int(p), len(stops) - 2), p - min(int(p), len(stops) - 2)
            f = ease(f)
            out.append(({name: vec(stops[k], name) * (1 - f) + vec(stops[k + 1], name) * f for name in groups}, (stops[k], stops[k + 1], f)))
        else:
            out.append(({name: vec(kind, name) for name in groups}, None))
    return out


def scene_clip(j, kind, done, seconds=5.0, zoom=1.09):
    name = j["args"]["scene"]
    s = scenes.SCENES[name]
    out = f"clips/{kind}-{name}.mp4"
    key = grade.key_of("clip", REV, j["path"], kind, seconds, zoom, grade.MOODS)
    if done.fresh(out, key):
        return
    planes, ids, m = grade.load(j["path"])
    box, _ = grade.cut_box("portrait", ids, m["products"])
    small = reduce(planes, box, .93)
    h, w = small.shape[2:]
    groups = m["groups"]
    spots = grade.where(ids, m["products"], box)
    towards = (spots[0]["x"], spots[0]["y"]) if spots else (.5, .5)
    track = gain_track(kind, groups, seconds, len(name))
    base = {"lit": "evening", "candle": "night", "cloud": "morning", "day": None}.get(kind, kind)
    expo = {}

    def exposure(mood):
        if mood not in expo:
            expo[mood] = grade.exposure(small, grade.gains(groups, mood), grade.MOODS[mood]["key"])
        return expo[mood]

    film = Film(out, len(track))
    poster_at = {"lit": .85, "day": .6}.get(kind, .3)
    still = None
    for i, (g, between) in enumerate(track):
        e = exposure(base) if between is None else exposure(between[0]) ** (1 - between[2]) * exposure(between[1]) ** between[2]
        gains = [g[n] for n in groups]
        # Grain stays put, or every frame would have to be coded anew.
        if kind in ("morning", "soft", "golden") and still is not None:
            rgb = still
        else:
            rgb = still = pixels.develop(small, gains, e, contrast=grade.CONTRAST[base or "evening"], saturation=1.07, grain=.006, seed=7)
        t = i / (len(track) - 1)
        move = (.5 - .5 * np.cos(2 * np.pi * t)) if kind in ("candle", "cloud") else t
        frame = pixels.resample(rgb, drift(w, h, move, zoom, towards), SIZE)
        film.add(frame)
        if i == int(len(track) * poster_at):
            grade.save_webp(frame, out.replace(".mp4", ".webp"), 86)
    film.close()
    mid = drift(w, h, .5 if kind not in ("candle", "cloud") else 1.0, zoom, towards)
    words = {"lit": ("a lamp is lit", "đèn được thắp lên"), "candle": ("candles flicker", "nến lung linh"), "cloud": ("a cloud crosses the sun", "mây lướt qua nắng"),
             "day": ("from morning to lamplight", "từ sáng đến lúc lên đèn"), "morning": ("a slow look", "nhìn chậm"), "golden": ("late sun", "nắng muộn"), "soft": ("soft daylight", "ánh ngày dịu")}[kind]
    entry = grade.entry_of(out, "clip", SIZE, (f"{s.en}; {words[0]}", f"{s.vi}; {words[1]}"), [{**p, "t": round(seconds / 2, 2)} for p in through(spots, mid, w, h)],
                           s.tastes + {"lit": ["evening"], "candle": ["candlelight"], "day": ["evening"]}.get(kind, ["morning-light"]),
                           duration_ms=int(len(track) * 1000 / FPS), poster=out.replace(".mp4", ".webp"), scene=name, motion=kind)
    done.keep(out, key, entry)
    print("clip", out, os.path.getsize(os.path.join(grade.MEDIA, out)) // 1024, "KB", flush=True)


def sweep_clip(j, done, seconds=5.0):
    h = j["args"]["handle"]
    out = f"clips/light-{h}.mp4"
    key = grade.key_of("sweep", REV, j["path"], seconds)
    if done.fresh(out, key):
        return
    planes, ids, m = grade.load(j["path"])
    planes = planes.astype(np.float32)
    arcs = [g for g in m["groups"] if g.startswith("arc")]
    n = int(seconds * FPS)
    film = Film(out, n)
    e = None
    for i in range(n):
        p = (.5 - .5 * np.cos(2 * np.pi * i / n)) * (len(arcs) - 1)
        g = [(.06 + 1.0 * np.exp(-((int(x[3:]) - p) / .8) ** 2)) if x in arcs else 1.0 for x in m["groups"]]
        if e is None:
            mid = [(.06 + np.exp(-((int(x[3:]) - 1.2) / .8) ** 2)) if x in arcs else 1.0 for x in m["groups"]]
            e = grade.exposure(planes, mid, .13 if j["args"]["backdrop"] == "night" else .27)
        rgb = pixels.develop(planes, g, e, saturation=1.06, grain=.006, seed=7)
        film.add(rgb)
        if i == n // 5:
            grade.save_webp(rgb, out.replace(".mp4", ".webp"), 86)
    film.close()
    en, vi = grade.TITLES[h]
    spots = grade.where(ids, m["products"], (0, 0, ids.shape[1], ids.shape[0]))
    done.keep(out, key, grade.entry_of(out, "clip", SIZE, (f"Light moves over the {en}", f"Ánh sáng lướt qua {vi}"), [{**s, "t": seconds / 2} for s in spots],
                                       ["gallery", "dark-moody" if j["args"]["backdrop"] == "night" else "minimal"] + grade.FAMILY_TASTE[jobs.family(h)][:1],
                                       duration_ms=int(n * 1000 / FPS), poster=out.replace(".mp4", ".webp"), motion="light"))
    print("clip", out, os.path.getsize(os.path.join(grade.MEDIA, out)) // 1024, "KB", flush=True)


def product_clip(j, kind, done, seconds=5.0):
    """From a packshot: a lamp switched on, a flame moving, or a slow look over a glaze."""
    h = j["args"]["handle"]
    out = f"clips/{kind}-{h}.mp4"
    key = grade.key_of("product", REV, j["path"], kind, seconds)
    if done.fresh(out, key):
        return
    planes, ids, m = grade.load(j["path"])
    H, W = ids.shape
    cw = int(H * 9 / 16)
    x0 = int(np.clip((grade.bounds(ids)[0] + grade.bounds(ids)[2]) / 2 - cw / 2, 0, W - cw))
    box = (x0, 0, cw, H)
    small = planes[:, :, :, x0:x0 + cw].astype(np.float32)
    groups = m["groups"]
    n = int(seconds * FPS)
    spots = grade.where(ids, m["products"], box)
    a0, b0, a1, b1 = grade.bounds(ids)
    dark = j["args"]["backdrop"] in ("night", "umber")
    room = lambda t: {"lamp": 0.0, "key": 1.0} if t < 1.2 else {"lamp": float(ease((t - 1.2) / .3)), "key": float(1 - .72 * ease((t - 1.0) / 2.0))}
    flick = lambda t: 1 + sum(a * np.sin(2 * np.pi * f * t / seconds + p) for a, f, p in zip((.05, .05, .035, .03, .02), (3, 7, 11, 16, 23), (0, 1, 2.2, 4, 5)))
    if kind == "lit":
        e = grade.exposure(small, [1.0 if g == "lamp" else .3 for g in groups], .17 if dark else .27)
        zoom, towards = 1.06, (.5, .45)
    elif kind == "candle":
        e = grade.exposure(small, [1.0 if g == "lamp" else .3 for g in groups], .16 if dark else .24)
        zoom, towards = 1.10, (.5, .42)
    else:
        e, zoom, towards = 2.3, 1.85, (((a0 + a1) / 2 - x0) / cw - .06, (b0 + (b1 - b0) * .30) / H)
    film, still = Film(out, n), None
    for i in range(n):
        t = i / FPS
        if kind == "look" and still is not None:
            rgb = still
        else:
            k = {"lit": room(t), "candle": {"lamp": flick(t), "key": .3}}.get(kind, {})
            rgb = still = pixels.develop(small, [k.get(g, 1.0) for g in groups], e, saturation=1.05, grain=.006, seed=7)
        move = (.5 - .5 * np.cos(2 * np.pi * i / n)) if kind == "candle" else i / (n - 1)
        frame = pixels.resample(rgb, drift(cw, H, move, zoom, towards), SIZE)
        film.add(frame)
        if i == int(n * {"lit": .8, "look": .25}.get(kind, .4)):
            grade.save_webp(frame, out.replace(".mp4", ".webp"), 86)
    film.close()
    en, vi = grade.TITLES[h]
    words = {"lit": (f"{en}, switched on", f"Bật {vi}"), "candle": (f"{en}, the flame moving", f"{vi}, ngọn lửa lay"), "look": (f"A slow look at the {en}", f"Nhìn chậm {vi}")}[kind]
    mid = drift(cw, H, .5 if kind != "candle" else 1.0, zoom, towards)
    tastes = {"lit": ["lighting", "evening"], "candle": ["candlelight", "dark-moody"]}.get(kind, ["minimal"] + grade.FAMILY_TASTE[jobs.family(h)])
    done.keep(out, key, grade.entry_of(out, "clip", SIZE, words, [{**p, "t": seconds / 2} for p in through(spots, mid, cw, H)] or [{"handle": h, "x": .5, "y": .5, "t": seconds / 2}],
                                       tastes, duration_ms=int(n * 1000 / FPS), poster=out.replace(".mp4", ".webp"), motion=kind))
    print("clip", out, os.path.getsize(os.path.join(grade.MEDIA, out)) // 1024, "KB", flush=True)


LOOKS = ("dune-vase", "gourd-vase", "honey-jar", "tea-bowl", "meadow-pitcher", "hearth-teapot", "ember-mug", "quarry-vase", "rill-teapot", "halo-vase", "moon-jar", "pour-over")


def main():
    done = grade.Done()
    todo = []
    for j in jobs.packshots():
        h = j["args"]["handle"]
        flames = any(r == "flame" for r, _, _ in jobs.shapes.SHAPES[h]())
        if not jobs.best(j):
            continue
        j = {**j, "path": jobs.best(j)}
        if flames:
            todo.append((1, lambda j=j: product_clip(j, "candle", done)))
        elif jobs.family(h) == "lamp" and h not in ("ash-incense", "bell-pendant", "flute-pendant"):  # these three show no change
            todo.append((1, lambda j=j: product_clip(j, "lit", done)))
        elif h in LOOKS:
            todo.append((3, lambda j=j: product_clip(j, "look", done)))
    for j in jobs.all_jobs():
        if not jobs.best(j):
            continue
        j = {**j, "path": jobs.best(j)}
        if j["name"].startswith("s-"):
            todo.append((0, lambda j=j: sweep_clip(j, done)))
        elif j["kind"] == "scene":
            s = scenes.SCENES[j["args"]["scene"]]
            candles = "candlelight" in s.tastes
            lamp = any(m in s.moods for m in ("evening", "night", "dusk")) and j["args"]["scene"] not in ("sill-morning", "amphora-floor", "feast")
            if candles:
                todo.append((0, lambda j=j: scene_clip(j, "candle", done, 5.0, 1.06)))
            elif lamp:
                todo.append((0, lambda j=j: scene_clip(j, "lit", done, 5.5, 1.07)))
                if "morning" in s.moods:
                    todo.append((2, lambda j=j: scene_clip(j, "day", done, 6.0, 1.05)))
            elif "morning" in s.moods:
                todo.append((1, lambda j=j: scene_clip(j, "cloud", done, 6.0, 1.06)))
    for _, make in sorted(todo, key=lambda t: t[0]):
        make()


if __name__ == "__main__":
    main()
