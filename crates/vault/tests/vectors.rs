//! The committed vectors: what was written once opens for ever, and what is written now is written the same.
//!
//! `testdata/second.py` reads the same files with another implementation of everything. Writing them anew, which means that
//! a format has changed: `cargo test -p azukari-vault --test vectors -- --ignored`.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test says by failing that a vector is broken")]

use azukari_model::{Instant, Key, PersonId};
use azukari_vault::{
    Context, Keyring, Kms, Label, MessageTo, Month, Random, RecordKind, Token, VaultError,
    kms::{FileKms, KeyUse, Passphrase},
    lookup::{LookUpUse, Normal, normalise},
    open, seal,
};
use std::{collections::BTreeMap, fmt::Write, fs, os::unix::fs::PermissionsExt, path::PathBuf};

type Block = BTreeMap<String, String>;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap()
}

/// Blocks of `field value` lines with empty lines between them.
fn blocks(text: &str) -> Vec<Block> {
    let pair = |line: &str| line.split_once(' ').map(|(field, value)| (field.to_owned(), value.to_owned()));
    text.split("\n\n")
        .map(|block| block.lines().filter(|line| !line.starts_with('#')).filter_map(pair).collect::<Block>())
        .filter(|block| !block.is_empty())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn key(text: &str) -> Key {
    Key::new(unhex(text).try_into().unwrap())
}

fn root() -> FileKms {
    FileKms::in_memory(Key::new(std::array::from_fn(|at| u8::try_from(at).unwrap())))
}

/// One place of every label, with what lies there.
fn places() -> Vec<(Context<'static>, &'static [u8])> {
    let person = PersonId::from_bits(0x0123_4567_89ab_cdef_0011_2233_4455_6677);
    let month = Month::of("2026-11-01".parse().unwrap());
    vec![
        (Context::value("sessa", person, 3, 2, 0), b"hanako@example.jp".as_slice()),
        (Context::value("sessa", person, 2, 3, 0), b"hanako@example.jp"),
        (Context::value("mobile-planning", person, 3, 2, 41).with_schema(2), "氏名".as_bytes()),
        (Context::holding_key("sessa", person, 3, 2, 0), &[0x11; 32]),
        (Context::holding_key("sessa", person, 3, 2, 2026).with_key(7), &[0x22; 32]),
        (Context::month_key("sessa", RecordKind::Evidence, month), &[0x33; 32]),
        (Context::month_key("sessa", RecordKind::Provision, month.next()), &[0x44; 32]),
        (Context::hold_key("nicori", person, 5), &[0x55; 32]),
        (Context::record("sessa", 0x77), br#"{"v":1}"#),
        (Context::message_key("ijgn", 1, MessageTo::System(4)), &[0x66; 32]),
        (Context::message("ijgn", 1, MessageTo::Member(5)), b"{\"subject\":\"erased\"}"),
        (Context::request("onplanetz", 9, 2), b"driving licence"),
        (Context::session("sessa", u128::MAX), b""),
        (Context::backup(3, 0, false), b"first piece"),
        (Context::backup(3, 1, true), b"last piece"),
        (Context::root(), &[0x77; 32]),
        (Context::entry("sessa", person, (3, 2, 2026), 7, Instant::from_micros(-1)), b"an entry"),
    ]
}

fn boxes() -> String {
    let mut random = Random::seeded(b"vectors of the sealed box");
    let mut text = "# Sealed boxes, version 1. Numbers are decimal, bytes hexadecimal; `-`: nobody.\n\n".to_owned();
    for (at, (place, clear)) in places().into_iter().enumerate() {
        let key: [u8; 32] = random.array().unwrap();
        let sealed = seal(&Key::new(key), &place, clear, &mut random).unwrap();
        let person = place.person.map_or("-".to_owned(), |person| hex(&person.bytes()));
        writeln!(text, "name {at}\nlabel {}\nservice {}\nperson {person}", place.label.word(), place.service).unwrap();
        writeln!(text, "item {}\nsource {}\npart {}", place.item, place.source, place.part).unwrap();
        writeln!(text, "schema {}\nversion {}\nkey {}", place.schema, place.key, hex(&key)).unwrap();
        writeln!(text, "context {}\nclear {}\nbox {}\n", hex(&place.encode()), hex(clear), hex(sealed.bytes()))
            .unwrap();
    }
    text
}

const USES: [KeyUse; 6] =
    [KeyUse::Wrapping, KeyUse::LookUp, KeyUse::Log, KeyUse::Body, KeyUse::Session, KeyUse::Backup];

fn keys() -> String {
    let mut text = "# Keys of the root 00 01 02 … 1f, and what is computed with them.\n\n".to_owned();
    for of in USES {
        let key = root().key(of, 1).unwrap();
        writeln!(text, "use {}\nversion 1\nkey {}\n", of.word(), hex(key.bytes())).unwrap();
    }
    let ring = Keyring::load(&root()).unwrap();
    writeln!(text, "mark {}\nparts {} {}\n", hex(&ring.body_mark(&[b"POST", b"{}"])), hex(b"POST"), hex(b"{}"))
        .unwrap();
    let token = Token::generate(&mut Random::seeded(b"vectors of the token")).unwrap();
    writeln!(text, "token {}\nhash {}\n", token.reveal(), hex(token.hash().bytes())).unwrap();
    text
}

fn look_ups() -> String {
    let ring = Keyring::load(&root()).unwrap();
    let mut text = "# Look-ups under the root of keys.txt.\n\n".to_owned();
    let cases = [
        ("acts", LookUpUse::Acts, "email", Normal::Email, "Hanako@Example.JP"),
        ("acts", LookUpUse::Acts, "email", Normal::Email, "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ"),
        ("rights", LookUpUse::Rights, "email", Normal::Email, "hanako@example.jp"),
        ("acts", LookUpUse::Acts, "telephone", Normal::Telephone, "090-1234-5678"),
        ("acts", LookUpUse::Acts, "telephone", Normal::Telephone, "＋８１（０）９０－１２３４－５６７８"),
        ("acts", LookUpUse::Acts, "reference", Normal::Reference, "U-1a"),
    ];
    for ((word, of, how, normal, value), item) in cases.into_iter().zip([3, 3, 3, 4, 4, 9]) {
        let form = normalise(normal, value).unwrap();
        let index = ring.look_up(of, "sessa", item, 2026).of(&form);
        writeln!(text, "use {word}\nservice sessa\nitem {item}\nyear 2026\nhow {how}\nvalue {value}").unwrap();
        writeln!(text, "form {}\nindex {}\n", hex(&form), hex(index.bytes())).unwrap();
    }
    text
}

const PASSPHRASE: &str = "correct horse battery staple";

#[test]
fn every_committed_box_opens_at_its_place() {
    let labels = places();
    let blocks = blocks(&read("boxes.txt"));
    assert_eq!(blocks.len(), labels.len());
    for (block, (place, clear)) in blocks.iter().zip(labels) {
        let sealed = unhex(&block["box"]);
        assert_eq!(hex(&place.encode()), block["context"]);
        assert_eq!(open(&key(&block["key"]), &place, &sealed).unwrap().bytes(), clear);
    }
}

#[test]
fn no_committed_box_opens_at_the_place_or_under_the_key_of_another() {
    let blocks = blocks(&read("boxes.txt"));
    for (here, block) in blocks.iter().enumerate() {
        for (there, (place, _)) in places().into_iter().enumerate().filter(|(there, _)| *there != here) {
            let sealed = unhex(&block["box"]);
            assert!(open(&key(&block["key"]), &place, &sealed).is_err(), "{here} at {there}");
            assert!(open(&key(&blocks[there]["key"]), &places()[here].0, &sealed).is_err(), "{here} by key {there}");
        }
    }
}

#[test]
fn what_is_written_now_is_what_was_written_then() {
    assert!(boxes() == read("boxes.txt"), "the sealed box or the context has changed");
    assert!(keys() == read("keys.txt"), "a derivation, the mark or the token has changed");
    assert!(look_ups() == read("look-ups.txt"), "the look-up or its normalisation has changed");
}

#[test]
fn every_label_has_a_vector() {
    let words: Vec<_> = places().iter().map(|(place, _)| place.label).collect();
    let labels = [
        Label::Value,
        Label::HoldingKey,
        Label::MonthKey,
        Label::HoldKey,
        Label::Record,
        Label::MessageKey,
        Label::Message,
        Label::Request,
        Label::Session,
        Label::Backup,
        Label::Root,
    ];
    assert!(labels.iter().all(|label| words.contains(label)));
}

#[test]
fn the_committed_key_files_open() {
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("plain");
    let sealed = folder.path().join("sealed");
    for (name, path) in [("plain.key-file", &plain), ("sealed.key-file", &sealed)] {
        fs::copy(file(name), path).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let wrapping = |kms: &FileKms| hex(kms.key(KeyUse::Wrapping, 1).unwrap().bytes());
    let vectors = blocks(&read("key-files.txt"));
    let passphrase = Passphrase::new(PASSPHRASE.to_owned());
    assert_eq!(wrapping(&FileKms::open(&plain, None).unwrap()), vectors[0]["wrapping"]);
    assert_eq!(wrapping(&FileKms::open(&sealed, Some(&passphrase)).unwrap()), vectors[1]["wrapping"]);
    assert_eq!(FileKms::in_memory(Key::new([0; 32])).key(KeyUse::Wrapping, 0).unwrap_err(), VaultError::NoSuchKey(0));
}

#[test]
#[ignore = "writes the committed vectors anew"]
fn write_the_vectors() {
    fs::write(file("boxes.txt"), boxes()).unwrap();
    fs::write(file("keys.txt"), keys()).unwrap();
    fs::write(file("look-ups.txt"), look_ups()).unwrap();
    let mut random = Random::seeded(b"vectors of the key file");
    let mut text = "# What the key files give. The passphrase stands in clear: these keys seal nothing.\n\n".to_owned();
    for (name, passphrase) in [("plain.key-file", None), ("sealed.key-file", Some(PASSPHRASE))] {
        let path = file(name);
        if path.exists() {
            fs::remove_file(&path).unwrap();
        }
        let given = passphrase.map(|text| Passphrase::new(text.to_owned()));
        let kms = FileKms::create(&path, given.as_ref(), &mut random).unwrap();
        let wrapping = hex(kms.key(KeyUse::Wrapping, 1).unwrap().bytes());
        writeln!(text, "file {name}\npassphrase {}\nwrapping {wrapping}\n", passphrase.unwrap_or("-")).unwrap();
    }
    fs::write(file("key-files.txt"), text).unwrap();
}
