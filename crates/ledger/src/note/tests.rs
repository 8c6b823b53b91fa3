use super::*;
use crate::{Checkpoint, Head};
use proptest::prelude::*;

/// The example of the specification.
const EXAMPLE: &str = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fn signer() -> LogSigner {
    LogSigner::from_seed("log.example/azukari", &[7; 32]).unwrap()
}

fn keys(signer: &LogSigner) -> [VerifierKey; 1] {
    [signer.public().clone()]
}

fn head() -> Head {
    Head { size: 3, root: Hash::of(&[b"root"]) }
}

#[test]
fn the_example_of_the_specification_verifies() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    assert_eq!(key.to_string(), EXAMPLE_KEY);
    assert_eq!(Note::parse(EXAMPLE).unwrap().verify(&[key]), Ok("This is an example message.\n"));
}

#[test]
fn a_note_of_nobody_known_or_with_a_wrong_signature_is_not_believed() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    let note = Note::parse(EXAMPLE).unwrap();
    assert_eq!(note.verify(&[]), Err(NoteError::Unsigned));
    assert_eq!(note.verify(&keys(&signer())), Err(NoteError::Unsigned));
    let forged = EXAMPLE.replace("example message", "forged message");
    assert_eq!(Note::parse(&forged).unwrap().verify(std::slice::from_ref(&key)), Err(NoteError::Forged));
    // A wrong signature of a known key condemns the note even beside a good one.
    let other = VerifierKey::new("example.com/foo", [9; 32]).unwrap();
    assert_eq!(note.verify(&[other]), Err(NoteError::Unsigned));
    let mut line = EXAMPLE.lines().last().unwrap().to_owned();
    line.replace_range(line.len() - 8..line.len() - 4, "AAAA");
    let both = format!("{EXAMPLE}{line}\n");
    assert_eq!(Note::parse(&both).unwrap().verify(&[key]), Err(NoteError::Forged));
}

#[test]
fn signatures_of_strangers_are_passed_over() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    let stranger = signer().sign("This is an example message.\n");
    let line = stranger.lines().last().unwrap();
    let both = format!("{EXAMPLE}{line}\n");
    assert!(Note::parse(&both).unwrap().verify(&[key]).is_ok());
    assert!(Note::parse(&both).unwrap().verify(&keys(&signer())).is_ok());
}

#[test]
fn a_checkpoint_reads_back_as_signed() {
    let note = Checkpoint::sign(head(), &signer());
    let opened = Checkpoint::open(&note, &keys(&signer())).unwrap();
    assert_eq!((opened.origin.as_str(), opened.head), ("log.example/azukari", head()));
    assert_eq!(note, Checkpoint::sign(head(), &signer()), "the same head is signed the same");
    // A key is only believed for its own log.
    let other = LogSigner::from_seed("other.example", &[7; 32]).unwrap();
    let foreign = other.sign(&opened.to_string());
    assert_eq!(Checkpoint::open(&foreign, &keys(&other)), Err(NoteError::Unsigned));
}

#[test]
fn texts_that_are_no_checkpoint_are_refused() {
    let root = Hash::of(&[b"root"]);
    assert!(Checkpoint::parse(&format!("log\n3\n{root}\n")).is_some());
    assert!(Checkpoint::parse(&format!("log\n3\n{root}\nextension\n")).is_some());
    for text in [
        String::new(),
        "log\n".to_owned(),
        format!("\n3\n{root}\n"),
        format!("log\n03\n{root}\n"),
        format!("log\n-3\n{root}\n"),
        format!("log\n3\n{root}"),
        format!("log\n3\n{root}\n\n"),
        "log\n3\nAAAA\n".to_owned(),
        format!("log\n18446744073709551616\n{root}\n"),
    ] {
        assert_eq!(Checkpoint::parse(&text), None, "{text:?}");
    }
}

#[test]
fn keys_have_one_spelling_and_their_own_hash() {
    for text in [
        "",
        "a+b",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
    ] {
        assert_eq!(text.parse::<VerifierKey>(), Err(NoteError::Key), "{text}");
    }
    assert!(VerifierKey::new("a b", [0; 32]).is_err());
    assert!(LogSigner::from_seed("a\u{3000}b", &[0; 32]).is_err());
    assert!(!format!("{:?}", signer()).contains("BwcHBwcH"));
}

#[test]
fn every_cut_and_every_flipped_bit_of_a_note_is_refused() {
    let note = Checkpoint::sign(head(), &signer());
    let keys = keys(&signer());
    for length in 0..note.len() {
        if let Some(cut) = note.get(..length) {
            assert!(Checkpoint::open(cut, &keys).is_err(), "cut at {length}");
        }
    }
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(flipped) = String::from_utf8(bytes) {
                assert!(Checkpoint::open(&flipped, &keys).is_err(), "byte {at}, bit {bit}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\n|\u{2014} ){0,60}") {
        let _ = Note::parse(&text);
        let _ = Checkpoint::parse(&text);
        let _ = text.parse::<VerifierKey>();
    }
}
