"""Who goes forward where more were nominated than may be sent: named routes, each with its reasons.

Pure functions from frozen inputs to a frozen answer. The same input gives the same answer, bit by bit, years later.

    from utsyn.calls.ranking.shapes import Ballot, Conflict, Faculty, Lists, Nomination, Route, Seed
    lists = Lists(
        cap=20,                                            # None: no source states it
        faculties=(Faculty(key="hum", name=Text(en="Humanities"), weight=Decimal("312.5"), order=(("n1",), ("n2", "n3"))),),
        nominations=(Nomination(key="n1", faculty="hum"), ...),
        ballots=(Ballot(panellist="p1", order=(("n2",), ("n1", "n3"))),),   # groups; what is missing was not ranked
        conflicts=(Conflict(panellist="p1", nomination="n2"),),             # removed before anything is counted
        seed=Seed(text="drawn 1 March", announced=date(2022, 3, 1)),
    )
    faculty.order: None = not given; () or a part = the rest is unknown and stays undecided where it matters.

    routes.going_forward(lists, route=Route(...)) -> Outcome        raises utsyn.problems.Problems on unusable lists
        Route(kind="none")
        Route(kind="apportionment", method="sainte_lague" | "largest_remainder", by="weights" | "nominations")
        Route(kind="panel")
        Route(kind="guarantee", guaranteed=1)
        shapes.Route.name -> Words

    Outcome   .places: every nomination in final order (forward, then waiting, then undecided)
              .forward .waiting .undecided: tuples of nomination keys      .place(key) -> Place
              .shares: for each faculty .name .weight .nominated .places (None: not known) .forward .undecided .unplaced
              .ties .removed (conflicts that took something off a ballot) .panel (Consensus or None) .left_over
              .cap .route .seed .version
              .notes() -> tuple[Finding, ...]: what people must know or decide (no order given, nobody could rank, tie at the cap)
    Place     .nomination .faculty .status ("forward" | "waiting" | "undecided") .number (1.. or None) .waiting (1.. or None)
              .because -> Finding: yes, no, unknown or judgement on "goes forward"; .because.found are the sentences to send
    Tie       .where ("faculty" | "apportionment" | "panel") .keys (in the order the seed gave) .faculty
              .at_cap (the seed had a say in who goes)

    canonical.as_json(frozen) -> str, canonical.sha256_of(frozen) -> str, Outcome.model_validate_json(text) reads it back

    policy.ranking_needed(policy, count=27, cap=20, assessed=None, decided_by=None) -> Finding
        policy: "required" | "on_overflow" | "forbidden" | "after_assessment"; a judgement where too many may not be ranked

    withdrawal.next_after(lists, route=..., withdrawn=("n7",), approved=("n1", ...)) -> Next
        withdrawn: all so far; approved: who has a place now (None: those who went forward at first)
        .free  .proposed: keys that may now go, in order   .kept: approved ones the new run alone would have displaced
        .undecided: keys among which people must decide first   .outcome: the new run   .because -> Finding

    consequences.consequences(lists, routes=VARIANTS) -> Consequences
        .variants: (Variant(route, outcome | None, problems), ...)   .differing: keys that not all variants treat alike
        .rows() -> Row(nomination, faculty, statuses (one a variant), .differs)
        .per_faculty() -> {faculty: places under each variant, None: not known or no outcome}

    kemeny.kemeny(ballots, nominations=keys, seed="text", conflicts=..., budget=...) -> Consensus
        .standings: (key, place, first, last, exact)  .order .cost .at_least .exact .places_exact .unplaced .ballots
        CPU: some 0.2 s for 80 nominations that seven people see much alike, up to 6 s where they do not agree at all.
"""
