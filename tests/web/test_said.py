"""What templates say: escaped where HTML has other words for a sign, and looked at once where it has none."""

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeData

from utsyn.text import say
from utsyn.web.templatetags.words import said_here


@pytest.mark.parametrize("words", ["<b>", "a & b", 'say "so"', "it's", "a > b"])
def test_signs_of_html_are_escaped_whatever_says_them(words: str):
    assert not isinstance(said_here(say("{w}", w=words)), SafeData)
    shown = Template("{{ words|say }}").render(Context({"words": say("{w}", w=words)}))
    assert shown == Template("{{ words }}").render(Context({"words": words})) != words


def test_plain_words_stand_as_they_are_and_what_is_added_to_them_is_escaped():
    assert isinstance(said_here(say("Figures")), SafeData)
    put = Template("{{ words|say|add:more }}").render(
        Context({"words": say("{w}", w="plain"), "more": "<b>"})
    )
    assert put == "plain&lt;b&gt;"
