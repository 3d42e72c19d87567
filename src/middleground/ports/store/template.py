"""The scenario file of a new project: its reports, and what to add next, as comments."""

from middleground.ports.store.listing import in_yaml

_TEMPLATE = """\
format: middleground/1
title: {title}

# The reports that this scenario rests on. For each, add what is known about it:
#   april: {{file: reports/april.txt, published: 2024-04-11, outlet: The Coast Daily}}
reports:

# Next: who negotiates, about what, and what a deal is worth to whom. Take the marks away from the
# lines below, and put your own case in their place. Every number may be a range, [low, high]. What
# a report says, quote in 'evidence'; whatever is your own judgement, mark as 'assumption'.
# Then give the commands  check PROJECT  and  zone PROJECT
#
# parties:
#   union: {{name: Dockers' Union}}
#   port:  {{name: Port Authority}}
#
# issues:
#   wage_rise:   {{range: [0, 12, 1], unit: percent}}  # first, last, step
#   night_shift: {{options: [kept, reduced, ended]}}
#
# preferences:
#   union:
#     no_deal: [30, 45]                   # what walking away is worth, in points
#     wage_rise:   {{weight: [40, 60], best: 12, worst: 0}}
#     night_shift: {{weight: 40, scores: {{kept: 0, reduced: 60, ended: 100}}}}
#     evidence:    {{report: april, quote: "the night shift must go"}}
#     assumption:  the weights and the no-deal value
#   port:
#     no_deal: [20, 40]
#     wage_rise:   {{weight: 70, best: 0, worst: 12}}
#     night_shift: {{weight: 30, scores: {{kept: 100, reduced: 70, ended: 0}}}}
#     assumption:  all of it
"""


def without_next_steps(text: str) -> str:
    """A scenario without the comment on what to do next, where it still ends with it as made."""
    following = _TEMPLATE[_TEMPLATE.index("\n# Next:") :].format(title="")
    return text.removesuffix(following) if text.endswith(following) else text


def new_scenario(title: str) -> bytes:
    """The text of a new scenario file, without reports yet."""
    return _TEMPLATE.format(title=in_yaml(title)).encode()
