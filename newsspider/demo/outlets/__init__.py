"""The outlets of the demo world, in the order of their ports."""

from __future__ import annotations

from newsspider.demo.outlets.calder import Calder
from newsspider.demo.outlets.madar import Madar
from newsspider.demo.outlets.minato import Minato
from newsspider.demo.outlets.northmoor import Northmoor
from newsspider.demo.outlets.ostremer import Ostremer
from newsspider.demo.outlets.sahil import Sahil
from newsspider.demo.outlets.sepid import Sepid
from newsspider.demo.outlets.talau import Talau
from newsspider.demo.outlets.valombre import Valombre
from newsspider.demo.site import Site

SITES: tuple[type[Site], ...] = (
    Madar,
    Calder,
    Talau,
    Sepid,
    Minato,
    Sahil,
    Valombre,
    Northmoor,
)

BROWSER_SITES: tuple[type[Site], ...] = (Ostremer,)
"""The outlets that only a browser can read."""
