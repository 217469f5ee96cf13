"""Spending: categories, usual months, regular payments and pay, from the customer's postings."""
