"""Messages as transmitters may send them."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from vaka.edge.alarms.frame import CrcForm
from vaka.edge.alarms.wire import Message

KEYS = {
    16: bytes.fromhex("00112233445566778899AABBCCDDEEFF"),
    24: bytes(range(24)),
    32: bytes(range(32)),
}
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

HEX = "0123456789ABCDEF"
accounts = st.text(HEX, min_size=3, max_size=16)
sequences = st.integers(0, 9999).map(lambda number: f"{number:04}")
numbers = st.none() | st.text(HEX, min_size=1, max_size=6)
lines = st.text(HEX, min_size=1, max_size=6)
words = st.text("ABCabcåäöÅÄÖ 0123456789.,'-", max_size=30)
instants = st.integers(946_684_800, 4_102_444_799).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@st.composite
def sia_data(draw: st.DrawFn, account: str) -> str:
    code = draw(st.sampled_from(["BA", "FA", "PA", "RP", "OP", "CL", "UR"]))
    zone = draw(st.text("0123456789", max_size=4))
    area = draw(st.sampled_from(["", "ri1/", "ri04/id7/", "ti19:44/ri2/"]))
    text = draw(words)
    return f"#{account}|N{area}{code}{zone}" + (f"^{text}^" if text else "")


@st.composite
def contact_id_data(draw: st.DrawFn, account: str) -> str:
    qualifier = draw(st.sampled_from("136"))
    code, zone = (draw(st.text("0123456789", min_size=3, max_size=3)) for _ in range(2))
    area = draw(st.text("0123456789", min_size=2, max_size=2))
    return f"#{account}|{qualifier}{code} {area} {zone}"


@st.composite
def messages(draw: st.DrawFn, *, encrypted: bool = False) -> Message:
    account = draw(accounts)
    token = draw(st.sampled_from(["SIA-DCS", "ADM-CID", "NULL"]))
    data = {
        "SIA-DCS": sia_data(account),
        "ADM-CID": contact_id_data(account),
        "NULL": st.just(""),
    }[token]
    extended = st.sampled_from(
        ["X013E00.246", "Y55N36.27", "Vrtsp://192.0.2.7/1", "M0026B9E4268B", "IHallen"]
    )
    return Message(
        token,
        draw(sequences),
        account,
        draw(numbers),
        draw(lines),
        (draw(data),),
        tuple(draw(st.lists(extended, max_size=3, unique=True))),
        draw(instants if encrypted else st.none() | instants),
        encrypted,
        draw(st.sampled_from(CrcForm)),
    )
