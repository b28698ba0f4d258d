"""What people upload: every measure there is, in the order of the template."""

from data.measures import applications, outcomes, platform, services
from data.measures.declaration import Measure

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (*platform.MEASURES, *applications.MEASURES, *services.MEASURES, *outcomes.MEASURES)
}

__all__ = ["MEASURES", "Measure"]
