"""The figures that /metrics shows."""

from prometheus_client import Counter, Gauge, Histogram

REQUEST_SECONDS = Histogram(
    "companion_request_seconds",
    "Time from the first byte of a request to the last of its answer.",
    ("route", "method", "status"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
SOCKETS = Gauge("companion_open_sockets", "Open websockets of pages.")
MODEL_DRIFT = Gauge(
    "companion_model_drift", "How far a distribution moved since training, by limit.", ("feature",)
)
MODEL_ALARM = Gauge("companion_model_drift_alarm", "1 while the serving model needs a look.")
REFUSED = Counter("companion_refused_total", "Requests, sockets and events turned away.", ("why",))
