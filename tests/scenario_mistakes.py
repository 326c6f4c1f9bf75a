"""Mistakes in scenario files: what is written, where it must be pointed at, what must be said."""

from __future__ import annotations

from typing import NamedTuple

HEAD = 'id = "s"\ntitle = "S"\nstart = 2027-01-01\ndays = 365\n'
ACT = '[[shock]]\nkind = "restriction"\nid = "ban"\nby = ["CHN"]\ngoods = ["gallium_metal"]\n'
LOSS = (
    '[[shock]]\nkind = "capacity_loss"\nid = "quake"\neconomies = ["TWN"]\n'
    'goods = ["logic_chips"]\nshare = 0.5\n'
)
RUSH = (
    '[[shock]]\nkind = "demand_change"\nid = "rush"\neconomies = ["USA"]\n'
    'goods = ["solar_modules"]\nchange = 0.5\n'
)
_REPLY = 'parties = ["JPN"]\ngoods = ["gallium_metal"]\n'
REPLIES = {
    "stock_release": f'id = "r"\n{_REPLY}cover_days = 60\n',
    "substitution": f'id = "r"\n{_REPLY}share = 0.1\n',
    "rerouting": f'id = "r"\n{_REPLY}spare = 0.1\n',
    "demand_saving": f'id = "r"\n{_REPLY}share = 0.1\n',
    "new_capacity": f'id = "r"\n{_REPLY}amount = 0.1\n',
    "allied_sharing": f'id = "r"\n{_REPLY}share = 0.5\n',
}
EXEMPT = "[[shock.exempt]]\n"


class Mistake(NamedTuple):
    """Hold a text, and parts of the place, the finding and the remedy its error must have."""

    name: str
    text: str | bytes
    where: str
    found: str
    remedy: str


def act(extra: str) -> str:
    return HEAD + ACT + extra


def swap(old: str, new: str, text: str = HEAD + ACT) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def reply(kind: str, old: str, new: str) -> str:
    return HEAD + f'[[response]]\nkind = "{kind}"\n' + swap(old, new, REPLIES[kind])


def _whole_texts() -> list[Mistake]:
    toml = "UTF-8 TOML"
    return [
        Mistake("empty", "", "x.toml", "no start", "add start"),
        Mistake("blank", " \n\t\n", "x.toml", "no start", "add start"),
        Mistake("prose", "China bans gallium.", "x.toml", "not TOML", toml),
        Mistake("json", '{"id": "s"}', "x.toml", "not TOML", toml),
        Mistake("yaml", "id: s\nstart: 2027-01-01", "x.toml", "not TOML", toml),
        Mistake("xml", "<scenario/>", "x.toml", "not TOML", toml),
        Mistake("csv", "id,title\ns,S", "x.toml", "not TOML", toml),
        Mistake("binary", b"\x00\x01\xff\xfe", "x.toml", "not UTF-8", toml),
        Mistake("nul", HEAD + "\x00", "x.toml", "not TOML", toml),
        Mistake("png", b"\x89PNG\r\n\x1a\n", "x.toml", "not UTF-8", toml),
        Mistake("utf-16", HEAD.encode("utf-16"), "x.toml", "not UTF-8", toml),
        Mistake("latin-1", 'title = "é"'.encode("latin-1"), "x.toml", "not UTF-8", toml),
        Mistake("shift-jis", 'title = "禁輸"'.encode("shift_jis"), "x.toml", "not UTF-8", toml),
        Mistake("half a surrogate", 'title = "\ud800"', "x.toml", "not UTF-8", toml),
        Mistake("huge", "# " + "x" * 300_000, "x.toml", "300002 characters", "under 200000"),
        Mistake("huge bytes", b"#" * 300_000, "x.toml", "300000 characters", "under 200000"),
        Mistake("deep lists", "id = " + "[" * 50_000, "x.toml", "nested too deeply", toml),
        Mistake("deep tables", "id = " + "{a=" * 20_000, "x.toml", "nested too deeply", toml),
        Mistake("deep key", "a" + ".a" * 90_000 + " = 1", "x.toml", "over 50 parts", toml),
        Mistake("deep table", "[" + "'a' . " * 30_000 + "a]", "x.toml", "over 50 parts", toml),
        Mistake("deep names", r'"a\"".' * 30_000 + "a=1", "x.toml", "over 50 parts", toml),
        Mistake("open quote", HEAD + 'note = "x', "x.toml", "not TOML", toml),
        Mistake("key twice", HEAD + 'id = "t"', "x.toml", "not TOML", toml),
        Mistake("two marks", "\ufeff\ufeff" + HEAD, "x.toml", "not TOML", toml),
        Mistake("comma for point", act("cut = 0,5\n"), "x.toml", "not TOML", toml),
        Mistake("per cent", act("cut = 50%\n"), "x.toml", "not TOML", toml),
        Mistake("bare word", act("side = export\n"), "x.toml", "not TOML", toml),
        Mistake("smart quotes", swap('"S"', "“S”"), "x.toml", "not TOML", toml),
        Mistake("5000 digits", swap("365", "9" * 5000), "x.toml", "not TOML", toml),
        Mistake("no such day", swap("2027-01-01", "2027-02-30"), "x.toml", "not TOML", toml),
        Mistake("month 13", swap("2027-01-01", "2027-13-01"), "x.toml", "not TOML", toml),
        Mistake("year 0", swap("2027-01-01", "0000-01-01"), "x.toml", "not TOML", toml),
        Mistake(
            "301 parts",
            HEAD + "".join(swap('"ban"', f'"b{n}"', ACT) for n in range(301)),
            "x.toml",
            "301 shocks",
            "at most 300",
        ),
    ]


def _heads() -> list[Mistake]:
    quotes, whole = "without quotes", "whole number"
    day = [
        ("text", '"2027-01-01"'),
        ("a year", "2027"),
        ("slashes", '"01/01/2027"'),
        ("a time", "2027-01-01T00:00:00"),
        ("hour alone", "08:00:00"),
        ("true", "true"),
        ("a list", "[2027-01-01]"),
        ("a word", '"tomorrow"'),
        ("zoned", "2027-01-01T00:00:00Z"),
    ]
    days = [
        ("text", '"365"'),
        ("a float", "365.0"),
        ("true", "true"),
        ("nan", "nan"),
        ("a list", "[365]"),
        ("a range", "{ low = 1, best = 2, high = 3 }"),
    ]
    names = [
        ("a space", '"my ban"'),
        ("an accent", '"été"'),
        ("empty", '""'),
        ("65 letters", f'"{"a" * 65}"'),
        ("a number", "7"),
        ("a dot", '"a.b"'),
        ("a newline", '"a\\n"'),
        ("a hash", '"a#0"'),
    ]
    return [
        *(
            Mistake(f"start is {n}", swap("2027-01-01", v), "x.toml, start", "found", quotes)
            for n, v in day
        ),
        *(Mistake(f"days is {n}", swap("365", v), "x.toml, days", "found", whole) for n, v in days),
        Mistake("no days", swap("days = 365\n", ""), "x.toml", "no days", "add days"),
        Mistake("zero days", swap("365", "0"), "x.toml", "0 days", "1 to 36500"),
        Mistake("minus days", swap("365", "-5"), "x.toml", "-5 days", "1 to 36500"),
        Mistake("101 years", swap("365", "36501"), "x.toml", "36501 days", "1 to 36500"),
        Mistake("1e12 days", swap("365", "1000000000000"), "x.toml", "10000", "1 to 36500"),
        Mistake("days 1e12", swap("365", "1e12"), "x.toml, days", "1000000000000.0", whole),
        Mistake(
            "the end of time", swap("2027-01-01", "9999-12-01"), "x.toml", "365 days", "9999-12-31"
        ),
        *(Mistake(f"id is {n}", swap('"s"', v), "x.toml, id", "found", "") for n, v in names),
        Mistake("no id", swap('id = "s"\n', ""), "x.toml", "no id", "add id"),
        Mistake("no title", swap('title = "S"\n', ""), "x.toml", "no title", "add title"),
        Mistake("blank title", swap('"S"', '"  "'), "x.toml, title", "found", "some text"),
        Mistake("title is 5", swap('"S"', "5"), "x.toml, title", "found 5", "some text"),
        Mistake("note is 5", HEAD + "note = 5", "x.toml, note", "found 5", "some text"),
        Mistake("title_ja", HEAD + "title_ja = []", "x.toml, title_ja", "a list", "some text"),
        Mistake("sources is text", HEAD + 'sources = "a"', "x.toml, sources", "'a'", "["),
        Mistake("a source is 5", HEAD + "sources = [5]", "x.toml, sources", "found 5", "quotes"),
        Mistake("source twice", HEAD + 'sources = ["a", "a"]', "x.toml, sources", "twice", "once"),
        Mistake("standing", HEAD + 'standing = "maybe"', "x.toml", "'maybe'", "real, plausible"),
        Mistake("standing 1", HEAD + "standing = 1", "x.toml, standing", "found 1", "text"),
        Mistake("unknown key", HEAD + "dayz = 3", "x.toml", "'dayz'", "perhaps days"),
        Mistake("capital key", HEAD + 'Title = "T"', "x.toml", "'Title'", "perhaps title"),
        Mistake("japanese key", HEAD + '"題" = "T"', "x.toml", "'題'", "perhaps"),
        Mistake("long key", HEAD + f"{'k' * 500} = 1", "x.toml", "502 characters", "perhaps"),
        Mistake("shocks", swap("[[shock]]", "[[shocks]]"), "x.toml", "'shocks'", "perhaps shock"),
        Mistake("restriction", swap("[[shock]]", "[[restriction]]"), "x.toml", "'restr", "shock"),
        Mistake("[shock]", swap("[[shock]]", "[shock]"), "x.toml", "one value", "[[shock]]"),
        Mistake("shock = 5", HEAD + "shock = 5", "x.toml", "one value", "[[shock]]"),
        Mistake("shock = [5]", HEAD + "shock = [5]", "x.toml, shock 1", "no kind", "restriction"),
        Mistake("[[[]]]", HEAD + "shock = [[[]]]", "x.toml, shock 1", "no kind", "restriction"),
        Mistake("response = {}", HEAD + "response = {}", "x.toml", "one value", "[[response]]"),
    ]


def _kinds() -> list[Mistake]:
    shock, options = "x.toml, shock 1", "restriction, capacity_loss, demand_change"
    return [
        Mistake("no kind", swap('kind = "restriction"\n', ""), shock, "no kind", options),
        Mistake("a ban", swap('"restriction"', '"ban"'), shock, "'ban'", options),
        Mistake("class name", swap('"restriction"', '"Restriction"'), shock, "'Restr", options),
        Mistake("kind 5", swap('"restriction"', "5"), shock, "'5'", options),
        Mistake("kind list", swap('"restriction"', '["restriction"]'), shock, "kind", options),
        Mistake(
            "reply as shock", HEAD + '[[shock]]\nkind = "rerouting"', shock, "'rerouting'", options
        ),
        Mistake(
            "shock as reply",
            swap("[[shock]]", "[[response]]"),
            "x.toml, response 1",
            "'restriction'",
            "rerouting",
        ),
        Mistake("same id", HEAD + ACT + ACT, "x.toml", "ban stands more than once", "each an id"),
        Mistake(
            "id of a reply",
            HEAD
            + ACT
            + '[[response]]\nkind = "rerouting"\n'
            + REPLIES["rerouting"].replace('"r"', '"ban"'),
            "x.toml",
            "ban stands more than once",
            "each an id",
        ),
        Mistake("no part id", swap('id = "ban"\n', ""), shock, "no id", "add id"),
        Mistake("part id", swap('"ban"', '"a#0"'), f"{shock} (restriction a#0), id", "a#0", "64"),
        Mistake("no by", swap('by = ["CHN"]\n', ""), "ban)", "no by", "add by"),
        Mistake("no goods", swap('goods = ["gallium_metal"]\n', ""), "ban)", "no goods", "goods"),
    ]


def _amounts() -> list[Mistake]:
    ban, one = "x.toml, shock 1 (restriction ban)", "from 0 to 1"
    out = [
        Mistake("cut -0.1", act("cut = -0.1\n"), ban, "cut (share) is -0.1", one),
        Mistake("cut 1.5", act("cut = 1.5\n"), ban, "cut (share) is 1.5", one),
        Mistake("cut 100", act("cut = 100\n"), ban, "cut (share) is 100", one),
        Mistake("cut just above", act("cut = 1.0000001\n"), ban, "is 1.0000001", one),
        Mistake("cut huge", act(f"cut = 1{'0' * 400}\n"), f"{ban}, cut", "digits", "sensible"),
        Mistake("cut 1e400", act("cut = 1e400\n"), ban, "is inf", one),
        Mistake("empty range", act("cut = {}\n"), f"{ban}, cut", "no low", "add low"),
        Mistake("no best", act("cut = {low=0,high=1}\n"), f"{ban}, cut", "no best", "add best"),
        Mistake("min", act("cut = {min=0,best=0,high=1}\n"), f"{ban}, cut", "'min'", "low"),
        Mistake(
            "reversed",
            act("cut = {low=1,best=0.5,high=0}\n"),
            f"{ban}, cut",
            "a range from 1",
            "low <=",
        ),
        Mistake(
            "best outside", act("cut = {low=0,best=2,high=1}\n"), f"{ban}, cut", "over 2", "low <="
        ),
        Mistake("range to 1.5", act("cut = {low=0,best=1,high=1.5}\n"), ban, "is 1.5", one),
        Mistake(
            "range of text",
            act('cut = {low="0",best=0,high=1}\n'),
            f"{ban}, cut, low",
            "'0'",
            "number",
        ),
        Mistake(
            "range with nan",
            act("cut = {low=0,best=nan,high=1}\n"),
            f"{ban}, cut",
            "missing or inf",
            "numbers",
        ),
        Mistake(
            "range in a range",
            act("cut = {low={},best=0,high=1}\n"),
            f"{ban}, cut, low",
            "a dict",
            "number",
        ),
        Mistake(
            "zero duration", act("duration_days = 0\n"), ban, "duration_days is 0", "1 to 36500"
        ),
        Mistake(
            "duration none",
            act('duration_days = "none"\n'),
            f"{ban}, duration_days",
            "'none'",
            "number",
        ),
        Mistake(
            "duration date",
            act("duration_days = 2027-02-01\n"),
            f"{ban}, duration_days",
            "2027-02-01",
            "number",
        ),
        Mistake(
            "delay 1e12",
            act("licence_delay_days = 1e12\n"),
            ban,
            "licence_delay_days is 1",
            "36500",
        ),
        Mistake("ramp -1", act("ramp_days = -1\n"), ban, "ramp_days is -1", "0 to 36500"),
        Mistake("ease inf", act("ease_days = inf\n"), ban, "ease_days is inf", "0 to 36500"),
        Mistake("ease range", act("ease_days = {low=-1,best=0,high=1}\n"), ban, "is -1", "36500"),
        Mistake("share 1.2", HEAD + LOSS.replace("0.5", "1.2"), "quake)", "share lost is 1.2", one),
        Mistake("no share", HEAD + LOSS.replace("share = 0.5\n", ""), "quake)", "no share", "add"),
        Mistake("change -2", HEAD + RUSH.replace("0.5", "-2"), "rush)", "is -2", "from -1 to 10"),
        Mistake("change 50", HEAD + RUSH.replace("0.5", "50"), "rush)", "is 50", "from -1 to 10"),
        Mistake("cut of a loss", HEAD + LOSS + "cut = 1\n", "quake)", "'cut'", "perhaps"),
    ]
    for value, shown in (("nan", "nan"), ("inf", "inf"), ("-inf", "-inf")):
        out.append(Mistake(f"cut {value}", act(f"cut = {value}\n"), ban, f"is {shown}", one))
    out += [
        Mistake(f"cut = {value}", act(f"cut = {value}\n"), f"{ban}, cut", "found", "number")
        for value in ('"0.5"', "true", "[0.5]", "2027-01-01", '"50 %"', "12:00:00")
    ]
    return out


def _parties() -> list[Mistake]:
    ban = "x.toml, shock 1 (restriction ban)"
    out = [
        Mistake(f"by {v}", swap('["CHN"]', v), f"{ban}, by", found, remedy)
        for v, found, remedy in (
            ("[]", "an empty list", "name parties"),
            ('"CHN"', "'CHN'", "["),
            ("[1]", "found 1", "quotes"),
            ('[""]', "''", "quotes"),
            ('[["CHN"]]', "a list", "quotes"),
            ('["CHN", "CHN"]', "twice", "once"),
            ('["China"]', "no party 'China'", "perhaps CHN"),
            ('["中国"]', "no party '中国'", "perhaps CHN"),
            ('["Chine"]', "no party 'Chine'", "perhaps CHN"),
            ('["chn"]', "no party 'chn'", "perhaps CHN"),
            ('["CN"]', "no party 'CN'", "perhaps CHN"),
            ('["CHN "]', "no party 'CHN '", "perhaps CHN"),
            ('["XXX"]', "no party 'XXX'", "ISO 3166"),
            ('["G8"]', "no party 'G8'", "EPCC"),
            ('["SUN"]', "'SUN' is no more", "of today"),
            ('["ROW"]', "a line of statistics", "WLD"),
            ('["WLD", "CHN"]', "WLD beside others", "alone"),
        )
    ]
    before = HEAD.replace("2027", "2020")
    return [
        *out,
        Mistake("by the world", swap('["CHN"]', '["WLD"]'), ban, "whole world", "who restricts"),
        Mistake("all but the world", act('all_but = ["WLD"]\n'), ban, "spared", "leave"),
        Mistake("both ways", act('on = ["USA"]\nall_but = ["JPN"]\n'), ban, "both", "one way"),
        Mistake("on nobody", act("on = []\n"), f"{ban}, on", "an empty list", "leave the key out"),
        Mistake("on itself", act('on = ["CHN"]\n'), "ban, on", "only those who", "name others"),
        Mistake("no bloc yet", before + ACT + 'on = ["EPCC"]\n', "ban, on", "no members", "move"),
        Mistake(
            "no bloc any more", swap('["CHN"]', '["MSP"]'), "ban, by", "MSP has no members", "move"
        ),
        Mistake(
            "no bloc to lose",
            before + LOSS.replace("TWN", "EPCC"),
            "quake, economies",
            "EPCC has no members",
            "name the economies",
        ),
        Mistake("side", act('side = "both"\n'), ban, "side 'both'", "export or import"),
        Mistake("blank side", act('side = ""\n'), ban, "side ''", "export or import"),
        Mistake("no economies", HEAD + LOSS.replace('["TWN"]', "[]"), "economies", "empty", "name"),
    ]


def _goods() -> list[Mistake]:
    place = "x.toml, shock 1 (restriction ban), goods"
    return [
        *(
            Mistake(f"goods {v[:30]}", swap('["gallium_metal"]', v), place, found, remedy)
            for v, found, remedy in (
                ('"gallium_metal"', "found 'gallium_metal'", "["),
                ("[5]", "found 5", "quotes"),
                ('[" "]', "' '", "quotes"),
                ('["galium"]', "'galium'", "gallium_metal"),
                ('["ガリウム"]', "'ガリウム'", "gallium_metal"),
                ('["unobtainium"]', "'unobtainium'", ""),
                ('["811292"]', "'811292'", "gallium_metal"),
                ('["999999"]', "'999999'", ""),
                ('["industry:"]', "industry ''", "industry:CODE"),
                ('["industry:C 26"]', "industry 'C 26'", "industry:CODE"),
                (f'["{"g" * 300}"]', "300 characters", "its id"),
                ('["gallium", "gallium_metal"]', "gallium_metal by 'gallium'", "once"),
                ('["gallium_metal", "gallium_metal"]', "twice", "once"),
            )
        ),
        Mistake("no good", swap('["gallium_metal"]', "[]"), "ban)", "no origin or no good", "name"),
    ]


def _dates() -> list[Mistake]:
    return [
        Mistake("too soon", act("start = 2026-12-31\n"), "x.toml", "starts 2026-12-31", "move it"),
        Mistake("too late", act("start = 2028-01-01\n"), "x.toml", "outside", "lengthen"),
        Mistake("shock text", act('start = "2027-02-01"\n'), "ban), start", "'2027", "quotes"),
        Mistake("shock time", act("start = 2027-02-01T10:00:00\n"), "ban), start", "2027", "time"),
        Mistake(
            "reply too soon",
            reply("rerouting", "spare", "start = 2026-01-01\nspare"),
            "x.toml",
            "r starts 2026-01-01",
            "move it",
        ),
        Mistake(
            "reply text",
            reply("rerouting", "spare", 'start = "soon"\nspare'),
            "(rerouting r), start",
            "'soon'",
            "quotes",
        ),
    ]


def _exemptions() -> list[Mistake]:
    place = "(restriction ban), exempt 1"
    return [
        Mistake("exempt = 5", act("exempt = 5\n"), "ban)", "exempt is one", "[[shock.exempt]]"),
        Mistake("[exempt]", act('[shock.exempt]\nparties=["JPN"]\n'), "ban)", "one", "[[shock"),
        Mistake("exempt [5]", act("exempt = [5]\n"), place, "5 where a table", "parties"),
        Mistake("no parties", act(EXEMPT), place, "no parties", "add parties"),
        Mistake("nobody", act(EXEMPT + "parties = []\n"), place, "an empty list", "name parties"),
        Mistake("everyone", act(EXEMPT + 'parties = ["WLD"]\n'), place, "everyone", "smaller cut"),
        Mistake("unknown", act(EXEMPT + 'parties = ["JP"]\n'), place, "'JP'", "perhaps JPN"),
        Mistake("itself", act(EXEMPT + 'parties = ["CHN"]\n'), "ban, exempt 1", "not hit", "only"),
        Mistake(
            "not hit",
            act('on = ["USA"]\n' + EXEMPT + 'parties = ["JPN"]\n'),
            "ban, exempt 1",
            "JPN is exempted, but not hit",
            "only parties",
        ),
        Mistake(
            "spared already",
            act('all_but = ["JPN"]\n' + EXEMPT + 'parties = ["JPN"]\n'),
            "ban, exempt 1",
            "JPN is exempted, but not hit",
            "only parties",
        ),
        Mistake(
            "exempt twice",
            act((EXEMPT + 'parties = ["JPN"]\n') * 2),
            "ban, exempt 1",
            "JPN is exempted twice",
            "keep one",
        ),
        Mistake("share 2", act(EXEMPT + 'parties = ["JPN"]\nshare = 2\n'), place, "is 2", "0 to 1"),
        Mistake(
            "share nan", act(EXEMPT + 'parties = ["JPN"]\nshare = nan\n'), place, "nan", "0 to 1"
        ),
        Mistake(
            "share text",
            act(EXEMPT + 'parties = ["JPN"]\nshare = "all"\n'),
            f"{place}, share",
            "'all'",
            "number",
        ),
        Mistake(
            "wrong key", act(EXEMPT + 'party = ["JPN"]\n'), place, "'party'", "perhaps parties"
        ),
        Mistake(
            "bloc not yet",
            HEAD.replace("2027", "2020") + ACT + EXEMPT + 'parties = ["EPCC"]\n',
            "ban, exempt 1",
            "EPCC has no members",
            "move",
        ),
    ]


def _replies() -> list[Mistake]:
    out = []
    for kind in REPLIES:
        place = f"x.toml, response 1 ({kind} r)"
        out += [
            Mistake(f"{kind}: no goods", reply(kind, '["gallium_metal"]', "[]"), place, "no", "na"),
            Mistake(
                f"{kind}: nobody", reply(kind, '["JPN"]', "[]"), f"{place}, parties", "emp", "name"
            ),
            Mistake(
                f"{kind}: who", reply(kind, "JPN", "Japan"), f"{place}, parties", "'Japan'", "JPN"
            ),
            Mistake(
                f"{kind}: what", reply(kind, "gallium_m", "m"), f"{place}, goods", "'metal", ""
            ),
            Mistake(f"{kind}: key", reply(kind, "goods", "good"), place, "'good'", "perhaps goods"),
        ]
    return [
        *out,
        Mistake("release", reply("stock_release", "60", "-1"), "r)", "cover_days is -1", "36500"),
        Mistake("rate", reply("stock_release", "60", "60\nrate = 11"), "r)", "is 11", "0 to 10"),
        Mistake("replaced", reply("substitution", "0.1", "1.1"), "r)", "replaced is 1.1", "0 to 1"),
        Mistake("spare", reply("rerouting", "0.1", "99"), "r)", "is 99", "0 to 10"),
        Mistake("leak", reply("rerouting", "0.1", "0\nleakage = 2"), "r)", "is 2", "0 to 1"),
        Mistake(
            "from whom", reply("rerouting", "0.1", '0\nsources = ["X"]'), "sources", "'X'", "ISO"
        ),
        Mistake("saved", reply("demand_saving", "0.1", "-0.1"), "r)", "share saved", "0 to 1"),
        Mistake("opened", reply("new_capacity", "0.1", "nan"), "r)", "is nan", "0 to 10"),
        Mistake("pooled", reply("allied_sharing", "0.5", "1.5"), "r)", "share pooled", "0 to 1"),
    ]


MISTAKES = [
    *_whole_texts(),
    *_heads(),
    *_kinds(),
    *_amounts(),
    *_parties(),
    *_goods(),
    *_dates(),
    *_exemptions(),
    *_replies(),
]
