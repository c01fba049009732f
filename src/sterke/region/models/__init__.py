from .figures import (
    Indicator,
    IndicatorQuerySet,
    Observation,
    Series,
    Target,
)
from .journeys import Journey
from .places import (
    Municipality,
    MunicipalityCode,
    MunicipalityQuerySet,
    RegionDefinition,
    RegionDefinitionQuerySet,
)

__all__ = [
    "Indicator",
    "IndicatorQuerySet",
    "Journey",
    "Municipality",
    "MunicipalityCode",
    "MunicipalityQuerySet",
    "Observation",
    "RegionDefinition",
    "RegionDefinitionQuerySet",
    "Series",
    "Target",
]
