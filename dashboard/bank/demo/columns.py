"""The columns, in order, of every table that the demo fills in bulk."""

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "bank_products": "id product_type grade currency minimum_minor term_days rate_e8 sheet",
        "bank_parties": "id kind names",
        "bank_customers": "id names segment region since",
        "bank_accounts": "id customer_id kind currency number opened_on",
        "bank_transactions": "id business_on at kind party_id",
        "bank_postings": "transaction_id line account_id amount_minor currency",
        "bank_bills": "id customer_id biller_id kind amount_minor currency"
        " issued_on due_on paid_on",
        "bank_trades": "id customer_id product_id traded_on units_e6 amount_minor currency",
        "bank_deposits": "id customer_id product_id principal_minor currency rate_e8"
        " opened_on matures_on renews",
        "bank_prices": "product_id priced_on price_e6",
        "bank_exchange_rates": "base quote rated_on rate_e8",
        "bank_quotes": "symbol quoted_on currency price_e6",
        "bank_cards": "id customer_id account_id kind number limit_minor expires_on frozen_at",
        "goals": "customer_id id kind title target_minor currency target_on account_id made_at",
        "desk_portfolios": "customer_id rm_id since",
        "desk_teams": "rm_id manager_id",
        "cards": "id made_by made_at live_number live_content published_at published_by",
        "card_publications": "id card_id number published_by since",
        "change_versions": "id subject_kind subject_id number content content_hash state"
        " editors made_at",
        "change_steps": "id version_id action actor_id content_hash note at",
        "events": "id received_at event_id customer_id kind item_id action at amount_minor"
        " currency dwell_ms placement position channel device language consent_version usable",
        "event_receipts": "event_id at",
    }.items()
}
