"""The tags that pages are written with."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.components import fields
from reports.components.markup import attributes_html, content_html


class Place(forms.Form):
    """One field of each kind a page may ask with."""

    when = forms.ChoiceField(
        label="When was it?",
        help_text="An estimate is fine.",
        choices=[("hour", "Within the last hour"), ("today", "Earlier today")],
        widget=forms.RadioSelect,
    )
    search = forms.CharField(label="Postcode, street or station", max_length=60)
    reasons = forms.MultipleChoiceField(
        label="Why?",
        choices=[("lit", "It is badly lit"), ("followed", "I was followed")],
        widget=forms.CheckboxSelectMultiple,
    )
    band = forms.ChoiceField(label="Period", choices=[("", "Choose"), ("0", "Morning"), ("1", "Evening")])

    def clean(self) -> dict[str, Any]:
        """A fault of no one field."""
        if not self.cleaned_data.get("search"):
            self.add_error(None, "Choose a place in one of the four ways.")
        return self.cleaned_data


def drawn(source: str, **context: Any) -> str:
    """The template with the tags loaded, white space collapsed."""
    return " ".join(Template("{% load components %}" + source).render(Context(context)).split())


def inputs(markup: str) -> list[dict[str, str]]:
    """The attributes of each input."""
    return [dict(re.findall(r'([a-z-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", markup)]


def test_a_component_takes_keywords_a_mapping_or_both_and_keywords_win() -> None:
    expected = '<div class="govuk-inset-text a"> Beta </div>'
    assert drawn('{% component "inset-text" text="Beta" classes="a" %}') == expected
    assert drawn('{% component "inset-text" inset %}', inset={"text": "Beta", "classes": "a"}) == expected
    assert drawn('{% component "inset-text" inset classes="a" %}', inset={"text": "Beta", "classes": "b"}) == expected


def test_text_and_plain_html_are_escaped_and_markup_of_ours_is_not() -> None:
    assert content_html({"text": "<b>"}) == "&lt;b&gt;"
    assert content_html({"html": "<b>"}) == "&lt;b&gt;"
    assert content_html({"html": format_html("<b>{}</b>", "<i>")}) == "<b>&lt;i&gt;</b>"
    assert content_html({"html": SafeString("<b>x</b>"), "text": "y"}) == "<b>x</b>"
    assert content_html("") == ""


def test_attributes_are_escaped_in_name_and_value() -> None:
    assert attributes_html({"data-a": '"><script>'}) == ' data-a="&quot;&gt;&lt;script&gt;"'
    assert attributes_html({'"><b': "x"}) == ' &quot;&gt;&lt;b="x"'
    assert attributes_html({"hidden": {"value": True, "optional": True}}) == " hidden"
    assert attributes_html({"hidden": {"value": False, "optional": True}}) == ""
    assert attributes_html({"aria-hidden": True}) == ' aria-hidden="true"'
    assert attributes_html(None) == ""


def test_radios_have_their_legend_as_the_heading_and_their_hint_described() -> None:
    markup = drawn("{% form_field form.when as_heading=True %}", form=Place())
    assert '<h1 class="govuk-fieldset__heading">When was it?</h1>' in markup
    assert 'aria-describedby="id_when-hint"' in markup
    assert "An estimate is fine." in markup
    assert [(one["id"], one["name"], one["value"]) for one in inputs(markup)] == [
        ("id_when", "when", "hour"),
        ("id_when-2", "when", "today"),
    ]
    assert "checked" not in markup


def test_checkboxes_keep_what_was_ticked() -> None:
    form = Place({"reasons": ["followed"]})
    ticked = [
        tag
        for tag in re.findall(r"<input[^>]*>", drawn("{% form_field form.reasons %}", form=form))
        if " checked" in tag
    ]
    assert len(ticked) == 1
    assert 'value="followed"' in ticked[0]


def test_a_select_keeps_its_choice_and_its_empty_choice() -> None:
    markup = drawn("{% form_field form.band %}", form=Place({"band": "0"}))
    assert re.findall(r'<option value="(\w*)"( selected)?>', markup) == [("", ""), ("0", " selected"), ("1", "")]


def test_an_input_offers_nothing_to_the_next_person_who_holds_the_phone() -> None:
    (found,) = inputs(drawn("{% form_field form.search %}", form=Place({"search": 'a "quoted" <place>'})))
    assert found["value"] == "a &quot;quoted&quot; &lt;place&gt;"
    assert (found["autocomplete"], found["autocorrect"], found["spellcheck"]) == ("off", "off", "false")
    assert found["maxlength"] == "60"
    assert "required" not in found


def test_the_browser_asks_for_nothing_the_server_would_say_better() -> None:
    assert "required" not in drawn("{% for field in form %}{% form_field field %}{% endfor %}", form=Place())


def test_hints_for_items_classes_and_a_hint_of_the_page() -> None:
    markup = drawn(
        '{% form_field form.when hint="Look at the clock" classes="govuk-radios--small" items_hints=hints'
        " small_legend=True %}",
        form=Place(),
        hints={"hour": "Or just now"},
    )
    assert '<div id="id_when-item-hint" class="govuk-hint govuk-radios__hint"> Or just now </div>' in markup
    assert "Look at the clock" in markup
    assert "An estimate is fine." not in markup
    assert "govuk-radios govuk-radios--small" in markup
    assert "govuk-fieldset__legend--s" in markup


def test_every_error_is_shown_at_its_field_and_linked_from_the_summary() -> None:
    form = Place({"search": ""})
    summary = drawn("{% error_summary form %}", form=form)
    page = drawn("{% for field in form %}{% form_field field %}{% endfor %}", form=form)
    links = re.findall(r'href="#([\w-]+)"', summary)
    assert links == ["id_when", "id_search", "id_reasons", "id_band"]
    assert [link for link in links if f' id="{link}"' not in page] == []
    assert page.count("govuk-error-message") == 4
    assert summary.index("four ways") > summary.index("#id_band")


def test_a_form_without_errors_has_no_summary() -> None:
    whole = {"when": "hour", "search": "Clifton", "reasons": ["lit"], "band": "1"}
    assert drawn("{% error_summary form %}", form=Place(whole)) == ""
    assert drawn("{% error_summary form %}", form=Place()) == ""


def test_a_prefix_keeps_two_forms_on_one_page_apart() -> None:
    markup = drawn("{% form_field form.when %}", form=Place(prefix="b"))
    assert [(one["id"], one["name"]) for one in inputs(markup)] == [("id_b-when", "b-when"), ("id_b-when-2", "b-when")]


class Grouped(forms.Form):
    """Choices in groups, numbers as values, and a choice of nothing."""

    reason = forms.ChoiceField(
        choices=[("", "Nothing"), ("Light", [(1, "Dark"), (2, "Dim")]), (3, "Other")],
        widget=forms.RadioSelect,
        initial=2,
    )
    hour = forms.IntegerField(widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "own"}))


def test_groups_are_opened_and_nothing_chosen_is_no_radio() -> None:
    assert fields.flat_choices(Grouped()["reason"]) == [(1, "Dark"), (2, "Dim"), (3, "Other")]
    markup = drawn("{% form_field form.reason %}", form=Grouped())
    assert re.findall(r'value="(\d)"( checked)?', markup) == [("1", ""), ("2", " checked"), ("3", "")]


def test_a_widgets_own_type_and_attributes_are_kept() -> None:
    (found,) = inputs(drawn("{% form_field form.hour %}", form=Grouped()))
    assert (found["type"], found["inputmode"], found["class"]) == ("number", "numeric", "govuk-input")


@pytest.mark.parametrize(
    ("name", "component"), [("when", "radios"), ("reasons", "checkboxes"), ("band", "select"), ("search", "input")]
)
def test_the_component_follows_the_widget(name: str, component: str) -> None:
    assert fields.component_of(Place()[name]) == component


class SignIn(forms.Form):
    """What staff are asked."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "spellcheck": "false"})
    )
    keep = forms.BooleanField(label="Keep me signed in", required=False)
    expires = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def test_a_password_is_never_written_back_and_its_manager_may_fill_it() -> None:
    markup = drawn("{% form_field form.password %}", form=SignIn({"password": "correct horse"}))
    (found,) = inputs(markup)
    assert markup.count("spellcheck") == 1
    assert "value" not in found
    assert (found["type"], found["autocomplete"]) == ("password", "current-password")


def test_a_single_box_is_a_checkbox_with_its_own_label() -> None:
    markup = drawn("{% form_field form.keep %}", form=SignIn({"keep": "on"}))
    (found,) = inputs(markup)
    assert (found["type"], found["name"], found["value"]) == ("checkbox", "keep", "on")
    assert " checked" in markup
    assert '<label class="govuk-label govuk-checkboxes__label" for="id_keep"> Keep me signed in </label>' in markup
    assert "<fieldset" not in markup


def test_a_value_is_written_as_its_widget_writes_it() -> None:
    (found,) = inputs(drawn("{% form_field form.expires %}", form=SignIn(initial={"expires": date(2026, 9, 5)})))
    assert found["value"] == "2026-09-05"
