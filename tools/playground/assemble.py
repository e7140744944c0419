#!/usr/bin/python3
"""Puts the page together: assemble.py BUILD/wasm OUT.html PARTS...

page.html names what goes where, as {{style}}, {{words}}, {{names}}, {{pictures}}, {{engine}},
{{scripts}} and {{sources}}.  The last is the checksum of everything that the page was made of,
which tools/check-playground holds the page to.
SPDX-License-Identifier: MIT"""
import base64, glob, hashlib, json, os, re, sys

HERE = os.path.dirname(os.path.relpath(__file__))
SCRIPTS = ["words", "paint", "engine", "state", "picture", "chart", "memory", "own", "draw",
           "damage", "network", "recall", "film", "peek", "attention", "landscape", "capacity",
           "command",
           "lessons", "main"]


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def sources(build, parts):
    """Every file of this project that the page was made of, from what the compiler says it read."""
    names = set(parts)
    for path in glob.glob(build + "/**/*.d", recursive=True):
        with open(path) as file:
            names.update(re.findall(r"[^\s\\:]+\.[ch]\b", file.read().split("\n\n")[0]))
    kept = sorted({os.path.normpath(n) for n in names if not os.path.isabs(n) and
                   not os.path.normpath(n).startswith(("build", ".."))})
    lines = []
    for name in kept:
        with open(name, "rb") as file:
            lines.append(hashlib.sha256(file.read()).hexdigest() + "  " + name)
    return "\n".join(lines)


def pictures(parts):
    """{set: {name: base64 of the PNG}}; a single picture is no set."""
    sets = {}
    for path in sorted(p for p in parts if p.endswith(".png")):
        folder, name = path.split("/")[-2:]
        with open(path, "rb") as file:
            sets.setdefault(folder, {})[name[:-4]] = base64.b64encode(file.read()).decode()
    sets = {name: made for name, made in sets.items() if len(made) > 1}
    return json.dumps(sets, separators=(",", ":"))


def tidy(script):
    """Comments and indents are for readers of the sources."""
    lines = (line.strip() for line in script.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def main():
    build, out, parts = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open(build + "/engine.js", encoding="utf-8") as file:
        engine = file.read()
    worker = tidy(read("paint.js")) + "\n" + tidy(read("worker.js"))
    scripts = "\n".join(tidy(read(name + ".js")) for name in SCRIPTS).replace('"use strict";\n', "")
    filled = {
        "style": tidy(read("style.css")),
        "words": read("words.tsv"),
        "names": read("names.tsv"),
        "pictures": pictures(parts),
        "engine": engine + "\n" + worker,
        "scripts": '"use strict";\n' + scripts,
        "sources": sources(build, parts),
    }
    page = re.sub(r"\{\{(\w+)\}\}", lambda m: filled[m.group(1)], read("page.html"))
    if page.count("</script") != read("page.html").count("</script"):
        sys.exit("assemble.py: a part holds </script, which would end its element")
    with open(out + ".new", "w", encoding="utf-8") as file:
        file.write(page)
    os.replace(out + ".new", out)
    print(f"{out}: {len(page.encode()) / 1e6:.2f} MB")


main()
