//! The files of a backup: what is wrong with one is told by its code, and nothing is written.

use super::{ROLES, S, backup, comes, done, run, said};
use crate::served::Served;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

/// Where a restore goes: a folder with what was left of the lost database.
struct Target(tempfile::TempDir);

impl Target {
    fn beside(served: &Served) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for file in super::BESIDE {
            fs::copy(served.data().join(file), folder.path().join(file)).expect("a copy");
        }
        Self(folder)
    }

    fn restore(&self, data: &Path, keys: &Path) -> Output {
        run(&["restore"], &[("--from", data), ("--keys", keys), ("--data", self.0.path())])
    }

    /// Nothing came of it but this code.
    fn refuses(&self, data: &Path, keys: &Path, code: &str) {
        let names = || {
            let mut names: Vec<_> =
                fs::read_dir(self.0.path()).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
            names.retain(|name| name != "lock");
            names.sort();
            names
        };
        let before = names();
        let output = self.restore(data, keys);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(code), "{code}: {}", said(&output));
        assert_eq!(names(), before, "{code}");
    }
}

/// The bytes of a file, changed, in a file of another name.
fn changed(file: &Path, change: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
    let mut bytes = fs::read(file).expect("the file");
    change(&mut bytes);
    let path = file.with_extension("changed");
    fs::write(&path, bytes).expect("a file");
    path
}

#[tokio::test]
async fn a_file_that_is_torn_swapped_changed_or_of_another_backup_is_refused_by_its_code() {
    let served = Served::open(S, ROLES);
    let out = tempfile::tempdir().expect("a folder");
    comes(&served, 0).await;
    let (data, keys) = backup(&served, out.path());
    let (other_data, other_keys) = backup(&served, out.path());
    let target = Target::beside(&served);
    for file in [&data, &keys] {
        let refuses = |file: &PathBuf, path: &Path, code: &str| {
            if *file == data { target.refuses(path, &keys, code) } else { target.refuses(&data, path, code) }
        };
        let length = fs::metadata(file).expect("the file").len();
        for (cut, code) in
            [(length - 1, "backup-cut"), (length / 2, "backup-cut"), (200, "backup-"), (20, "backup-not-one")]
        {
            let path = changed(file, |bytes| bytes.truncate(usize::try_from(cut).unwrap()));
            refuses(file, &path, code);
        }
        for place in [40_u64, 100, 160, 300, length / 2, length - 1] {
            let path = changed(file, |bytes| bytes[usize::try_from(place).unwrap()] ^= 1);
            refuses(file, &path, "backup-");
        }
        refuses(file, &changed(file, |bytes| bytes.push(0)), "backup-cut");
        refuses(file, &changed(file, |bytes| bytes.splice(15..17, *b"v2").for_each(drop)), "backup-newer");
        refuses(file, &changed(file, Vec::clear), "backup-not-one");
    }
    target.refuses(&keys, &data, "backup-pair");
    target.refuses(&data, &data, "backup-pair");
    target.refuses(&data, &other_keys, "backup-pair");
    target.refuses(&other_data, &keys, "backup-pair");
    done(&target.restore(&data, &keys));
    target.refuses(&data, &keys, "backup-exists");
}

#[tokio::test]
async fn the_key_file_of_another_deployment_opens_nothing() {
    let served = Served::open(S, ROLES);
    let other = Served::open(S, ROLES);
    let out = tempfile::tempdir().expect("a folder");
    let (data, keys) = backup(&served, out.path());
    let target = Target::beside(&served);
    fs::copy(other.data().join("key"), target.0.path().join("key")).expect("a copy");
    target.refuses(&data, &keys, "backup-not-opened");
}
