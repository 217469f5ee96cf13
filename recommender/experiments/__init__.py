"""Models: trained, stored, chosen, served."""
