# SPDX-License-Identifier: BSL-1.0
#
# Has sweepexp open swing.nc and go on; whole.nc has what dlp had computed of all cells.
import math

import numpy
import xarray
from sweepexp import SweepExp

computed = []


def oscillate(gamma, omega, solver):
    """What examples/19_sweep.cpp computes."""
    computed.append((gamma, round(omega, 2), solver))
    if solver == "euler" and gamma == 0:
        raise ValueError("Euler's steps need damping")
    steps = 100_000
    dt = 100.0 / steps
    x = v = amplitude = 0.0
    for i in range(steps):
        force = math.cos(omega * i * dt) - gamma * v - x
        before = v
        v += dt * force
        x += dt * (v if solver == "symplectic" else before)
        if i + 1 > steps // 2:
            amplitude = max(amplitude, abs(x))
    return {"energy": (x * x + v * v) / 2, "amplitude": amplitude, "steps": steps}


def count(sweep, letter):
    return int((sweep.status == letter).sum())


def is_right(what, name):
    assert what, name


sweep = SweepExp(
    func=oscillate,
    parameters={
        "gamma": [0.0, 0.1, 0.5],
        "omega": list(numpy.linspace(0.5, 1.5, 5)),
        "solver": ["euler", "symplectic"],
    },
    save_path="swing.nc",
)
is_right((count(sweep, "C"), count(sweep, "F"), count(sweep, "N")) == (23, 5, 2), "status")
is_right(sweep.timeit and int((sweep.duration > 0).sum()) == 28, "durations")
is_right(sweep.data.steps.dtype.kind == "i", "integers stay integers")

sweep.run()
is_right(computed == [(0.1, 0.75, "symplectic"), (0.5, 1.0, "euler")], f"computed {computed}")
is_right((count(sweep, "C"), count(sweep, "F")) == (25, 5), "status behind the run")

whole = xarray.open_dataset("whole.nc")
done = (sweep.status == "C").values
for name in ("energy", "amplitude", "steps"):
    values = sweep.data[name].values
    is_right(numpy.allclose(values[done], whole[name].values[done], rtol=1e-9), name)
is_right(numpy.isnan(sweep.data.energy.values[~done]).all(), "what failed has no value")

computed.clear()
sweep.run("F")
is_right(len(computed) == 5 and count(sweep, "F") == 5, "failed cells can be run again")
try:
    sweep.save(mode="w")
except TypeError:  # an xarray that is older than sweepexp wants for saving
    sweep.data.to_netcdf("swing.nc", mode="w")
again = SweepExp(func=oscillate, parameters=sweep.parameters, save_path="swing.nc")
is_right((count(again, "C"), count(again, "F")) == (25, 5), "what sweepexp has saved")
