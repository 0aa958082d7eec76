"""HTML for notebooks, light or dark: colours that are seen on both, no scripts, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

BAD = "#d4402f"
STYLE = f"""<style>
.eniplan{{font:14px/1.45 system-ui,sans-serif;max-width:900px;border:1px solid rgba(128,138,150,.35);border-radius:10px;\
padding:12px 16px;margin:4px 0}}
.eniplan .t{{font-size:17px;font-weight:650}} .eniplan .s,.eniplan .k span{{opacity:.7}} .eniplan .bad{{color:{BAD}}}
.eniplan .k{{display:inline-block;margin:8px 22px 4px 0}} .eniplan .k b{{display:block;font-size:19px;line-height:1.25}}
.eniplan table{{border-collapse:collapse;margin:8px 0 0;font-size:13px;background:none}}
.eniplan th,.eniplan td{{text-align:left;padding:3px 14px 3px 0;border:0;\
border-bottom:1px solid rgba(128,138,150,.3);background:none;vertical-align:top;white-space:nowrap}}
.eniplan td.w{{white-space:normal}} .eniplan .n{{text-align:right;font-variant-numeric:tabular-nums}}
.eniplan td.u{{padding:3px 8px;font-variant-numeric:tabular-nums;border-right:3px solid transparent;\
background-clip:padding-box}}
</style>"""


def text(value: object) -> str:
    """A value in a cell: counts with separators, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else escape(str(value))


def bad(value: object, is_bad: bool = True) -> str:
    return f'<b class="bad">{text(value)}</b>' if is_bad else text(value)


def figure(value: str, label: str, is_bad: bool = False) -> str:
    """A number large, and below it what it counts. Both are HTML already."""
    mark = ' class="bad"' if is_bad else ""
    return f'<span class="k"><b{mark}>{value}</b><span>{label}</span></span>'


def cell(value: object) -> str:
    number = isinstance(value, int) and not isinstance(value, bool)
    return f'<td class="n">{text(value)}</td>' if number else f"<td>{text(value)}</td>"


def usage(used: int, registered: int) -> str:
    """A cell whose bar is as long as what is used; red and bold when nothing is left."""
    if registered == 0:
        return '<td class="u"></td>'
    share = max(0.0, min(1.0, used / registered))
    colour = "rgba(212,64,47,.38)" if share >= 1 else "rgba(70,130,200,.38)"
    bar = f"linear-gradient(90deg,{colour} {share:.0%},rgba(128,138,150,.12) {share:.0%})"
    words = f"{used:,}/{registered:,}"
    return f'<td class="u n" style="background-image:{bar}">{f"<b>{words}</b>" if share >= 1 else words}</td>'


def table(heads: Sequence[str], rows: Iterable[str], left_out: str = "", numbers: Sequence[str] = ()) -> str:
    """Rows of cells that are HTML already; `left_out` says what is not shown; `numbers` are heads of numbers."""
    head = "".join(f'<th class="n">{escape(name)}</th>' if name in numbers else f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    if not body:
        return ""
    rest = f'<div class="s">{escape(left_out)}</div>' if left_out else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def card(title: str, subtitle: str = "", *parts: str) -> str:
    """A framed answer. Title and subtitle are plain text, the parts HTML already."""
    below = f'<div class="s">{escape(subtitle)}</div>' if subtitle else ""
    return f'{STYLE}<div class="eniplan"><div class="t">{escape(title)}</div>{below}{"".join(parts)}</div>'


def counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
