"""Questions of the people who use the API, as query texts."""

Q1 = """
query CoverageOnADay($date: Date!) {
  asOf(date: $date) {
    date knownAt revision
    coverage {
      communities
      measures {
        kpi seatKind level strictness label
        nominal { numerator denominator value }
        effective { numerator denominator value excluded { reason count } }
        paperGap { numerator denominator value }
        upperBound { numerator denominator value }
        missing(first: 1000) { totalCount edges { node { key label } } }
      }
    }
  }
}
"""
"""What share of communities had a group, each seat, each level, the three levels, the full composition; who had not?"""

Q2 = """
query WithoutASeat($date: Date!, $seats: [SeatKind!]) {
  asOf(date: $date) {
    coverage {
      gaps(seatKinds: $seats, first: 100) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            reason seatKind since days withoutEffectiveSince daysWithoutEffective everInRoster
            community { code name subdistrict { name } }
            holders { status reason person { name } }
            lastHolder { until person { name } ... on Filling { claimedTitle } }
          }
        }
      }
    }
  }
}
"""
"""Which communities had no effective holder of these seats, since when, and who was there last?"""

Q3 = """
query Ghosts($after: String) {
  fillings(statuses: [GHOST], first: 100, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        reason claimedTitle since
        person { key name }
        seat { kind label workGroup { name serves { code name } } }
        lastPost { until post { title organization { name } holdings { since person { name } } } }
        source { title file sheet cell recordedAt }
      }
    }
  }
}
"""
"""Which seats are ghosts today: the post that ended, when, and who has it now?"""

Q6 = """
query BrokenRules($rules: [String!], $within: [String!], $after: String) {
  findings(rules: $rules, within: $within, first: 100, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        key rule severity since firstSeen
        message english: message(language: EN)
        subject { __typename key label }
        evidence { title recordedAt }
        mute { by reason until }
      }
    }
    rules { rule title severity checked passed found muted unknown }
  }
}
"""
"""Which groups break the composition rule: too few, too many, of the wrong organisation, one person in two seats?"""

Q16 = """
query Reorganised($date: Date!) {
  asOf(date: $date) {
    coverage {
      gaps(reasons: [NO_GROUP], first: 100) { totalCount edges { node { everInRoster community { code name } } } }
      orphanedGroups(first: 100) {
        totalCount
        edges { node { abolished workGroup { key name serves { code } } community { code name until } successors { code } } }
      }
      measures(kpis: [GROUP]) { effective { numerator denominator value } missing(first: 100) { edges { node { key } } } }
    }
  }
}
"""
"""Which communities of a new edition have no group, and which groups serve an abolished one?"""

Q4 = """
query Broken($since: Date!, $until: Date!, $after: String) {
  coverageTimeline(since: $since, until: $until) {
    knownAt since until
    whole { numerator denominator value excluded { reason count } }
    broken(first: 1000, after: $after) {
      totalCount
      edges { node { community { code name } days spans { since until days levels seatKinds } } }
    }
  }
}
"""
"""Which communities lost the complete linkage at any time of a year, when, and at which level?"""

Q5 = """
query ByQuarter($since: Date!, $until: Date!) {
  coverageTimeline(since: $since, until: $until, step: QUARTER, groupBy: SUBDISTRICT) {
    whole { numerator denominator value }
    steps { since until ratio { numerator denominator value } }
    breakdown { key label place { code } whole { numerator denominator value } steps { since ratio { numerator denominator value } } }
  }
}
"""
"""Time-weighted coverage by quarter and subdistrict: rates and community-days."""

COMPARISON = """
query TwoDays($date: Date!, $other: Date!, $within: [String!]) {
  asOf(date: $date) {
    comparison(with: $other, within: $within) {
      earlier later
      before { numerator denominator value }
      after { numerator denominator value }
      completed { ...transitions }
      broken { ...transitions }
      moved { ...transitions }
    }
  }
}
fragment transitions on TransitionConnection {
  totalCount
  edges { node { community { code } causes { kind on label person { name } post { title } seat { kind } workGroup { key } } } }
}
"""
"""Newly complete, newly broken, moved; each with the changes that made it."""

Q21 = """
query GroupCard($code: String!) {
  community(code: $code) {
    code shortName
    workGroups {
      name basisDocument since until
      heads { person { name } }
      seats {
        kind label minimum maximum status
        represents { name }
        fillings { status reason isHead since until person { name } post { title organization { name } } source { title cell } }
      }
    }
  }
  coverage(within: [$code]) { gaps { edges { node { reason seatKind since days } } } }
  responsibilityChain(of: {community: $code}) {
    subject { ... on Community { code } }
    now { date standing { role label level status reason holders { person { name } } } firstBroken { role status reason since } }
  }
}
"""
"""The complete group of a community today, with its gaps and its chain."""

Q23 = """
query CourtyardsLacking($towns: [String!]!, $after: String) {
  coverage(within: $towns, groupBy: COMMUNITY) {
    gaps(reasons: [NO_HEAD, TERM_EXPIRED, NO_LINKING_MEMBER], first: 100, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          reason since days
          courtyard { code name linkage { numerator denominator } }
          community { code }
          holders { status reason person { name } ... on Headship { electedOn termEnd } }
          lastHolder { person { name } }
        }
      }
    }
    measures(kpis: [COURTYARD]) { ...courtyards }
    breakdown { key label measures(kpis: [COURTYARD]) { ...courtyards } }
  }
}
fragment courtyards on Measure {
  nominal { numerator denominator }
  effective { numerator denominator value excluded { reason count } }
  missing(first: 100) { totalCount edges { node { key } } }
}
"""
"""Which courtyards of these towns have no head, no linking member or an expired term; and the coverage by village?"""

Q27 = """
query WhoAnswered($number: String!) {
  responsibilityChain(of: {case: $number}) {
    subject { ... on Case { number state community { code } } }
    raised { ...both }
    resolved { ...both }
    now { ...both }
  }
}
fragment both on ChainAt {
  date exact
  standing { ...hop }
  handling { ...hop }
  firstBroken { role status reason }
  successions { from { code } to { code } on event }
}
fragment hop on Hop {
  level role status reason since until
  organization { name }
  seat { kind }
  holders { status person { name } ... on Assignment { role organization { name } } }
  source { title }
}
"""
"""Who answers for a case at each level, and who answered on the day it was raised and on the day it was handled?"""

Q36 = """
query Children($date: Date!, $code: String!, $after: String) {
  asOf(date: $date) {
    subdistrict(code: $code) {
      name
      linkage { numerator denominator value }
      district { name linkage { numerator denominator } }
      communities(first: 2, after: $after) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id key name kind linkage { value } workGroups { name } } }
      }
    }
  }
}
"""
"""The children of a place, a page at a time, with counts and whether they are linked."""

Q37 = """
query BySubdistrict($date: Date!) {
  asOf(date: $date) {
    coverage(groupBy: SUBDISTRICT) {
      communities
      measures(kpis: [LINKAGE, GROUP]) { kpi strictness effective { numerator denominator value } }
      breakdown {
        key label communities place { kind }
        measures(kpis: [LINKAGE, GROUP]) { kpi strictness effective { numerator denominator value } }
      }
    }
  }
}
"""
"""Coverage of each subdistrict, without a name."""

Q40 = """
query Turnover($since: Date!, $until: Date!, $within: [String!], $step: TimeStep! = YEAR) {
  turnover(since: $since, until: $until, within: $within, step: $step) {
    since until before joined left after rate meanTenureDays returned meanAssignments undated
  }
}
"""
"""How did the network change: turnover, tenure, and how often the same leader came to the same community?"""

THEN_AND_NOW = """
query ThenAndNow($then: Date!) {
  then: asOf(date: $then) { ...linked }
  now: asOf(date: "2020-02-06") { ...linked }
  today: coverage { communities }
}
fragment linked on View {
  date
  coverage { communities measures(kpis: [LINKAGE], strictness: STRICT) { effective { numerator denominator } } }
}
"""
"""Two days in one request, by one fragment."""

Q11 = """
query WhoCarriesHowMany($date: Date!, $kind: SeatKind!, $within: [String!], $limit: Int) {
  asOf(date: $date) {
    load(seatKind: $kind, within: $within, limit: $limit) {
      id date seatKind holderCount workGroupCount idleCount maximum mean gini limit lowerBound fewest
      overloaded { totalCount edges { node { person { name } workGroupCount overMean room } } }
      room { edges { node { person { name } room } } }
      entries(first: 1000) {
        totalCount
        edges { node { person { name } organization { name } seatKind workGroupCount workGroups { name } overMean room } }
      }
      organizations { edges { node { person { name } organization { name } workGroupCount room } } }
    }
  }
}
"""
"""Who carries how many groups, how evenly, who above the limit, who has room?"""

Q12 = """
query WhoTakesOver($date: Date!, $within: [String!], $absent: [ID!]! = [], $limits: ReassignmentLimits) {
  asOf(date: $date) {
    reassignment(within: $within, absent: $absent, limits: $limits) {
      cost
      before { numerator denominator value }
      after { numerator denominator value excluded { reason count } }
      moves {
        totalCount
        edges { node {
          seat { kind workGroup { name } } from { name } to { name } cost parts { name cost } workGroupCount
        } }
      }
      loads { totalCount edges { node { person { name } seatKind workGroupCount room } } }
      infeasible { totalCount edges { node { seat { kind workGroup { serves { code } } } limit } } }
    }
  }
}
"""
"""If somebody leaves, who takes their seats at the least cost, who then carries what, and what stays open?"""

Q39 = """
query CommonProblems($date: Date!, $within: [String!], $cases: Int! = 3, $communities: Int! = 2, $after: String) {
  asOf(date: $date) {
    commonProblems(within: $within, cases: $cases, communities: $communities, first: 20, after: $after) {
      totalCount
      compared
      leftOut
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          caseCount
          communityCount
          households
          solvedLevel
          case { number category description householdsAffected community { shortName } }
          cases(first: 5) { totalCount edges { node { number raised community { code } } } }
        }
      }
    }
  }
}
"""
"""Which complaints became common problems, and at what level were they solved?"""

Q38 = """
query Panel($date: Date!, $since: Date!, $until: Date!, $within: [String!], $first: Int, $after: String) {
  asOf(date: $date) {
    panel(since: $since, until: $until, within: $within, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          month
          closed
          medianDays
          linked { numerator denominator value excluded { reason count } }
          community { code }
        }
      }
    }
  }
}
"""
"""Does linkage go with closure time? A row for each community and month."""

Q13 = """
query WhoseLeavingBreaksMost($within: [String!], $strictness: Strictness! = STRICT) {
  resilience(within: $within, strictness: $strictness) {
    id date
    singlePoints { numerator denominator value excluded { reason count } }
    fragile(first: 1000) { totalCount edges { node { name } } }
    impact(first: 10) {
      totalCount
      edges { node { person { name } seatCount lost { name population } population openCases backups { name } } }
    }
    articulation(first: 100) { edges { node { name } } }
  }
}
"""
"""Who are the ten people whose departure breaks most?"""

Q14 = """
query IfGone($of: [ID!]!) {
  absence(of: $of) {
    people { name } organizations { name succeededBy { name } }
    before { numerator denominator } after { numerator denominator }
    lost(first: 1000) { edges { node { name } } }
    levels(first: 1000) { edges { node { level community { name } } } }
    seats(first: 1000) { edges { node { kind workGroup { serves { name } } fillings { person { name } } represents { name } } } }
    cases(first: 100) { totalCount edges { node { number state lead { name } } } }
  }
}
"""
"""If a department is abolished or merged, which seats fall vacant, which cases lose their lead?"""

Q15 = """
query TheFewestWhoBreakAll($within: [String!], $worst: Int! = 5) {
  resilience(within: $within) {
    cutSet { people { name } size lowerBound optimal }
    robustness(worst: $worst) { worst { absent linked low high } random { absent linked low high } }
  }
}
"""
"""Which is the smallest set of people whose absence breaks complete linkage in every community of a subdistrict?"""
