use super::*;
use std::os::unix::fs::PermissionsExt;

fn passphrase() -> Passphrase {
    Passphrase::new("correct horse battery staple".to_owned())
}

fn wrapping(kms: &FileKms) -> [u8; 32] {
    *kms.key(KeyUse::Wrapping, 1).unwrap().bytes()
}

#[test]
fn a_key_file_opens_to_the_same_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let mut random = Random::seeded(b"file");
    let made = FileKms::create(&path, None, &mut random).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(wrapping(&made), wrapping(&FileKms::open(&path, None).unwrap()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_sealed_key_file_opens_under_its_passphrase_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let made = FileKms::create(&path, Some(&passphrase()), &mut Random::seeded(b"file")).unwrap();
    assert_eq!(wrapping(&made), wrapping(&FileKms::open(&path, Some(&passphrase())).unwrap()));
    assert!(matches!(FileKms::open(&path, None), Err(FileError::PassphraseMissing(_))));
    let other = Passphrase::new("correct horse battery stapler".to_owned());
    assert!(matches!(FileKms::open(&path, Some(&other)), Err(FileError::PassphraseWrong(_))));
}

#[test]
fn a_key_file_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let mut random = Random::seeded(b"file");
    let made = FileKms::create(&path, None, &mut random).unwrap();
    assert!(matches!(FileKms::create(&path, None, &mut random), Err(FileError::Exists(_))));
    assert_eq!(wrapping(&made), wrapping(&FileKms::open(&path, None).unwrap()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_key_file_that_others_can_read_is_refused_with_the_fix() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    FileKms::create(&path, None, &mut Random::seeded(b"file")).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o601, 0o644] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = FileKms::open(&path, None).unwrap_err();
        assert!(matches!(error, FileError::Open { .. }));
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }
}

#[test]
fn a_passphrase_that_protects_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    FileKms::create(&path, None, &mut Random::seeded(b"file")).unwrap();
    assert!(matches!(FileKms::open(&path, Some(&passphrase())), Err(FileError::PassphraseUnused(_))));
}

#[test]
fn what_is_no_key_file_is_refused_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let kinds = [
        String::new(),
        "azukari-key-file v1\n".to_owned(),
        "azukari-key-file v2\nroot AAAA\n".to_owned(),
        "azukari-key-file v1\nroot AAAA\n".to_owned(),
        "azukari-key-file v1\nroot c2VjcmV0c2VjcmV0\nmore\nmore\n".to_owned(),
        format!("{FIRST_LINE}\nroot {}", "A".repeat(5000)),
    ];
    for text in kinds {
        fs::write(&path, &text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let error = FileKms::open(&path, None).unwrap_err();
        assert!(!error.to_string().contains("c2Vj"));
    }
    // A file that asks for more memory than any machine of ours.
    fs::write(&path, format!("{FIRST_LINE}\nargon2id 4000000000 3 1 AAAAAAAAAAAAAAAAAAAAAA==\nsealed AAAA\n")).unwrap();
    assert!(matches!(FileKms::open(&path, Some(&passphrase())), Err(FileError::Unreadable(_))));
}

#[test]
fn every_use_has_its_own_key_and_there_is_one_version() {
    let kms = FileKms::in_memory(Key::new([7; 32]));
    let uses = [KeyUse::Wrapping, KeyUse::LookUp, KeyUse::Log, KeyUse::Body, KeyUse::Session, KeyUse::Backup];
    let keys: std::collections::BTreeSet<_> = uses.iter().map(|of| *kms.key(*of, 1).unwrap().bytes()).collect();
    assert_eq!(keys.len(), uses.len());
    assert!(!keys.contains(&[7; 32]));
    assert_eq!(kms.key(KeyUse::Wrapping, 2).unwrap_err(), VaultError::NoSuchKey(2));
}

#[test]
fn neither_key_file_nor_passphrase_shows_itself() {
    assert_eq!(format!("{:?}", FileKms::in_memory(Key::new([0x41; 32]))), "FileKms { root: Key }");
    assert_eq!(format!("{:?}", passphrase()), "Passphrase");
}
