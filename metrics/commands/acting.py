"""Who runs commands."""

from data.access import Actor, Grant
from data.settings import settings

# They read all but the restricted registers, as with every other verb.
OPERATOR = Actor("operator", settings().unit, (Grant("administrator", settings().unit),))
