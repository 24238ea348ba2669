"""The browser is told the same as the server checks."""

import json

import pytest

from safeplan import catalogue, entries
from safeplan.entries.fields import text


def all_specs() -> list[tuple[str, entries.Spec]]:
    return [(kind, spec) for kind, cls in entries.KINDS.items() for spec in cls.specs().values()]


def test_it_is_json_and_follows_the_forms() -> None:
    schema = json.loads(json.dumps(entries.schema()))
    assert list(schema) == list(entries.KINDS)
    for kind, cls in entries.KINDS.items():
        assert [each["name"] for each in schema[kind]["fields"]] == list(cls.specs())
        assert [each["name"] for each in schema[kind]["fields"]] == list(schema[kind]["empty"])


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
        assert set(spec.about) <= entries.KINDS.keys(), (kind, spec.name)
        others = entries.KINDS[kind].specs()
        assert {spec.beside, spec.at, spec.of} - {""} <= others.keys(), (kind, spec.name)
        assert set(spec.roles) <= set(catalogue.load().codes("roles")), (kind, spec.name)
        assert set(spec.says) <= set(catalogue.load().codes(spec.list) if spec.list else ()), (kind, spec.name)
        assert spec.phrase.count("{}") == 1, (kind, spec.name)
        if spec.when:
            other = entries.KINDS[kind].specs()[spec.when.field]
            assert set(spec.when.codes) <= set(catalogue.load().codes(other.list)), (kind, spec.name)


def test_lists_say_how_two_writings_are_joined() -> None:
    for kind, spec in all_specs():
        joined = {"codes": ("all", "any"), "refs": ("all", "any"), "day": ("", "earliest")}.get(spec.type, ("",))
        assert spec.merge in joined, (kind, spec.name)


def test_a_visit_asks_at_most_five_fields_and_one_text_of_a_person_standing_in_a_kitchen() -> None:
    for kind, form in entries.KINDS.items():
        asked = [spec for spec in form.specs().values() if spec.ask == "visit"]
        texts = [spec.name for spec in asked if spec.type == "text"]
        where = f'in its class ({form.__module__}) take ask="visit" from what can wait for the desk'
        assert len(texts) <= 1, f"{kind} asks for the texts {texts} in a kitchen, at most one: {where}."
        assert len(asked) - len(texts) <= 5, f"{kind} asks {len(asked)} things in a kitchen: {where}."


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


def test_a_field_knows_its_name_and_cannot_hide_what_every_kind_has() -> None:
    assert entries.KINDS["page"].specs()["state"].name == "state"
    with pytest.raises(TypeError, match="a field cannot be called empty"):
        type("Planted", (entries.Entry,), {"empty": text("Empty")})


def test_a_kind_says_only_what_it_has() -> None:
    for kind, cls in entries.KINDS.items():
        info, names = cls.info, cls.specs().keys()
        said = [*info.line, *(name for part in (*info.under, *info.more) for name in part)]
        assert {*said, *info.preset, *info.young} <= names, kind
        # What names an entry in a list is words or a choice: a list or another entry names nothing in a line.
        assert {cls.specs()[name].type for name in info.line} <= {"text", "code"}, kind
        assert bool(info.copy) == any(spec.copy for spec in cls.specs().values()), kind
        for name, value in info.preset.items():
            spec = cls.specs()[name]
            assert value in PRESETS.get(spec.type, set()) | set(
                catalogue.load().codes(spec.list) if spec.list else ()
            ), (kind, name)
        for when in info.asks:
            assert set(when.codes) <= set(catalogue.load().codes(cls.specs()[when.field].list)), kind


#: What a preset may say beside a code, by the field's type; static/js/writing/preset.js knows these and no others.
PRESETS = {"day": {"{today}"}, "code": {"{my_agency}"}, "ref": {"{parent}", "{perpetrator}", "{child}"}}


def test_rules_call_each_kind_by_a_name_of_its_own() -> None:
    names = [cls.info.list for cls in entries.KINDS.values() if cls.info.list]
    assert len(set(names)) == len(names)
    assert entries.lists() == {cls.info.list: kind for kind, cls in entries.KINDS.items() if cls.info.list}


def test_compartments() -> None:
    assert entries.compartment_class("action") == "plan"
    assert entries.compartment_class("page") == "child"
    assert entries.compartment_classes("page") == ("child", "kept")
    assert {cls.info.compartment for cls in entries.KINDS.values()} == {"plan", "risk", "child", "place", "staff"}
