"""The guided tour: an overview of its steps, and each step by itself.

With questions (``quiz``) a step first shows the map of the step before; what changes stands in a
``<details>``, which opens without asking the server.
"""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geodata.model import DataSet
from geodata.tour import step_before
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import date_words
from ui import tourstep, view
from ui.markup import joined, jump, panel, text
from ui.picture import legend, picture
from ui.view import View

CARD = 180  # px


def draw(data: DataSet, now: View) -> None:
    """Draw the step of the view; without one, or with one that is not there, the overview."""
    if 1 <= now.step <= len(data.tour):
        shown = _step_page(data, now)
    else:
        shown = _overview(data, now) if data.tour else _nothing(now)
    st.html(panel(shown, "tour"))


def _nothing(now: View) -> Markup:
    return Markup("<p>{}</p><p>{}</p>").format(
        _("This data set has no tour."), jump(view.carried(now), _("Back to the replay"))
    )


def _at(data: DataSet, now: View, number: int, *, quiz: bool) -> View:
    """Return the view of a step, counted from 1; 0 is the overview. Its day goes along."""
    if not number:
        return view.carried(now)
    step = data.tour[number - 1]
    return replace(
        view.carried(now), date=step.date, district=step.district, step=number, quiz=quiz
    )


def _overview(data: DataSet, now: View) -> Markup:
    count = len(data.tour)
    lead = ngettext(
        "{count} step leads through the record, from {first} to {last}.",
        "{count} steps lead through the record, from {first} to {last}.",
        count,
    ).format(count=count, first=date_words(data.tour[0].date), last=date_words(data.tour[-1].date))
    return joined(
        [
            Markup('<p class="lead">{} {}</p>').format(
                lead,
                _(
                    "Each has the map of its day, outlined what changed since the step before, "
                    "a few sentences, and their sources."
                ),
            ),
            Markup('<p class="tour-start">{}{}</p>').format(
                jump(_at(data, now, 1, quiz=False), _("Begin the tour"), "tour"),
                jump(_at(data, now, 1, quiz=True), _("Begin with questions"), "tour"),
            ),
            Markup('<ol class="tour-cards">{}</ol>').format(
                joined(_card(data, now, number) for number in range(1, count + 1))
            ),
            legend(data),
            _lesson(),
        ]
    )


def _card(data: DataSet, now: View, number: int) -> Markup:
    step = data.tour[number - 1]
    return Markup(
        '<li><a href="{}" data-page="tour">{}<span class="when">{}</span>'
        "<strong>{}. {}</strong></a></li>"
    ).format(
        view.address(_at(data, now, number, quiz=False), "tour"),
        picture(data, step.date, width=CARD, outlined=tourstep.outlined_in(data, step)),
        date_words(step.date),
        number,
        text(_(step.title)),
    )


def _lesson() -> Markup:
    """Return how to use the tour in a lesson."""
    advice = (
        _(
            "With questions, each step shows the map before the change and asks what you think "
            "changes next. Answer on paper or aloud, then open the answer."
        ),
        _(
            "Each step ends with its sources, marked with the side they come from. Where they "
            "differ, ask which you would use for the map, and why."
        ),
        _(
            "“Open the replay on this day” leads to the large map, where every day between two "
            "steps can be seen."
        ),
        _("Every step is an address of its own: copy it into a lesson plan or a message."),
    )
    items = joined(Markup("<li>{}</li>").format(sentence) for sentence in advice)
    return Markup('<h2>{}</h2><ul class="tour-advice">{}</ul>').format(_("As a lesson"), items)


def _step_page(data: DataSet, now: View) -> Markup:
    step = data.tour[now.step - 1]
    asked = now.quiz and step.question and step_before(data, step)
    return joined(
        [
            _turns(data, now),
            (tourstep.asked if asked else tourstep.told)(data, now, step),
            _turns(data, now),
            _steps(data, now, until=now.step - 1 if asked else len(data.tour)),
        ]
    )


def _turns(data: DataSet, now: View) -> Markup:
    """Return where this step stands, with the steps before and after."""
    count = len(data.tour)
    before = _at(data, now, now.step - 1, quiz=now.quiz)
    earlier = jump(before, _("Previous step") if now.step > 1 else _("All steps"), "tour")
    after = _at(data, now, (now.step + 1) % (count + 1), quiz=now.quiz)
    later = jump(after, _("Next step") if now.step < count else _("All steps"), "tour")
    place = _("Step {number} of {count}").format(number=now.step, count=count)
    return Markup('<nav class="tour-turns" aria-label="{}">{}<span>{}</span>{}</nav>').format(
        place, earlier, place, later
    )


def _steps(data: DataSet, now: View, until: int) -> Markup:
    """Return all steps, the current one marked; titles after ``until`` would tell the answer."""
    items = joined(
        Markup('<li><a href="{}" data-page="tour"{}><b>{}</b><span>{}</span></a></li>').format(
            view.address(_at(data, now, number, quiz=now.quiz), "tour"),
            Markup(' aria-current="step"') if number == now.step else "",
            number,
            text(_(step.title)) if number <= until else "?",
        )
        for number, step in enumerate(data.tour, 1)
    )
    other = replace(now, quiz=not now.quiz)
    label = _("Tell me at once, without questions") if now.quiz else _("Ask me before each step")
    return Markup('<h2>{}</h2><ol class="tour-list">{}</ol><p class="tour-links">{}{}</p>').format(
        _("All steps"),
        items,
        jump(other, label, "tour"),
        jump(view.carried(now), _("Overview of the tour"), "tour"),
    )
