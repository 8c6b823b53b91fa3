//! Verifying changes nothing, whatever state the files are in, and works beside whoever writes.

use crate::support::{House, verified};
use azukari_custody::verify::{Finding, Place, What};
use std::{collections::BTreeMap, fs, path::Path};

/// Every file of a folder with its bytes, but for the engine's index into its log, which every reader writes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .filter(|(name, _)| !name.ends_with("-shm"))
        .collect()
}

async fn lived_in() -> House {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("one@example.jp").await;
    house.door.turn_jobs().await.unwrap();
    let support = house.caller("sessa", "support").await;
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    let officer = house.caller("sessa", "officer").await;
    let whom = azukari_custody::Whom::Id(person);
    let erase = azukari_custody::ask::EraseAsk { whom, all: true, ..Default::default() };
    house.perform(&officer, azukari_custody::Ask::Erase(erase)).await.unwrap();
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_changes_in_a_folder_whose_server_is_down() {
    let folder = lived_in().await.close();
    let before = files(folder.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), ["azukari.db", "azukari.db.erased", "azukari.db.leaves", "key"]);
    assert_eq!(verified(folder.path(), &[]).findings, []);
    assert!(files(folder.path()) == before && !folder.path().join("azukari.db-shm").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_changes_in_a_folder_whose_server_runs_or_has_crashed() {
    let house = lived_in().await.again().await;
    house.sessa_person("two@example.jp").await;
    let before = files(house.path());
    assert!(before["azukari.db-wal"].len() > 1_000, "what is new stands in the engine's log alone");
    let report = verified(house.path(), &[]);
    assert_eq!((report.findings, report.pending > 0), (vec![], true));
    assert!(files(house.path()) == before);
    // A crash leaves the files as they are now.
    let crashed = tempfile::tempdir().unwrap();
    for (name, bytes) in &before {
        fs::write(crashed.path().join(name), bytes).unwrap();
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(crashed.path().join(name), private).unwrap();
    }
    assert_eq!(verified(crashed.path(), &[]).findings, []);
    assert!(files(crashed.path()) == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_sees_one_moment_beside_whoever_writes() {
    let house = lived_in().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let jobs = tokio::spawn({
        let door = house.door.clone();
        async move { door.run_jobs(stopped).await }
    });
    let web = house.caller("sessa", "web").await;
    for number in 0..30 {
        let person = format!("{number}@example.jp");
        let notice =
            house.notice("sessa", azukari_policy::notice::NoticeOf::Source(crate::support::name("signup"))).await;
        let items = vec![("email".into(), Some(azukari_model::Personal::new(serde_json::json!(person))))];
        let ask = azukari_custody::ask::AcquireAsk {
            source: "signup".into(),
            notice: Some(notice),
            items,
            ..Default::default()
        };
        let write = house.perform(&web, azukari_custody::Ask::Acquire(ask));
        let path = house.path().to_owned();
        let look = tokio::task::spawn_blocking(move || verified(&path, &[]));
        let (written, report) = tokio::join!(write, look);
        written.unwrap();
        assert_eq!(report.unwrap().findings, []);
    }
    stop.send(true).unwrap();
    jobs.await.unwrap();
    assert_eq!(verified(house.path(), &[]).findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_left_unsigned_is_signed_though_nothing_new_comes() {
    let house = House::with(&["sessa"]).await;
    house.door.turn_jobs().await.unwrap();
    let older = house.store.head().await.unwrap().signed.unwrap();
    house.sessa_person("one@example.jp").await;
    house.door.turn_jobs().await.unwrap();
    let newest = house.door.checkpoint().await.unwrap();
    // As a crash between the tiles and the signature leaves it.
    let conn = rusqlite::Connection::open(house.path().join("azukari.db")).unwrap();
    let cut = "UPDATE log_head SET signed_size = ?1, note = ?2";
    conn.execute(cut, (older.size.cast_signed(), &older.note)).unwrap();
    let report = verified(house.path(), &[]);
    assert_eq!(report.findings, [], "not signed yet is not wrong");
    assert!(report.log.unwrap().signed < report.log.unwrap().head.size);
    house.door.turn_jobs().await.unwrap();
    assert_eq!(house.door.checkpoint().await.unwrap(), newest);
    conn.execute("UPDATE log_head SET signed_size = NULL, note = NULL, signed_at = NULL", []).unwrap();
    house.door.turn_jobs().await.unwrap();
    assert_eq!(house.door.checkpoint().await.unwrap(), newest);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_the_tiles_do_not_lead_to_is_never_signed() {
    let house = House::with(&["sessa"]).await;
    house.door.turn_jobs().await.unwrap();
    let conn = rusqlite::Connection::open(house.path().join("azukari.db")).unwrap();
    conn.execute("UPDATE log_head SET size = size + 1, root = zeroblob(32)", []).unwrap();
    let before = house.door.checkpoint().await.unwrap();
    assert!(house.door.turn_jobs().await.is_err());
    assert_eq!(house.door.checkpoint().await.unwrap(), before);
    let findings = verified(house.path(), &[]).findings;
    assert_eq!(findings, [Finding { place: Place::Head, what: What::Size }]);
}
