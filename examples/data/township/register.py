"""Who there is: villages, grids, officers, households, shops, donors, budgets, old balances."""

from collections import namedtuple

from . import names

Village = namedtuple("Village", "id number name groups grids")
Grid = namedtuple("Grid", "id village officer")
Household = namedtuple("Household", "id village group grid head people status passbook card phone")
Shop = namedtuple("Shop", "id village name")
Officer = namedtuple("Officer", "id name roles villages pin")
Register = namedtuple("Register", "villages grids households shops officers opening")

# People of the township office, who act in every village: T02 types in what comes on paper, T03
# and T04 check claims one after the other, T05 confirms notices, so that four pairs of eyes see
# every point. T01 founds the ledger and is not in the list. The PINs are examples, to be changed
# on the first day.
CHECKERS = "网格员、组长、评议小组、妇联、红白理事会"
TOWNSHIP = (
    ("T02", CHECKERS + "、店长", "135790"),
    ("T03", CHECKERS, "864209"),
    ("T04", CHECKERS + "、乡镇", "975310"),
    ("T05", "村两委、乡镇", "420864"),
)


def spread(total, parts, random, slack):
    """`total` in `parts` whole shares, each within `slack` of the mean, summing exactly."""
    mean = total / parts
    shares = [round(mean * (1 + random.uniform(-slack, slack))) for _ in range(parts)]
    while sum(shares) != total:
        shares[random.randrange(parts)] += 1 if sum(shares) < total else -1
    return shares


def village_list(count, random):
    """Villages with eight grids each; two of nineteen have seven, which makes 150."""
    small = set(random.sample(range(1, count + 1), 2)) if count >= 19 else set()
    return [
        Village(f"V{n:02d}", n, names.VILLAGES[n - 1], 8, 7 if n in small else 8)
        for n in range(1, count + 1)
    ]


def grid_list(villages):
    return [
        Grid(f"W{v.number:02d}{g:02d}", v.id, f"GW{v.number:02d}{g:02d}")
        for v in villages
        for g in range(1, v.grids + 1)
    ]


def household(village, group, number, random):
    """One household. The phone starts with 100, which no subscriber's number does."""
    code = f"{village.number:02d}{group:02d}{number:03d}"
    draw = random.random()
    status = "外出" if draw < 0.19 else "休眠" if draw < 0.20 else "常住"
    grid = (group - 1) * village.grids // village.groups + 1
    return Household(
        code, village.id, f"{group}组", f"W{village.number:02d}{grid:02d}", names.person(random),
        random.choices((1, 2, 3, 4, 5, 6, 7), (8, 22, 22, 22, 15, 8, 3))[0],
        status, f"P{code}", f"C{code}{random.randrange(100):02d}", f"1000{code}",
    )


def household_list(villages, total, random):
    found = []
    sizes = spread(total, len(villages), random, 0.22) if len(villages) > 1 else [total]
    for village, size in zip(villages, sizes):
        for group, members in enumerate(spread(size, village.groups, random, 0.25), start=1):
            found += [household(village, group, n, random) for n in range(1, members + 1)]
    return found


def shop_list(villages):
    """One shop for three villages, in the first of them."""
    return [
        Shop(f"{v.number:02d}-1", v.id, f"{v.name}爱心超市")
        for v in villages
        if v.number % 3 == 1
    ]


def shop_of(shops, village_id):
    """Where a village's households go: the shop of their three villages."""
    return shops[(int(village_id[1:]) - 1) // 3].id


def village_officers(village, random):
    """Posts of one village. Only those who sign at a desk have a PIN; the others' work is entered
    for them from paper."""
    code = f"{village.number:02d}"
    posts = [(f"GW{code}{g:02d}", "网格员", "") for g in range(1, village.grids + 1)]
    posts += [(f"GL{code}{g:02d}", "组长", "") for g in range(1, village.groups + 1)]
    posts += [(f"PN{code}{n:02d}", "评议小组", "") for n in range(1, 4)]
    posts += [
        (f"WF{code}", "妇联", ""), (f"RW{code}", "红白理事会", ""),
        (f"VC{code}", "村两委", f"{random.randrange(10**6):06d}"), (f"SV{code}", "监委会", ""),
    ]
    if village.number % 3 == 1:
        posts += [(f"SK{code}", "店长", f"{random.randrange(10**6):06d}"),
                  (f"SS{code}", "超市监督员", "")]
    return [Officer(post, names.person(random), role, village.id, pin)
            for post, role, pin in posts]


def officer_list(villages, random):
    found = [Officer(post, names.person(random), roles, "", pin) for post, roles, pin in TOWNSHIP]
    for village in villages:
        found += village_officers(village, random)
    return found


def opening_balances(households, random):
    """Points from last year's passbooks: {household: (spendable, honour)} in tenths."""
    found = {}
    for home in households:
        if home.status == "休眠" or random.random() > 0.68:
            continue
        honour = 5 * random.randint(4, 160)
        found[home.id] = (min(honour, 5 * random.randint(1, 60)), honour)
    return found


def build(arguments, random):
    villages = village_list(arguments.villages, random)
    households = household_list(villages, arguments.households, random)
    return Register(
        villages, grid_list(villages), households, shop_list(villages),
        officer_list(villages, random), opening_balances(households, random),
    )


def budgets(register):
    """Points a village may issue a month: about eleven a household, in whole hundreds, so that
    the awards of June fit in what April and May leave."""
    rows = []
    for village in register.villages:
        homes = sum(1 for home in register.households if home.village == village.id)
        rows.append((village.id, 2026, 4, 12, -(-homes * 11 // 100) * 100,
                     f"BUDGET-2026-{village.number:02d}"))
    return rows
