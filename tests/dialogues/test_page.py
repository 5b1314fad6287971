from tests.dialogues.page import read_page


def test_a_reader_sees_lines_without_what_is_hidden() -> None:
    html = (
        '<li class="post"><p class="by"><strong>DataOps</strong> <time>today</time> '
        '<span class="tag">only you see this</span></p><p>It <strong>works</strong>\n well</p>'
        '<dl><div><dt>Jobs</dt><dd>13</dd></div></dl><img alt="a graph">'
        '<span class="unseen">never <span>ever</span></span></li>'
    )
    assert read_page(html).text == "only you see this\nIt works well\nJobs 13\n[picture]"


def test_forms_have_what_they_send() -> None:
    html = (
        '<form action="/one"><input type="hidden" name="action" value="q1">'
        '<button name="value" value="y">yes</button><button name="value" value="n">no</button></form>'
        '<form action="/two"><input type="file" name="files"><button>Answer</button></form>'
    )
    one, two = read_page(html).forms
    assert (one.action, one.fields) == ("/one", {"action": "q1"})
    assert one.buttons == {"yes": ("value", "y"), "no": ("value", "n")}
    assert (two.takes, two.buttons) == ({"file": "files"}, {"Answer": ("", "")})
