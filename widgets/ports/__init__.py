"""The data that widgets may ask for: narrow Protocols, answered by the dashboard's adapters.

One file a subject; `Ports` names them all, and `widgets.base.Need` is the name of its fields.
"""

from dataclasses import dataclass

from widgets.ports.adviser import Adviser, Advisers, Message
from widgets.ports.bank import Account, Bank, Due, Holding
from widgets.ports.benefits import Benefits, PointsEntry, Reward, Standing, Task
from widgets.ports.billers import Biller, BillerPage, Billers, BillToPay, Receipt
from widgets.ports.business import Business, Firm, Invoice, Payroll
from widgets.ports.cards import Card, Cards, Limit
from widgets.ports.charity import Cause, Charity, Gift, Giving
from widgets.ports.citizen import Citizen, CitizenZone, PublicService, Region
from widgets.ports.facts import Fact, Texts
from widgets.ports.family import Agreement, Family, Household, Member, Request
from widgets.ports.goals import Goal, GoalList, Goals, Idea, Journey
from widgets.ports.markets import DayPrice, DayRate, Exchange, Markets, PriceLine
from widgets.ports.notices import Notice, Notices
from widgets.ports.papers import Paper, Papers
from widgets.ports.places import Appointment, Branch, Diary, Mode, Places, Slot
from widgets.ports.ranked import Feed, Reason, Recommend, Suggestion, Suggestions
from widgets.ports.security import Oddity, Security, TransferAlert, Watch
from widgets.ports.shelf import Offer, Shelf, Watched
from widgets.ports.spending import CategorySpending, MonthFlow, Pay, Regular, Spending, Spent
from widgets.ports.tax import Deduction, MonthOfIncome, Tax, TaxYear
from widgets.ports.travel import Destination, Travel, TravelNotice
from widgets.ports.wealth import Performance, ValuePoint, Wealth

__all__ = [
    "Account",
    "Adviser",
    "Advisers",
    "Agreement",
    "Appointment",
    "Bank",
    "Benefits",
    "BillToPay",
    "Biller",
    "BillerPage",
    "Billers",
    "Branch",
    "Business",
    "Card",
    "Cards",
    "CategorySpending",
    "Cause",
    "Charity",
    "Citizen",
    "CitizenZone",
    "DayPrice",
    "DayRate",
    "Deduction",
    "Destination",
    "Diary",
    "Due",
    "Exchange",
    "Fact",
    "Family",
    "Feed",
    "Firm",
    "Gift",
    "Giving",
    "Goal",
    "GoalList",
    "Goals",
    "Holding",
    "Household",
    "Idea",
    "Invoice",
    "Journey",
    "Limit",
    "Markets",
    "Member",
    "Message",
    "Mode",
    "MonthFlow",
    "MonthOfIncome",
    "Notice",
    "Notices",
    "Oddity",
    "Offer",
    "Paper",
    "Papers",
    "Pay",
    "Payroll",
    "Performance",
    "Places",
    "PointsEntry",
    "Ports",
    "PriceLine",
    "PublicService",
    "Reason",
    "Receipt",
    "Recommend",
    "Region",
    "Regular",
    "Request",
    "Reward",
    "Security",
    "Shelf",
    "Slot",
    "Spending",
    "Spent",
    "Standing",
    "Suggestion",
    "Suggestions",
    "Task",
    "Tax",
    "TaxYear",
    "Texts",
    "TransferAlert",
    "Travel",
    "TravelNotice",
    "ValuePoint",
    "Watch",
    "Watched",
    "Wealth",
]


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a widget may be given; it receives only what its `needs` name."""

    bank: Bank
    recommend: Recommend
    feed: Feed
    notices: Notices
    spending: Spending
    cards: Cards
    markets: Markets
    shelf: Shelf
    wealth: Wealth
    goals: Goals
    billers: Billers
    citizen: Citizen
    security: Security
    benefits: Benefits
    places: Places
    advisers: Advisers
    papers: Papers
    tax: Tax
    travel: Travel
    family: Family
    business: Business
    charity: Charity
