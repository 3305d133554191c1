"""Words that a text marked as a secret of the state or of an office would hold (不得填写国家秘密、工作秘密)."""

import re
from collections.abc import Iterator

# Marks of classified papers, in the three languages. What only speaks of secrets (商业秘密, 不涉密, confidentiality)
# is none.
MARKS = re.compile(
    r"绝密|(?<!不)机密(?!性)|(?<!商业)(?<!技术)秘密(?!性)|内部资料|内部文件|内部掌握|仅供内部|不得外传|(?<![不非未无])涉密|密级"
    r"|\btop secret\b|\bclassified (?:document|information|material)s?\b|\bstate secrets?\b|\binternal use only\b"
    r"|\bnot for distribution\b|סודי ביותר|\bסודי\b|\bשמור\b|לשימוש פנימי",
    re.IGNORECASE,
)


def marks_in(text: str) -> Iterator[str]:
    """Each mark once, as it stands in the text."""
    yield from dict.fromkeys(found.group() for found in MARKS.finditer(text))
