"""What a kind of card is found by: its words in every language, pinyin, and what people call it."""

from dashboard.life.billers.words import chinese_words, searched
from recommender.language import ENGLISH, SIMPLIFIED, TRADITIONAL
from widgets.base import Widget

CALLED = {
    "alerts": "fraud risk protect 安全 风险 诈骗 提醒 盗刷",
    "allocation": "assets mix portfolio 资产 配置 比例",
    "appointments": "queue visit branch 预约 排队 网点 取号",
    "balances": "money cash account 钱 余额 存款 活期 账户",
    "benefits": "points rewards level perks 积分 权益 等级 优惠",
    "billers": "pay utilities electricity water gas phone 缴费 水费 电费 燃气 话费 生活缴费",
    "branches": "atm nearby map 附近 网点 取款机",
    "business": "company invoice payroll 企业 对公 发票 代发",
    "calendar": "dates plan agenda 日历 日程 到期",
    "cards": "credit debit plastic 信用卡 储蓄卡 卡片 还款",
    "cash_flow": "income salary wage in out 工资 收入 支出 收支 现金流",
    "charity": "donate giving 捐款 公益 慈善",
    "citizen": "social security housing fund medical 社保 公积金 医保 征信 政务",
    "compare": "versus difference 对比 比较",
    "deposit_rates": "interest savings term 利率 定期 大额存单 存款",
    "documents": "papers contracts certificates 文件 合同 证明 回单",
    "dues": "bills payments deadline 账单 缴费 到期 还款",
    "exchange": "currency foreign dollar fx 汇率 外汇 美元 换汇",
    "family": "children parents household 家庭 孩子 父母 亲情",
    "feed": "news articles learn 资讯 文章 阅读 新闻",
    "goals": "save target plan dream 目标 攒钱 储蓄 计划",
    "gold": "metal price 黄金 金价 贵金属",
    "holdings": "positions investments products 持仓 理财 基金",
    "journey": "stage path life 旅程 阶段 成长",
    "limits": "cap transfer maximum 限额 额度 转账",
    "manager": "advisor contact person 客户经理 理财经理 联系",
    "notices": "messages announcements 公告 消息 通知",
    "performance": "return profit yield 收益 盈亏 业绩 回报",
    "products": "recommended invest buy 推荐 产品 理财",
    "smart": "now important urgent suggestion 智能 现在 推荐 重要",
    "spending": "budget expenses where money goes 花销 消费 预算 支出",
    "statements": "history print 流水 对账单 明细",
    "tax": "deduction refund 个税 税 抵扣",
    "travel": "trip abroad holiday 旅行 出境 出国",
    "watch_list": "follow favourites 自选 关注",
}
"""Synonyms by kind; a kind that is not named here is found by its own words."""


def words_of(known: Widget) -> str:
    """Return everything that a kind is found by, in one line."""
    said = {one: (known.title_in(one), known.summary_in(one)) for one in (SIMPLIFIED, ENGLISH)}
    traditional = " ".join((known.title_in(TRADITIONAL), known.summary_in(TRADITIONAL)))
    called = CALLED.get(known.kind, "").split()
    chinese = (said[SIMPLIFIED][0], *(one for one in called if not one.isascii()))
    pinyin = " ".join(chinese_words(one) for one in chinese)
    plain = " ".join((*said[SIMPLIFIED], *said[ENGLISH], traditional, *called))
    return f"{plain.lower()} {pinyin}"


def matches(told: str, query: str) -> bool:
    """Say whether every word of a query is among what is told of a kind."""
    return all(word in told for word in searched(query))
