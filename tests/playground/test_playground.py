#!/usr/bin/python3
"""Drives docs/playground.html in Chromium: test_playground.py BUILD/hopfield [NAME...]

Every test is a function whose name is a sentence.  Pictures of the page at three widths, light and
dark, go to build/playground.
SPDX-License-Identifier: MIT"""
import base64, json, os, struct, subprocess, sys, tempfile, zlib

from browser import Browser, BrowserError

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PAGE = os.environ.get("PLAYGROUND", "file://" + TOP + "/docs/playground.html")
PROGRAM = os.path.abspath(sys.argv[1])
PICTURES = os.path.join(TOP, "build", "playground")
CONTROL = "\ue009"


# ---- helpers ----

def fresh(page, state=None):
    """The page as it opens, or with S changed and the answer there."""
    page.open("about:blank")
    page.open(PAGE)
    page.wait("document.body && document.body.dataset.ready")
    # A hand that comes near, early or late: the page does not begin by itself, or stops.
    page.run("window.dispatchEvent(new Event('pointerdown')); stopRolling(); found.frame = 0;"
             "found.follow = 'start'; found.inviting = false; showFrame()")
    if state is not None:
        use(page, state)


def use(page, state):
    """Changes the page's state as its controls would, and waits for the answer."""
    page.run("""const done = arguments[0]; window.used = false;
        (async () => {
            const sets = S.set !== (done.set || S.set) || "limit" in done;
            Object.assign(S, { beta: null }, done);
            if (sets) { await openSet(); }
            makeAll(); found.dragging = false; found.follow = "end"; found.answer = null; found.failure = null;
            showView(); await refresh();
            window.used = true;
        })()""", state)
    page.wait("window.used")


def settle(page):
    """Until the answer is of the state as it is."""
    page.run("window.used = false; refresh().then(() => (window.used = true))")
    page.wait("window.used")


def slide(page, selector, value):
    """Moves a slider as a hand does, and says what it stands at."""
    return page.run("""const e = document.querySelector(arguments[0]); e.value = arguments[1];
        e.dispatchEvent(new Event('input', {bubbles: true}));
        e.dispatchEvent(new Event('change', {bubbles: true})); return Number(e.value)""",
                    selector, value)


def pick(page, selector, value):
    page.run("""const e = document.querySelector(arguments[0]); e.value = arguments[1];
        if (e.value !== arguments[1]) throw new Error('no option ' + arguments[1]);
        e.dispatchEvent(new Event('change', {bubbles: true}))""", selector, value)


def program(arguments, folder=TOP):
    made = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=folder)
    assert made.returncode == 0, made.stderr
    return made.stdout


def command(page):
    """The words of the command that the page shows."""
    words = page.run("return document.getElementById('command').textContent").split()
    assert words[0] == "hopfield", words
    if "--figure" in words:
        at = words.index("--figure")
        del words[at:at + 2]
    return [w.strip("'").replace("patterns/", TOP + "/patterns/") for w in words[1:]]


def typed(page, folder=TOP):
    """What it prints, as JSON."""
    return json.loads(program([*command(page), "--format", "json", "--quiet"], folder))


def refused(page, folder):
    """What it says where it fails."""
    made = subprocess.run([PROGRAM, *command(page)], capture_output=True, text=True, cwd=folder)
    assert made.returncode != 0, made.stdout
    return made.stderr


def answer(page):
    return page.run("""if (found.failure) return {failure: found.failure};
        const {energy, nearest, steps, ended, stop, k90} = found.answer;
        return {energy, nearest, steps, ended, stop, k90, failure: null,
                name: found.memory.names[nearest]}""")


def near(a, b):
    if a is None or b is None:
        return a == b
    return abs(a - b) <= 1e-6 * (1 + abs(b))


def same(page, folder=TOP, what=""):
    """The page's numbers are the program's: energies to 1e-6, the same nearest pattern."""
    ours = answer(page)
    if ours["failure"]:
        # What the page refuses the program refuses, in the same words.
        said = " ".join(refused(page, folder).split())
        assert " ".join(ours["failure"].split())[:60] in said, (what, ours["failure"], said)
        return
    query = typed(page, folder)["queries"][0]
    assert ours["nearest"] == query["nearest"], (what, ours, query)
    assert ours["ended"] == query["ended"], (what, ours, query["ended"])
    assert ours["stop"] == query["stopped_by"], (what, ours, query["stopped_by"])
    assert ours["steps"] == query["steps"], (what, ours, query["energy"])
    for mine, theirs in zip(ours["energy"], query["energy"], strict=True):
        assert near(mine, theirs), (what, ours["energy"], query["energy"])


def quiet(page):
    """No message on the console since it was last asked."""
    messages = [entry["message"] for entry in page.log()]
    assert not messages, messages


def png(path, width, height, pixel):
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(width))
                    for y in range(height))

    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" +
                   chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


# ---- what it is ----

def the_page_is_one_small_file_that_asks_for_nothing(page):
    size = os.path.getsize(TOP + "/docs/playground.html")
    assert size < 1.5e6, size
    page.log("performance")
    fresh(page)
    page.run("return document.title")
    asked = []
    for entry in page.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    # Chromium's own first page asks for parts of itself.
    usual = ("data:", "blob:", "about:", "chrome://", PAGE)
    other = [url for url in asked if not url.startswith(usual)]
    assert asked and not other, other
    quiet(page)


def the_first_screen_is_alive_by_itself(page):
    page.open("about:blank")
    page.open(PAGE)
    page.wait("document.body && document.body.dataset.ready")
    first = page.run("return [performance.getEntriesByName('first-contentful-paint')[0].startTime,"
                     "performance.now()]")
    print(f"    (first paint after {first[0]:.0f} ms)", end="")
    page.wait("found.answer && found.frame === found.answer.steps && found.frame > 0")
    assert "R" in page.run("return $('verdict').textContent")
    quiet(page)


def every_list_is_the_librarys(page):
    fresh(page)
    for table, selector in (("energies", "#energy-row"), ("similarities", "#similarity-row"),
                            ("corruptions", "#corruption"), ("updates", "#update-row")):
        lines = program(["list", table]).split("\n")
        names = [line.split()[0].split(":")[0] for line in lines if line[:1].strip()]
        names = [name for name in names if name != table]
        shown = page.run("return [...document.querySelector(arguments[0]).options]"
                         ".map((o) => o.value).filter((v) => v !== 'auto')", selector)
        assert shown == names, (table, shown, names)
    quiet(page)


# ---- numbers ----

def every_energy_has_the_programs_numbers(page):
    fresh(page, {"ops": [{"damage": "flip:rate=0.2"}], "seed": 3})
    for row in page.run("return found.tables.energies.map((r) => r.name)"):
        use(page, {"energy": row, "similarity": "correlation", "base": 10})
        same(page, what=row)


def every_similarity_has_the_programs_numbers(page):
    fresh(page, {"ops": [{"damage": "replace:rate=0.5"}], "seed": 4, "energy": "lse"})
    for row in page.run("return found.tables.similarities.map((r) => r.name)"):
        use(page, {"similarity": row, "base": 20})
        same(page, what=row)


def every_damage_has_the_programs_numbers(page):
    fresh(page, {"energy": "lse", "similarity": "correlation", "seed": 5})
    for row in page.run("return found.tables.corruptions.map((r) => r.name)"):
        use(page, {"base": 27, "ops": [{"damage": row}], "beta": 30})
        same(page, what=row)
    use(page, {"base": 27, "ops": [{"damage": "blur:sigma=1"}, {"damage": "flip:rate=0.1"}],
               "beta": 30})
    same(page, what="two kinds of damage")


def every_update_rule_and_heat_has_the_programs_numbers(page):
    fresh(page, {"energy": "hebb", "limit": 0, "ops": [{"damage": "flip:rate=0.1"}], "base": 3})
    for rule in page.run("return found.tables.updates.map((r) => r.name)"):
        heat = 0.2 if rule == "glauber" else 0
        use(page, {"energy": "hebb", "update": rule, "temperature": heat})
        same(page, what=rule)


def colour_pictures_and_clamping_have_the_programs_numbers(page):
    fresh(page)
    for name in ("pictograms", "ornaments"):
        use(page, {"set": name, "limit": 0, "base": 5, "ops": [{"damage": "mask:side=top"}],
                   "energy": "lse", "similarity": "correlation", "clamp": True})
        same(page, what=name)


def a_drawn_letter_is_recalled_and_saved_for_the_program(page):
    fresh(page, {"similarity": "correlation", "energy": "lse"})
    page.click("#clear")
    slide(page, "#brush", 4)
    page.pointer("#state", [(-0.27, -0.3), (-0.27, 0), (-0.27, 0.3), (0.05, 0.3), (0.24, 0.3)])
    settle(page)
    page.click("#run")
    page.wait("found.frame === found.answer.steps")
    assert answer(page)["name"] == "L", answer(page)
    assert "L" in page.run("return $('verdict').textContent")
    page.devtools("Page.setDownloadBehavior", behavior="allow", downloadPath=page.profile)
    page.click("#save-query")
    path = os.path.join(page.profile, "query.npy")
    for _ in range(200):
        if os.path.exists(path) and os.path.getsize(path) > 128:
            break
        page.run("return 0")
    same(page, page.profile, "drawn")
    quiet(page)


def random_patterns_are_saved_for_the_program(page):
    fresh(page, {"set": "random", "limit": 0, "energy": "hebb", "base": 4,
                 "ops": [{"damage": "flip:rate=0.1"}]})
    page.devtools("Page.setDownloadBehavior", behavior="allow", downloadPath=page.profile)
    for name in ("random.npy", "query.npy"):
        if os.path.exists(os.path.join(page.profile, name)):
            os.remove(os.path.join(page.profile, name))
    page.click("#save-query")
    for _ in range(400):
        if all(os.path.exists(os.path.join(page.profile, n)) for n in ("random.npy", "query.npy")):
            break
        page.run("return 0")
    same(page, page.profile, "random")


# ---- views ----

def attention_and_the_hopfield_step_agree(page):
    fresh(page, {"view": "attention", "energy": "lse", "similarity": "dot", "beta": 0.5,
                 "ops": [{"damage": "gaussian"}], "base": 7})
    page.wait("document.getElementById('difference')")
    found = page.run("return {d: found.attention.difference, w: found.attention.weights}")
    assert 0 <= found["d"] < 1e-5, found["d"]
    assert abs(sum(found["w"]) - 1) < 1e-12
    rows = page.run("return document.querySelectorAll('#attention-body tbody tr').length")
    assert rows == 8, rows
    use(page, {"energy": "hebb"})
    page.wait("document.querySelector('#attention-body button')")
    page.click("#attention-body button")
    page.wait("document.getElementById('difference')")
    quiet(page)


def the_landscape_is_the_programs_and_the_ball_rolls_down(page):
    fresh(page, {"view": "landscape", "energy": "lse", "similarity": "correlation", "beta": 30,
                 "corners": [0, 12, 24]})
    page.wait("land.view && land.rows.length === LAND_ROWS && $('land-progress').hidden")
    points = page.run("return land.rows.map((r) => [...r])")
    theirs = typed(page)
    heights = [row for row in theirs["table"]["rows"]] if "table" in theirs else None
    if heights is None:
        words = page.run("return $('command').textContent").split()
        del words[words.index("--figure"):]
        lines = program([*words[1:], "--format", "csv", "--quiet"]).split("\n")
        lines = [line for line in lines if line and not line.startswith("#")]
        head = lines[0].split(",")
        x, y, height = head.index("x"), head.index("y"), head.index("energy")
        kinds = head.index("what")
        table = [line.split(",") for line in lines[1:]]
        grid = [line for line in table if line[kinds] == "point"]
    columns = page.run("return land.view.columns")
    assert len(grid) == columns * 48, (len(grid), head, lines[1])
    grid.sort(key=lambda line: (float(line[y]), float(line[x])))
    for i, line in enumerate(grid):
        mine = points[i // columns][i % columns]
        assert near(mine, float(line[height])), (i, mine, line)
    page.pointer("#land", [(0.1, 0.1), (0.12, 0.1)])
    page.wait("land.ball && $('land-text').textContent.length > 20")
    energies = page.run("return land.ball.energy")
    assert all(b <= a + 1e-6 for a, b in zip(energies, energies[1:])), energies
    page.click("#roll")
    page.click("#roll-query")
    page.wait("land.ball && land.ball.off[0] > 0")
    page.click("#basins")
    page.run("$('land').focus()")
    page.keys("\ue012\ue013\ue007")
    quiet(page)


def capacity_breaks_where_the_programs_does(page):
    fresh(page, {"view": "capacity", "seed": 2})
    page.run("S.capacity.dim = 60; S.capacity.trials = 10; makeCapacity(); capacityChanged()")
    page.click("#capacity-run")
    page.wait("capacity.points.length === 30", seconds=200)
    points = page.run("return capacity.points")
    theory = page.run("return capacity.theory[0].load")
    words = page.run("return $('command').textContent").split()
    del words[words.index("--figure"):]
    lines = program([*words[1:], "--format", "csv", "--quiet"]).split("\n")
    lines = [line.split(",") for line in lines if line and not line.startswith("#")]
    load, success, energy = (lines[0].index(n) for n in ("stored", "success", "energy"))
    theirs = {(line[energy], int(line[load])): float(line[success]) for line in lines[1:]}
    for point in points:
        key = (["hebb", "lse:beta=1"][point["k"]], point["stored"])
        assert near(point["success"], theirs[key]), (point, theirs[key])
    line = float(lines[1][lines[0].index("theory")])
    assert near(theory, line), (theory, line)
    page.click("#capacity-run")
    page.wait("!$('capacity-stop').disabled")
    page.click("#capacity-stop")
    assert page.run("return $('capacity-stop').disabled && !$('capacity-run').disabled")
    quiet(page)


# ---- hands ----

def every_control_does_something(page):
    fresh(page)
    changed = lambda: page.run("return JSON.stringify([S, found.frame, found.answer && found.answer.energy])")
    before = changed()

    def moved(what):
        nonlocal before
        for _ in range(60):
            if changed() != before:
                break
        now = changed()
        assert now != before, what + " changed nothing"
        settle(page)
        before = changed()
    page.click("#step"), moved("step")
    page.click("#run")
    page.wait("found.frame === found.answer.steps")
    moved("run")
    slide(page, "#frame", 1), moved("frame")
    page.click("#reset"), moved("reset")
    page.click("#ops button"), moved("a chip")
    for row in page.run("return found.tables.corruptions.map((r) => r.name)"):
        pick(page, "#corruption", row)
        page.click("#apply"), moved("apply " + row)
        for name in page.run("return [...document.querySelectorAll('#corruption-parameters input')]"
                             ".map((e) => e.dataset.parameter)"):
            at = f"#corruption-parameters [data-parameter={name}]"
            ends = page.run("const e = document.querySelector(arguments[0]);"
                            "return [Number(e.min), Number(e.max), Number(e.value)]", at)
            slide(page, at, (ends[0] + 2 * ends[1]) / 3)
            if page.run("return document.querySelector(arguments[0]).value", at) != str(ends[2]):
                moved(row + " " + name)
        page.click("#undo"), moved("undo")
    page.click("#dice"), moved("dice")
    page.run("$('seed').value = ''")
    page.type("#seed", "12\ue007"), moved("seed")
    page.click("#tiles button:nth-child(4)"), moved("a tile")
    page.click("#pen-unknown")
    page.pointer("#state", [(0, 0), (0.1, 0.1)], kind="touch"), moved("a finger")
    assert page.run("return found.answer.query.some(Number.isNaN)")
    page.chord(CONTROL, "z"), moved("Ctrl+Z")
    page.chord(CONTROL, "y"), moved("Ctrl+Y")
    page.click("#undo"), moved("undo")
    page.click("#redo"), moved("redo")
    page.click("#pen-paper")
    page.run("$('state').focus()")
    page.keys("\ue012\ue013 "), moved("keys")
    page.click("#clear"), moved("blank")
    slide(page, "#limit", 12), moved("how many are stored")
    for row in page.run("return found.tables.energies.map((r) => r.name)"):
        pick(page, "#energy-row", row)
        if row != "lse":
            moved(row)
    for row in page.run("return found.tables.updates.map((r) => r.name)"):
        pick(page, "#update-row", row), moved(row)
    slide(page, "#temperature", 0.5), moved("temperature")
    pick(page, "#energy-row", "lse"), moved("lse")
    for row in page.run("return found.tables.similarities.map((r) => r.name)"):
        if row != "correlation":
            pick(page, "#similarity-row", row), moved(row)
    pick(page, "#similarity-row", "correlation"), moved("correlation")
    slide(page, "#beta", 500), moved("beta")
    page.wait("document.querySelectorAll('#beta-marks button').length === 3")
    page.run("[...document.querySelectorAll('#beta-marks button')].at(-1).click()"), moved("mark")
    page.click("#clamp"), moved("clamp")
    for name in ("ornaments", "random", "pictograms", "glyphs"):
        pick(page, "#set", name)
        page.wait(f"found.answer && S.set === '{name}'"), moved(name)
    for view in ("attention", "landscape", "capacity", "recall"):
        page.click("#tab-" + view), moved(view)
    pick(page, "#look", "dark")
    assert page.run("return document.documentElement.dataset.look") == "dark"
    pick(page, "#look", "auto")
    quiet(page)


def a_link_brings_the_state_back(page):
    fresh(page, {"set": "ornaments", "limit": 9, "base": 3, "seed": 77, "energy": "sparsemax",
                 "ops": [{"damage": "blur:sigma=3"},
                         {"size": 3, "colour": None, "points": [5, 5, 20, 9]}]})
    before = answer(page)
    link = page.run("return packState()")
    page.open("about:blank")
    page.open(PAGE + "#" + link)
    page.wait("document.body.dataset.ready && found.answer")
    settle(page)
    assert answer(page) == before, (answer(page), before)
    assert page.run("return packState()") == link
    page.click("#copy-link")
    page.click("#copy-command")
    quiet(page)


def dragging_beta_keeps_up(page):
    """Says how many frames a second are shown and what one costs, on 64 pictures of 64 x 64, page and worker; asserts that the last is shown."""
    fresh(page)
    page.run("""window.used = false; (async () => {
        const canvas = document.createElement('canvas'), files = [];
        canvas.width = canvas.height = 64;
        const c = canvas.getContext('2d');
        for (let i = 0; i < 64; i++) {
            c.fillStyle = `hsl(0 0% ${i * 29 % 100}%)`; c.fillRect(0, 0, 64, 64);
            for (let k = 1; k < 9; k++) {
                c.fillStyle = `hsl(0 0% ${(i * 41 + k * 37) % 100}%)`;
                c.fillRect((i * k * 13) % 60, (i * 7 + k * 29) % 60, 6 + 2 * k, 5 + k);
            }
            files.push(new File([await new Promise((r) => canvas.toBlob(r))], `p${i}.png`));
        }
        await takeOwn(files);
        S.ops = [{ damage: 'replace:rate=0.5' }]; await refresh(); window.used = true; })()""")
    page.wait("window.used && found.marks")
    assert page.run("return [found.memory.count, found.memory.width]") == [64, 64]
    page.run("""window.done = false; (async () => {
        window.asked = []; window.drawn = [];
        const show = showFrame;
        showFrame = () => { const t = performance.now(); show(); drawn.push(performance.now() - t); };
        for (let i = 0; i < 100; i++) {
            $('beta').value = 300 + 3 * i; $('beta').dispatchEvent(new Event('input'));
            const before = drawn.length;
            while (drawn.length === before) await new Promise((r) => setTimeout(r, 0));
            asked.push(found.milliseconds);
        }
        window.glance = !found.answer.whole;
        // A hand that moves with every picture of the screen, for two seconds.
        const began = performance.now(), before = drawn.length;
        let pictures = 0;
        await new Promise((r) => { const move = () => {
            $('beta').value = 300 + (7 * pictures++) % 300; $('beta').dispatchEvent(new Event('input'));
            if (performance.now() - began > 2000) r(); else requestAnimationFrame(move); };
            requestAnimationFrame(move); });
        const seconds = (performance.now() - began) / 1000;
        window.rates = [pictures / seconds, (drawn.length - before) / seconds];
        $('beta').dispatchEvent(new Event('change'));
        showFrame = show; window.done = true; })()""")
    page.wait("window.done")
    print("    of {:.0f} pictures a second {:.0f} are of a new beta;".format(*page.run("return rates")), end="")
    asked, drawn = (sorted(page.run("return window." + name)) for name in ("asked", "drawn"))
    print(f"    of 100 answers the fastest takes {asked[0]:.1f} ms, the middle one {asked[50]:.1f}; "
          f"to draw one {drawn[0]:.1f} and {drawn[len(drawn) // 2]:.1f}", end="")
    assert page.run("return window.glance")
    settle(page)
    wanted = page.run("return S.beta")
    assert page.run("return found.answer.whole && modelOf().energy").endswith(str(wanted)), wanted
    quiet(page)


# ---- words, eyes, ears ----

def long_work_shows_that_it_is_under_way_and_the_page_stays_awake(page):
    fresh(page, {"view": "capacity"})
    page.wait("$('busy').hidden && busyCalls === 0")
    page.run("""window.saw = []; window.awake = 0; window.used = false; (async () => {
        const tick = () => { if (!window.used) { awake++; setTimeout(tick, 4); } };
        saw.push($('busy').hidden); tick();
        const work = lab.call('capacity', {energy: 'hebb', energyIndex: 0, dim: 1000, load: 0.2, loadIndex: 0,
            loads: 1, damage: 0.1, trials: 400, seed: 1});
        let ended = false; const began = performance.now(); work.then(() => (ended = true));
        while (!ended) { if (!$('busy').hidden && saw.length === 1) saw.push(performance.now() - began);
            await new Promise((r) => setTimeout(r, 5)); }
        window.lasted = performance.now() - began; saw.push($('busy').hidden); window.used = true; })()""")
    page.wait("window.used")
    saw, lasted, awake = page.run("return [saw, lasted, awake]")
    print(f"    ({lasted:.0f} ms, said after {saw[1]:.0f})", end="")
    assert lasted > 100 and saw[0] is True and saw[1] >= 100 and saw[2] is True, (saw, lasted)
    assert awake > 10, awake
    quiet(page)


def every_step_has_its_picture_under_the_curve(page):
    fresh(page, {"base": 27, "ops": [{"damage": "flip:rate=0.3"}], "beta": 28})
    steps = page.run("return [...$('film').children].map((f) => f.step)")
    assert steps[0] == 0 and steps[-1] == page.run("return found.answer.steps"), steps
    page.click("#film button:nth-child(2)")
    assert page.run("return found.frame") == steps[1]
    seen = page.run("return [$('state'), $('film').children[1].firstChild].map((c) => c.toDataURL())")
    assert seen[0] == seen[1]
    page.size(360, 700)
    page.run("window.scrollTo(0, document.body.scrollHeight)")
    page.wait("!$('peek').hidden")
    page.click("#peek")
    page.wait("$('peek').hidden")
    page.size(1280)
    quiet(page)


def both_languages_are_whole_and_every_control_has_a_name(page):
    fresh(page)
    empty = page.run("return [...WORDS].filter(([k, v]) => v.length !== 2 || !v[0] || !v[1]).map(([k]) => k)")
    assert not empty, empty
    missing = """return [...document.querySelectorAll('button, select, input, canvas')]
        .filter((e) => e.getClientRects().length && !e.closest('button canvas')
                && !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length
                || e.getAttribute('aria-labelledby')))).map((e) => e.id || e.outerHTML)"""
    for language in ("ja", "en"):
        pick(page, "#language", language)
        assert page.run("return document.documentElement.lang") == language
        for view in ("attention", "landscape", "capacity", "recall"):
            page.click("#tab-" + view)
            nameless = page.run(missing)
            assert not nameless, nameless
            raw = page.run("return [...document.querySelectorAll('[data-t]')].filter((e) =>"
                           "e.textContent === e.dataset.t && !['d', 'query'].includes(e.dataset.t)"
                           " && !WORDS.has(e.dataset.t)).map((e) => e.dataset.t)")
            assert not raw, raw
    quiet(page)


def rows_and_pictures_have_names_in_japanese(page):
    fresh(page)
    missing = page.run("""const rows = ['energies', 'similarities', 'corruptions', 'updates']
            .flatMap((table) => found.tables[table]);
        const keys = [...rows.map((r) => 'row.' + r.name),
            ...rows.flatMap((r) => r.parameters || []).flatMap((p) => ['parameter.' + p.name, 'unit.' + p.unit]),
            ...Object.values(SETS).flatMap((set) => Object.keys(set)).filter((n) => n.length > 1)
                .map((n) => 'picture.' + n)];
        return [...new Set(keys)].filter((k) => !NAMES.has(k))""")
    assert not missing, missing
    pick(page, "#language", "ja")
    assert page.run("return $('energy-title').textContent") != page.run("return energyRow().title")
    pick(page, "#language", "en")
    assert page.run("return $('energy-title').textContent") == page.run("return energyRow().title")
    quiet(page)


def it_is_readable_at_three_widths_light_and_dark(page):
    os.makedirs(PICTURES, exist_ok=True)
    for look in ("light", "dark"):
        page.media(prefers_color_scheme=look, prefers_reduced_motion="reduce")
        for width in (360, 768, 1280):
            page.size(width)
            fresh(page)
            for view in ("attention", "landscape", "capacity", "recall"):
                page.click("#tab-" + view)
                wide = page.run("return document.documentElement.scrollWidth")
                assert wide <= width, (view, width, wide)
            page.click("#run")
            page.wait("found.answer && found.frame === found.answer.steps")
            page.picture(f"{PICTURES}/{look}-{width}.png")
    page.media(prefers_color_scheme="light", prefers_reduced_motion="no-preference")
    page.size(1280)
    quiet(page)


# ---- lessons ----

def each_lesson_notices_when_it_is_done(page):
    fresh(page)
    page.click("#lessons-open")

    def begin(name):
        page.run("window.used = false; startLesson(LESSONS.find((l) => l.name === arguments[0]))"
                 ".then(() => (window.used = true))", name)
        page.wait("window.used")
        settle(page)
        assert not page.run("return finished.has(arguments[0])", name), name + " was done already"

    def done(name):
        page.wait(f"finished.has('{name}')")
        assert page.run("return document.querySelector('#lesson-now .done') !== null")
    begin("wrong")
    page.run("S.ops = [{size: 60, colour: [0], points: [14, 14]}, {size: 4, colour: [1],"
             "points: [6, 6, 6, 22, 21, 22]}]; found.follow = 'end'; refresh()")
    done("wrong")
    begin("critical")
    page.wait("found.marks && found.marks.critical")
    place = page.run("return betaPlace(found.marks.critical)")
    slide(page, "#beta", place)
    done("critical")
    begin("hebb")
    slide(page, "#limit", 10)
    settle(page)
    page.click("#run")
    done("hebb")
    begin("more")
    for count in range(21, 90):
        slide(page, "#limit", count)
        settle(page)
        page.wait(f"found.memory.count === {count}")
        page.run("found.follow = 'end'; refresh()")
        settle(page)
        if page.run("return finished.has('more')"):
            break
    print(f"    ({count} patterns)", end="")
    done("more")
    begin("attention")
    slide(page, "#beta", 1000)
    done("attention")
    begin("half")
    pick(page, "#corruption", "mask")
    page.click("#apply")
    settle(page)
    page.click("#run")
    done("half")
    assert page.run("return $('lessons-count').textContent") == "6/6"
    quiet(page)


# ---- bad input ----

# Drops files made by a script on an element, as a hand does from the desktop.
DROP = """const [target, make] = arguments; window.used = false; (async () => {
    const canvas = (w, h, draw) => { const e = document.createElement('canvas');
        e.width = w; e.height = h; draw(e.getContext('2d'), w, h); return e; };
    const blob = (e, type) => new Promise((r) => e.toBlob(r, type));
    const letter = (colour) => (c, w, h) => { c.fillStyle = '#fff'; c.fillRect(0, 0, w, h);
        c.fillStyle = colour; c.fillRect(w / 4, h / 8, w / 4, h / 2); };
    const data = new DataTransfer();
    for (const file of await eval(make)(canvas, blob, letter)) data.items.add(file);
    const element = document.querySelector(target);
    for (const kind of ['dragover', 'drop'])
        element.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
    await new Promise((r) => setTimeout(r, 50)); await turn;
    window.used = true; })()"""


def drop(page, target, make):
    page.run(DROP, target, make)
    page.wait("window.used", seconds=200)


def pictures_of_any_size_and_type_can_be_dropped(page):
    fresh(page)
    drop(page, "body", """async (canvas, blob, letter) => [
        new File([await blob(canvas(48, 64, letter('#c00')), 'image/png')], 'first.png'),
        new File([await blob(canvas(300, 200, letter('#0a0')), 'image/jpeg')], 'photo.jpeg'),
        new File([await blob(canvas(30, 30, letter('#00c')), 'image/webp')], 'web.webp'),
        new File(['no picture'], 'text.png', {type: 'image/png'}),
        new File(['%PDF-1.4'], 'paper.pdf'),
        new File([], 'empty.png'),
        new File([(await (await blob(canvas(60, 60, letter('#0cc')), 'image/png')).arrayBuffer())
                  .slice(0, 60)], 'torn.png'),
        new File([await blob(canvas(1, 1, letter('#999')), 'image/png')], 'dot.png'),
        new File([await blob(canvas(9000, 9000, letter('#555')), 'image/png')], 'huge.png'),
        new File([await blob(canvas(3000, 7, letter('#222')), 'image/png')], 'wide'),
        new File(['<svg xmlns="http://www.w3.org/2000/svg"><rect x="9" width="90" height="90"/></svg>'],
                 'lines.svg', {type: 'image/svg+xml'})]""")
    page.wait("S.set === 'own' && found.answer")
    assert page.run("return found.memory.names") == ["first", "photo", "web", "dot", "huge", "wide",
                                                     "lines"]
    said = page.run("return $('notice-text').textContent")
    assert "text" in said and "3" in said, said
    assert page.run("return [found.memory.width, found.memory.height, found.memory.channels]") == [48, 64, 3]
    settle(page)
    assert answer(page)["failure"] is None
    # The first again, larger, on the query: it is recalled.
    drop(page, "#state", """async (canvas, blob, letter) =>
        [new File([await blob(canvas(480, 640, letter('#c00')), 'image/png')], 'again.png')]""")
    page.wait("S.base < -1")
    settle(page)
    assert answer(page)["name"] == "first" and page.run("return found.memory.count") == 7
    # Another set and back: one's own pictures are still there.
    pick(page, "#set", "glyphs")
    page.wait("S.set === 'glyphs' && found.answer")
    pick(page, "#set", "own")
    page.wait("S.set === 'own' && found.answer")
    assert page.run("return found.memory.names[0]") == "first"
    # Nothing that can be read: the memory stays.
    drop(page, "body", "async () => [new File(['x'], 'a.txt'), new File(['y'], 'b.zip')]")
    settle(page)
    assert page.run("return [found.memory.count, found.memory.names[0]]") == [7, "first"]
    assert "a" in page.run("return $('notice-text').textContent")
    slide(page, "#limit", 3)
    page.wait("found.memory.count === 3 && found.answer")
    drop(page, "#state", "async () => [new File(['x'], 'a.txt')]")
    assert not page.run("return $('notice').hidden")
    quiet(page)


def a_folder_can_be_dropped(page):
    """Real files and folders, as they come from the desktop."""
    fresh(page)
    with tempfile.TemporaryDirectory() as folder:
        inner = folder + "/mine/inner"
        os.makedirs(inner)
        png(folder + "/mine/a2.png", 6, 6, lambda x, y: (255, 40 * y, 0, 255))
        png(folder + "/mine/a10.png", 6, 6, lambda x, y: (40 * x, 0, 255, 255))
        png(inner + "/b.png", 6, 6, lambda x, y: (0, 40 * y, 40 * x, 255))
        with open(inner + "/notes.txt", "w") as file:
            file.write("no picture")
        data = {"items": [], "files": [folder + "/mine"], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            page.devtools("Input.dispatchDragEvent", type=kind, x=600, y=700, data=data)
        page.wait("S.set === 'own' && found.answer")
    assert page.run("return found.memory.names") == ["a2", "a10", "b"]
    assert "notes" in page.run("return $('notice-text').textContent")
    quiet(page)


def pictures_can_be_chosen_as_files(page):
    fresh(page)
    with tempfile.TemporaryDirectory() as folder:
        png(folder + "/red.png", 3, 5, lambda x, y: (255, 40 * y, 0, 255))
        png(folder + "/clear.png", 40, 40, lambda x, y: (0, 0, 255, 255 if x > y else 0))
        page.run("$('files').hidden = false")
        page.type("#files", folder + "/red.png\n" + folder + "/clear.png")
        page.wait("S.set === 'own' && found.answer")
    assert page.run("return found.memory.names") == ["red", "clear"]
    quiet(page)


def sets_chosen_in_haste_do_not_mix(page):
    fresh(page)
    for name in ("ornaments", "pictograms", "random", "glyphs", "ornaments"):
        pick(page, "#set", name)
    slide(page, "#limit", 2)
    page.wait("S.set === 'ornaments' && found.answer")
    page.run("window.used = false; turn.then(() => (window.used = true))")
    page.wait("window.used")
    slide(page, "#limit", 99)
    settle(page)
    page.wait("found.memory.count === Object.keys(SETS.ornaments).length")
    settle(page)
    assert page.run("return found.memory.names") == page.run("return Object.keys(SETS.ornaments)")
    quiet(page)


def five_thousand_pictures_are_the_most(page):
    """In colour, at the largest side that is stored; the page stays awake, and one of them comes back."""
    fresh(page)
    page.run("""window.used = false; window.saw = new Set(); (async () => {
        const canvas = document.createElement('canvas'); canvas.width = canvas.height = 64;
        const context = canvas.getContext('2d'), files = [];
        for (let i = 0; i < 250; i++) {
            for (let k = 0; k < 64; k++) {
                context.fillStyle = `hsl(${i * 7 + k * 31} 80% ${(i * k) % 90}%)`;
                context.fillRect(8 * (k % 8), 8 * (k >> 3), 8, 8);
            }
            const blob = await new Promise((r) => canvas.toBlob(r));
            for (let j = 0; j < 21; j++) files.push(new File([blob], `p${i}-${j}.png`));
        }
        const tell = setInterval(() => saw.add($('notice-text').textContent), 20);
        const began = performance.now();
        await takeOwn(files); window.lasted = performance.now() - began;
        clearInterval(tell); window.used = true; })()""")
    page.wait("window.used", seconds=300)
    memory = page.run("return [found.memory.count, found.memory.dim]")
    assert memory == [5000, 12288], memory
    assert "5250" in page.run("return $('notice-text').textContent")
    told = page.run("return window.saw.size")
    assert told > 3, told
    use(page, {"base": 2100, "ops": [{"damage": "replace:rate=0.5"}]})
    got = answer(page)
    # Each picture is there twenty-one times under other names.
    assert got["failure"] is None and page.run("return Math.floor(found.answer.nearest / 21)") == 100, got
    print("    ({:.0f} s to take them, {:.0f} ms an answer, {:.0f} MB)".format(*page.run(
        "return [lasted / 1000, found.milliseconds, performance.memory.usedJSHeapSize / 1e6]")), end="")
    quiet(page)


def a_broken_link_is_said_and_the_page_starts(page):
    for link in ("%%%", "abc", "eyJzZXQiOiJub3BlIn0", "eyJiYXNlIjoieCJ9", "eyJiZXRhIjotMX0"):
        page.open("about:blank")
        page.open(PAGE + "#" + link)
        page.wait("document.body.dataset.ready && found.answer")
        assert page.run("return !$('notice').hidden"), link
    quiet(page)


def without_webassembly_there_is_a_still_picture_and_a_sentence(page):
    key = page.devtools("Page.addScriptToEvaluateOnNewDocument", source="delete window.WebAssembly")
    try:
        page.open("about:blank")
        page.open(PAGE)
        page.wait("document.querySelector('body > .still-text')")
        text = page.run("return document.body.innerText")
        assert "This is what it would show" in text, text
        assert page.run("return document.querySelector('svg.still').getBoundingClientRect().height") > 50
        assert page.run("return document.querySelector('main').hidden")
    finally:
        page.devtools("Page.removeScriptToEvaluateOnNewDocument", **key)
    quiet(page)


def without_javascript_there_is_a_still_picture_and_a_sentence(page):
    page.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open("about:blank")
        page.open(PAGE)
        root = page.devtools("DOM.getDocument")["root"]["nodeId"]
        for selector in (".still-text", "svg.still"):
            node = page.devtools("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
            box = page.devtools("DOM.getBoxModel", nodeId=node)["model"]
            assert box["height"] > 20 and box["width"] > 100, (selector, box)
        with open(PICTURES + "/still.png", "wb") as file:
            file.write(base64.b64decode(page.devtools("Page.captureScreenshot")["data"]))
    finally:
        page.devtools("Emulation.setScriptExecutionDisabled", value=False)
        page.open("about:blank")


TESTS = [value for name, value in list(globals().items())
         if callable(value) and getattr(value, "__code__", None)
         and value.__code__.co_varnames[:1] == ("page",) and value.__code__.co_argcount == 1
         and name not in ("answer", "settle", "quiet", "command")]


def main():
    chosen = sys.argv[2:]
    page, failed = Browser(), []
    os.makedirs(PICTURES, exist_ok=True)
    try:
        for test in TESTS:
            if chosen and not any(word in test.__name__ for word in chosen):
                continue
            print("  " + test.__name__.replace("_", " "), end="", flush=True)
            try:
                page.log()
                test(page)
                print("  ok", flush=True)
            except (AssertionError, BrowserError, ValueError, KeyError, IndexError) as error:
                print(f"  FAILED: {str(error)[:1500]}", flush=True)
                failed.append(test.__name__)
    finally:
        page.close()
    print(f"playground: {len(failed)} failed" if failed else "playground: all passed")
    return 1 if failed else 0


sys.exit(main())
