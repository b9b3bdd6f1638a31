"""One entry for everything:  python3 make.py [status|render|pictures|clips|avatars|models|catalog|all] [render prefixes ...]

Every step may be killed and started again: renders are named by a hash of their arguments, pictures and clips
remember what they were made from, and the manifest lists only what exists.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MEDIA = os.path.join(HERE, "..", "media")


def blender(*prefixes):
    subprocess.check_call(["nice", "-n", "19", "blender", "-b", "--factory-startup", "-P", os.path.join(HERE, "render.py"), "--", *prefixes])


def status():
    import jobs
    all_ = jobs.all_jobs()
    have = [j for j in all_ if os.path.exists(j["path"])]
    print(f"{len(have)} of {len(all_)} renders")
    for pre, what in (("p-", "packshots"), ("x-", "scenes"), ("a-", "second views"), ("s-", "light sweeps"), ("c-", "colourways")):
        mine = [j for j in all_ if j["name"].startswith(pre)]
        print(f"  {what}: {sum(os.path.exists(j['path']) for j in mine)} of {len(mine)}")


def manifest():
    """Every picture, clip and avatar that is really there, in a steady order."""
    import grade
    seen = grade.Done().seen
    media = [e for _, (_, e) in sorted(seen.items()) if os.path.exists(os.path.join(MEDIA, e["file"]))
             and (not e.get("poster") or os.path.exists(os.path.join(MEDIA, e["poster"])))]
    with open(os.path.join(MEDIA, "manifest.json"), "w") as f:
        f.write('{"version": 1, "media": [\n' + ",\n".join(json.dumps(e, ensure_ascii=False) for e in media) + "\n]}\n")
    kinds = {}
    for e in media:
        kinds[e["kind"]] = kinds.get(e["kind"], 0) + 1
    total = sum(os.path.getsize(os.path.join(d, n)) for d, _, ns in os.walk(MEDIA) for n in ns)
    print(kinds, f"{total / 1e6:.1f} MB")


def main():
    what, rest = (sys.argv[1] if len(sys.argv) > 1 else "status"), sys.argv[2:]
    if what == "status":
        return status()
    if what in ("render", "all"):
        blender(*rest)
    if what in ("pictures", "all"):
        import grade
        grade.main()
        import boards
        boards.main()
    if what in ("clips", "all"):
        import clips
        clips.main()
    if what in ("avatars", "all"):
        import avatars
        avatars.main()
    if what in ("models", "all"):
        import models
        models.main()
    if what in ("catalog", "pictures", "models", "clips", "all"):
        import catalog
        catalog.main()
    manifest()


if __name__ == "__main__":
    main()
