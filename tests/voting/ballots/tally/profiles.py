"""Elections whose result is published, with where it stands."""

from voting.ballots.tally.files import ranked
from voting.ballots.tally.methods import Kind, Poll

TENNESSEE = "Memphis Nashville Chattanooga Knoxville"
"""The textbook election of a capital, by distance; Wikipedia, "Instant-runoff voting", "Schulze method", "Borda count"."""
TENNESSEE_BALLOTS = ((42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM"))

BURLINGTON_BALLOTS = (
    *((1332, "MKW"), (767, "MWK"), (455, "M"), (2043, "KMW"), (371, "KWM"), (568, "K")),
    *((1513, "WMK"), (495, "WKM"), (1289, "W")),
)
"""Montroll, Kiss, Wright: the last three of the mayoral election of Burlington, Vermont, 2009, after the city's ballot file as
counted by W. D. Smith, rangevoting.org/Burlington.html."""

ALASKA_BALLOTS = (
    *((27053, "BPL"), (15467, "BLP"), (11290, "B"), (34049, "PBL"), (3652, "PLB"), (21272, "P")),
    *((47407, "LBP"), (4645, "LPB"), (23747, "L")),
)
"""Begich, Palin, PeLtola: special election of Alaska, August 2022; A. Graham-Squire and D. McCune, "Ranked Choice Wackiness in
Alaska", Math Horizons, 2023."""

IRELAND_BALLOTS = ((612265, "R"), (694484, "L"), (205565, "CR"), (36789, "CL"), (25548, "C"))
"""Robinson, Lenihan, Currie: presidential election of Ireland, 1990, official count and transfers."""

FOOD_BALLOTS = ((4, "O"), (2, "PO"), (8, "CS"), (4, "CH"), (1, "S"), (1, "H"))
"""Oranges, Pears, Chocolate, Strawberries, Hamburgers: three dishes for a party; Wikipedia, "Single transferable vote"."""

SURPLUS_BALLOTS = ((16, "ABCD"), (24, "ACBD"), (17, "DABC"))
"""Andrea, Brad, Carter, Delilah, two places; Wikipedia, "Counting single transferable votes"."""

SCHULZE_BALLOTS = (
    *((5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC")),
)
"""M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
method", example 1: E, A, C, B, D."""


def poll(letters: str, ballots: tuple[tuple[int, str], ...], seats: int = 1) -> Poll:
    """Ranked ballots over options named by a letter."""
    return Poll(
        Kind.RANKS, ranked(letters, [(n, [letters.index(one) for one in order]) for n, order in ballots]), seats
    )


def letters(options: str, indexes: tuple[int, ...]) -> str:
    return "".join(options[index] for index in indexes)
