"""One step of the guided tour: its map, what is told of it, and its question."""

import datetime as dt
from dataclasses import replace

from markupsafe import Markup

from geodata.control import Change
from geodata.model import DataSet, TourStep
from geodata.tour import changes_of, step_before
from geodata.translate import gettext as _
from geodata.words import date_words, uncertain_words
from ui import view
from ui.markup import cite, controlled, joined, jump, source_list, text
from ui.picture import legend, picture
from ui.view import View

FIGURE = 400  # px: on a phone it fills the width and its names can be read


def told(data: DataSet, now: View, step: TourStep) -> Markup:
    """Return a step: the map of the day, and beside it what happened."""
    return Markup('<article class="tour-step">{}<div>{}</div></article>').format(
        _figure(data, step), _story(data, now, step)
    )


def asked(data: DataSet, now: View, step: TourStep) -> Markup:
    """Return a step with its question first; all that answers it stands in the details."""
    before = step_before(data, step) or step
    question = Markup('<h2>{}</h2><p class="question">{}</p>').format(
        _("What do you think changes next?"), text(_(step.question))
    )
    answer = Markup(
        '<details class="tour-answer"><summary>{}</summary><p class="answer">{}</p>{}{}</details>'
    ).format(
        _("Show what changed"), text(_(step.answer)), _figure(data, step), _story(data, now, step)
    )
    return Markup(
        '<article class="tour-step"><figure class="tour-before">{}<figcaption>{}</figcaption>{}'
        "</figure><div>{}{}</div></article>"
    ).format(
        picture(data, before.date, width=FIGURE),
        date_words(before.date),
        legend(data),
        question,
        answer,
    )


def _figure(data: DataSet, step: TourStep) -> Markup:
    outlined = outlined_in(data, step)
    drawn = picture(data, step.date, width=FIGURE, outlined=outlined)
    caption = date_words(step.date)
    if outlined:
        caption = _("{date}; outlined: what changed since the step before").format(date=caption)
    return Markup("<figure>{}<figcaption>{}</figcaption>{}</figure>").format(
        drawn, caption, legend(data)
    )


def outlined_in(data: DataSet, step: TourStep) -> tuple[str, ...]:
    """Return the districts and context areas that changed since the step before."""
    found = changes_of(data, step)
    return tuple(dict.fromkeys(change.group for change in found))


def _story(data: DataSet, now: View, step: TourStep) -> Markup:
    """Return what is told of a step, what changed, its events and its sources."""
    return joined(
        [
            Markup('<span class="when">{}</span><h2>{}</h2><p class="story">{} {}</p>').format(
                date_words(step.date),
                text(_(step.title)),
                text(_(step.text)),
                cite(data, step.sources),
            ),
            Markup('<p class="tour-open">{}</p>').format(
                jump(_replay(now, step, step.date), _("Open the replay on this day"))
            ),
            _changes(data, changes_of(data, step)),
            _events(data, now, step),
            Markup("<details><summary>{} ({})</summary>{}</details>").format(
                _("Sources"), len(step.sources), source_list(data, step.sources)
            ),
        ]
    )


def _changes(data: DataSet, changes: tuple[Change, ...]) -> Markup:
    """Return what changed since the step before, each with its day."""
    if not changes:
        return Markup()
    items = joined(
        Markup("<li>{}{}</li>").format(
            text(_(change.name)), controlled(data, change.after, change.date)
        )
        for change in changes
    )
    return Markup('<h3>{}</h3><ul class="tour-changes">{}</ul>').format(
        _("Changed since the step before"), items
    )


def _events(data: DataSet, now: View, step: TourStep) -> Markup:
    """Return the events of a step; each leads to the replay on its day."""
    events = {event.event_id: event for event in data.events}
    settings = data.settings
    items = joined(
        Markup('<li><time datetime="{}">{}</time>{}</li>').format(
            event.date.isoformat(),
            uncertain_words(event.edtf),
            jump(
                _replay(now, step, settings.nearest(event.date)),
                _(event.title),
            ),
        )
        for event in map(events.__getitem__, step.event_ids)
    )
    return Markup("<h3>{}</h3><ul>{}</ul>").format(_("Events"), items) if items else Markup()


def _replay(now: View, step: TourStep, day: dt.date) -> View:
    return replace(view.carried(now), date=day, district=step.district)
