"""Who owns a metric: the bodies that answer for it."""

from data.text import Text

DATA_BUREAU = Text("大数据局", "Data bureau")
REFORM_OFFICE = Text("改革办", "Reform office")
DIGITAL_REFORM_OFFICE = Text("数改办", "Digital reform office")
SERVICE_OFFICE = Text("政务办", "Government service office")
ECONOMY_BUREAU = Text("经信局", "Economy and information bureau")

OFFICES = {
    each.zh: each for each in (DATA_BUREAU, REFORM_OFFICE, DIGITAL_REFORM_OFFICE, SERVICE_OFFICE, ECONOMY_BUREAU)
}


def office(name: str) -> Text:
    """A department as registers name it, in both languages where it has an English name."""
    return OFFICES.get(name, Text(name, name))
