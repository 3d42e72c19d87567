"""Strings that would do something if they were taken for more than text.

After the classes of the development data's hostile strings: markup, handlers, script addresses,
formulas, marks that turn the direction of text, terminal escapes, line breaks, template
expressions, paths.
"""

MARK = "X was here"
STRINGS = {
    "script": f"<script>document.title='{MARK}'</script>",
    "handler": f'"><img src=x onerror="document.title=\'{MARK}\'">',
    "quote": f"' onmouseover='document.title=\"{MARK}\"' autofocus onfocus='document.title=1",
    "address": f"javascript:document.title='{MARK}'",
    "formula": "=1+1",
    "formula_at": "@SUM(1,1)",
    "override": "Uplands \u202eylbmessA",
    "isolate": "Uplands \u2067ylbmessA",
    "escape": "River\x1b[2J\x1b[31mTalks",
    "line": "Envoy\n2026-01-01 INFO login ok user=admin",
    "template": "{{7*7}} ${7*7} #{7*7} {% raw %}",
    "path": "../../outside",
    "closing": "</svg></style></title></text></code></pre><script>document.title=1</script><!--",
    "style": "</style><style>body{background:url(http://127.0.0.1:9/x)}",
    "svg": f"<svg onload=\"document.title='{MARK}'\"><a xlink:href='javascript:1'>",
    "entity": "&lt;script&gt; &#60;b&#62; &amp;amp;",
    "csp": "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "frame": "<iframe src=http://127.0.0.1:9/></iframe><link rel=stylesheet href=//127.0.0.1:9/c>",
}


def scenario(text: str) -> str:
    """A scenario that has a hostile string wherever a scenario holds free text."""
    import json

    said = json.dumps(text)
    return f"""
format: middleground/1
title: {said}
note: {said}
reports:
  april: {{file: april.txt, title: {said}, outlet: {said}, licence: {said}, url: {said},
           language: {said}}}
parties:
  a: {{name: {said}, also: [{said}], decides: b, assumption: {said},
       constituencies: {{b: {{name: {said}, also: [{said}]}}, c: {{name: {said}}}}},
       consults: {{c: {{hops: 2, latency_days: [1, 2]}}}}}}
  d: {{name: {said}}}
mediators:
  m: {{name: {said}, also: [{said}], role: formulator,
       channels: {{a: {{latency_days: 1}}, d: {{}}}}}}
outsiders: {{o: {{name: {said}}}}}
issues:
  pay: {{name: {said}, unit: {said}, options: [1, 2]}}
  work: {{name: {said}, options: {{kept: {said}, ended: {{name: {said}, assumption: {said}}}}}}}
quantities: {{total: {{sum: pay * 2, name: {said}, unit: {said}}}}}
proposals: {{p: {{name: {said}, by: a, terms: {{pay: 1}}}}}}
facts:
  f: {{name: {said}, unit: {said}, value: [1, 3], claims: [{{by: {said}, about: 2}}]}}
events: {{e: {{name: {said}, what: {said}, chance: 0.5}}}}
rules: {{r: {{name: {said}, rule: pay <= 2, why: {said}}}}}
preferences:
  a.b: {{no_deal: [10, 20], pay: {{weight: 50, best: 2, worst: 1, assumption: {said}}},
         work: {{weight: 50, scores: {{kept: 0, ended: 100}}}},
         together: [{{when: pay == 1 and work == kept, add: 1}}],
         evidence: {{report: april, quote: {said}, source: [{said}, unnamed]}}}}
  d: {{no_deal: 10, pay: {{weight: 50, best: 1, worst: 2}},
       work: {{weight: 50, scores: {{kept: 100, ended: 0}}}}}}
demands: {{w: {{name: {said}, by: a, requires: work == ended}}}}
precedents: {{q: {{name: {said}, what: {said}, bears_on: [pay]}}}}
"""
