//! What decides stands in clear, and is held against the record of whoever put it there.

use super::{Change, byte, copied, found, shell, sql};
use crate::support::{House, changed, sources, verified};
use azukari_custody::{
    Ask, Who,
    procedures::activate::By,
    register::Entry,
    verify::{Finding, Place, What},
};
use std::path::Path;

const SESSA: &str = "service = (SELECT key FROM service WHERE name = 'sessa') AND number = 1";

fn what_decides() -> Vec<(&'static str, Change, Place, What)> {
    let name = || "sessa".parse().unwrap();
    let (version, operation) = (|number| Place::Version(name(), number), |number| Place::Operation(name(), number));
    let row = |table, number: &str| Place::Row(name(), table, number.to_owned());
    vec![
        ("a byte of a version's sources", byte("version", "sources", SESSA, 5_000), version(1), What::OtherSources),
        ("what no hash of a policy covers", sql("UPDATE version SET sources = CAST(replace(CAST(sources AS TEXT), '\"folder\":\"sessa\"', '\"folder\":\"assess\"') AS BLOB)"),
            version(1), What::OtherThanRecord),
        ("the hash of a version", byte("version", "hash", SESSA, 0), version(1), What::OtherSources),
        ("the day a version counts from", sql("UPDATE version SET effective = effective + 86400000000 WHERE number = 1"), version(1), What::OtherThanRecord),
        ("who activated it", sql("UPDATE version SET by_whom = 'somebody'"), version(1), What::OtherThanRecord),
        ("its label", sql("UPDATE version SET label = '2.0'"), version(1), What::OtherThanRecord),
        ("a version taken for one of the past", sql("UPDATE version SET is_past = 1"), version(1), What::OtherThanRecord),
        ("a version deleted", sql("DELETE FROM version"), version(1), What::Missing),
        ("another version decides", sql("UPDATE service SET version = 2"), version(2), What::NotNewest),
        ("a version nobody activated", sql("INSERT INTO version SELECT service, 2, hash, label, effective, day, by_whom, activated, is_past, sources FROM version"),
            version(2), What::WithoutRecord),
        ("a byte of the operation", byte("operation", "sources", SESSA, 500), operation(1), What::OtherSources),
        ("an older operation decides", sql("UPDATE service SET operation = 0"), operation(0), What::NotNewest),
        ("two words in each other's place", sql(
                "UPDATE word SET number = (SELECT min(number) + max(number) FROM word WHERE family = 'purpose') - number
                 WHERE family = 'purpose' AND number IN ((SELECT min(number) FROM word WHERE family = 'purpose'),
                    (SELECT max(number) FROM word WHERE family = 'purpose'))",
            ),
            row("word", ""), What::OtherThanRecord),
        ("what a notice said", sql("UPDATE notice SET facts = replace(facts, 'email', 'name') WHERE number = 1"), row("notice", "1"), What::Changed),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_decides_is_held_against_the_record_of_who_put_it_there() {
    let folder = House::with(&["sessa"]).await.close();
    found(what_decides(), folder.path());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_or_a_line_of_a_register_that_no_record_bears_out_is_found() {
    let house = House::with(&["sessa"]).await;
    let officer = house.caller("sessa", "officer").await;
    let account = |over| Entry::Account { account: "stf-other".parse().unwrap(), role: "support".into(), over };
    let _ = house.perform(&officer, Ask::Enter(account(true))).await.unwrap();
    let revoked = house.caller("sessa", "support").await;
    let Who::Staff { token: Some(token), .. } = revoked.who else { panic!() };
    house.door.revoke_token("sessa", token).await.unwrap();
    let folder = house.close();
    let row = |table, number: String| Place::Row("sessa".parse().unwrap(), table, number);
    let of: String = officer_token(folder.path());
    let last: i64 = shell(folder.path()).query_row("SELECT max(number) FROM filed", [], |row| row.get(0)).unwrap();
    let cases: Vec<(&'static str, Change, Place, What)> = vec![
        (
            "a token's role",
            sql("UPDATE token SET role = 'support' WHERE role = 'officer'"),
            row("token", of.clone()),
            What::OtherThanRecord,
        ),
        (
            "how long a token lives",
            sql("UPDATE token SET expires = expires * 2 WHERE role = 'officer'"),
            row("token", of.clone()),
            What::OtherThanRecord,
        ),
        ("a token's secret", byte("token", "hash", "role = 'officer'", 0), row("token", of), What::OtherThanRecord),
        (
            "a token revoked, and good again",
            sql("UPDATE token SET revoked = NULL"),
            row("token", token.to_string()),
            What::OtherThanRecord,
        ),
        (
            "a token nobody made",
            sql(
                "INSERT INTO token SELECT zeroblob(16), service, hash, owner, role, created, expires, networks, NULL FROM token LIMIT 1",
            ),
            row("token", "tok_00000000000000000000000000".to_owned()),
            What::WithoutRecord,
        ),
        (
            "a line of a register",
            sql("UPDATE filed SET body = replace(body, 'true', 'false')"),
            row("filed", last.to_string()),
            What::WithoutRecord,
        ),
    ];
    found(cases, folder.path());
    let copy = copied(folder.path());
    shell(copy.path()).execute_batch("DELETE FROM filed").unwrap();
    let findings = verified(copy.path(), &[]).findings;
    assert!(
        matches!(findings.as_slice(), [Finding { place: Place::Row(_, "filed", _), what: What::Missing }]),
        "{findings:?}"
    );
}

fn officer_token(folder: &Path) -> String {
    let id: [u8; 16] =
        shell(folder).query_row("SELECT id FROM token WHERE role = 'officer'", [], |row| row.get(0)).unwrap();
    azukari_model::TokenId::from_bytes(id).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_activation_is_held_against_its_own_record() {
    let house = House::with(&["sessa"]).await;
    let changed = changed("sessa", "\"2020-04-24\"", "\"2027-01-15\"");
    house.door.activate(&changed, By::Officer("officer".into())).await.unwrap();
    let past = sources("sessa");
    let on = azukari_model::Date::new(2020, 4, 1).unwrap();
    house.door.activate(&past, By::Published { officer: "officer".into(), on }).await.unwrap();
    let folder = house.close();
    let report = verified(folder.path(), &[]);
    assert_eq!(report.findings, []);
    let version = |number| Place::Version("sessa".parse().unwrap(), number);
    let cases: Vec<(&'static str, Change, Place, What)> = vec![
        (
            "the sources of two versions",
            sql(
                "UPDATE version SET (hash, sources) = (SELECT hash, sources FROM version WHERE number = 1) WHERE number = 2",
            ),
            version(2),
            What::OtherThanRecord,
        ),
        (
            "a version of the past that decides",
            sql("UPDATE version SET is_past = 0 WHERE number = 3"),
            version(3),
            What::OtherThanRecord,
        ),
        (
            "the version before decides again",
            sql("DELETE FROM version WHERE number = 2; UPDATE service SET version = 1"),
            version(2),
            What::Missing,
        ),
    ];
    found(cases, folder.path());
}
