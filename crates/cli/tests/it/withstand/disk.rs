//! A full disk: acts are refused with a stable code, nothing is half-done, and it goes on when there is room again.

use super::{
    rows::{S, inquiry},
    tables::{count, rows_but},
};
use crate::{served::Served, support::Answer};
use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
use serde_json::json;
use std::{path::PathBuf, process::Command};

const ROLES: &[&str] = &["site", "support-desk", "request-desk", "operations"];

/// Somebody comes with a long letter.
async fn arrives(served: &Served, number: u32) -> Answer {
    let notice = served.house.notice(S, "inquiry").await;
    let mut items = inquiry(number);
    items["inquiry"] = json!("長".repeat(18_000));
    served.house.post(S, "site", "people", json!({"source": "inquiry", "notice": notice, "items": items})).await
}

/// Lets people come until there is no room, does this and that, makes room, and looks at what is there.
async fn fill_and_make_room(mut served: Served, make_room: impl FnOnce(&Served)) {
    let her = arrives(&served, 0).await.done().body["person"].as_str().expect("a person").to_owned();
    let mut came = 1;
    let refused = loop {
        let answer = arrives(&served, came).await;
        if answer.status != 201 {
            break answer;
        }
        came += 1;
        assert!(came < 400, "there is always room");
    };
    assert_eq!((refused.status, refused.code()), (503, "unavailable"), "{}", refused.text);
    let data = served.data();
    assert_eq!(count(&data, "person"), u64::from(came), "nobody is half there");
    let before = rows_but(&data, &["record", "refusal", "holding", "idempotency"]);
    // What is large finds no room; what is small may find the last of it, and is then whole.
    for number in 0..6 {
        let answer = arrives(&served, 1_000 + number).await;
        assert_eq!((answer.status, answer.code()), (503, "unavailable"), "{}", answer.text);
        assert!(!answer.text.contains("mail.example"));
    }
    assert_eq!(rows_but(&data, &["record", "refusal", "holding", "idempotency"]), before);
    for page in [format!("/{S}/policy"), "/ledger/checkpoint".to_owned(), "/health".to_owned()] {
        assert_eq!(served.house.read(&page).await.status, 200, "{page}");
    }
    make_room(&served);
    arrives(&served, 2_000).await.done();
    let opened = served.house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await.done();
    assert_eq!(opened.body["items"]["email"], "hanako0@mail.example");
    let erase = json!({"all": true, "by": {"right": "deletion", "identity": "login"}});
    served.house.post(S, "request-desk", &format!("people/{her}/erase"), erase).await.done();
    served.again();
    let last = served.house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await;
    assert_eq!(last.code(), "not-found", "{}", last.text);
    served
        .house
        .wait_for(&format!(
            "/ledger/proof/{}",
            arrives(&served, 2_001).await.done().body["act"].as_str().expect("an act")
        ))
        .await;
    assert_eq!(count(&data, "person"), u64::from(came) + 2);
    let (is_whole, out, said) = served.command(&["verify"]);
    assert!(is_whole, "{out} {said}");
}

/// Files may not grow beyond this, as far as the program is concerned; it is told so and not killed.
#[tokio::test]
async fn where_files_cannot_grow_nothing_is_half_done_and_it_goes_on_when_they_can() {
    let mut served = Served::open(S, ROLES);
    let large = std::fs::read_dir(served.data())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").metadata().expect("a size").len())
        .max()
        .expect("a file");
    // In units of 512 bytes, as the shell of Debian counts; the hard limit stays, so that room can be made.
    let blocks = (large + (2 << 20)) / 512;
    let limited = format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\"");
    served.again_by(Command::new("sh").args(["-c", &limited, env!("CARGO_BIN_EXE_azukari")]));
    fill_and_make_room(served, |served| {
        let hard = getrlimit(Resource::Fsize).maximum;
        prlimit(Some(served.house.id()), Resource::Fsize, Rlimit { current: hard, maximum: hard }).expect("room");
    })
    .await;
}

/// A file system of its own, gone when the test is.
struct Mounted(PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Where a test may mount, the disk is really full; elsewhere the limit above stands for it.
#[tokio::test]
async fn a_full_disk_is_no_end() {
    let mut mounted = None;
    let served = Served::open_on(S, ROLES, |data| {
        std::fs::create_dir(data).expect("a folder");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs"]).arg(data).output();
        if done.is_ok_and(|done| done.status.success()) {
            mounted = Some(Mounted(data.to_owned()));
        }
    });
    if mounted.is_none() {
        return;
    }
    let filler = served.data().join("filler");
    std::fs::write(&filler, vec![0_u8; 10 << 20]).expect("a filler");
    fill_and_make_room(served, |_| std::fs::remove_file(&filler).expect("room")).await;
}
