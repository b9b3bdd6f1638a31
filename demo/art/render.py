"""Runs inside Blender: works through the job list, one job at a time, skipping what exists or is being made.

    blender -b --factory-startup -P render.py -- [name prefix ...]
"""
import importlib
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def claim(path):
    try:
        fd = os.open(path + ".lock", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        try:
            os.kill(int(open(path + ".lock").read() or 0), 0)
            return False
        except (ProcessLookupError, ValueError):
            os.unlink(path + ".lock")
            return claim(path)
    os.write(fd, str(os.getpid()).encode())
    os.close(fd)
    return True


def main():
    prefixes = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    spent, failed = time.process_time(), set()
    while True:
        # Everything is read again after every job, so scenes may be mended while the queue runs.
        for m in [m for m in sys.modules if m.startswith("scenes") or m in ("jobs", "props", "shapes", "shapes_light", "glaze", "studio", "stage")]:
            del sys.modules[m]
        jobs = importlib.import_module("jobs")
        todo = [j for j in jobs.all_jobs() if not prefixes or any(j["name"].startswith(p) for p in prefixes)]
        open_ = [j for j in todo if not os.path.exists(j["path"]) and j["path"] not in failed]
        j = next((j for j in open_ if claim(j["path"])), None)
        if j is None:
            break
        t = time.process_time()
        try:
            if j["kind"] == "packshot":
                st = importlib.import_module("studio").packshot(**j["args"])
            else:
                import scenes
                st = scenes.build(**j["args"])
            st.shoot(j["path"], {"job": j["name"], "args": j["args"]})
            print(f"JOB {len(todo) - len(open_) + 1}/{len(todo)} {j['name']} {time.process_time() - t:.1f} cpu-s, {time.process_time() - spent:.0f} in all", flush=True)
        except Exception as e:  # a broken scene must not stop the queue
            failed.add(j["path"])
            print(f"JOB FAILED {j['name']}: {e!r}", flush=True)
        finally:
            os.unlink(j["path"] + ".lock")


main()
