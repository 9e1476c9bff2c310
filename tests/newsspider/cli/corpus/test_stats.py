import json


def test_json_has_every_count(run) -> None:
    counted = json.loads(run("stats", "--format", "json").out)
    assert (counted["articles"], counted["pages"]) == (3, 5)
    assert {"site": "asa.example", "articles": 1} in counted["by_site"]
    assert {"section": "社会", "articles": 1} in counted["by_section"]
    assert {"language": "ar", "articles": 1} in counted["by_language"]
    assert counted["by_day"][0] == {"day": "2024-11-02", "articles": 1}
    assert {"reason": "blocked", "pages": 1} in counted["rejected"]
    assert counted["runs"][0]["counts"] == {"fetched": 5, "stored": 3}
    assert counted["runs"][0]["finished_at"] == "2024-11-05T12:01:14+00:00"


def test_the_table_has_every_count(run) -> None:
    out = run("stats").out
    assert out.startswith("3 articles from 3 sites; 5 pages visited, 2 rejected.\n")
    for shown in ("herald.example", "آسيا", "2024-10-24", "index_page", "74 s", "stored 3"):
        assert shown in out
