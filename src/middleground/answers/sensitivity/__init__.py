"""What matters most, and what should be asked first?

For an answer of the model: which share of its doubt each uncertain number carries (Sobol indices);
and for each number, what it would be worth to know it before a deal is put on the table.

Sources: Saltelli et al. (2010) and Jansen (1999) for the indices; Campolongo, Saltelli & Cariboni
(2011) for screening; Howard (1966) and Shannon (1948) for what knowing is worth.
"""

from middleground.answers.sensitivity.inquiry import find_sensitivity
from middleground.answers.sensitivity.shapes import (
    Driver,
    Knowing,
    Of,
    Part,
    Profile,
    Sensitivity,
    Share,
    Swing,
)

__all__ = [
    "Driver",
    "Knowing",
    "Of",
    "Part",
    "Profile",
    "Sensitivity",
    "Share",
    "Swing",
    "find_sensitivity",
]
