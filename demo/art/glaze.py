"""Materials as Blender node trees: glazes over clay, shades that glow, walls, wood, cloth, leaves."""
try:
    import bpy
except ImportError:  # the palette is also read outside Blender
    bpy = None


def linear(hexa):
    h = hexa.lstrip("#")
    c = [int(h[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    return tuple(v / 12.92 if v <= .04045 else ((v + .055) / 1.055) ** 2.4 for v in c) + (1.0,)


# Two close tones each; the film curve warms browns, so clays are greyer here than they look.
GLAZES = {
    "bone": ("#e2dccd", "#c9c3b0", .26, .35), "sage": ("#848c7a", "#636d5d", .26, .3), "brick": ("#8f5847", "#6c4436", .3, .25),
    "ink": ("#26303c", "#161c26", .2, .45), "ochre": ("#b98a3c", "#8a5f28", .24, .4), "celadon": ("#a9c0b2", "#86a595", .18, .5),
    "blush": ("#d3aa9c", "#bd8d80", .3, .25), "chalk": ("#ebe7de", "#dedad0", .62, 0), "soot": ("#2d2a28", "#201d1c", .55, .05),
    "sky": ("#93aebd", "#7793a5", .24, .4), "butter": ("#e2cd92", "#d0b570", .28, .3), "plum": ("#5e3a44", "#432730", .22, .4),
    "moss": ("#5b6034", "#3e4526", .28, .3), "raw": ("#a18b7c", "#8f786a", .9, 0), "dark clay": ("#544840", "#453b35", .9, 0),
    "stone": ("#a39a8c", "#8d8578", .7, 0), "teal": ("#2f6468", "#1d4a50", .2, .45), "coral": ("#c07f6c", "#a96a58", .28, .3),
    "milk": ("#efece4", "#e4e0d6", .16, .5), "sand": ("#cdb796", "#b79f7c", .45, .1), "lilac": ("#a99bb5", "#8f7f9e", .28, .3),
}
CLAYS = {"buff": "#9c8e80", "red": "#87695b", "dark": "#4b4039", "white": "#cdc5b8", "grey": "#8b867f"}


class Tree:
    """Shorthand so that a material reads as a sum: t.mix(a, b, t.noise(14))."""

    def __init__(self, name):
        self.mat = bpy.data.materials.new(name)
        self.mat.use_nodes = True
        self.nodes, self.links = self.mat.node_tree.nodes, self.mat.node_tree.links
        self.nodes.clear()
        self.out = self.nodes.new("ShaderNodeOutputMaterial")
        coord = self.nodes.new("ShaderNodeTexCoord")
        self.at = coord.outputs["Object"]
        self.uv = coord.outputs["UV"]
        self._xyz = None

    def put(self, kind, inputs=(), **props):
        n = self.nodes.new("ShaderNode" + kind)
        for k, v in props.items():
            setattr(n, k, v)
        for k, v in dict(inputs).items():
            s = n.inputs[k]
            if hasattr(v, "is_linked"):
                self.links.new(v, s)
            else:
                s.default_value = v
        return n

    def math(self, op, a, b=0.0, clamp=False):
        return self.put("Math", {0: a, 1: b}, operation=op, use_clamp=clamp).outputs[0]

    def axis(self, which):
        if self._xyz is None:
            self._xyz = self.put("SeparateXYZ", {0: self.at})
        return self._xyz.outputs[which]

    def noise(self, scale, detail=2.0, distort=0.0, at=None, rough=.5):
        return self.put("TexNoise", {"Vector": at or self.at, "Scale": scale, "Detail": detail, "Distortion": distort,
                                     "Roughness": rough}).outputs["Fac"]

    def stretch(self, x, y, z, at=None):
        return self.put("VectorMath", {0: at or self.at, 1: (x, y, z)}, operation="MULTIPLY").outputs[0]

    def step(self, v, lo, hi):
        return self.put("MapRange", {"Value": v, "From Min": lo, "From Max": hi}, interpolation_type="SMOOTHSTEP").outputs[0]

    def mix(self, a, b, f, blend="MIX"):
        return self.put("MixRGB", {"Fac": f, "Color1": a, "Color2": b}, blend_type=blend).outputs[0]

    def bump(self, height, distance, strength=1.0):
        return self.put("Bump", {"Height": height, "Distance": distance, "Strength": strength}).outputs[0]

    def skin(self, **inputs):
        b = self.put("BsdfPrincipled")
        for k, v in inputs.items():
            k = k.replace("_", " ")
            if hasattr(v, "is_linked"):
                self.links.new(v, b.inputs[k])
            else:
                b.inputs[k].default_value = v
        return b.outputs[0]

    def done(self, surface):
        self.links.new(surface, self.out.inputs[0])
        return self.mat


def ceramic(name, height, glaze="bone", clay="buff", dip=0.0, over=None, over_at=.6, bands=(), specks=.5, rim=True,
            wave=1.0, brush=0.0):
    """Glaze on clay. dip: bare fraction at the foot; over: a second glaze from over_at upward; bands: [(from, to, glaze)]
    as fractions of the height. height in metres, as the shader sees object space."""
    t = Tree(name)
    z = t.axis(2)
    a, b, rough, coat = GLAZES[glaze]
    cloud = t.step(t.noise(16, 3, .6), .38, .64)
    colour = t.mix(linear(a), linear(b), cloud)
    roughness = t.math("ADD", t.math("MULTIPLY", cloud, .09), rough)
    coat_s = coat
    drift = None
    if over or dip > 0 or bands:
        drift = t.math("MULTIPLY", t.math("SUBTRACT", t.noise(9, 1), .5), .13 * wave * min(height, .3))
        level = t.math("ADD", z, drift)
    if over:
        a2, b2, r2, c2 = GLAZES[over]
        m = t.step(level, height * over_at - .0012, height * over_at + .0012)
        colour = t.mix(colour, t.mix(linear(a2), linear(b2), cloud), m)
        roughness = t.math("ADD", roughness, t.math("MULTIPLY", m, r2 - rough))
        coat_s = t.math("ADD", t.math("MULTIPLY", m, c2 - coat), coat)
    for lo, hi, g in bands:
        soft = .0006
        m = t.math("MULTIPLY", t.step(level, height * lo - soft, height * lo + soft),
                   t.step(level, height * hi + soft, height * hi - soft))
        if brush:
            m = t.math("MULTIPLY", m, t.step(t.noise(4, 4, 0, t.stretch(6, 6, 160)), .36, .5))
        colour = t.mix(colour, linear(GLAZES[g][0]), m)
    if specks:
        # Two layers of different size, most cells empty: one layer alone repeats visibly in pairs.
        spots = None
        for scale, size, few in ((190, .30, .80), (430, .26, .84)):
            cell = t.put("TexVoronoi", {"Vector": t.at, "Scale": scale}, feature="F1")
            keep = t.put("SeparateColor", {0: cell.outputs["Color"]}).outputs[0]
            rad = t.math("MULTIPLY", t.math("SUBTRACT", keep, few, True), size / (1 - few))
            one = t.step(t.math("SUBTRACT", rad, cell.outputs["Distance"]), -.03, .05)
            one = t.math("MULTIPLY", one, t.math("GREATER_THAN", keep, few))
            spots = one if spots is None else t.math("MAXIMUM", spots, one)
        colour = t.mix(colour, linear("#4a3a2e"), t.math("MULTIPLY", spots, specks * 1.2, True))
    bare = None
    if dip > 0:
        bare = t.step(level, height * dip + .0006, height * dip - .0006)
        halo = t.step(level, height * dip - .004, height * dip + .0005)
        earth = t.mix(linear(CLAYS[clay]), linear("#6b5244"), t.math("MULTIPLY", halo, .5))
        grain = t.noise(240, 2)
        earth = t.mix(earth, linear("#4b382c"), t.math("MULTIPLY", t.step(grain, .5, .8), .35))
        bead = t.math("MULTIPLY", t.step(level, height * dip + .010, height * dip), .3)
        colour = t.mix(t.mix(colour, linear(b), bead), earth, bare)
        roughness = t.math("ADD", roughness, t.math("MULTIPLY", bare, .88 - rough))
        coat_s = t.math("MULTIPLY", t.math("SUBTRACT", 1.0, bare), coat_s)
    if rim:
        edge = t.math("ADD", z, t.math("MULTIPLY", t.noise(60, 1), .003))
        m = t.math("MULTIPLY", t.step(edge, height - .0022, height + .0012), .75)
        colour = t.mix(colour, linear(CLAYS[clay]), m)
    matte = rough > .5
    ring = t.math("SINE", t.math("MULTIPLY", z, 620.0))
    relief = t.math("ADD", t.math("MULTIPLY", ring, .12), t.noise(260 if matte else 36, 1))
    if bare is not None:
        relief = t.math("SUBTRACT", relief, t.math("MULTIPLY", bare, 1.6))
    normal = t.bump(relief, .00034 if matte else .00017)
    return t.done(t.skin(Base_Color=colour, Roughness=roughness, Specular=.28 if matte else .5, Clearcoat=coat_s,
                         Clearcoat_Roughness=.1, Normal=normal))


def shade(name, colour="#efe3cd", lit="#ffc080", power=2.4, height=.2, weave=900, middle=.45, folds=0, ribs=0.0):
    """A lampshade that looks lit from inside. Its glow is painted on (brightest near the bulb) and kept out of
    light sampling; the room is lit by plain lamps inside it, which converge at a few samples a pixel."""
    t = Tree(name)
    z = t.math("DIVIDE", t.axis(2), height)
    d = t.math("SUBTRACT", z, middle)
    glow = t.math("POWER", 2.718, t.math("MULTIPLY", t.math("MULTIPLY", d, d), -3.2))
    tex = t.noise(1, 3, 0, t.stretch(weave * .1, weave * .1, weave)) if weave else t.noise(40, 4, .4)
    tone = t.math("ADD", .72, t.math("MULTIPLY", tex, .5))
    if ribs:
        wire = t.math("ABSOLUTE", t.math("SUBTRACT", t.math("FRACT", t.math("DIVIDE", t.axis(2), ribs)), .5))
        tone = t.math("MULTIPLY", tone, t.math("SUBTRACT", 1.0, t.math("MULTIPLY", t.step(wire, .42, .5), .45)))
    if folds:
        tone = t.math("MULTIPLY", tone, t.math("ADD", .85, t.math("MULTIPLY", t.noise(1, 1, 0, t.stretch(folds, folds, 2)), .3)))
    rim = t.put("Fresnel", {"IOR": 1.3}).outputs[0]
    edge = t.math("SUBTRACT", 1.0, t.math("MULTIPLY", rim, .55))
    warm = t.mix(linear("#ff9e52"), linear(lit), glow)
    em = t.put("Emission", {"Color": warm, "Strength": t.math("MULTIPLY", t.math("MULTIPLY", glow, tone), t.math("MULTIPLY", edge, power))})
    cloth = t.skin(Base_Color=t.mix(linear(colour), linear("#c9b797"), t.math("MULTIPLY", tex, .4)), Roughness=.9, Specular=.15)
    mat = t.done(t.put("AddShader", {0: cloth, 1: em.outputs[0]}).outputs[0])
    mat.cycles.sample_as_light = False
    return mat


def plain(name, colour, rough=.6, metal=0.0, spec=.4, vary=.12, scale=8, coat=0.0, bump=0.0, bump_scale=60):
    t = Tree(name)
    base = linear(colour)
    dark = tuple(c * .55 for c in base[:3]) + (1,)
    col = t.mix(base, dark, t.math("MULTIPLY", t.noise(scale, 3, .4), vary)) if vary else base
    extra = {"Normal": t.bump(t.noise(bump_scale, 2), bump)} if bump else {}
    return t.done(t.skin(Base_Color=col, Roughness=rough, Metallic=metal, Specular=spec, Clearcoat=coat, **extra))


def light(name, colour, strength, clear=True):
    """clear: nothing but its light, so a flame vanishes when its light group is turned off."""
    t = Tree(name)
    glow = t.put("Emission", {"Color": linear(colour), "Strength": strength}).outputs[0]
    body = t.put("BsdfTransparent").outputs[0] if clear else t.skin(Base_Color=linear("#efe8da"), Roughness=.3)
    mat = t.done(t.put("AddShader", {0: glow, 1: body}).outputs[0])
    mat.cycles.sample_as_light = False
    return mat


def plaster(name, colour, second=None, bump=.012):
    t = Tree(name)
    big = t.noise(1.6, 3, .8)
    fine = t.noise(26, 2)
    col = t.mix(linear(colour), linear(second or colour), t.step(big, .35, .7))
    col = t.mix(col, linear("#6d6257"), t.math("MULTIPLY", t.step(fine, .45, .9), .10))
    trowel = t.noise(5, 3, 1.2, t.stretch(1, 1, 2.2))
    relief = t.math("ADD", t.math("MULTIPLY", trowel, 1.0), t.math("MULTIPLY", fine, .16))
    return t.done(t.skin(Base_Color=col, Roughness=.92, Specular=.12, Normal=t.bump(relief, bump)))


def wood(name, light_hex="#b08d63", dark_hex="#8a6845", grain=1.0, along="x", rough=.5):
    t = Tree(name)
    st = {"x": (1.1, 14, 14), "y": (14, 1.1, 14), "z": (14, 14, 1.1)}[along]
    fi = tuple(v * 9 for v in st)
    n = t.noise(grain, 3, .5, t.stretch(*st))
    rings = t.math("FRACT", t.math("MULTIPLY", n, 7.0))
    rings = t.step(t.math("ABSOLUTE", t.math("SUBTRACT", rings, .5)), .02, .5)
    pores = t.noise(1.6, 2, 0, t.stretch(*fi))
    col = t.mix(linear(light_hex), linear(dark_hex), t.math("MULTIPLY", rings, .55))
    col = t.mix(col, linear(dark_hex), t.math("MULTIPLY", t.step(pores, .5, .75), .45))
    return t.done(t.skin(Base_Color=col, Roughness=t.math("ADD", rough, t.math("MULTIPLY", pores, .12)), Specular=.35,
                         Normal=t.bump(pores, .0006)))


def cloth(name, colour, second=None, weave=700, stripe=None):
    t = Tree(name)
    x = t.math("SINE", t.math("MULTIPLY", t.axis(0), weave * 4.0))
    y = t.math("SINE", t.math("MULTIPLY", t.axis(1), weave * 4.0))
    th = t.math("ADD", t.noise(1, 2, 0, t.stretch(12, weave * .7, 12)), t.noise(1, 2, 0, t.stretch(weave * .7, 12, 12)))
    col = t.mix(linear(colour), linear(second or "#8d8069"), t.math("MULTIPLY", t.step(th, .85, 1.35), .30))
    if stripe:
        s = t.math("ABSOLUTE", t.math("SUBTRACT", t.math("FRACT", t.math("MULTIPLY", t.axis(0), 9.0)), .5))
        col = t.mix(col, linear(stripe), t.math("MULTIPLY", t.step(s, .43, .44), .8))
    relief = t.math("ADD", t.math("MULTIPLY", t.math("ADD", x, y), .2), th)
    return t.done(t.skin(Base_Color=col, Roughness=.95, Specular=.1, Sheen=.25, Normal=t.bump(relief, .0009)))


def rock(name, colour="#c8beb0", vein="#8e8274", scale=3.0, rough=.45, pits=0.0):
    t = Tree(name)
    n = t.noise(scale, 5, 1.6)
    v = t.step(t.math("ABSOLUTE", t.math("SUBTRACT", n, .5)), .07, .0)
    col = t.mix(linear(colour), linear(vein), t.math("MULTIPLY", v, .55))
    col = t.mix(col, linear(vein), t.math("MULTIPLY", t.noise(scale * 6, 3), .3))
    extra = {}
    if pits:
        p = t.step(t.noise(60, 2, 0, t.stretch(.4, 1, 1)), .66, .74)
        col = t.mix(col, linear(vein), t.math("MULTIPLY", p, .8))
        extra["Normal"] = t.bump(t.math("SUBTRACT", 1.0, p), pits)
    return t.done(t.skin(Base_Color=col, Roughness=rough, Specular=.4, **extra))


def tiles(name, colour, grout="#cfc7b8", size=.11):
    """Glazed wall tiles (zellige): each one its own tone and tilt, so the light breaks up over them. On an x-z wall."""
    t = Tree(name)
    vec = t.put("CombineXYZ", {0: t.axis(0), 1: t.axis(2)}).outputs[0]
    brick = t.put("TexBrick", {"Vector": vec, "Scale": 1.0, "Color1": linear(colour), "Mortar": linear(grout),
                               "Color2": tuple(c * .62 for c in linear(colour)[:3]) + (1,), "Mortar Size": .0022,
                               "Mortar Smooth": .3, "Brick Width": size, "Row Height": size, "Bias": -.2}, offset=0.0)
    relief = t.math("ADD", t.math("MULTIPLY", brick.outputs["Fac"], -1.0), t.math("MULTIPLY", t.noise(9, 1), 1.1))
    col = t.mix(brick.outputs["Color"], linear("#ffffff"), t.math("MULTIPLY", t.noise(22, 2), .12))
    return t.done(t.skin(Base_Color=col, Roughness=.16, Specular=.5, Normal=t.bump(relief, .0035)))


def leaf(name, colour, under=None):
    t = Tree(name)
    col = t.mix(linear(colour), linear(under or colour), t.noise(30, 2))
    a = t.skin(Base_Color=col, Roughness=.5, Specular=.35)
    b = t.put("BsdfTranslucent", {"Color": t.mix(col, linear("#c8c060"), .35)}).outputs[0]
    return t.done(t.put("MixShader", {0: .3, 1: a, 2: b}).outputs[0])


def garden(name, strength):
    """What is outside the window, out of focus: sky above, soft green below."""
    t = Tree(name)
    blobs = t.math("ADD", t.noise(2.2, 2, .3), t.math("MULTIPLY", t.axis(2), -.28))
    col = t.mix(linear("#e6edf0"), t.mix(linear("#b9c4a0"), linear("#8fa07a"), t.step(t.noise(4, 2), .4, .65)), t.step(blobs, .30, .62))
    mat = t.done(t.put("Emission", {"Color": col, "Strength": strength}).outputs[0])
    mat.cycles.sample_as_light = False
    return mat
