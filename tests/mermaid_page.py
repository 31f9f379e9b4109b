"""What Mermaid itself makes of charts: they are parsed, and drawn, by its own program in a browser."""

import html
import json
import os
import re
import subprocess
from pathlib import Path

from chromium import CHROMIUM

PAGE = """<!doctype html><meta charset="utf-8"><div id="place"></div><pre id="found"></pre><script src="%s"></script><script>
mermaid.initialize({startOnLoad: false, securityLevel: "strict"});
const charts = %s, drawing = %s, found = [];
(async () => {
  for (let i = 0; i < charts.length; i++) {
    try {
      const read = await mermaid.mermaidAPI.getDiagramFromText(charts[i]);
      const it = {
        type: read.type,
        boxes: [...read.db.getVertices().keys()],
        edges: read.db.getEdges().map(edge => [edge.start, edge.end, edge.text || ""]),
        frames: read.db.getSubGraphs().map(frame => [frame.id, frame.nodes]),
      };
      if (drawing) {
        const place = document.getElementById("place");
        place.innerHTML = (await mermaid.render("chart" + i, charts[i])).svg;
        const texts = what => [...place.querySelectorAll(what)].map(text => text.textContent);
        it.labels = Object.fromEntries([...place.querySelectorAll(".node")].map(node => [
          node.id.replace(/^.*flowchart-(n\\d+)-.*$/, "$1"),
          [...node.querySelector(".nodeLabel").innerHTML.split(/<br *\\/?>/)].map(line => {
            const part = document.createElement("p");
            part.innerHTML = line;
            return part.textContent;
          }),
        ]));
        it.titles = texts(".cluster-label .nodeLabel");
        it.arrows = texts(".edgeLabel .edgeLabel");
        it.title = texts(".flowchartTitleText");
        it.scripts = place.querySelectorAll("script, img, iframe, a[href], i").length;
      }
      found.push(it);
    } catch (error) { found.push({error: String(error.message || error)}); }
  }
  document.getElementById("found").textContent = JSON.stringify(found);
})();
</script>"""


def read(charts, folder, drawing=False):
    """Give, for each chart, what Mermaid found in it."""
    program = Path(os.environ["ARCHDRAW_MERMAID"]).resolve().as_uri()
    page = folder / "page.html"
    texts = json.dumps(charts).replace("<", "\\u003c")
    page.write_text(PAGE % (program, texts, json.dumps(drawing)), "utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    command += ["--virtual-time-budget=60000", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    (found,) = re.findall(r'<pre id="found">(.*?)</pre>', done.stdout, re.S)
    assert found, "the script did not run"
    return json.loads(html.unescape(found).replace("\u2060", ""))  # which keeps icons apart and is not seen
