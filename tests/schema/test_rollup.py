"""The explorer's tree with the counts of each node (Q36)."""

from tests.schema.asking import ask, district, nodes

COUNTS = "rollUp { children { ...T } communities { ...T } courtyards { ...T } workGroups { ...T } gaps { ...T } people { ...T } }"
QUERY = f"""query Tree($date: Date!) {{ asOf(date: $date) {{
    district(code: "990101") {{ {COUNTS} subdistricts {{ edges {{ node {{ key {COUNTS}
        communities {{ edges {{ node {{ key {COUNTS} }} }} }} }} }} }} }}
    departments {{ edges {{ node {{ name {COUNTS} }} }} }} }} }}
    fragment T on Tally {{ direct transitive }}"""


def test_q36_the_tree_with_counts_that_add_up() -> None:
    tree = ask(district().view(), QUERY, date="2019-06-30")["asOf"]
    whole, towns = tree["district"]["rollUp"], tree["district"]["subdistricts"]
    assert (whole["children"], whole["communities"]) == ({"direct": 2, "transitive": 7}, {"direct": 0, "transitive": 5})
    for name in ("communities", "workGroups", "gaps"):
        assert whole[name]["transitive"] == sum(told[name]["transitive"] for told in nodes(towns, "rollUp"))
    first = towns["edges"][0]["node"]
    assert (first["key"], first["rollUp"]["workGroups"], first["rollUp"]["gaps"]["transitive"]) == (
        "990101001",
        {"direct": 0, "transitive": 3},
        2,
    )
    assert nodes(first["communities"], "key", "rollUp")[1][1]["gaps"] == {"direct": 1, "transitive": 1}
    of_departments = dict(nodes(tree["departments"], "name", "rollUp"))
    assert (of_departments["部门001002"]["workGroups"], of_departments["部门001002"]["gaps"]["direct"]) == (
        {"direct": 1, "transitive": 1},
        1,
    )
    assert of_departments["部门001001"]["people"] == {"direct": 1, "transitive": 1}
