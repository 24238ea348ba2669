"""The list shows what a family is called, the next date and one thing that waits: from a sealed card, never a plan."""

from __future__ import annotations


def test_the_list_shows_first_names_the_next_date_and_what_waits(as_person):
    priya = as_person("priya")
    plan = priya.new_plan()
    priya.write(plan, "family_member", {"name": "Noah Bellwether", "role": "child"})
    priya.write(plan, "family_member", {"name": "Grace Bellwether", "role": "parent"})
    asked = {"owner": "agency", "agency": "police", "what": "Look in tonight", "state": "asked"}
    priya.write(plan, "action", asked)
    priya.post(f"/api/1/plans/{plan}/stage", {"stage": "full", "review_due": "2099-01-05"})

    [shown] = priya.get("/api/1/plans").json["plans"]
    assert shown["names"] == ["Grace", "Noah"]
    assert shown["next"] == {"date": "2099-01-05", "words": "Review"}
    assert shown["needs"] == "Police: not answered yet"
    assert (shown["asked_of_me"], shown["waiting"], shown["mine"]) == (0, 1, True)
    assert shown["found_by"] == [
        {"name": "Noah Bellwether", "born": ""},
        {"name": "Grace Bellwether", "born": ""},
    ]


def test_a_large_family_is_listed_whole_and_each_told_apart(as_person):
    priya = as_person("priya")
    plan = priya.new_plan()
    priya.write(plan, "family_member", {"name": "Mary Jane Quinn", "role": "parent"})
    priya.write(plan, "family_member", {"name": "Mary Ann Quinn", "role": "kin"})
    children = [f"Baby O'Brien {number}" for number in range(1, 14)]
    for name in children:
        priya.write(plan, "family_member", {"name": name, "role": "child", "born": "2018-04-02"})

    [shown] = priya.get("/api/1/plans").json["plans"]
    assert shown["names"] == ["Mary Jane", *children]
    assert shown["found_by"][-1] == {"name": "Baby O'Brien 13", "born": "2018-04-02"}
