"""Portfolios: which relationship manager looks after which customers."""

from dashboard.desk.portfolios.service import Portfolios

__all__ = ["Portfolios"]
