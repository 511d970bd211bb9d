"""Statistics of a ledger, on numpy, scipy and statsmodels: ``pip install 'wumei[stats]'``.

Judges: `judge_effects`, `ratings`, `icc`, `krippendorff_alpha`. Households and villages:
`earnings`, `coverage`, `village_standards`, `award_lines`. Time: `forecast_liability`,
`forecast_demand`. What stands out: `anomalies`. Underneath: `gini`, `lorenz`, `shrink`,
`benjamini_hochberg`, `random_walk`.

Everything takes a book, frames by table name, or the frame of the one table it uses: a
`wumei.Frame`, a pandas or polars frame, an Arrow table with the columns of that table. Amounts are
float64 here: an estimate is no account; whole numbers are refused where a ledger has decimals, as
``to_pandas(decimals="cents")`` counts in hundredths. What a function assumes and what it does not
tell stands in its notes; read them before a result is held against somebody.
"""
from __future__ import annotations

from .._frames import _need

for _module, _package in (("numpy", "numpy"), ("pandas", "pandas"), ("pyarrow", "pyarrow"),
                          ("scipy", "scipy"), ("statsmodels", "statsmodels")):
    _need(_module, _package)

from ._agreement import Agreement, icc, krippendorff_alpha, ratings  # noqa: E402
from ._anomalies import anomalies  # noqa: E402
from ._forecast import Forecast, forecast_demand, forecast_liability, random_walk  # noqa: E402
from ._inequality import gini, lorenz  # noqa: E402
from ._judges import judge_effects  # noqa: E402
from ._shrink import Shrunk, benjamini_hochberg, shrink  # noqa: E402
from ._villages import (AwardLines, award_lines, coverage, earnings,  # noqa: E402
                        village_standards)

__all__ = ["Agreement", "AwardLines", "Forecast", "Shrunk", "anomalies", "award_lines",
           "benjamini_hochberg", "coverage", "earnings", "forecast_demand", "forecast_liability",
           "gini", "icc", "judge_effects", "krippendorff_alpha", "lorenz", "random_walk",
           "ratings", "shrink", "village_standards"]
