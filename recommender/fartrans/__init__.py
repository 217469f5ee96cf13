"""FAR-Trans, a large European bank's first purchases: a judge of the engine on real data.

Source: Sanz-Cruzado, Droukas, McCreadie, FAR-Trans: an investment dataset for financial asset
recommendation, Fin-RecSys at IJCAI 2024, doi 10.5525/gla.researchdata.1658 (CC-BY 4.0).
"""
