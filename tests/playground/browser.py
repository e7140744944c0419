"""Drives Chromium by the WebDriver protocol with Python's standard library alone.
SPDX-License-Identifier: MIT"""
import base64, json, shutil, socket, subprocess, tempfile, time, urllib.error, urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class BrowserError(Exception):
    pass


class Browser:
    """One window of a headless Chromium with a profile of its own."""

    def __init__(self, width=1280, height=900, arguments=()):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        driver = shutil.which("chromedriver") or "/usr/lib/chromium/chromedriver"
        self.profile = tempfile.mkdtemp(prefix="playground-")
        self.process = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        self.session = ""
        self._wait_for_driver()
        options = {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--user-data-dir={self.profile}", f"--window-size={width},{height}",
                     *arguments],
            "prefs": {"download.default_directory": self.profile},
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = "/session/" + answer["sessionId"]

    def _wait_for_driver(self):
        for _ in range(600):
            try:
                if self._send("GET", "/status")["ready"]:
                    return
            except OSError:
                time.sleep(0.1)
        raise BrowserError("chromedriver does not answer")

    def _send(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise BrowserError(json.load(error)["value"]["message"]) from None

    def call(self, path, body=None, method="POST"):
        return self._send(method, self.session + path, {} if body is None else body)

    def open(self, url):
        self.call("/url", {"url": url})

    def run(self, script, *arguments):
        """The value of a script's `return`."""
        return self.call("/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script, *arguments, seconds=90):
        """Until the expression is true; returns it."""
        end = time.time() + seconds
        while time.time() < end:
            value = self.run("return " + script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise BrowserError("waited in vain for: " + script)

    def element(self, selector):
        return self.call("/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call(f"/element/{self.element(selector)}/click")

    def type(self, selector, text):
        self.call(f"/element/{self.element(selector)}/value", {"text": text})

    def pointer(self, selector, places, kind="mouse"):
        """Draws along places (x, y in parts of the element, from its centre: -.5 ... .5)."""
        element = self.element(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", {ELEMENT: element})
        box = self.run("const b = arguments[0].getBoundingClientRect(); return [b.width, b.height]",
                       {ELEMENT: element})
        moves = [{"type": "pointerMove", "duration": 30, "origin": {ELEMENT: element},
                  "x": int(x * box[0]), "y": int(y * box[1])} for x, y in places]
        steps = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:],
                 {"type": "pointerUp", "button": 0}]
        self.call("/actions", {"actions": [{"type": "pointer", "id": "finger" + kind,
                                            "parameters": {"pointerType": kind},
                                            "actions": steps}]})

    def keys(self, text):
        steps = [s for c in text for s in ({"type": "keyDown", "value": c},
                                           {"type": "keyUp", "value": c})]
        self.call("/actions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def chord(self, modifier, key):
        steps = [{"type": "keyDown", "value": modifier}, {"type": "keyDown", "value": key},
                 {"type": "keyUp", "value": key}, {"type": "keyUp", "value": modifier}]
        self.call("/actions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def devtools(self, command, **given):
        return self.call("/goog/cdp/execute", {"cmd": command, "params": given})

    def size(self, width, height=900):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=False)

    def media(self, **features):
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def picture(self, path):
        """The whole page, as high as it is."""
        height = self.run("return document.documentElement.scrollHeight")
        width = self.run("return window.innerWidth")
        shot = self.devtools("Page.captureScreenshot", captureBeyondViewport=True,
                             clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def log(self, kind="browser"):
        return self.call("/se/log", {"type": kind})

    def close(self):
        try:
            if self.session:
                self._send("DELETE", self.session)
        except (OSError, BrowserError):
            pass
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
