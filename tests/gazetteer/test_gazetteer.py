from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Gazetteer, KnownName

ORSA = KnownName(
    "company:orsa",
    "Company",
    "Orsa Motors",
    ("Orsa", "ORS"),
    (("ticker", "XNYS:ORS"), ("ticker", "XHKG:20")),
    "US",
)
HARBOR = KnownName(
    "company:harbor", "Company", "Harbor", (), (("ticker", "XNYS:HB.A"),), "US", ambiguous=True
)
HARBOR_TOWN = KnownName("place:harbor", "Place", "Harbor", (), (), "US")
KESTREL_ROCHE = KnownName("company:kestrel-roche", "Company", "Kestrel-Roché", ("D'Anvers & Co",), (), "FR")
ORSA_CLOUD = KnownName("company:orsa-cloud", "Company", "Orsa Cloud", (), (), "US", "company:orsa")
NYSE = KnownName("exchange:xnys", "Exchange", "NYSE", (), (("code", "NYSE"), ("mic", "XNYS")), "US")
HKEX = KnownName("exchange:xhkg", "Exchange", "HKEX", (), (("code", "HKG"), ("mic", "XHKG")), "HK")
LAND = KnownName("place:or", "Place", "Oria", ("O.R.",), (("iso", "OR"),), "OR", demonyms=("Orian", "O.R."))
STATE = KnownName(
    "gov:or",
    "Government",
    "Government of Oria",
    ("Port Oria", "government of Oria", "Oria"),
    (("iso", "OR"),),
    "OR",
)
SMALL = Gazetteer([ORSA, HARBOR, HARBOR_TOWN, KESTREL_ROCHE, ORSA_CLOUD, NYSE, HKEX, LAND, STATE])
SHIPPED = Gazetteer.load()


@pytest.mark.parametrize(
    ("surface", "ids"),
    [
        ("Orsa", ["company:orsa"]),
        ("ORSA", ["company:orsa"]),
        ("the Orsa", ["company:orsa"]),
        ("Orsa’s", ["company:orsa"]),
        ("Orsa Holdings, Inc.", ["company:orsa"]),
        ("orsa", []),
        ("Orsas", []),
        ("Orsa Cars", []),
        ("ORS", ["company:orsa"]),
        ("ors", []),
        ("Ors", []),
        ("Kestrel Roche SA", ["company:kestrel-roche"]),
        ("D’Anvers & Co", ["company:kestrel-roche"]),
        ("Harbor", ["company:harbor", "place:harbor"]),
        ("HARBOR", ["place:harbor"]),
        ("harbor", []),
        ("Harbor Inc", ["company:harbor"]),
        ("Oria", ["place:or", "gov:or"]),
        ("government of Oria", ["gov:or"]),
        ("", []),
        ("the", []),
        ("'s", []),
    ],
)
def test_lookup(surface: str, ids: list[str]) -> None:
    assert [known.id for known in SMALL.lookup(surface)] == ids


def _scan(text: str) -> list[tuple[str, list[str]]]:
    return [(text[start:end], [k.id for k in known]) for start, end, known in SMALL.scan(text)]


def test_scan_prefers_the_longest_name_and_leaves_possessives_out() -> None:
    assert _scan("Orsa’s unit Orsa Cloud, not Orsa.") == [
        ("Orsa", ["company:orsa"]),
        ("Orsa Cloud", ["company:orsa-cloud"]),
        ("Orsa", ["company:orsa"]),
    ]


def test_scan_takes_legal_forms_in_and_reads_a_company_then() -> None:
    assert _scan("Harbor Group Ltd. left Harbor") == [
        ("Harbor Group Ltd.", ["company:harbor"]),
        ("Harbor", ["company:harbor", "place:harbor"]),
    ]
    assert _scan("D'Anvers & Co., Ltd.") == [("D'Anvers & Co., Ltd.", ["company:kestrel-roche"])]
    for text in ("Orsa co-founded it", "Orsa Co-Founder", "by Orsa. Group sales", "Orsa Groupings"):
        assert _scan(text) == [("Orsa", ["company:orsa"])]


def test_scan_keeps_to_words_and_case() -> None:
    assert _scan("Orsalike harbor orsa _Orsa xOrsa") == [("Orsa", ["company:orsa"])]
    assert _scan("non-Orsa, Orsa-based") == [("Orsa", ["company:orsa"]), ("Orsa", ["company:orsa"])]


def test_scan_does_not_join_paragraphs() -> None:
    assert _scan("Orsa\nCloud") == [("Orsa\nCloud", ["company:orsa-cloud"])]
    assert _scan("Orsa\n\n\n\nCloud") == [("Orsa", ["company:orsa"])]


@given(
    st.lists(
        st.sampled_from(["Orsa", "Cloud", "Harbor", "the", "’s", "Group", "Inc.", "O.R.", "\n", "-", "é"])
    )
)
def test_scan_gives_ordered_disjoint_spans_that_lookup_confirms(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for start, end, known in SMALL.scan(text):
        assert last <= start < end <= len(text)
        assert SMALL.lookup(text[start:end]) == known
        last = end


def test_scan_is_linear() -> None:
    text = "Orsa Cloud Orsa Motors the Harbor of Oria " * 2000
    started = time.perf_counter()
    short = len(SMALL.scan(text[: len(text) // 8]))
    middle = time.perf_counter()
    assert len(SMALL.scan(text)) == 8 * short
    assert time.perf_counter() - middle < 40 * (middle - started) + 0.5


@pytest.mark.parametrize(
    ("exchange", "symbol", "known"),
    [
        ("NYSE", "ORS", ORSA),
        ("nyse", "ors", ORSA),
        ("XNYS", "HB-A", HARBOR),
        ("XNYS", "HB/A", HARBOR),
        ("HKG", "0020", ORSA),
        ("HKG", "200", None),
        ("NOWHERE", "ORS", None),
    ],
)
def test_ticker(exchange: str, symbol: str, known: KnownName | None) -> None:
    assert SMALL.ticker(exchange, symbol) == known


def test_demonyms_and_governments() -> None:
    assert SMALL.country_of_demonym("Orian") == LAND
    assert SMALL.country_of_demonym("O.R.") == LAND
    assert SMALL.country_of_demonym("orian") is None
    assert SMALL.government_of(LAND) == STATE
    assert SMALL.government_of(HARBOR_TOWN) is None


def test_the_hash_tells_contents_apart() -> None:
    assert Gazetteer([ORSA]).hash != Gazetteer([HARBOR]).hash
    assert Gazetteer.load().hash == SHIPPED.hash


def test_the_shipped_tables_load_fast() -> None:
    started = time.process_time()
    Gazetteer.load()
    assert time.process_time() - started < 1.5  # 0.5 s on an idle machine


@pytest.mark.parametrize(
    ("surface", "first"),
    [
        ("Alibaba", "company:alibaba-group"),
        ("Alibaba Cloud", "company:alibaba-cloud"),
        ("Baidu", "company:baidu"),
        ("Huawei Technologies Co., Ltd.", "company:huawei"),
        ("Amazon.com Inc.", "company:amazon"),
        ("McDonald’s", "company:mcdonalds"),
        ("AT&T", "company:at-and-t"),
        ("Beijing", "place:cn-beijing"),
        ("the White House", "gov:us"),
        ("Kremlin", "gov:ru"),
        ("Chinese government", "gov:cn"),
        ("U.S.", "place:us"),
        ("FTC", "agency:us-ftc"),
        ("European Commission", "agency:eu-commission"),
        ("NYSE", "exchange:xnys"),
        ("S&P 500", "index:s-and-p-500"),
        ("UAW", "organization:uaw"),
        ("ChatGPT", "product:chatgpt"),
    ],
)
def test_shipped_names(surface: str, first: str) -> None:
    assert SHIPPED.lookup(surface)[0].id == first


def test_shipped_listings() -> None:
    alibaba = SHIPPED.get("company:alibaba-group")
    assert SHIPPED.ticker("NYSE", "BABA") == SHIPPED.ticker("HKEX", "9988") == alibaba
    assert SHIPPED.country_of_demonym("South Korean") == SHIPPED.get("place:kr")


def test_every_shipped_name_finds_its_entity() -> None:
    for known in SHIPPED:
        for name in (known.name, *known.aliases):
            assert known in SHIPPED.lookup(name), name
