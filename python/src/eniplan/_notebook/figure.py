"""Where pictures are drawn: axes, colours that colour-blind eyes tell apart, and how axes look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.transforms import Transform

DARK = "#2f6fb3"  # used
LIGHT = "#9cc3e6"  # old, free
PALE = "#e4eef8"
AMBER = "#f5b94a"  # on its way
GREEN = "#0f766e"  # new, with a trunk
RED = "#b42318"  # full, stranded, refused
INK = "#1b2733"
MUTED = "#5b6b7a"
LINE = "#d8dee4"


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """`ax`, or the axes of a new figure, in inches.

    Raises
    ------
    ImportError
        Without matplotlib, with how to get it.
    """
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("plot() needs matplotlib: pip install 'eniplan[plot]'") from error
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def title(ax: Axes, first: str, second: str = "") -> None:
    """A sentence above the picture, and a quieter one below it."""
    ax.set_title(first, loc="left", fontsize=12, fontweight="bold", color=INK, pad=24 if second else 8)
    if second:
        ax.annotate(second, (0, 1), (0, 7), "axes fraction", "offset points", fontsize=9.5, color=MUTED)


def quiet(ax: Axes, grid: str = "") -> None:
    """No frame; a light grid along `grid`, "x" or "y", behind what is drawn."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=9, labelcolor=INK)
    ax.xaxis.label.set(color=MUTED, fontsize=9.5)
    ax.yaxis.label.set(color=MUTED, fontsize=9.5)
    ax.set_axisbelow(True)
    if grid == "x":
        ax.xaxis.grid(True, color=LINE, linewidth=0.8)
    elif grid == "y":
        ax.yaxis.grid(True, color=LINE, linewidth=0.8)


def whole_numbers(*scales: Axis) -> None:
    """Ticks for what is counted, with separators."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    for scale in scales:
        scale.set_major_locator(MaxNLocator(nbins=8, integer=True))
        scale.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def legend(ax: Axes, columns: int = 4) -> None:
    """Below the picture."""
    ax.legend(
        loc="upper left", bbox_to_anchor=(0, -0.02), bbox_transform=_below(ax), ncols=columns, frameon=False,
        fontsize=9, labelcolor=INK, borderaxespad=0, handlelength=1.4, columnspacing=1.6,
    )  # fmt: skip


def _below(ax: Axes) -> Transform:
    """The axes, with room for the labels of the x axis."""
    from matplotlib.transforms import ScaledTranslation

    inches = 0.45 if ax.get_xlabel() else 0.05
    return ax.transAxes + ScaledTranslation(0, -inches, ax.figure.dpi_scale_trans)
