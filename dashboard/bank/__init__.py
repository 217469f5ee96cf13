"""The bank behind the product: product sheets, a double-entry ledger, holdings, bills, prices."""
