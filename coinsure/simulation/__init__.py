"""Drawing losses: a plan of tables and streams, and the pure function that draws a block."""

from coinsure.simulation.build import build_simulation
from coinsure.simulation.component_plan import ComponentInput
from coinsure.simulation.plan import SimulationPlan
from coinsure.simulation.simulate import draw_losses, simulate

__all__ = ["ComponentInput", "SimulationPlan", "build_simulation", "draw_losses", "simulate"]
