"""Everyday life: bills, public services, security, benefits, appointments, papers, family."""
