"""Who owns a metric: the bodies that answer for it."""

from data.offices import OFFICES, office

__all__ = ["office"]

DATA_BUREAU = OFFICES["大数据局"]
REFORM_OFFICE = OFFICES["改革办"]
DIGITAL_REFORM_OFFICE = OFFICES["数改办"]
SERVICE_OFFICE = OFFICES["政务办"]
ECONOMY_BUREAU = OFFICES["经信局"]
