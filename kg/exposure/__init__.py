"""What reaches an entity along relations: how much, how sure, since when, and who says so."""

from kg.exposure.direct import exposures
from kg.exposure.report import Coverage, Effect, Exposure, ExposureReport, Step

__all__ = ["Coverage", "Effect", "Exposure", "ExposureReport", "Step", "exposures"]
