"""The browser is told the same as the server checks."""

import json

from flask_wtf import FlaskForm

from safeplan import catalogue, entries


def all_specs() -> list[tuple[str, entries.Spec]]:
    return [(kind, spec) for kind, cls in entries.KINDS.items() for spec in cls.specs().values()]


def test_it_is_json_and_follows_the_forms() -> None:
    schema = json.loads(json.dumps(entries.schema()))
    assert list(schema) == list(entries.KINDS)
    for kind, cls in entries.KINDS.items():
        form = cls()
        assert isinstance(form, FlaskForm)
        assert [each["name"] for each in schema[kind]["fields"]] == [field.name for field in form]
        assert [each["name"] for each in schema[kind]["fields"]] == list(schema[kind]["empty"])
        assert "csrf_token" not in schema[kind]["empty"]


def test_a_choice_is_always_from_a_list_that_exists() -> None:
    known = catalogue.load()
    for kind, spec in all_specs():
        for each in (spec, *spec.rows.values()):
            if each.type in ("code", "codes"):
                assert known.codes(each.list), (kind, each.name)
            else:
                assert not each.list, (kind, each.name)


def test_a_field_points_only_at_kinds_and_fields_that_exist() -> None:
    for kind, spec in all_specs():
        assert not spec.about or spec.about in entries.KINDS, (kind, spec.name)
        if spec.when:
            other = entries.KINDS[kind].specs()[spec.when.field]
            assert set(spec.when.codes) <= set(catalogue.load().codes(other.list)), (kind, spec.name)


def test_lists_say_how_two_writings_are_joined() -> None:
    for kind, spec in all_specs():
        assert bool(spec.merge) == (spec.type in ("codes", "refs")), (kind, spec.name)


def test_a_visit_asks_at_most_five_fields_and_one_text_of_a_person_standing_in_a_kitchen() -> None:
    for kind, form in entries.KINDS.items():
        asked = [spec for spec in form.specs().values() if spec.ask == "visit"]
        texts = [spec.name for spec in asked if spec.type == "text"]
        assert len(texts) <= 1, f"{kind} asks for {texts} in a kitchen"
        assert len(asked) - len(texts) <= 5, f"{kind} asks too much in a kitchen"


def test_the_careful_answer_holds() -> None:
    def caution(kind: str, name: str) -> dict[str, int]:
        return entries.KINDS[kind].specs()[name].caution

    for kind, name, safer, other in [
        ("action", "state", "asked", "accepted"),
        ("action", "state", "cannot", "in_force"),
        ("action", "telling", "not_to_be_told", "telling_plan"),
        ("action", "telling", "telling_plan", "told"),
        ("action", "programme", "referred", "started"),
        ("action", "programme", "", "started"),
        ("action", "telling_parent", "no", "yes"),
        ("action", "checker", "parent", "police"),
        ("impact", "mark", "yes", "unknown"),
        ("impact", "mark", "unknown", "no"),
        ("impact", "mark", "", "no"),
        ("family_member", "moves_about", "no", "yes"),
        ("family_member", "moves_about", "", "yes"),
        ("power", "state", "considered", "in_force"),
        ("contingency", "first_step", "ring_999", "ring_worker"),
        ("realism", "q3", "yes", "no"),
        ("realism", "q8", "no", "yes"),
        ("closure", "state", "proposed", "agreed"),
        ("behaviour", "still", "growing", "quiet"),
    ]:
        order = caution(kind, name)
        assert order[safer] > order[other], (kind, name)
    assert caution("action", "evidence") == {}


def test_a_child_of_a_list_never_checks_itself() -> None:
    """A field's description is one object: two forms must not share what one of them was told."""
    assert entries.KINDS["page"].specs()["state"].name == "state"
    assert entries.KINDS["page"]().state.spec is not entries.KINDS["closure"]().state.spec


def test_compartments() -> None:
    assert entries.compartment_class("action") == "plan"
    assert entries.compartment_class("page") == "child"
    assert entries.compartment_classes("page") == ("child", "kept")
    assert {cls.info.compartment for cls in entries.KINDS.values()} == {"plan", "risk", "child", "place", "staff"}
