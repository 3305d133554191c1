from django.template.loader import render_to_string

from startups.models import ProfileDraft

DRAFT = ProfileDraft(comments={"texts.en.headline": "Say <it> with a number."})


def shown(**context) -> str:
    return render_to_string("listings/_field_comment.html", context).strip()


def test_a_comment_stands_at_its_field_and_at_no_other():
    assert "Say &lt;it&gt; with a number." in shown(draft=DRAFT, path="texts.en.headline")
    assert shown(draft=DRAFT, path="texts.en.problem") == ""
    assert shown(draft=None, path="texts.en.headline") == ""
