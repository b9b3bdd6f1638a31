"""glTF 2.0 binaries of a dozen products, written directly: geometry from shapes.py, glaze painted into a small texture.

    python3 models.py
No Blender needed. y is up and a unit is a metre, so that a phone can stand the vase on a real table.
"""
import io
import json
import os
import struct

import numpy as np
from PIL import Image

import glaze as G
import grade
import mesh
import shapes
import shapes_light  # noqa: F401

CHOSEN = ["dune-vase", "moon-jar", "quarry-vase", "halo-vase", "ember-mug", "rill-teapot", "hearth-teapot", "meadow-pitcher", "tea-bowl", "harvest-bowl",
          "kiln-lamp", "mushroom-lamp", "lantern-lamp", "spindle-stick"]
PLAIN = {"brass": ("#b08a4e", .3, 1.0), "wood": ("#a98458", .55, 0), "cane": ("#9a7a50", .6, 0), "wax": ("#ece2cc", .5, 0), "wick": ("#3b342e", .9, 0), "trim": ("#d8c9ac", .9, 0),
         "shade": ("#f3e3c6", .9, 0), "paper": ("#f3e8d2", .9, 0), "opal": ("#f6efe2", .4, 0), "flame": ("#ffd58a", 1, 0), "cord": ("#3a322c", .8, 0), "lining": ("#efe6d6", .6, 0),
         "porcelain": ("#f0ebe1", .4, 0), "bulb": ("#fff0d8", .4, 0)}
GLOW = {"shade": .55, "paper": .6, "opal": .6, "flame": 1.0, "porcelain": .3}


def srgb(h):
    return np.array([int(h.lstrip("#")[i:i + 2], 16) for i in (0, 2, 4)], np.float32)


def clouds(h, w, cells, seed):
    """Smooth noise in 0..1 that closes over the seam."""
    rng = np.random.default_rng(seed)
    out = np.zeros((h, w), np.float32)
    for k, a in ((1, .6), (2, .3), (4, .1)):
        g = rng.random((cells * k + 1, cells * k)).astype(np.float32)
        g = np.concatenate([g, g[:, :1]], 1)
        out += a * np.asarray(Image.fromarray(g).resize((w, h), Image.BICUBIC))
    return np.clip(out, 0, 1)


def paint(look, part, seed, w=640, h=640):
    """Base colour over (u, v): the same recipe as the rendered glaze, height by height."""
    v_of = np.array(part.uvs)[:, 1]
    z_of = part.verts[:, 2]
    top = z_of.max()
    order = np.argsort(v_of)
    z = np.interp(np.linspace(0, 1, h), v_of[order], z_of[order])[:, None] / top
    a, b = (srgb(c) for c in G.GLAZES[look["glaze"]][:2])
    cl = clouds(h, w, 5, seed)
    soft = np.clip((cl - .36) / .28, 0, 1)[..., None]
    col = a + (b - a) * soft
    rough = np.full((h, w), G.GLAZES[look["glaze"]][2], np.float32)
    drift = (clouds(h, w, 4, seed + 1) - .5) * .13
    level = z + drift
    if look.get("over"):
        m = (level > look.get("over_at", .6))[..., None]
        a2, b2 = (srgb(c) for c in G.GLAZES[look["over"]][:2])
        col = np.where(m, a2 + (b2 - a2) * soft, col)
    for lo, hi, g in look.get("bands", ()):
        m = ((level > lo) & (level < hi))[..., None]
        col = np.where(m, srgb(G.GLAZES[g][0]), col)
    rng = np.random.default_rng(seed + 2)
    if look.get("specks", .5):
        yy, xx = np.mgrid[0:h, 0:w]
        spots = np.zeros((h, w), np.float32)
        for _ in range(int(150 * look.get("specks", .5))):
            cy, cx, r = rng.integers(0, h), rng.integers(0, w), rng.uniform(.8, 2.6)
            y0, y1, x0, x1 = max(cy - 4, 0), cy + 5, max(cx - 4, 0), cx + 5
            d = np.hypot(yy[y0:y1, x0:x1] - cy, xx[y0:y1, x0:x1] - cx)
            spots[y0:y1, x0:x1] = np.maximum(spots[y0:y1, x0:x1], np.clip(r - d + .5, 0, 1))
        col += (srgb("#4a3a2e") - col) * (spots * .62)[..., None]
    if look.get("dip"):
        m = np.clip((look["dip"] - level) * 300 + .5, 0, 1)
        clay = srgb(G.CLAYS[look.get("clay", "buff")]) * (1 - .12 * clouds(h, w, 60, seed + 3)[..., None])
        col += (clay - col) * m[..., None]
        rough += (.9 - rough) * m
    if look.get("rim", True):
        m = np.clip((z - 1 + .02) / .02, 0, 1) * .7 + 0 * cl
        col += (srgb(G.CLAYS[look.get("clay", "buff")]) - col) * m[..., None]
    mr = np.stack([np.zeros_like(rough), rough, np.zeros_like(rough)], -1) * 255
    return Image.fromarray(np.clip(col, 0, 255).astype(np.uint8)), Image.fromarray(np.clip(mr, 0, 255).astype(np.uint8)).resize((128, 128))


def triangles(m):
    out = []
    for f in m.faces:
        out += [(f[0], f[k], f[k + 1]) for k in range(1, len(f) - 1)]
    t = np.array(out, np.uint32)
    p = m.verts[t]
    return t[np.linalg.norm(np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), axis=1) > 1e-7]


def normals(m, tri):
    p = m.verts
    n = np.zeros_like(p)
    face = np.cross(p[tri[:, 1]] - p[tri[:, 0]], p[tri[:, 2]] - p[tri[:, 0]])
    # Points at the same place share a normal, or the texture's seam would show as a crease.
    _, same = np.unique(np.round(p, 4), axis=0, return_inverse=True)
    shared = np.zeros((same.max() + 1, 3))
    for k in range(3):
        np.add.at(shared, same[tri[:, k]], face)
    n = shared[same]
    return n / (np.linalg.norm(n, axis=1)[:, None] + 1e-12)


class Glb:
    def __init__(self):
        self.blob, self.j = b"", {"asset": {"version": "2.0", "generator": "Kilnlight"}, "scene": 0, "scenes": [{"nodes": []}], "nodes": [], "meshes": [], "materials": [],
                                  "accessors": [], "bufferViews": []}

    def view(self, data, target=None):
        self.blob += b"\0" * (-len(self.blob) % 4)
        v = {"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(data)}
        if target:
            v["target"] = target
        self.blob += data
        self.j["bufferViews"].append(v)
        return len(self.j["bufferViews"]) - 1

    def accessor(self, array, kind, component, target, bounds=False):
        a = {"bufferView": self.view(array.tobytes(), target), "componentType": component, "count": len(array.reshape(-1)) if kind == "SCALAR" else len(array), "type": kind}
        if bounds:
            a["min"], a["max"] = array.min(0).tolist(), array.max(0).tolist()
        self.j["accessors"].append(a)
        return len(self.j["accessors"]) - 1

    def texture(self, image, quality):
        b = io.BytesIO()
        image.save(b, "JPEG", quality=quality)
        for key in ("images", "textures", "samplers"):
            self.j.setdefault(key, [])
        if not self.j["samplers"]:
            self.j["samplers"].append({"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 33071})
        self.j["images"].append({"bufferView": self.view(b.getvalue()), "mimeType": "image/jpeg"})
        self.j["textures"].append({"source": len(self.j["images"]) - 1, "sampler": 0})
        return len(self.j["textures"]) - 1

    def part(self, name, m, material, uv=False):
        tri = triangles(m)
        used, back = np.unique(tri, return_inverse=True)
        pos = (m.verts[used][:, (0, 2, 1)] * (1, 1, -1) * .01).astype(np.float32)
        nor = normals(m, tri)[used][:, (0, 2, 1)] * (1, 1, -1)
        attrs = {"POSITION": self.accessor(pos, "VEC3", 5126, 34962, True), "NORMAL": self.accessor(nor.astype(np.float32), "VEC3", 5126, 34962)}
        if uv:
            attrs["TEXCOORD_0"] = self.accessor(np.asarray(m.uvs, np.float32)[used], "VEC2", 5126, 34962)
        small = len(used) < 65536
        idx = self.accessor(back.astype(np.uint16 if small else np.uint32), "SCALAR", 5123 if small else 5125, 34963)
        self.j["meshes"].append({"name": name, "primitives": [{"attributes": attrs, "indices": idx, "material": material}]})
        self.j["nodes"].append({"name": name, "mesh": len(self.j["meshes"]) - 1})
        self.j["scenes"][0]["nodes"].append(len(self.j["nodes"]) - 1)

    def material(self, **m):
        self.j["materials"].append(m)
        return len(self.j["materials"]) - 1

    def save(self, path):
        self.blob += b"\0" * (-len(self.blob) % 4)
        self.j["buffers"] = [{"byteLength": len(self.blob)}]
        text = json.dumps(self.j, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        with open(path, "wb") as f:
            f.write(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(self.blob)))
            f.write(struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(self.blob), b"BIN\0") + self.blob)


def linear(h):
    return [round(float(c), 4) for c in G.linear(h)[:3]]


def model(handle):
    glb, cache, painted = Glb(), {}, 0
    for n, (role, m, opt) in enumerate(shapes.SHAPES[handle]()):
        if m is None or role == "cord":
            continue
        opt = dict(opt)
        lift = opt.pop("at", 0)
        look = {**shapes.LOOK[handle], **opt}
        if role == "glaze" and len(set(m.uvs)) > 1:
            image, mr = paint(look, m, n + len(handle), 640 if painted == 0 else 256, 640 if painted == 0 else 256)
            painted += 1
            extra = {}
            if G.GLAZES[look["glaze"]][3]:
                glb.j["extensionsUsed"] = ["KHR_materials_clearcoat"]
                extra = {"extensions": {"KHR_materials_clearcoat": {"clearcoatFactor": G.GLAZES[look["glaze"]][3], "clearcoatRoughnessFactor": .1}}}
            mat = glb.material(name="glaze", pbrMetallicRoughness={"baseColorTexture": {"index": glb.texture(image, 86)}, "metallicRoughnessTexture": {"index": glb.texture(mr, 80)},
                                                                   "metallicFactor": 0}, **extra)
            glb.part(f"body {n}", m.move(z=lift), mat, True)
            continue
        if role == "glaze":
            over = look.get("over")
            g = over if over and look.get("over_at", .6) < .62 else look["glaze"]
            role_key, spec = "glaze " + g, (G.GLAZES[g][0], G.GLAZES[g][2], 0)
        else:
            role_key, spec = role, PLAIN[role]
        if role_key not in cache:
            glow = {"emissiveFactor": [round(c * GLOW[role], 3) for c in linear(spec[0])]} if role in GLOW else {}
            cache[role_key] = glb.material(name=role_key, doubleSided=role in ("shade", "paper"), pbrMetallicRoughness={
                "baseColorFactor": linear(spec[0]) + [1], "roughnessFactor": spec[1], "metallicFactor": spec[2]}, **glow)
        glb.part(f"{role} {n}", m.move(z=lift), cache[role_key])
    return glb


def main():
    os.makedirs(os.path.join(grade.MEDIA, "models"), exist_ok=True)
    mesh.DETAIL = .5  # a phone does not need the rows a close-up needs
    for h in CHOSEN:
        path = os.path.join(grade.MEDIA, "models", h + ".glb")
        model(h).save(path)
        print(h, os.path.getsize(path) // 1024, "KB")


if __name__ == "__main__":
    main()
