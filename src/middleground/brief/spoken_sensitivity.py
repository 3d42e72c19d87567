"""What matters most and what to ask first, as plain text for a terminal."""

from middleground.brief import words
from middleground.brief.footnotes import Footnotes
from middleground.brief.rests import say_rests
from middleground.brief.sensitivity import DriverShown, ProfileShown, SensitivityShown
from middleground.brief.terminal import filled, table


def say_sensitivity(shown: SensitivityShown, notes: Footnotes) -> str:
    """The answer in words, with the grounds of what is worth asking."""
    lines = []
    for profile in shown.profiles:
        lines += [*_profile(profile), ""]
    lines += ["What to ask first", *filled(shown.lead)]
    for question in shown.ask_first:
        lines += filled(f"- {question.says}", indent="  ")
        lines += filled(f"It rests on {say_rests(question.rests, notes)}.", indent="    ")
    lines += [*filled(shown.others), ""]
    for note in shown.notes:
        lines += filled(f"Note: {words.one_line(note)}.")
    return "\n".join([*lines, *filled(shown.method)])


def _profile(profile: ProfileShown) -> list[str]:
    lines = [*filled(f"{profile.title}."), *filled(" ".join(profile.sentences)), ""]
    rows = [_row(driver) for driver in profile.drivers]
    if rows:
        head = ["number", "share of the doubt", "known alone", "rank"]
        lines += [*table(head, rows), ""]
    if profile.parts:
        lead = (
            "Some numbers go together, so that the shares above are those of whole groups. Shared"
            " out fairly among single numbers (Shapley effects, which sum to the whole):"
        )
        parts = [
            [
                words.sentence_case(part.name),
                f"{words.per_cent(max(part.share.value, 0))} ({max(part.share.low, 0) * 100:.0f} to"
                f" {max(part.share.high, 0) * 100:.0f})",
            ]
            for part in profile.parts
        ]
        lines += [*filled(lead), "", *table(["number", "its own share"], parts), ""]
    if profile.swings:
        lead = (
            "One at a time (tornado): each number at its low and its high end, all others in the"
            f" middle reading, where the answer is: {profile.nominal}."
        )
        swings = [[words.sentence_case(s.name), s.low, s.high] for s in profile.swings]
        lines += [
            *filled(lead),
            "",
            *table(["number", "at its low end", "at its high end"], swings),
        ]
    return lines


def _row(driver: DriverShown) -> list[str]:
    total, first = driver.total, driver.first
    return [
        words.sentence_case(driver.name),
        f"{words.per_cent(max(total.value, 0))} ({max(total.low, 0) * 100:.0f} to"
        f" {total.high * 100:.0f})",
        words.per_cent(max(first.value, 0)),
        driver.rank,
    ]
