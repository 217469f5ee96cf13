"""What people type and say, and what is meant by it."""

import pytest

from dashboard.commands.grammar import likeness, names_of, normal, understand

KINDS = names_of(
    {
        "balances": ("账户", "Accounts"),
        "dues": ("账单与到期", "Bills and maturities"),
        "feed": ("值得一读", "Worth reading"),
        "notices": ("银行通知", "Notices"),
        "billers": ("生活缴费", "Pay bills"),
    }
)


def meant(heard: str) -> list[dict[str, str]]:
    return [one.command.model_dump(exclude_defaults=True) for one in understand(heard, KINDS)]


@pytest.mark.parametrize(
    ("heard", "command"),
    [
        ("加缴费", {"verb": "add", "kind": "billers"}),
        ("请帮我加一个账单卡片吧", {"verb": "add", "kind": "dues"}),
        ("加個「帳單」卡片", {"verb": "add", "kind": "dues"}),
        ("add the news card please", {"verb": "add", "kind": "feed"}),
        ("ad notices", {"verb": "add", "kind": "notices"}),
        ("把通知去掉", {"verb": "remove", "kind": "notices"}),
        ("get rid of the news", {"verb": "remove", "kind": "feed"}),
        ("账单往上移", {"verb": "move", "kind": "dues", "direction": "earlier"}),
        ("把账单移到最前面", {"verb": "move", "kind": "dues", "direction": "first"}),
        ("move notices down", {"verb": "move", "kind": "notices", "direction": "later"}),
        ("put news last", {"verb": "move", "kind": "feed", "direction": "last"}),
        ("账单大一点", {"verb": "grow", "kind": "dues"}),
        ("make the notices smaller", {"verb": "shrink", "kind": "notices"}),
        ("撤销", {"verb": "undo"}),
        ("Undo!", {"verb": "undo"}),
        ("深色模式", {"verb": "theme", "value": "dark"}),
        ("high contrast", {"verb": "theme", "value": "contrast"}),
        ("打开长辈版", {"verb": "senior", "value": "on"}),
        ("退出简爱版", {"verb": "senior", "value": "off"}),
        ("字大一点", {"verb": "senior", "value": "on"}),
        ("隐藏金额", {"verb": "amounts", "value": "on"}),
        ("show my amounts", {"verb": "amounts", "value": "off"}),
        ("朗读", {"verb": "read"}),
        ("读一下账单", {"verb": "read", "kind": "dues"}),
        ("我还有多少钱", {"verb": "ask", "question": "balance"}),
        ("How much money do I have?", {"verb": "ask", "question": "balance"}),
        ("我的总资产", {"verb": "ask", "question": "worth"}),
        ("what is due", {"verb": "ask", "question": "due"}),
        ("去首页", {"verb": "find", "page": "/"}),
        ("settings", {"verb": "find", "page": "/me"}),
        ("交费", {"verb": "find", "kind": "billers"}),
    ],
)
def test_a_command_is_understood(heard: str, command: dict[str, str]) -> None:
    assert meant(heard) == [command]


@pytest.mark.parametrize("heard", ["", "   ", "!?", "flarg", "转给老王五百块", "DROP TABLE users"])
def test_what_is_no_command_is_not_guessed(heard: str) -> None:
    assert meant(heard) == []


def test_what_may_mean_two_cards_is_both() -> None:
    assert [one["kind"] for one in meant("add bill")] == ["dues", "billers"]


def test_a_command_that_names_no_card_keeps_its_verb() -> None:
    assert meant("放大") == [{"verb": "grow"}]


def test_a_homophone_is_nearly_as_good_as_the_name() -> None:
    assert 90 < likeness("张单", "账单") < 100


def test_what_sounds_only_a_little_alike_is_another_name() -> None:
    assert likeness("消费", "缴费") < 72


def test_a_very_long_text_is_cut_before_it_is_read() -> None:
    assert len(normal("加" * 5_000)) == 120
