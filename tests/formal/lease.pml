/* Points in lots, holds, and leases of tills: README.md says what this is a model of. Every action
   is one durable step: an entry of the hub's log, or one write on a till's disk. Messages are never
   taken away, so that each may be lost, late, repeated or overtaken by another. */
#ifndef MUTANT
#define MUTANT 0    /* a planted mistake, see README.md */
#endif
#ifndef TILLS
#define TILLS 2
#endif
#ifndef LEASES
#define LEASES 2    /* of one till, one after the other */
#endif
#ifndef RECORDS
#define RECORDS 2   /* redemptions of one till; each takes one point */
#endif
#ifndef ASKS
#define ASKS 1      /* redemptions at the hub itself */
#endif
#ifndef POINTS
#define POINTS 2    /* in each lot at the beginning */
#endif
#define LOTS 2
#define DAYS 2      /* the last day; lot n may be spent through day n */
#define OLD(lot) (day > lot)

#define AT(t, lot) ((t) * LOTS + (lot))
#define REC(t, i) ((t) * RECORDS + (i))
#define RECS (TILLS * RECORDS)

mtype = { NONE, OPEN, DOUBT }                        /* a lease, as the hub knows it */
mtype = { FREE, DEBITED, DONE, CANCELLED }           /* a redemption on a till's disk */
mtype = { NEW, HELD, TAKEN, RELEASED }               /* a redemption at the hub */

byte day;

/* The hub: accounts, the lease it gave to each till, and what it has booked. */
byte spendable[LOTS] = POINTS, held[LOTS], escrow[TILLS * LOTS], redeemed, expired;
byte suspense;                /* goods given under a lease that was taken back by force */
byte at_risk;                 /* what was taken back by force: the most that suspense may become */
mtype hub[TILLS] = NONE;
byte number[TILLS], stop[TILLS], granted[TILLS * LOTS];
byte forced[TILLS];           /* bit n: lease n was taken back by force */
byte applied[RECS];
mtype asked[ASKS] = NEW;
byte asked_lot[ASKS], taken[ASKS];

/* The tills: what is on their disks, and a cart, which is not. */
byte clock[TILLS], lease[TILLS], left[TILLS * LOTS], used[TILLS], cart[TILLS];
bool closed[TILLS], dead[TILLS];
mtype record[RECS] = FREE;
byte record_lot[RECS], record_lease[RECS];
bool given[RECS], sent[RECS];
byte shut[TILLS];             /* the closing report that was sent: number of its lease */

#define SUM(a) (a[0] + a[1])
#if TILLS == 2
#define IN_ESCROW (SUM(escrow) + escrow[2] + escrow[3])
#else
#define IN_ESCROW SUM(escrow)
#endif

/* The lot that is spent first: of those not yet over, the one that ends soonest. */
#define IN_LOT(from, base, lot, today) (from[base + lot] > 0 && today <= lot)
#define SOME(from, base, today) (IN_LOT(from, base, 0, today) || IN_LOT(from, base, 1, today))
#define FIRST(lot, from, base, today) \
  if \
  :: MUTANT != 5 && IN_LOT(from, base, 0, today) || !IN_LOT(from, base, 1, today) -> lot = 0 \
  :: else -> lot = 1 \
  fi; \
  assert(IN_LOT(from, base, lot, today) && (lot == 0 || !IN_LOT(from, base, 0, today)))

inline grant(t, lot) {
  spendable[lot] = spendable[lot] - 1;
  escrow[AT(t, lot)] = escrow[AT(t, lot)] + 1;
  granted[AT(t, lot)] = granted[AT(t, lot)] + 1
}

/* All that the till had left goes back to its lots. */
inline take_back(t) {
  spendable[0] = spendable[0] + escrow[AT(t, 0)];
  spendable[1] = spendable[1] + escrow[AT(t, 1)];
  escrow[AT(t, 0)] = 0;
  escrow[AT(t, 1)] = 0;
  hub[t] = NONE
}

#define REPORTED(r) (sent[r] && (MUTANT == 1 || applied[r] == 0))

inline book(t, r) {
  lot = record_lot[r];
  redeemed = redeemed + 1;
  applied[r] = applied[r] + 1;
  assert(applied[r] == 1);
  if
  :: record_lease[r] == number[t] && hub[t] != NONE ->
       assert(escrow[AT(t, lot)] > 0);
       escrow[AT(t, lot)] = escrow[AT(t, lot)] - 1
  :: else ->
       assert(forced[t] & (1 << record_lease[r]));
       suspense = suspense + 1
  fi;
  lot = 0
}

#define OF(t, i) (record[REC(t, i)] == DONE && record_lease[REC(t, i)] == number[t])
#define BOOKED(t, i) (!OF(t, i) || applied[REC(t, i)] > 0)
#if RECORDS == 2
#define ALL_BOOKED(t) (BOOKED(t, 0) && BOOKED(t, 1))
#define UNANSWERED(t) (record[REC(t, 0)] == DEBITED || record[REC(t, 1)] == DEBITED)
#else
#define ALL_BOOKED(t) BOOKED(t, 0)
#define UNANSWERED(t) (record[REC(t, 0)] == DEBITED)
#endif

/* What the hub does for one till. */
proctype Desk(byte t) {
  byte lot;
end:
  do
  /* A new lease, of one point or two, those that end soonest first. */
  :: atomic { hub[t] == NONE && number[t] < LEASES && SOME(spendable, 0, day) ->
       granted[AT(t, 0)] = 0;
       granted[AT(t, 1)] = 0;
       FIRST(lot, spendable, 0, day);
       grant(t, lot);
       if
       :: SOME(spendable, 0, day) -> FIRST(lot, spendable, 0, day); grant(t, lot)
       :: true
       fi;
       number[t] = number[t] + 1;
       stop[t] = day;
       hub[t] = OPEN;
       lot = 0 }

  /* A report of a redemption. One that comes again is answered as before. */
  :: d_step { REPORTED(REC(t, 0)) -> book(t, REC(t, 0)) }
#if RECORDS == 2
  :: d_step { REPORTED(REC(t, 1)) -> book(t, REC(t, 1)) }
#endif

  /* The closing report, once every redemption that it lists is booked. */
  :: d_step { hub[t] != NONE && shut[t] == number[t] && (MUTANT == 7 || ALL_BOOKED(t)) ->
       assert(escrow[AT(t, 0)] == left[AT(t, 0)] && escrow[AT(t, 1)] == left[AT(t, 1)]);
       take_back(t) }

  /* No report in time: in doubt, until two people take it back by force. */
  :: d_step { hub[t] == OPEN && day > stop[t] -> hub[t] = DOUBT }
  :: d_step { hub[t] == DOUBT && MUTANT != 10 ->
#if MUTANT != 2
       at_risk = at_risk + escrow[AT(t, 0)] + escrow[AT(t, 1)];
       forced[t] = forced[t] | (1 << number[t]);
#endif
       take_back(t) }
  od
}

/* Redemptions at the hub: held while the goods are fetched, then taken or released. */
proctype Counter(byte k) {
  byte lot;
end:
  do
  :: d_step { asked[k] == NEW && SOME(spendable, 0, day) ->
       FIRST(lot, spendable, 0, day);
       spendable[lot] = spendable[lot] - 1;
       held[lot] = held[lot] + 1;
       asked_lot[k] = lot;
       asked[k] = HELD;
       lot = 0 }
  :: d_step { asked[k] == HELD || (MUTANT == 9 && asked[k] == TAKEN) ->
       assert(held[asked_lot[k]] > 0);
       held[asked_lot[k]] = held[asked_lot[k]] - 1;
       redeemed = redeemed + 1;
       taken[k] = taken[k] + 1;
       assert(taken[k] == 1);
       asked[k] = TAKEN }
  :: d_step { asked[k] == HELD ->
       held[asked_lot[k]] = held[asked_lot[k]] - 1;
       spendable[asked_lot[k]] = spendable[asked_lot[k]] + 1;
       asked[k] = RELEASED }
  od
}

/* Days pass; what may no longer be spent is taken, the oldest lot first, and nothing that is held
   or leased. */
proctype Calendar() {
end:
  do
  :: d_step { day < DAYS -> day = day + 1 }
  :: d_step { OLD(0) && spendable[0] > 0 ->
       expired = expired + spendable[0];
       spendable[0] = 0;
#if MUTANT == 6
       expired = expired + held[0];
       held[0] = 0;
#endif
     }
  :: d_step { OLD(1) && spendable[1] > 0 && spendable[0] == 0 ->
       expired = expired + spendable[1];
       spendable[1] = 0 }
  od
}

/* A till, mostly out of reach. Its clock may be behind, never ahead. */
proctype Till(byte t) {
  byte lot;
end:
  do
  :: d_step { !dead[t] && clock[t] < day -> clock[t] = clock[t] + 1 }

  /* The document of the next lease; the one before is over with it. */
  :: d_step { !dead[t] && cart[t] == 0 && !UNANSWERED(t) && number[t] > 0 &&
              (MUTANT == 8 || lease[t] < number[t]) ->
       lease[t] = number[t];
       left[AT(t, 0)] = granted[AT(t, 0)];
       left[AT(t, 1)] = granted[AT(t, 1)];
       closed[t] = false }

  /* A cart: in memory only. */
  :: d_step { !dead[t] && cart[t] == 0 && lease[t] > 0 && clock[t] <= stop[t] &&
              used[t] < RECORDS && !UNANSWERED(t) && (MUTANT == 3 || !closed[t]) &&
              SOME(left, AT(t, 0), clock[t]) ->
       FIRST(lot, left, AT(t, 0), clock[t]);
       cart[t] = lot + 1;
       lot = 0 }
#if MUTANT == 4
  :: d_step { !dead[t] && cart[t] > 0 && !given[REC(t, used[t])] ->
       given[REC(t, used[t])] = true }
#endif
  /* The debit, on disk before anything else. */
  :: d_step { !dead[t] && cart[t] > 0 ->
       lot = cart[t] - 1;
       assert(left[AT(t, lot)] > 0);
       left[AT(t, lot)] = left[AT(t, lot)] - 1;
       record_lot[REC(t, used[t])] = lot;
       record_lease[REC(t, used[t])] = lease[t];
       record[REC(t, used[t])] = DEBITED;
       used[t] = used[t] + 1;
       cart[t] = 0;
       lot = 0 }
  /* The goods, the tick; or a person says that they were not given. */
  :: d_step { !dead[t] && used[t] > 0 && record[REC(t, used[t] - 1)] == DEBITED &&
              !given[REC(t, used[t] - 1)] ->
       given[REC(t, used[t] - 1)] = true }
  :: d_step { !dead[t] && used[t] > 0 && record[REC(t, used[t] - 1)] == DEBITED ->
       if
       :: given[REC(t, used[t] - 1)] -> record[REC(t, used[t] - 1)] = DONE
       :: else ->
            lot = record_lot[REC(t, used[t] - 1)];
            record[REC(t, used[t] - 1)] = CANCELLED;
            left[AT(t, lot)] = left[AT(t, lot)] + 1
       fi;
       lot = 0 }
  /* The closing report: from then on nothing is debited. */
  :: d_step { !dead[t] && lease[t] > 0 && !closed[t] && cart[t] == 0 && !UNANSWERED(t) ->
       closed[t] = true;
       shut[t] = lease[t] }
  /* A crash forgets the cart. A disk may die for good. */
  :: d_step { cart[t] > 0 -> cart[t] = 0 }
#ifdef DEATH
  :: d_step { !dead[t] -> dead[t] = true; cart[t] = 0 }
#endif
  od
}

/* Sends what is on a till's disk, whenever there is a line. */
proctype Line(byte t) {
end:
  do
  :: d_step { !dead[t] && record[REC(t, 0)] == DONE && !sent[REC(t, 0)] -> sent[REC(t, 0)] = true }
#if RECORDS == 2
  :: d_step { !dead[t] && record[REC(t, 1)] == DONE && !sent[REC(t, 1)] -> sent[REC(t, 1)] = true }
#endif
  od
}

#define TOTAL (SUM(spendable) + SUM(held) + IN_ESCROW + redeemed + expired)
#define COUNTS(r, n) (record_lease[r] == n && (record[r] == DEBITED || record[r] == DONE))
#define ON_PAPER(r) (!given[r] || record[r] == DEBITED || record[r] == DONE)
#if RECORDS == 2
#define DEBITS(t) (COUNTS(REC(t, 0), lease[t]) + COUNTS(REC(t, 1), lease[t]))
#define GOODS(t) (ON_PAPER(REC(t, 0)) && ON_PAPER(REC(t, 1)))
#define BOOKINGS(t) (applied[REC(t, 0)] + applied[REC(t, 1)])
#else
#define DEBITS(t) COUNTS(REC(t, 0), lease[t])
#define GOODS(t) ON_PAPER(REC(t, 0))
#define BOOKINGS(t) applied[REC(t, 0)]
#endif
/* A till debits what it was given and no more. */
#define WITHIN(t) (lease[t] == 0 || lease[t] < number[t] || \
                   left[AT(t, 0)] + left[AT(t, 1)] + DEBITS(t) == \
                   granted[AT(t, 0)] + granted[AT(t, 1)])
#if TILLS == 2
#define EACH(property) (property(0) && property(1))
#define BOOKED_ONCE (redeemed == BOOKINGS(0) + BOOKINGS(1) + taken[0])
#else
#define EACH(property) property(0)
#define BOOKED_ONCE (redeemed == BOOKINGS(0) + taken[0])
#endif

/* What holds in every state. */
active proctype Monitor() {
end:
  atomic { !(TOTAL == LOTS * POINTS + suspense && suspense <= at_risk && BOOKED_ONCE &&
             EACH(WITHIN) && EACH(GOODS) && (MUTANT != 11 || suspense == 0) &&
             (MUTANT != 12 || !(held[0] > 0 && OLD(0)))) -> assert(false) }
}

#ifdef LIVE
/* What happens in the end, when everybody who can act does so in the end. */
ltl ends { [] (hub[0] != NONE -> <> (hub[0] == NONE)) }
ltl booked { [] (record[0] == DONE -> <> (applied[0] == 1 || dead[0])) }
#endif

init {
  byte t;
  atomic {
    run Calendar();
    for (t : 0 .. TILLS - 1) {
      run Desk(t);
      run Till(t);
      run Line(t)
    }
    for (t : 0 .. ASKS - 1) {
      run Counter(t)
    }
  }
}
