//! A whole database put back, or gone another way: found by whoever kept a checkpoint.

use super::{house, shell};
use crate::support::{House, verified};
use azukari_custody::verify::{Finding, Place, What};
use std::{fs, path::Path};

#[tokio::test(flavor = "multi_thread")]
async fn a_database_rolled_back_is_found_by_whoever_kept_a_checkpoint() {
    let house = house().await;
    let earlier = tempfile::tempdir().unwrap();
    fs::copy(house.path().join("key"), earlier.path().join("key")).unwrap();
    let target = earlier.path().join("azukari.db");
    shell(house.path()).execute("VACUUM INTO ?1", [target.to_str().unwrap()]).unwrap();
    let before = house.door.checkpoint().await.unwrap();
    house.door.turn_jobs().await.unwrap();
    let kept = house.door.checkpoint().await.unwrap();
    let folder = house.close();
    let with = |folder: &Path, note: &str| verified(folder, &[note.to_owned()]).findings;
    assert_eq!(with(folder.path(), &before), []);
    assert_eq!(with(folder.path(), &kept), []);
    assert_eq!(with(earlier.path(), &before), []);
    let size: u64 = kept.lines().nth(1).unwrap().parse().unwrap();
    assert_eq!(with(earlier.path(), &kept), [Finding { place: Place::Kept(Some(size)), what: What::Shorter }]);
    assert_eq!(verified(earlier.path(), &[]).findings, [], "by itself an earlier state is a good one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_went_another_way_is_a_fork() {
    let house = House::with(&["sessa"]).await;
    house.door.turn_jobs().await.unwrap();
    let earlier = tempfile::tempdir().unwrap();
    fs::copy(house.path().join("key"), earlier.path().join("key")).unwrap();
    let target = earlier.path().join("azukari.db");
    shell(house.path()).execute("VACUUM INTO ?1", [target.to_str().unwrap()]).unwrap();
    house.sessa_person("one@example.jp").await;
    house.door.turn_jobs().await.unwrap();
    let kept = house.door.checkpoint().await.unwrap();
    drop(house);
    let forked = House::over(earlier).await;
    for name in ["two@example.jp", "three@example.jp"] {
        forked.sessa_person(name).await;
    }
    forked.door.turn_jobs().await.unwrap();
    let size: u64 = kept.lines().nth(1).unwrap().parse().unwrap();
    let findings = verified(forked.path(), std::slice::from_ref(&kept)).findings;
    assert_eq!(findings, [Finding { place: Place::Kept(Some(size)), what: What::Fork }]);
    let other = House::with(&["sessa"]).await;
    let findings = verified(other.path(), &[kept]).findings;
    assert_eq!(
        findings,
        [Finding { place: Place::Kept(Some(size)), what: What::OtherKey }],
        "another log's checkpoint"
    );
}
