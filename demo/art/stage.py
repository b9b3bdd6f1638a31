"""A Blender scene as a small stage: put products and props on it, light it in named groups, take the picture.

Positions are in centimetres. Light groups are rendered apart, so that one render gives morning, evening
and lamp-lit pictures and the clips between them.
"""
import json
import math
import os

import bpy
import numpy as np
from mathutils import Matrix, Vector

import glaze as G
import pixels
import shapes
import shapes_light  # noqa: F401  (registers its shapes)

CM = .01


class Stage:
    def __init__(self, width, height, samples, seed=1, bounces=3):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        s = self.scene = bpy.context.scene
        s.render.engine = "CYCLES"
        s.cycles.device = "CPU"
        s.render.threads_mode, s.render.threads = "FIXED", 1
        s.render.resolution_x, s.render.resolution_y, s.render.resolution_percentage = width, height, 100
        c = s.cycles
        c.samples, c.use_adaptive_sampling, c.use_denoising = max(1, samples // 2), False, False
        c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces = bounces, bounces, 2, 4
        c.transparent_max_bounces, c.sample_clamp_indirect, c.sample_clamp_direct = 6, 2.0, 12.0
        c.caustics_reflective = c.caustics_refractive = False
        c.blur_glossy = 1.0
        s.render.image_settings.file_format = "OPEN_EXR_MULTILAYER"
        s.render.image_settings.exr_codec, s.render.image_settings.color_depth = "NONE", "32"
        layer = self.layer = s.view_layers[0]
        layer.cycles.denoising_store_passes = True
        layer.use_pass_object_index = True
        self.world = bpy.data.worlds.new("sky")
        self.world.use_nodes = True
        s.world = self.world
        # The sky is even and dim: met by chance is enough, and it leaves more samples to the lamps.
        self.world.cycles.sampling_method = "NONE"
        self.groups, self.products, self.cache, self.seed = [], [], {}, seed
        self.lamp_gain = 1.0
        self.size = (width, height)

    # --- light groups ------------------------------------------------------------------------------------------------
    def group(self, obj, name):
        if name not in self.groups:
            self.groups.append(name)
            self.layer.lightgroups.add(name=name)
        obj.lightgroup = name

    def sky(self, colour, strength, group="fill"):
        bg = self.world.node_tree.nodes["Background"]
        bg.inputs[0].default_value, bg.inputs[1].default_value = G.linear(colour), strength
        self.group(self.world, group)

    def _lamp(self, kind, at, watt, colour, group, **props):
        data = bpy.data.lights.new(kind, kind)
        data.energy, data.color = watt, G.linear(colour)[:3]
        for k, v in props.items():
            setattr(data, k, v)
        o = bpy.data.objects.new(kind, data)
        o.location = Vector(at) * CM
        self.scene.collection.objects.link(o)
        self.group(o, group)
        return o

    @staticmethod
    def aim(o, target):
        d = Vector(target) * CM - o.location
        o.rotation_euler = d.to_track_quat("-Z", "Y").to_euler()

    def area(self, at, to, w, h, watt, colour="#ffffff", group="key"):
        o = self._lamp("AREA", at, watt, colour, group, shape="RECTANGLE", size=w * CM, size_y=h * CM)
        self.aim(o, to)
        o.visible_camera = False
        return o

    def sun(self, frm, to, strength, colour="#ffd0a0", angle=1.4, group="sun"):
        o = self._lamp("SUN", frm, strength, colour, group, angle=math.radians(angle))
        self.aim(o, to)
        return o

    def point(self, at, watt, size=3, colour="#ffb066", group="lamp"):
        return self._lamp("POINT", at, watt, colour, group, shadow_soft_size=size * CM)

    def spot(self, at, to, watt, degrees, size=3, blend=.4, colour="#ffb066", group="lamp"):
        o = self._lamp("SPOT", at, watt, colour, group, shadow_soft_size=size * CM, spot_size=math.radians(degrees), spot_blend=blend)
        self.aim(o, to)
        return o

    # --- things ------------------------------------------------------------------------------------------------------
    def add(self, mesh, material, at=(0, 0, 0), turn=0, scale=1.0, index=0, smooth=True, name="thing", matrix=None):
        data = bpy.data.meshes.new(name)
        data.from_pydata((mesh.verts * CM).tolist(), [], mesh.faces)
        if smooth:
            data.polygons.foreach_set("use_smooth", [True] * len(data.polygons))
            data.use_auto_smooth, data.auto_smooth_angle = True, math.radians(38)
        uv = data.uv_layers.new(name="UVMap")
        loops = np.empty(len(data.loops), np.int32)
        data.loops.foreach_get("vertex_index", loops)
        uv.data.foreach_set("uv", np.asarray(mesh.uvs, np.float32)[loops].ravel())
        data.materials.append(material)
        o = bpy.data.objects.new(name, data)
        o.matrix_world = (matrix or Matrix.Translation(Vector(at) * CM) @ Matrix.Rotation(math.radians(turn), 4, "Z") @ Matrix.Scale(scale, 4))
        o.pass_index = index
        self.scene.collection.objects.link(o)
        return o

    def material(self, key, make):
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]

    def product(self, handle, x=0, y=0, z=0, turn=0, scale=1.0, lit=True, group="lamp", glaze=None, tilt=None, bright=1.0, contents=None):
        """Put a product of the catalog on the stage. Returns its index in the object-index pass (1, 2, ...)."""
        look = dict(shapes.LOOK[handle])
        if glaze:
            look = {**look, "glaze": glaze, "over": None, "bands": ()}
        self.products.append(handle)
        index = len(self.products)
        root = Matrix.Translation(Vector((x, y, z)) * CM) @ Matrix.Rotation(math.radians(turn), 4, "Z") @ Matrix.Scale(scale, 4)
        if tilt:
            root = root @ Matrix.Rotation(math.radians(tilt[0]), 4, "X") @ Matrix.Rotation(math.radians(tilt[1]), 4, "Y")
        for n, (role, mesh, opt) in enumerate(shapes.SHAPES[handle]()):
            opt = dict(opt)
            lift = opt.pop("at", 0)
            if role == "lamp":
                if lit:
                    self._light_of(root, lift, opt, scale, group, bright)
                continue
            if role == "flame" and not lit:
                continue
            mat = self._role(handle, n, role, mesh, {**look, **opt}, lit)
            o = self.add(mesh, mat, index=index, name=f"{handle}-{role}", matrix=root @ Matrix.Translation((0, 0, lift * CM)))
            if role in ("shade", "paper", "opal", "porcelain", "trim", "flame", "bulb") and lit:
                # Its glow is painted on: the plain lamps inside shine through it instead of being blocked by it.
                o.visible_shadow = role == "trim"
                o.visible_diffuse = False
                if role != "trim":
                    self.group(o, group)
        return index

    def _role(self, handle, n, role, mesh, look, lit):
        on = look.get("power", 1.0) * (1 if lit else 0)
        high = look.get("high", 10) * CM
        fixed = {
            "brass": lambda: G.plain("brass", "#b08a4e", .28, 1.0, vary=.1), "cord": lambda: G.plain("cord", "#3a322c", .8),
            "trim": lambda: G.plain("trim", "#d8c9ac", .9, spec=.1), "wick": lambda: G.plain("wick", "#3b342e", .9),
            "wood": lambda: G.wood("lid", "#b58f62", "#86633f", 2.0), "cane": lambda: G.wood("cane", "#a9875a", "#6f5233", 4.0, "z"),
            "wax": lambda: G.plain("wax", "#ece2cc", .45, spec=.35, vary=.04), "flame": lambda: G.light("flame", "#ffc56e", 9.0),
            "lining": lambda: G.plain("lining", "#efe6d6", .6, vary=.03), "bulb": lambda: G.light("bulb", "#ffd9a0", 7.0 if lit else 0, clear=False),
        }
        if role in fixed:
            return self.material(role + str(lit), fixed[role])
        key = f"{handle}-{n}-{lit}"
        if role == "shade":
            return G.shade(key, "#efe4cf", power=on, height=high)
        if role == "paper":
            return G.shade(key, "#f1e9d8", lit="#ffc98e", power=on * 1.35, height=high, weave=0, middle=.5, ribs=.017 if look.get("ribs") else 0)
        if role == "opal":
            return G.shade(key, "#f3eee4", lit="#ffcf9a", power=on, height=high, weave=0, middle=look.get("middle", .42))
        if role == "porcelain":
            return G.shade(key, "#f0ebe1", lit="#ffbd78", power=on, height=high, weave=0, middle=look.get("middle", .3))
        height = mesh.verts[:, 2].max() * CM
        ear = look.get("ear")
        over_at, glaze_, over = look.get("over_at", .6), look["glaze"], look.get("over")
        if ear:
            # A handle is dipped with the body, so it takes the glaze of the height where most of it sits.
            glaze_, over = (over if over and over_at < .62 else glaze_), None
        return G.ceramic(key, height, glaze_, look.get("clay", "buff"), 0 if ear else look.get("dip", 0), over, over_at, () if ear else look.get("bands", ()),
                         look.get("specks", .5), look.get("rim", True), brush=look.get("brush", 0))

    def _light_of(self, root, at, opt, scale, group, bright):
        where = root @ (Vector(at) * CM) / CM
        k, watt, size = opt["kind"], opt["watt"] * scale * scale * bright * self.lamp_gain, opt["size"] * scale
        if k == "flame":
            self.point(where, watt * 1.3, size, "#ff9d4a", group)
        elif k == "globe":
            self.point(where, watt * 4.0, size, "#ffb872", group)
        elif k == "down":
            self.spot(where, where - Vector((0, 0, 50)), watt * 8.0, 2 * math.degrees(math.atan2(opt["r0"], opt["high"])) + 8, size, .25, "#ffb066", group)
        else:
            # Light through the cloth in all directions, and the brighter cones out of the open ends.
            self.point(where, watt * 3.2, opt["r0"] * .6 * scale, "#ffae66", group)
            h = opt["high"] * scale
            for end, r in ((-h * .45, opt["r0"]), (h * .55, opt["r1"])):
                self.spot(where, where + Vector((0, 0, end)), watt * 7.0, 2 * math.degrees(math.atan2(r * scale, abs(end))), size, .12, "#ffb066", group)

    # --- the picture -----------------------------------------------------------------------------------------------------
    def camera(self, target, distance, azimuth=0, elevation=8, lens=85, fstop=0.0, focus=None, shift=(0, 0), roll=0):
        data = bpy.data.cameras.new("camera")
        o = bpy.data.objects.new("camera", data)
        self.scene.collection.objects.link(o)
        a, e = math.radians(azimuth), math.radians(elevation)
        t = Vector(target)
        o.location = (t + Vector((math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e))) * distance) * CM
        self.aim(o, target)
        data.sensor_fit, data.sensor_height, data.lens = "VERTICAL", 30, lens
        data.sensor_width, data.clip_start = 36, .02
        data.shift_x, data.shift_y = shift
        if fstop:
            data.dof.use_dof = True
            data.dof.aperture_fstop = fstop
            data.dof.focus_distance = ((Vector(focus) if focus else t) * CM - o.location).length
        self.scene.camera = o
        return o

    def shoot(self, path, meta=None):
        """Render two independent halves, clean them together, keep the light groups as 16-bit planes."""
        w, h = self.size
        halves, feats, ids = [], None, None
        for k in (0, 1):
            self.scene.cycles.seed = self.seed * 17 + k * 5171
            exr = f"{path}.{k}.exr"
            self.scene.render.filepath = exr
            bpy.ops.render.render(write_still=True)
            ch = pixels.read_exr(exr)
            os.remove(exr)
            pre = next(n for n in ch if "Denoising Albedo" in n).split(".")[0] + "."
            halves.append(np.stack([np.stack([ch[f"{pre}Combined_{g}.{c}"] for c in "RGB"]) for g in self.groups]))
            f = [np.stack([ch[f"{pre}Denoising Albedo.{c}"] for c in "RGB"]), np.stack([ch[f"{pre}Denoising Normal.{c}"] for c in "XYZ"]),
                 ch[f"{pre}Denoising Depth.Z"]]
            feats = f if feats is None else [(a + b) / 2 for a, b in zip(feats, f)]
            ids = ch[f"{pre}IndexOB.X"]
        clean = pixels.denoise(halves[0], halves[1], *feats)
        meta = {"groups": self.groups, "products": self.products, "size": [w, h], **(meta or {})}
        np.savez(path + ".tmp.npz", planes=np.clip(clean, 0, 6e4).astype(np.float16), ids=np.round(ids).astype(np.uint8),
                 depth=feats[2].astype(np.float16), meta=json.dumps(meta))
        os.rename(path + ".tmp.npz", path)
